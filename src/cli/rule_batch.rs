//! `sorot rule --batch`: rulings from JSON lines, each answered once it is on disk.

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use crate::entity::{Class, Decision, Engine, EntityRef, Ruling, Target};
use crate::library::{ArticleId, Library};
use crate::text::CodePoints;

use super::Outcome;
use super::batch::answer_lines;
use super::desk::{Desk, find_article};
use super::json;

/// A ruling of a line; offsets count Unicode code points of the article's body.
#[derive(Debug, Deserialize)]
struct Given {
    article: Option<String>,
    text: Option<String>,
    class: Option<Class>,
    entity: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
    #[serde(flatten)]
    decision: Decision,
}

/// Answers each line of standard input; all names are made anew at the end.
pub(super) fn run(desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
    let mut library = desk.library()?;
    let mut bodies = Bodies::default();
    let outcome = answer_lines(desk, |_, line| keep(&mut library, &mut bodies, line));
    library.renew_all(&Engine::new())?;
    outcome
}

/// The text that was ruled on last: mostly the next ruling is on the same one.
#[derive(Default)]
struct Bodies(Option<(ArticleId, String, CodePoints)>);

impl Bodies {
    fn of(&mut self, library: &mut Library, id: ArticleId) -> anyhow::Result<(&str, &CodePoints)> {
        // Another program may have changed the text.
        if library.changed_elsewhere() {
            self.0 = None;
        }
        if self.0.as_ref().is_none_or(|(held, ..)| *held != id) {
            let stored = library.article(id)?.with_context(|| format!("no article {id}"))?;
            let points = CodePoints::new(&stored.article.body);
            self.0 = Some((id, stored.article.body, points));
        }
        let (_, body, points) = self.0.as_ref().context("no text")?;
        Ok((body, points))
    }
}

fn keep(library: &mut Library, bodies: &mut Bodies, line: &[u8]) -> anyhow::Result<String> {
    let given: Given = serde_json::from_slice(line).context("the line is no ruling")?;
    let article = given.article.as_deref().map(|id| find_article(library, id)).transpose()?;
    ensure!(given.start.is_some() == given.end.is_some(), "start and end go together");
    let mut on = Target { text: given.text, class: given.class, ..Target::default() };
    if let Some((start, end)) = given.start.zip(given.end) {
        let id = article.context("a place needs its article")?;
        let (body, points) = bodies.of(library, id)?;
        let span = points.to_span(start, end).context("the article has no such place")?;
        let words = span.of(body);
        ensure!(on.text.as_deref().is_none_or(|text| text == words), "other words stand there: \"{words}\"");
        (on.text, on.span) = (Some(words.to_owned()), Some(span));
    }
    if let Some(entity) = given.entity {
        let is_key = entity.split_once('/').is_some_and(|(class, _)| Class::ALL.iter().any(|c| c.name() == class));
        on.entity = Some(if is_key {
            entity
        } else {
            let class = on.class.take().context("an entity given by its name needs its class")?;
            EntityRef::named(class, &entity).key
        });
    }
    ensure!(on.text.as_deref().is_none_or(|text| !text.trim().is_empty()), "no words");
    super::rule::check(&given.decision, &on)?;
    let (stored, _) = library.rule(article, Ruling { on, decision: given.decision })?;
    Ok(json::line(&super::rule::line(library, &stored, None)?)?)
}
