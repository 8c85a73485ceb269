//! `sorot agreement` and `sorot adjudicate`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use anyhow::{Context as _, bail};
use serde::Serialize;
use serde_json::{Value, json};

use crate::entity::Engine;
use crate::library::{
    AnnotationId, ArticleId, Between, Comparison, Difference, DifferenceKind, Library, NamesCompared, Taken,
};
use crate::text::{Agreement, CodePoints};

use super::Outcome;
use super::desk::{Desk, find_article};
use super::json::AnnotationJson;
use super::printable::printable;

/// Whose work is compared, and where.
#[derive(Debug, clap::Args)]
struct Scope {
    /// In this article alone: its id, or a part of it that no other has [default: all that both marked].
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// The two people [default: the two with the most marks].
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    between: Vec<String>,
}

impl Scope {
    fn between(&self, library: &Library) -> anyhow::Result<Between> {
        let article = self.article.as_deref().map(|id| find_article(library, id)).transpose()?;
        let authors = library.people(article)?;
        let known = || authors.iter().map(|(author, _)| printable(author)).collect::<Vec<_>>().join(", ");
        if let [one, two] = self.between.as_slice() {
            for name in [one, two] {
                let all = library.people(None)?;
                if !all.iter().any(|(author, _)| author == name) {
                    bail!("{} made no marks and no rulings; those who did: {}", printable(name), known());
                }
            }
            if one == two {
                bail!("two people are needed");
            }
            return Ok(Between { one: one.clone(), two: two.clone(), article });
        }
        match authors.as_slice() {
            [(one, _), (two, _), ..] => Ok(Between { one: one.clone(), two: two.clone(), article }),
            _ => bail!("marks of two people are needed; there are those of: {}", known()),
        }
    }
}

/// Arguments of `sorot agreement`.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    #[command(flatten)]
    scope: Scope,
    /// Prints a JSON object.
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let library = desk.held_library()?;
        let found = library.compare(self.scope.between(&library)?)?;
        if self.json {
            desk.answer(&shape(&library, &found)?)?;
            return Ok(Outcome::Done);
        }
        let Between { one, two, .. } = &found.between;
        desk.line(&format!("{one} and {two} in {} articles; kappa by words", found.articles))?;
        desk.line(&row(&["", "A", "B", "exact", "kappa", "F1 exact", "F1 overlap"].map(str::to_owned)))?;
        desk.line(&measured("any", &found.any))?;
        for (color, counts) in &found.colors {
            desk.line(&measured(&format!("colour {}", color.number()), counts))?;
        }
        for (label, counts) in &found.names.labels {
            desk.line(&named(label, counts, &found.names))?;
        }
        for difference in &found.differences {
            desk.line(&told(difference, &found.between))?;
        }
        for name in &found.names.differences {
            let article = name.article.map_or_else(String::new, |id| id.to_string());
            desk.line(&format!("name  {article}  “{}”  {one}: {}  {two}: {}", name.about, name.one, name.two))?;
        }
        Ok(Outcome::Done)
    }
}

fn row(cells: &[String; 7]) -> String {
    let [name, counts @ ..] = cells;
    counts.iter().fold(format!("{name:<14}"), |line, cell| format!("{line}  {cell:>10}"))
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
}

fn measured(name: &str, counts: &Agreement) -> String {
    let Agreement { one, two, exact, .. } = counts;
    let figures = [counts.kappa(), counts.f1_exact(), counts.f1_overlap()].map(figure);
    let [kappa, exactly, overlap] = figures;
    row(&[name.to_owned(), one.to_string(), two.to_string(), exact.to_string(), kappa, exactly, overlap])
}

fn named(label: &str, [one, two, both]: &[usize; 3], names: &NamesCompared) -> String {
    let counts = [one, two, both].map(ToString::to_string);
    let [one, two, both] = counts;
    let f1 = figure(f1(names.labels.get(label)));
    row(&[label.to_owned(), one, two, both, figure(names.kappa_of(label)), f1, String::new()])
}

/// F1 of a label over targets of rulings.
fn f1(counts: Option<&[usize; 3]>) -> Option<f64> {
    let [one, two, both] = counts?;
    (one + two > 0).then(|| 2.0 * *both as f64 / (one + two) as f64)
}

fn told(difference: &Difference, between: &Between) -> String {
    let side = |author: &str, marks: &[crate::library::Annotation]| {
        let marks: Vec<String> =
            marks.iter().map(|mark| format!("{} “{}”", mark.color.number(), mark.anchor.quote)).collect();
        format!("{author}: {}", if marks.is_empty() { "-".to_owned() } else { marks.join(", ") })
    };
    let id = difference.one.iter().chain(&difference.two).map(|mark| mark.id.to_string()).next().unwrap_or_default();
    let verdict = difference.verdict.as_ref().map_or("open", |verdict| taken_name(verdict.taken));
    let (one, two) = (side(&between.one, &difference.one), side(&between.two, &difference.two));
    format!("{}  {}  {id}  {one}  {two}  {verdict}", kind_name(difference.kind()), difference.article)
}

const fn kind_name(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::OnlyOne => "only-a",
        DifferenceKind::OnlyTwo => "only-b",
        DifferenceKind::Edges => "edges",
        DifferenceKind::Colors => "colours",
    }
}

const fn taken_name(taken: Taken) -> &'static str {
    match taken {
        Taken::One => "a",
        Taken::Two => "b",
        Taken::Both => "both",
        Taken::Neither => "neither",
    }
}

