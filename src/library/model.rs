use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::article::{Article, Published, Reference};
use crate::entity::{Class, Mention, Ruling};
use crate::text::Span;
pub use crate::text::anchor::AnchorState;

use super::Filing;

macro_rules! id {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(ArticleId, "Identifies an article for ever: a `UUIDv7`.");
id!(AnnotationId, "Identifies an annotation for ever: a `UUIDv7`.");
id!(RulingId, "Identifies a ruling for ever: a `UUIDv7`, so rulings sort by time.");
id!(EditionId, "Identifies an edition of a story for ever: a `UUIDv7`, so editions sort by time.");
id!(VerdictId, "Identifies a verdict on a difference for ever: a `UUIDv7`, so verdicts sort by time.");
id!(WishId, "Identifies a wished story for ever: a `UUIDv7`, so wishes sort by time.");
id!(OperationId, "Identifies one entry of the operation log: a `UUIDv7`, so entries sort by time.");

/// One line of the library's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArticleRow {
    /// The article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Whether the title was made from the lead.
    pub title_derived: bool,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<Published>,
    /// The name of the file it came from.
    pub file: String,
    /// Its address.
    pub url: Option<String>,
    /// Whether it is one of the samples that came with the program.
    pub sample: bool,
    /// Words in the body.
    pub words: usize,
    /// How much of it was read, 0 to 1; `None` when it was never opened.
    pub progress: Option<f32>,
    /// Byte offset in the body of the first visible text when it was last left.
    pub position: usize,
    /// How many annotations it carries.
    pub annotations: usize,
    /// How the person filed it.
    pub filing: Filing,
    /// When it was imported, RFC 3339.
    pub imported: String,
}

/// An article with all that is derived from it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredArticle {
    /// Its line in the list.
    pub row: ArticleRow,
    /// Text and metadata.
    pub article: Article,
    /// The body's version, counted from 1 for each article.
    pub body_version: u32,
    /// Names in the body, sorted by start, then longest first; offsets in bytes of the body.
    pub mentions: Vec<Mention>,
}

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkState {
    /// One saved story.
    Resolved(ArticleId),
    /// Several saved stories fit equally well.
    Ambiguous(Vec<ArticleId>),
    /// No saved story fits.
    Missing,
}

/// A reference with what it leads to now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As the story names it.
    pub reference: Reference,
    /// What the library holds for it.
    pub state: LinkState,
}

impl Link {
    /// The saved stories that fit, in list order.
    #[must_use]
    pub fn targets(&self) -> &[ArticleId] {
        match &self.state {
            LinkState::Resolved(id) => std::slice::from_ref(id),
            LinkState::Ambiguous(ids) => ids,
            LinkState::Missing => &[],
        }
    }
}

/// Another story that names this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlink {
    /// The story that names it.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// Whether other stories fit that reference as well.
    pub ambiguous: bool,
}

/// References out of a story and into it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Related {
    /// Outgoing, in the order of the text.
    pub references: Vec<Link>,
    /// Incoming, sorted by title, then id.
    pub backlinks: Vec<Backlink>,
}

/// The colour of a mark, 1 to 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Color(u8);

impl Color {
    /// How many colours there are.
    pub const COUNT: u8 = 8;
    /// The first colour.
    pub const FIRST: Self = Self(1);

    /// The colour with this number; `None` outside 1 to 8.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if 1 <= number && number <= Self::COUNT { Some(Self(number)) } else { None }
    }

    /// Its number, 1 to 8.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// All colours in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=Self::COUNT).map(Self)
    }
}

impl TryFrom<u8> for Color {
    type Error = String;
    fn try_from(number: u8) -> Result<Self, String> {
        Self::new(number).ok_or_else(|| format!("colour {number} is not between 1 and {}", Self::COUNT))
    }
}

impl From<Color> for u8 {
    fn from(color: Color) -> Self {
        color.0
    }
}

/// Where an annotation stands, said in three ways so that it can be found again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Bytes of the body of `version`.
    pub span: Span,
    /// The marked text.
    pub quote: String,
    /// Up to 32 characters before it.
    pub prefix: String,
    /// Up to 32 characters after it.
    pub suffix: String,
    /// The body's version that the span belongs to.
    pub version: u32,
}

/// A person's mark, with or without a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// Its identity.
    pub id: AnnotationId,
    /// The article it stands in.
    pub article: ArticleId,
    /// Where.
    pub anchor: Anchor,
    /// In which colour.
    pub color: Color,
    /// What the person wrote; empty where nothing.
    pub note: String,
    /// Tags, in the order given.
    pub tags: Vec<String>,
    /// Who made it.
    pub author: String,
    /// When it was made, RFC 3339.
    pub created: String,
    /// When it was last changed, RFC 3339.
    pub modified: String,
    /// How sure its place is.
    pub state: AnchorState,
    /// Whether the person let it go from the text: its words are lost, and nobody is asked about it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub detached: bool,
}

