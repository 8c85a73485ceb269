//! How far two people agree: on what they marked, by colour, and on names, by class; and where they differ.

use std::collections::{BTreeMap, BTreeSet};

use crate::entity::{Decision, Target};
use crate::text::{Agreement, Span, kappa, word_spans};

use super::verdicts::{self, FINAL, Taken, Verdict};
use super::{
    AnchorState, Annotation, ArticleId, Color, Library, LibraryError, StoredRuling, annotate, articles, rulings,
};

/// Whose work is compared, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Between {
    /// The one.
    pub one: String,
    /// The other.
    pub two: String,
    /// In this article alone; `None` for every one in which both marked something.
    pub article: Option<ArticleId>,
}

/// How far two people agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Whose work.
    pub between: Between,
    /// In how many articles.
    pub articles: usize,
    /// Marks whatever their colour.
    pub any: Agreement,
    /// Marks of each colour that either used.
    pub colors: Vec<(Color, Agreement)>,
    /// Rulings on names.
    pub names: NamesCompared,
    /// Where they differ, in the order of articles and text.
    pub differences: Vec<Difference>,
    /// Of the stretches that both marked alike, those that the final layer does not have yet.
    pub agreed: Vec<Agreed>,
}

/// Marks of two people that are not the same: those of one stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The article.
    pub article: ArticleId,
    /// The stretch, in bytes of its body.
    pub span: Span,
    /// The words there.
    pub quote: String,
    /// What the one marked there.
    pub one: Vec<Annotation>,
    /// What the other marked there.
    pub two: Vec<Annotation>,
    /// How it was settled, where it was.
    pub verdict: Option<Verdict>,
}

/// In what marks differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// Only the one marked there.
    OnlyOne,
    /// Only the other did.
    OnlyTwo,
    /// Both used the same colours, on stretches with other edges.
    Edges,
    /// They used other colours.
    Colors,
}

impl Difference {
    /// In what they differ.
    #[must_use]
    pub fn kind(&self) -> DifferenceKind {
        let colors = |marks: &[Annotation]| marks.iter().map(|mark| mark.color).collect::<BTreeSet<_>>();
        match (self.one.is_empty(), self.two.is_empty()) {
            (_, true) => DifferenceKind::OnlyOne,
            (true, false) => DifferenceKind::OnlyTwo,
            (false, false) if colors(&self.one) == colors(&self.two) => DifferenceKind::Edges,
            (false, false) => DifferenceKind::Colors,
        }
    }
}

/// A stretch that both marked in one colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// The mark of the one.
    pub one: Annotation,
    /// The mark of the other.
    pub two: Annotation,
}

/// How far two people agree on names: on targets of rulings that both decided about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamesCompared {
    /// Targets that both decided about, each counted by what the one and the other say.
    pub counts: BTreeMap<(String, String), usize>,
    /// Each label (a class, "no name", or what else was decided): targets of the one, of the other, and of both alike.
    pub labels: BTreeMap<String, [usize; 3]>,
    /// Where they say something else, in the order of the names.
    pub differences: Vec<NameDifference>,
}

/// A name on which two people ruled differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameDifference {
    /// The article, where they ruled on one.
    pub article: Option<ArticleId>,
    /// The words, or the entity's key.
    pub about: String,
    /// What the one says.
    pub one: String,
    /// What the other says.
    pub two: String,
    /// The rulings of the one and of the other.
    pub rulings: Box<[StoredRuling; 2]>,
    /// Whose ruling stands in the final layer, where one of them does.
    pub taken: Option<Taken>,
}

impl NameDifference {
    /// The ruling of the one or of the other; `None` for both and neither, which names do not allow.
    pub(super) fn ruling_of(&self, taken: Taken) -> Option<&StoredRuling> {
        let [one, two] = &*self.rulings;
        match taken {
            Taken::One => Some(one),
            Taken::Two => Some(two),
            Taken::Both | Taken::Neither => None,
        }
    }
}

impl NamesCompared {
    /// Cohen's kappa over the targets that both decided about; see [`kappa`].
    #[must_use]
    pub fn kappa(&self) -> Option<f64> {
        let counts = self.counts.iter().map(|((one, two), count)| ((one.as_str(), two.as_str()), *count));
        kappa(&counts.collect())
    }
}

