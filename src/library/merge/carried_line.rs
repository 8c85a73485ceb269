//! What a line of a file of somebody's work says: a mark, how an article is filed, or a ruling on names.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::library::{AnchorState, AnnotationId, ArticleId, Color, Filing, StoredRuling};

/// A mark as a file carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedMark {
    /// Its identity.
    pub id: AnnotationId,
    /// The article that it stands in.
    pub article: CarriedArticle,
    /// Code points of the article's body before it; none where it stands nowhere.
    #[serde(default)]
    pub start: Option<usize>,
    /// Code points of the body up to its end.
    #[serde(default)]
    pub end: Option<usize>,
    /// The marked words.
    pub quote: String,
    /// What stood before them.
    #[serde(default)]
    pub prefix: String,
    /// What stood behind them.
    #[serde(default)]
    pub suffix: String,
    /// Its colour.
    pub color: Color,
    /// Its note.
    #[serde(default)]
    pub note: String,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Who made it.
    pub author: String,
    /// When it was made, RFC 3339.
    pub created: String,
    /// When it was last changed, RFC 3339.
    pub modified: String,
    /// How sure its place was.
    #[serde(default = "exact")]
    pub state: AnchorState,
    /// Whether its author let it go from the text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub detached: bool,
    /// When it was changed before: a library that holds it as it was then is behind, and not of another mind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
}

/// What tells an article again in another library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedArticle {
    /// Its identity.
    pub id: ArticleId,
    /// Its title, for people.
    #[serde(default)]
    pub title: String,
    /// Its address.
    #[serde(default)]
    pub url: Option<String>,
    /// SHA-256 of the bytes of each of its saves, hexadecimal.
    #[serde(default)]
    pub sha256: Vec<String>,
}

const fn exact() -> AnchorState {
    AnchorState::Exact
}

/// How an article is filed, as a file carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedFiling {
    /// Star, read state, rating, tags, collections and the note on the whole.
    pub filing: Filing,
    /// The article.
    pub article: CarriedArticle,
    /// Who filed it last; empty where nobody is known.
    #[serde(default)]
    pub author: String,
    /// How it was filed before, each as a sum of it: a library that holds it so is behind, and not of another mind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
}

/// A ruling on names, as a file carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedRuling {
    /// The ruling, with its identity, author and time.
    pub ruling: StoredRuling,
    /// The article that it is about; none for the whole library.
    #[serde(default)]
    pub article: Option<CarriedArticle>,
    /// Of one on a single mention: code points of the article's body before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// Code points of the body up to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
}

impl CarriedRuling {
    /// Whether it says which mention it is about, where it is about one.
    const fn is_placed(&self) -> bool {
        let Self { ruling, article, start, end } = self;
        let on = &ruling.ruling.on;
        let narrow = start.is_some() || end.is_some() || on.span.is_some();
        !narrow || start.is_some() && end.is_some() && article.is_some() && on.text.is_some()
    }
}

/// A line of a file that carries a person's work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Carried {
    /// A mark.
    Mark(Box<CarriedMark>),
    /// How an article is filed.
    Filing(Box<CarriedFiling>),
    /// A ruling on names.
    Ruling(Box<CarriedRuling>),
}

impl Carried {
    /// The article that it is about; `None` for the whole library.
    pub(super) const fn article(&self) -> Option<&CarriedArticle> {
        match self {
            Self::Mark(mark) => Some(&mark.article),
            Self::Filing(filed) => Some(&filed.article),
            Self::Ruling(ruling) => ruling.article.as_ref(),
        }
    }

    /// What may stand in a file once.
    pub(super) const fn id(&self) -> Uuid {
        match self {
            Self::Mark(mark) => mark.id.0,
            Self::Filing(filed) => filed.article.id.0,
            Self::Ruling(ruling) => ruling.ruling.id.0,
        }
    }
}

/// What tells a line that carries something else than a mark.
#[derive(Deserialize)]
struct Kind {
    filing: Option<IgnoredAny>,
    ruling: Option<IgnoredAny>,
}

/// What a line carries; else why it is nothing.
pub(super) fn read(line: &[u8]) -> Result<Carried, String> {
    let read = match parsed_line(line)? {
        Kind { filing: Some(_), .. } => Carried::Filing(Box::new(parsed_line(line)?)),
        Kind { ruling: Some(_), .. } => Carried::Ruling(Box::new(parsed_line(line)?)),
        Kind { .. } => Carried::Mark(Box::new(parsed_line(line)?)),
    };
    let (author, times) = match &read {
        Carried::Mark(mark) if mark.quote.is_empty() => return Err("it quotes nothing".to_owned()),
        Carried::Ruling(ruling) if !ruling.is_placed() => {
            return Err("it rules on one mention and does not say by article, text, start and end which".to_owned());
        }
        Carried::Mark(mark) => (&mark.author, vec![&mark.created, &mark.modified]),
        Carried::Ruling(ruling) => (&ruling.ruling.author, vec![&ruling.ruling.created]),
        Carried::Filing(_) => return Ok(read),
    };
    if author.trim().is_empty() {
        return Err("it names no author".to_owned());
    }
    if times.into_iter().any(|time| time.parse::<jiff::Timestamp>().is_err()) {
        return Err("its times cannot be read".to_owned());
    }
    Ok(read)
}

fn parsed_line<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, String> {
    /// Letters of a reason that are said: it may hold what the line holds.
    const SAID: usize = 200;
    serde_json::from_slice(line).map_err(|error| error.to_string().chars().take(SAID).collect())
}
