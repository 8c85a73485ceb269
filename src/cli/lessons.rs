//! What a library's rulings teach, for `sorot train --with-rulings`.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::article::Published;
use crate::entity::tagger::corpus::Text;
use crate::entity::{Context, Engine, Mention, RuledText, Ruling, taught_names};
use crate::library::{ArticleId, Library};

/// The articles of a library in which a person decided about names, in the order of their texts.
pub(super) struct Lessons(Vec<Lesson>);

struct Lesson {
    text: String,
    date: Option<Date>,
    mentions: Vec<Mention>,
    rulings: Vec<Ruling>,
}

/// How many of a person's decisions an engine makes by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Agreement {
    pub right: usize,
    pub all: usize,
}

impl Lessons {
    /// Reads them from a library whose names obey its rulings.
    pub fn read(library: &Library) -> anyhow::Result<Self> {
        let stored = library.rulings(None)?;
        let mut touched: BTreeSet<ArticleId> = BTreeSet::new();
        for ruling in &stored {
            touched.extend(library.touched_by(ruling.article, &ruling.ruling)?);
        }
        let mut lessons = Vec::new();
        for id in touched {
            let Some(article) = library.article(id)? else { continue };
            let applying = stored.iter().filter(|ruling| ruling.article.is_none_or(|only| only == id));
            lessons.push(Lesson {
                date: article.article.meta.published.as_ref().and_then(Published::date),
                text: article.article.body,
                mentions: article.mentions,
                rulings: applying.map(|ruling| ruling.ruling.clone()).collect(),
            });
        }
        // Ids differ from library to library: the same stories and rulings shall give the same model.
        lessons.sort_by(|one, other| one.text.cmp(&other.text));
        Ok(Self(lessons))
    }

    /// Every so many of them apart from the others: those to learn from, and those to measure with.
    pub fn parted(self, every: usize) -> (Self, Self) {
        let (held_out, taught): (Vec<_>, Vec<_>) =
            self.0.into_iter().enumerate().partition(|(at, _)| at % every == every - 1);
        let plain = |lessons: Vec<(usize, Lesson)>| Self(lessons.into_iter().map(|(_, lesson)| lesson).collect());
        (plain(taught), plain(held_out))
    }

    /// These and others.
    pub fn with(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self.0.sort_by(|one, other| one.text.cmp(&other.text));
        self
    }

    fn texts(&self) -> impl Iterator<Item = RuledText<'_>> {
        self.0.iter().map(|lesson| RuledText {
            text: &lesson.text,
            mentions: &lesson.mentions,
            rulings: &lesson.rulings,
        })
    }

    /// How many articles there are.
    pub fn articles(&self) -> usize {
        self.0.len()
    }

    /// The sentences in which a person decided.
    pub fn sentences(&self) -> Vec<Text> {
        self.texts().map(|text| text.lessons()).filter(|lessons| !lessons.is_empty()).collect()
    }

    /// The names that a person gave.
    pub fn names(&self) -> String {
        taught_names(self.texts())
    }

    /// How many of the decisions an engine that knows none of them makes by itself.
    pub fn agreement(&self, engine: &Engine) -> Agreement {
        let mut agreement = Agreement::default();
        for (lesson, ruled) in self.0.iter().zip(self.texts()) {
            let found = engine.analyse(&lesson.text, &Context { date: lesson.date, rulings: None });
            for wanted in ruled.accepted() {
                agreement.all += 1;
                let same = |found: &Mention| (found.span, found.class) == (wanted.span, wanted.class);
                agreement.right += usize::from(found.iter().any(same));
            }
            for (span, class) in ruled.rejected() {
                agreement.all += 1;
                let there = |found: &Mention| found.span == span && class.is_none_or(|class| class == found.class);
                agreement.right += usize::from(!found.iter().any(there));
            }
        }
        agreement
    }
}

impl std::fmt::Display for Agreement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = 100.0 * self.right as f64 / self.all.max(1) as f64;
        write!(f, "{} of {} ({share:.1} %)", self.right, self.all)
    }
}