fn counted(counts: &Agreement) -> Value {
    let words = counts.words;
    json!({
        "a": counts.one, "b": counts.two, "exact": counts.exact, "kappa": counts.kappa(),
        "f1_exact": counts.f1_exact(), "f1_overlap": counts.f1_overlap(),
        "words": { "both": words.both, "a": words.one, "b": words.two, "neither": words.neither },
    })
}

#[derive(Serialize)]
struct DifferenceJson<'a> {
    kind: &'static str,
    article: String,
    start: usize,
    end: usize,
    quote: &'a str,
    a: Vec<AnnotationJson<'a>>,
    b: Vec<AnnotationJson<'a>>,
    /// `None` where it is open.
    taken: Option<&'static str>,
}

impl<'a> DifferenceJson<'a> {
    fn new(difference: &'a Difference, table: &CodePoints) -> Self {
        let (start, end) = table.from_span(difference.span);
        let shapes = |marks: &'a [crate::library::Annotation]| {
            marks.iter().map(|mark| AnnotationJson::new(mark, table)).collect::<Vec<_>>()
        };
        Self {
            kind: kind_name(difference.kind()),
            article: difference.article.to_string(),
            start,
            end,
            quote: &difference.quote,
            a: shapes(&difference.one),
            b: shapes(&difference.two),
            taken: difference.verdict.as_ref().map(|verdict| taken_name(verdict.taken)),
        }
    }
}

fn shape(library: &Library, found: &Comparison) -> anyhow::Result<Value> {
    let mut tables: BTreeMap<ArticleId, CodePoints> = BTreeMap::new();
    for difference in &found.differences {
        if let Entry::Vacant(place) = tables.entry(difference.article) {
            let body = library.article(difference.article)?.map(|stored| stored.article.body).unwrap_or_default();
            place.insert(CodePoints::new(&body));
        }
    }
    let differences = found
        .differences
        .iter()
        .filter_map(|difference| tables.get(&difference.article).map(|table| DifferenceJson::new(difference, table)));
    let colors: Vec<Value> = found
        .colors
        .iter()
        .map(|(color, counts)| {
            let mut counted = counted(counts);
            if let Value::Object(fields) = &mut counted {
                fields.insert("color".to_owned(), color.number().into());
            }
            counted
        })
        .collect();
    let names: Vec<Value> = found
        .names
        .labels
        .iter()
        .map(|(label, counts)| {
            let [one, two, both] = counts;
            json!({
                "label": label, "a": one, "b": two, "both": both,
                "kappa": found.names.kappa_of(label), "f1": f1(Some(counts)),
            })
        })
        .collect();
    let apart: Vec<Value> = found
        .names
        .differences
        .iter()
        .map(|name| {
            let article = name.article.map(|id| id.to_string());
            let [one, two] = name.rulings.each_ref().map(|stored| stored.id.to_string());
            let taken = name.taken.map(taken_name);
            json!({
                "article": article, "about": name.about, "a": name.one, "b": name.two,
                "a_ruling": one, "b_ruling": two, "taken": taken,
            })
        })
        .collect();
    Ok(json!({
        "a": found.between.one, "b": found.between.two, "articles": found.articles, "unit": "word",
        "any": counted(&found.any), "colors": colors,
        "names": { "kappa": found.names.kappa(), "labels": names, "differences": apart },
        "differences": differences.collect::<Vec<_>>(), "agreed_not_final": found.agreed.len(),
    }))
}

/// Arguments of `sorot adjudicate`.
#[derive(Debug, clap::Args)]
pub(super) struct Adjudicate {
    #[command(flatten)]
    scope: Scope,
    /// Any mark of the difference, or either ruling of one on a name.
    #[arg(value_name = "ID", required_unless_present = "agreed", requires = "take")]
    mark: Option<AnnotationId>,
    /// Whose marks stand in the final layer.
    #[arg(long, value_name = "SIDE", value_parser = ["a", "b", "both", "neither"])]
    take: Option<String>,
    /// Puts what both marked alike into the final layer.
    #[arg(long, conflicts_with_all = ["mark", "take"])]
    agreed: bool,
}

impl Adjudicate {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let mut library = desk.held_library()?;
        let found = library.compare(self.scope.between(&library)?)?;
        let Some(mark) = self.mark else {
            let (made, _) = library.settle_agreed(&found.agreed)?;
            desk.line(&format!("{made} marks are new in the final layer"))?;
            return Ok(Outcome::Done);
        };
        let taken = match self.take.as_deref() {
            Some("a") => Taken::One,
            Some("b") => Taken::Two,
            Some("both") => Taken::Both,
            _ => Taken::Neither,
        };
        if let Some(name) =
            found.names.differences.iter().find(|name| name.rulings.iter().any(|one| one.id.0 == mark.0))
        {
            if !matches!(taken, Taken::One | Taken::Two) {
                anyhow::bail!("of two rulings on one name only a or b can hold");
            }
            if library.settle_name(name, taken)?.names {
                library.renew_all(&Engine::new())?;
            }
            desk.answer(&json!({ "about": name.about, "taken": taken_name(taken) }))?;
            return Ok(Outcome::Done);
        }
        let is_of = |difference: &&Difference| difference.one.iter().chain(&difference.two).any(|one| one.id == mark);
        let difference = found.differences.iter().find(is_of);
        let Between { one, two, .. } = &found.between;
        let difference = difference.with_context(|| {
            format!("{mark} stands in no difference between {} and {}", printable(one), printable(two))
        })?;
        let (verdict, _) = library.settle_difference(difference, taken)?;
        desk.answer(&verdict)?;
        Ok(Outcome::Done)
    }
}