impl Annotation {
    /// Whether a person has still to say where it stands.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.state >= AnchorState::Suspect && !self.detached
    }
}

/// What is needed to make an annotation; the library adds the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnnotation {
    /// The article to mark.
    pub article: ArticleId,
    /// Bytes of its body.
    pub span: Span,
    /// The body's version that the span belongs to.
    pub version: u32,
    /// In which colour.
    pub color: Color,
    /// A note, or empty.
    pub note: String,
    /// Tags.
    pub tags: Vec<String>,
}

/// A change to an annotation; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnnotationEdit {
    /// Another colour.
    pub color: Option<Color>,
    /// Another note.
    pub note: Option<String>,
    /// Other tags.
    pub tags: Option<Vec<String>>,
}

/// An entity with how often it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityCount {
    /// Its identity (`EntityRef::key`).
    pub key: String,
    /// Its canonical name.
    pub name: String,
    /// Its class.
    pub class: Class,
    /// Mentions in the library.
    pub mentions: usize,
    /// Articles that name it.
    pub articles: usize,
}

/// Which kinds of things an operation changed, so that just the caches they touch are dropped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// The list of articles (and so links and entity counts).
    pub articles: bool,
    /// Annotations.
    pub annotations: bool,
    /// Names are to be made anew somewhere: a ruling that may touch them came or went.
    pub names: bool,
}

impl Changes {
    /// What either changed.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self {
            articles: self.articles || other.articles,
            annotations: self.annotations || other.annotations,
            names: self.names || other.names,
        }
    }
}

/// What an operation was; names the entry in menus and history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OperationKind {
    /// Articles were imported.
    Import,
    /// An article was removed.
    RemoveArticle,
    /// The samples were removed.
    RemoveSamples,
    /// A mark was made.
    Annotate,
    /// A mark's colour, note or tags were changed.
    EditAnnotation,
    /// A mark was deleted.
    DeleteAnnotation,
    /// What another library holds was taken in.
    Merge,
    /// A difference between two people's marks was settled.
    SettleDifference,
    /// A person ruled on names.
    Rule,
    /// A ruling was revoked.
    RevokeRuling,
    /// An article was filed: star, rating, tags and the like.
    File,
    /// A tag was renamed, or merged into another, over the whole library.
    RenameTag,
    /// A reading position was kept; not on the undo stack.
    Reading,
    /// Marks were put back on a body that changed; not on the undo stack.
    Reanchor,
    /// An earlier operation was taken back.
    Undo,
    /// An operation taken back was done again.
    Redo,
}

/// A ruling as the library keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRuling {
    /// Its identity.
    pub id: RulingId,
    /// The article that it is about; `None` for the whole library.
    pub article: Option<ArticleId>,
    /// What was decided.
    pub ruling: Ruling,
    /// Who decided.
    pub author: String,
    /// When, RFC 3339.
    pub created: String,
    /// Of one on the whole library: how many articles it was seen to reach when it was made, at most one more than
    /// [`StoredRuling::COUNTED`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<usize>,
    /// Of one on a single mention: what stood around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub around: Option<Around>,
}

/// What stood around words of a text, by which they are told from the same words elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Around {
    /// Before them.
    pub prefix: String,
    /// After them.
    pub suffix: String,
}

impl StoredRuling {
    /// Up to so many articles that a ruling reaches are counted when it is made.
    pub const COUNTED: usize = 1000;
}

/// One entry of the operation log, as shown in a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationRecord {
    /// Its identity.
    pub id: OperationId,
    /// What it was.
    pub kind: OperationKind,
    /// The operation that an undo or redo acted on.
    pub target: Option<OperationId>,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub author: String,
    /// The article it touched, where it was one.
    pub article: Option<ArticleId>,
    /// What it was about.
    pub about: About,
}

/// What an operation is about, for people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The first words it touched: of a mark, a note, a ruling; none for stories.
    pub words: String,
    /// How many things it touched.
    pub count: usize,
    /// What was decided about them, where the kind of the operation does not say it.
    pub decided: Option<super::Decided>,
}

/// A step of undo or redo: operations that are taken back together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryStep {
    /// Its identity: that of its first operation.
    pub id: OperationId,
    /// What it was.
    pub kind: OperationKind,
    /// When it began, RFC 3339.
    pub at: String,
    /// Who.
    pub author: String,
    /// The article it touched, where it was one.
    pub article: Option<ArticleId>,
    /// What it was about.
    pub about: About,
    /// Whether it was taken back and can be done again.
    pub taken_back: bool,
}
