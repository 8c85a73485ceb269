use serde::{Deserialize, Serialize};

use crate::text::{Span, fold_key};

/// What kind of thing a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A named human.
    Person,
    /// A country, city, region, sea, building, road.
    Place,
    /// A company, body, party, medium, team.
    Organization,
    /// A specific international agreement.
    Treaty,
    /// A day, month, year or range.
    Date,
}

impl Class {
    /// Every class, in the order of legends and lists.
    pub const ALL: [Self; 5] = [Self::Person, Self::Place, Self::Organization, Self::Treaty, Self::Date];

    /// The name used in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Place => "place",
            Self::Organization => "organization",
            Self::Treaty => "treaty",
            Self::Date => "date",
        }
    }
}

/// How a treaty is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// By its proper name.
    Named,
    /// By head noun and modifiers ("perjanjian tahun 1961").
    Described,
    /// By head noun and demonstrative ("pakta tersebut").
    Reference,
}

/// Which recogniser found a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Recogniser {
    /// The trained model.
    Tagger,
    /// A list of known names.
    Gazetteer,
    /// A pattern of the language.
    Rule,
    /// A person's decision.
    Ruling,
}

/// A span of a text that names something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where, in bytes of the text it was found in.
    pub span: Span,
    /// What kind of thing.
    pub class: Class,
    /// How a treaty is mentioned; `None` for other classes.
    pub level: Option<Level>,
    /// What it names.
    pub entity: EntityRef,
    /// Who found it.
    pub by: Recogniser,
    /// Why it was marked.
    pub why: Reason,
    /// How sure, 0 to 1; below [`Mention::CERTAIN`] it is drawn as uncertain.
    pub score: f32,
    /// The day or range that a date names.
    pub date: Option<DateValue>,
}

impl Mention {
    /// Scores from here up are drawn as certain.
    pub const CERTAIN: f32 = 0.7;

    /// Whether the mark may be drawn as a fact.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.score >= Self::CERTAIN
    }
}

/// What a mention names, the same for every mention of it in a library.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityRef {
    /// Stable identity: `class/folded canonical name`, with `@` and a hash of the text where the name alone, a lone
    /// surname or a description, says which one is meant only within that text. Equal keys are one entity.
    pub key: String,
    /// The canonical name, as shown.
    pub name: String,
}

impl EntityRef {
    /// The entity of a class with this canonical name.
    #[must_use]
    pub fn named(class: Class, name: &str) -> Self {
        Self { key: format!("{}/{}", class.name(), fold_key(name)), name: name.to_owned() }
    }

    /// The entity with another name and the class of the entity with this key.
    #[must_use]
    pub fn renamed(key: &str, name: &str) -> Self {
        let class = key.split('/').next().unwrap_or_default();
        Self { key: format!("{class}/{}", fold_key(name)), name: name.to_owned() }
    }
}

/// Why a mention was marked. [`std::fmt::Display`] gives the English line of the command line;
/// the window words it through the catalogues by its variant and what that holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "code", content = "detail")]
pub enum Reason {
    /// A name of the gazetteer, in its canonical form.
    KnownName,
    /// Another name for the canonical one given.
    AliasOf(String),
    /// Follows the title or role given ("Presiden").
    AfterTitle(String),
    /// Follows the cue word given ("di", "kota", "PT").
    AfterCue(String),
    /// A short form of the full name given, found in the same text.
    ShortFormOf(String),
    /// A short form that fits several people of the text, given with ` / ` between; the likeliest comes first.
    OneOf(String),
    /// The abbreviation that the text introduces for the name given.
    AbbreviationOf(String),
    /// Speaks or acts like a person ("kata ...").
    Speaks(String),
    /// The treaty head given with a quoted title.
    QuotedTitle(String),
    /// The treaty head given with a proper name.
    NamedTreaty(String),
    /// The treaty head given with modifiers.
    DescribedTreaty(String),
    /// A demonstrative pointing back to the agreement given (empty where none was found).
    PointsBackTo(String),
    /// A date pattern; the year was worked out where `true`.
    DatePattern(bool),
    /// Stands in a byline or dateline.
    Masthead,
    /// Seen elsewhere in this text as the name given.
    SeenElsewhere(String),
    /// The trained model's judgement.
    Model,
    /// A person's decision about such words or such an entity.
    Ruled,
    /// A person's decision about this very mention.
    RuledHere,
}

/// What a date mention names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DateValue {
    /// ISO 8601 with the precision known: `2024-06-19`, `2000-07`, `1961`, or `A/B` for a range.
    pub value: String,
    /// Whether part of it (mostly the year) was worked out.
    pub inferred: bool,
}

/// How exact a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// An hour and minute.
    Time,
    /// A day.
    Day,
    /// A month of a year.
    Month,
    /// A year.
    Year,
    /// From one day, month or year to another.
    Range,
}

impl Precision {
    /// The name used in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
            Self::Range => "range",
        }
    }
}

impl DateValue {
    /// How exact the value is.
    #[must_use]
    pub fn precision(&self) -> Precision {
        match (self.value.contains('/'), self.value.contains('T'), self.value.matches('-').count()) {
            (true, ..) => Precision::Range,
            (_, true, _) => Precision::Time,
            (.., 0) => Precision::Year,
            (.., 1) => Precision::Month,
            _ => Precision::Day,
        }
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::KnownName => write!(f, "a known name"),
            Self::AliasOf(name) => write!(f, "another name for {name}"),
            Self::AfterTitle(title) => write!(f, "follows the title \"{title}\""),
            Self::AfterCue(cue) => write!(f, "follows the word \"{cue}\""),
            Self::ShortFormOf(name) => write!(f, "short for {name} in this text"),
            Self::OneOf(names) => write!(f, "unclear which: {names}"),
            Self::AbbreviationOf(name) => write!(f, "abbreviation of {name}"),
            Self::Speaks(verb) => write!(f, "speaks or acts: \"{verb}\""),
            Self::QuotedTitle(head) => write!(f, "\"{head}\" with a quoted title"),
            Self::NamedTreaty(head) => write!(f, "\"{head}\" with a proper name"),
            Self::DescribedTreaty(head) => write!(f, "\"{head}\" with a description"),
            Self::PointsBackTo(name) if name.is_empty() => write!(f, "points back to an agreement"),
            Self::PointsBackTo(name) => write!(f, "points back to {name}"),
            Self::DatePattern(false) => write!(f, "a date"),
            Self::DatePattern(true) => write!(f, "a date whose year was worked out"),
            Self::Masthead => write!(f, "stands in the head of the story"),
            Self::SeenElsewhere(name) => write!(f, "named more plainly elsewhere as {name}"),
            Self::Model => write!(f, "the model's judgement"),
            Self::Ruled => write!(f, "a person's decision"),
            Self::RuledHere => write!(f, "a person's decision about this mention"),
        }
    }
}
