//! What the text states about a treaty, on its card: each line leads to the sentence that states it.

use egui::{RichText, Ui};

use crate::app::{Command, OpenArticle, Place};
use crate::entity::{Fact, FactKind, Standing};
use crate::ui::theme::tokens::size;
use crate::ui::view::View;

/// Lines for acts; more would make the card taller than the text around it.
const MOST_ACTS: usize = 6;

/// A line: what it says and the facts behind it.
struct Line<'a> {
    text: String,
    facts: Vec<&'a Fact>,
}

/// Shows what the open article states about the treaty with this key.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, key: &str) {
    let facts: Vec<&Fact> = open.facts.iter().filter(|fact| fact.treaty.key == key).collect();
    if facts.is_empty() {
        return;
    }
    ui.label(RichText::new(view.text("facts-title")).size(size::SMALL).color(view.theme.muted));
    for line in lines(view, open.body(), &facts) {
        let Some(first) = line.facts.first() else { continue };
        let sentence = first.sentence.of(open.body()).trim();
        let response = ui.link(RichText::new(&line.text).size(size::BODY)).on_hover_text(sentence);
        if response.clicked() {
            view.send(Command::OpenAt(Place { article: open.id(), position: first.sentence.start }));
        }
    }
}

fn lines<'a>(view: &View<'_>, body: &str, facts: &[&'a Fact]) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let rows = [
        ("facts-parties", &[FactKind::Party][..]),
        ("facts-signed", &[FactKind::SignedOn, FactKind::SignedAt][..]),
        ("facts-clauses", &[FactKind::Clause][..]),
    ];
    for (words, kinds) in rows {
        let of: Vec<&Fact> = facts.iter().filter(|fact| kinds.contains(&fact.kind)).copied().collect();
        if !of.is_empty() {
            let values: Vec<String> = of.iter().map(|fact| put(view, shown(view, fact), fact.standing)).collect();
            let text = view.words().with(words, &[("detail", values.join(", ").into())]);
            lines.push(Line { text, facts: of });
        }
    }
    let acts = facts.iter().filter(|fact| matches!(fact.kind, FactKind::Act(_)));
    for fact in acts.take(MOST_ACTS) {
        let verb = fact.span.of(body).to_lowercase();
        let said = if fact.value.is_empty() { verb } else { format!("{}: {verb}", fact.value) };
        lines.push(Line { text: put(view, said, fact.standing), facts: vec![fact] });
    }
    lines
}

/// The value of a fact: a day as the interface writes days.
fn shown(view: &View<'_>, fact: &Fact) -> String {
    match fact.value.parse() {
        Ok(day) if fact.kind == FactKind::SignedOn => view.words().long_date(day),
        _ => fact.value.clone(),
    }
}

/// A value with a word on how it is put, where that is not as a fact.
fn put(view: &View<'_>, value: String, standing: Standing) -> String {
    let key = match standing {
        Standing::Stated => return value,
        Standing::Denied => "facts-denied",
        Standing::Intended => "facts-intended",
    };
    view.words().with(key, &[("detail", value.into())])
}