impl Library {
    /// Who made marks, or ruled on names, with how many marks; most first, then by name. The final layer is nobody's.
    pub fn people(&self, article: Option<ArticleId>) -> Result<Vec<(String, usize)>, LibraryError> {
        let mut query = self.db.prepare_cached(
            "SELECT author, count(*) FROM mark WHERE ?1 IS NULL OR article = ?1 GROUP BY author
             UNION ALL SELECT json_extract(json, '$.author'), 0 FROM ruling",
        )?;
        let of = article.map(|id| id.0.as_bytes().to_vec());
        let mut authors: BTreeMap<String, usize> = BTreeMap::new();
        for row in query.query_map([of], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))? {
            let (author, marks) = row?;
            *authors.entry(author).or_default() += usize::try_from(marks).unwrap_or_default();
        }
        authors.remove(FINAL);
        let mut authors: Vec<(String, usize)> = authors.into_iter().collect();
        authors.sort_by_key(|(_, marks)| std::cmp::Reverse(*marks));
        Ok(authors)
    }

    /// Compares the work of two people. Marks whose words are gone are left out.
    pub fn compare(&self, between: Between) -> Result<Comparison, LibraryError> {
        let names = self.compare_names(&between)?;
        let mut comparison = Comparison {
            between,
            articles: 0,
            any: Agreement::default(),
            colors: Vec::new(),
            names,
            differences: Vec::new(),
            agreed: Vec::new(),
        };
        let mut colors: BTreeMap<Color, Agreement> = Color::all().map(|color| (color, Agreement::default())).collect();
        for id in self.marked_by_both(&comparison.between)? {
            let Some((body, _)) = annotate::body(&self.db, id)? else { continue };
            let marks = annotate::of_article(&self.db, id)?;
            let of = |author: &str| -> Vec<&Annotation> {
                let stands = |mark: &&Annotation| mark.author == author && mark.state != AnchorState::Lost;
                marks.iter().filter(stands).collect()
            };
            let (one, two) = (of(&comparison.between.one), of(&comparison.between.two));
            let words = word_spans(&body);
            let count = |color: Option<Color>| {
                let spans = |marks: &[&Annotation]| -> Vec<Span> {
                    let of_color = |mark: &&&Annotation| color.is_none_or(|color| mark.color == color);
                    marks.iter().filter(of_color).map(|mark| mark.anchor.span).collect()
                };
                Agreement::of(&words, &spans(&one), &spans(&two))
            };
            comparison.articles += 1;
            comparison.any = comparison.any.and(count(None));
            for (color, counts) in &mut colors {
                *counts = counts.and(count(Some(*color)));
            }
            let verdicts = verdicts::of_article(&self.db, id)?;
            let finals = of(FINAL);
            let (agreed, apart) = parted(&one, &two);
            comparison.differences.extend(apart.into_iter().map(|(one, two)| difference(&body, one, two, &verdicts)));
            let is_final = |pair: &Agreed| finals.iter().any(|mark| verdicts::same_place(mark, &pair.one));
            comparison.agreed.extend(agreed.into_iter().filter(|pair| !is_final(pair)));
        }
        comparison.colors = colors.into_iter().filter(|(_, counts)| counts.one + counts.two > 0).collect();
        Ok(comparison)
    }

    /// The articles that are compared, in the order of their ids.
    fn marked_by_both(&self, between: &Between) -> Result<Vec<ArticleId>, LibraryError> {
        if let Some(id) = between.article {
            return if articles::is_held(&self.db, id)? { Ok(vec![id]) } else { Err(LibraryError::NoArticle(id)) };
        }
        let mut query = self.db.prepare_cached(
            "SELECT DISTINCT article FROM mark WHERE author = ?1
             INTERSECT SELECT article FROM mark WHERE author = ?2 ORDER BY article",
        )?;
        let rows = query.query_map([&between.one, &between.two], |row| row.get::<_, Vec<u8>>(0))?;
        let mut ids = Vec::new();
        for id in rows {
            let id = uuid::Uuid::from_slice(&id?).map_err(|error| LibraryError::Damaged(error.to_string()))?;
            ids.push(ArticleId(id));
        }
        Ok(ids)
    }

    fn compare_names(&self, between: &Between) -> Result<NamesCompared, LibraryError> {
        let all = match between.article {
            Some(id) => rulings::select(&self.db, "article = ?1", [id.to_string()])?,
            None => self.rulings(None)?,
        };
        let (one, two) = (decisions(&all, &between.one), decisions(&all, &between.two));
        let finals = decisions(&all, FINAL);
        let mut compared = NamesCompared::default();
        for (place, decisions) in [&one, &two].into_iter().enumerate() {
            for (_, label) in decisions.values() {
                if let Some(count) = compared.labels.entry(label.clone()).or_default().get_mut(place) {
                    *count += 1;
                }
            }
        }
        for (target, (stored, label)) in &one {
            let Some((theirs, other)) = two.get(target) else { continue };
            *compared.counts.entry((label.clone(), other.clone())).or_default() += 1;
            if label == other {
                compared.labels.entry(label.clone()).or_default()[2] += 1;
                continue;
            }
            let on = &stored.ruling.on;
            let taken = finals.get(target).and_then(|(_, taken)| match taken {
                taken if taken == label => Some(Taken::One),
                taken if taken == other => Some(Taken::Two),
                _ => None,
            });
            compared.differences.push(NameDifference {
                article: stored.article,
                about: on.text.clone().or_else(|| on.entity.clone()).unwrap_or_default(),
                one: label.clone(),
                two: other.clone(),
                rulings: Box::new([(*stored).clone(), (*theirs).clone()]),
                taken,
            });
        }
        compared.differences.sort_by(|one, two| (&one.about, one.article).cmp(&(&two.about, two.article)));
        Ok(compared)
    }
}

