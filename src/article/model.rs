use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::SavedPage;

/// A file as it came: the bytes and what is known about them beside the bytes.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// The file's name, for messages only; the format is found by content.
    pub name: &'a str,
    /// The bytes, unchanged.
    pub bytes: &'a [u8],
    /// Where the page came from, if the person or the container says so.
    pub url: Option<&'a str>,
    /// The day on which it is imported; years that a text leaves out are worked out from it.
    pub imported: Date,
}

/// A story taken out of a saved file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// What is said about the story.
    pub meta: Metadata,
    /// The clean text: paragraphs joined by one newline, references left out, datelines kept.
    pub body: String,
    /// Outgoing references in the order in which they stood.
    pub references: Vec<Reference>,
    /// What was doubtful on the way, for the person to see.
    pub warnings: Vec<Warning>,
    /// Which page of a story in several pages it is, where it says so and is not the story of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<SavedPage>,
}

/// What is said about a story, apart from its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The title; derived from the lead where the page has none.
    pub title: String,
    /// Where the title comes from.
    pub title_source: TitleSource,
    /// Canonical address, cleaned of tracking.
    pub url: Option<String>,
    /// Who published it ("Kontan").
    pub outlet: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who edited it.
    pub editor: Option<String>,
    /// The agency or medium that it was taken from ("Reuters").
    pub source: Option<String>,
    /// The place of the dateline, as written ("SEOUL").
    pub dateline: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
}

/// Where a title comes from, in falling order of trust.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TitleSource {
    /// JSON-LD `headline`.
    JsonLd,
    /// Open Graph or Twitter card.
    OpenGraph,
    /// A heading of the page or the first line of a text.
    Heading,
    /// The `<title>` element, or what a PDF file calls itself, cleaned of the site's name.
    HtmlTitle,
    /// Made from the lead: the page has no title.
    #[default]
    Derived,
}

/// When a story was published: RFC 3339, or a date alone where no time is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// `2024-06-19` or `2024-06-19T15:10:00+07:00`.
    pub value: String,
    /// True where it was worked out rather than stated.
    pub inferred: bool,
}

impl Published {
    /// The day, whatever the precision; `None` where the value is no date.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.value.get(..10)?.parse().ok()
    }
}

/// An outgoing reference ("Baca Juga") to another story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The marker as written ("Baca Juga", "Simak Video").
    pub marker: String,
    /// What the marker means.
    pub kind: ReferenceKind,
    /// The title it names; `None` where a scrape lost it.
    pub title: Option<String>,
    /// The address it links to, if any.
    pub url: Option<String>,
    /// How many body paragraphs stand before it.
    pub paragraph: usize,
    /// True where the end of the title is a guess (one-line texts do not mark it).
    pub uncertain: bool,
}

/// What a reference marker means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceKind {
    /// Baca, Baca Juga.
    ReadAlso,
    /// Lihat juga, Simak juga.
    SeeAlso,
    /// Berita terkait, Artikel terkait.
    Related,
    /// Pilihan Editor.
    EditorsChoice,
    /// Simak Video and the like.
    Video,
}

/// Something doubtful found while reading a file; never a reason to refuse it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "code", content = "detail")]
pub enum Warning {
    /// Bytes that do not fit the encoding were replaced or left out; how many places.
    ReplacedBytes(usize),
    /// Letters that a program had saved in the wrong encoding were put back.
    RepairedLetters,
    /// The encoding was guessed; its name.
    GuessedEncoding(String),
    /// A reference marker with no title after it.
    ReferenceWithoutTitle(String),
    /// The body was taken from the whole page because no main text was found.
    WholePage,
    /// The text is longer than the reader is made for; its bytes.
    VeryLong(usize),
    /// A story in several pages of which these, counted from 1, were not imported.
    MissingPages(Vec<u32>),
    /// The page ends before it is closed.
    CutOff,
    /// A document of so many pages of which these, counted from 1, could not be read whole.
    UnreadPages {
        /// Which.
        pages: Vec<u32>,
        /// How many pages there are.
        of: u32,
    },
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ReplacedBytes(count) => write!(f, "{count} unreadable bytes were replaced or left out"),
            Self::RepairedLetters => write!(f, "letters that were saved in the wrong encoding were put back"),
            Self::GuessedEncoding(name) => write!(f, "the encoding was guessed to be {name}"),
            Self::ReferenceWithoutTitle(marker) => write!(f, "\"{marker}\" names no title"),
            Self::WholePage => write!(f, "no main text was found; the whole page was kept"),
            Self::VeryLong(bytes) => write!(f, "the text is very long ({bytes} bytes)"),
            Self::CutOff => write!(f, "the saved page seems to be cut off"),
            Self::UnreadPages { pages, of } => {
                write!(f, "of {of} pages these could not be read whole: {}", listed(pages))
            }
            Self::MissingPages(pages) => write!(f, "pages of the story are missing: {}", listed(pages)),
        }
    }
}

/// Numbers in a row.
#[must_use]
pub fn listed(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// Why a file could not become an article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing in it, or white space only.
    #[error("the file is empty")]
    Empty,
    /// Neither text nor a page; what it looks like.
    #[error("not a text or a saved page: it looks like {0}")]
    Binary(&'static str),
    /// The bytes fit no text encoding.
    #[error("the text's encoding could not be recognised")]
    Encoding,
    /// Larger than the limit; both in bytes.
    #[error("the file is too large: {size} bytes, at most {limit}")]
    TooLarge {
        /// The file's size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// It begins like a format that is read, and its rest does not hold to it; which.
    #[error("{0} that is damaged or cut off")]
    Damaged(&'static str),
    /// What follows in a list whose first stories were read; of which format.
    #[error("the rest of {0} is damaged or cut off")]
    RestDamaged(&'static str),
    /// An archive with more files than are read.
    #[error("the archive holds too many files: {files}, at most {limit}")]
    TooMany {
        /// How many it holds.
        files: usize,
        /// The limit.
        limit: usize,
    },
    /// An export that names a story without its text.
    #[error("the export names this story and does not hold its text")]
    NoBody,
    /// An entry of an export whose address is none of the web.
    #[error("its address is none of the web")]
    NotOfTheWeb,
    /// An encrypted file.
    #[error("the file is encrypted and asks for a password")]
    Locked,
    /// A file of an archive that is compressed in a way that is not read.
    #[error("it is compressed in a way that is not read")]
    UnknownCompression,
    /// What grows by more than this factor when it is unpacked.
    #[error("it becomes more than {0} times as large when unpacked")]
    GrowsTooMuch(u64),
    /// A part of a book that only the reader of the shop opens that sold it.
    #[error("it is encrypted by a copy protection")]
    Protected,
    /// A text far longer than any story; both counted in characters.
    #[error("it is longer than any story: {characters} characters, at most {limit}")]
    LongerThanAStory {
        /// How many it has.
        characters: usize,
        /// The limit.
        limit: usize,
    },
    /// A text of far more lines than any story.
    #[error("it has more lines than any story: {lines}, at most {limit}")]
    TooManyLines {
        /// How many it has, those without a letter left out.
        lines: usize,
        /// The limit.
        limit: usize,
    },
    /// A page in which no text was found.
    #[error("no readable text was found in the page")]
    NoText,
}