/// What a person decided last about each target.
fn decisions<'a>(all: &'a [StoredRuling], author: &str) -> BTreeMap<String, (&'a StoredRuling, String)> {
    let by = all.iter().filter(|stored| stored.author == author);
    by.map(|stored| (target(stored.article, &stored.ruling.on), (stored, label(&stored.ruling.decision)))).collect()
}

pub(super) fn target(article: Option<ArticleId>, on: &Target) -> String {
    // The class that the machine gave a name is no part of what two people decide about.
    let Target { text, span, entity, class: _ } = on;
    format!("{article:?} {text:?} {span:?} {entity:?}")
}

fn label(decision: &Decision) -> String {
    match decision {
        Decision::Accept(class) | Decision::Retype(class) => class.name().to_owned(),
        Decision::Reject => NO_NAME.to_owned(),
        Decision::Respan(to) | Decision::Alias(to) | Decision::Merge(to) | Decision::Split(to) => to.clone(),
    }
}

/// The label of a name that is none.
pub const NO_NAME: &str = "no name";

/// Marks that stand against each other in one stretch: of the one, and of the other.
type Apart<'a> = (Vec<&'a Annotation>, Vec<&'a Annotation>);

/// Parts marks into pairs that are alike, on the same stretch in the same colour, and the rest by stretches that hang
/// together.
fn parted<'a>(one: &[&'a Annotation], two: &[&'a Annotation]) -> (Vec<Agreed>, Vec<Apart<'a>>) {
    let mut agreed = Vec::new();
    let mut unmet: Vec<&Annotation> = two.to_vec();
    let mut rest: Vec<(&'a Annotation, bool)> = Vec::new();
    for mark in one {
        match unmet.iter().position(|other| verdicts::same_place(mark, other)) {
            Some(place) => agreed.push(Agreed { one: (*mark).clone(), two: unmet.remove(place).clone() }),
            None => rest.push((mark, true)),
        }
    }
    rest.extend(unmet.into_iter().map(|mark| (mark, false)));
    rest.sort_by_key(|(mark, _)| (mark.anchor.span, mark.id));
    let mut apart: Vec<Apart<'a>> = Vec::new();
    let mut reach = 0;
    for (mark, by_one) in rest {
        if mark.anchor.span.start >= reach || apart.is_empty() {
            apart.push((Vec::new(), Vec::new()));
        }
        reach = reach.max(mark.anchor.span.end);
        if let Some((ones, twos)) = apart.last_mut() {
            if by_one { ones.push(mark) } else { twos.push(mark) }
        }
    }
    (agreed, apart)
}

fn difference(body: &str, one: Vec<&Annotation>, two: Vec<&Annotation>, verdicts: &[Verdict]) -> Difference {
    let all = || one.iter().chain(&two);
    let start = all().map(|mark| mark.anchor.span.start).min().unwrap_or_default();
    let end = all().map(|mark| mark.anchor.span.end).max().unwrap_or_default();
    let span = Span { start, end };
    let ids: BTreeSet<_> = all().map(|mark| mark.id).collect();
    // The last word holds; one about other marks, of which some have come or gone, is about another difference.
    let verdict = verdicts.iter().rev().find(|verdict| verdict.marks == ids).cloned();
    let article = all().next().map_or_else(|| ArticleId(uuid::Uuid::nil()), |mark| mark.article);
    let owned = |marks: Vec<&Annotation>| marks.into_iter().cloned().collect();
    Difference { article, span, quote: span.of(body).to_owned(), one: owned(one), two: owned(two), verdict }
}

impl NamesCompared {
    /// Cohen's kappa for one label against all others, over the targets that both decided about.
    #[must_use]
    pub fn kappa_of(&self, label: &str) -> Option<f64> {
        let mut counts: BTreeMap<(bool, bool), usize> = BTreeMap::new();
        for ((one, two), count) in &self.counts {
            *counts.entry((one == label, two == label)).or_default() += count;
        }
        kappa(&counts)
    }
}

#[cfg(test)]
#[path = "agreement_tests.rs"]
mod tests;
