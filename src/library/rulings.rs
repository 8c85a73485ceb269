//! A person's rulings on names: kept for ever, obeyed by every analysis, taken back like any other operation.
//!
//! A ruling changes no mention itself. It makes the articles that it may touch stale (`reach`), and [`Library::renew`]
//! settles the names of those with all rulings that apply; so it holds for stories that come later as well, and for a
//! newer engine.

use rusqlite::{Connection, params};

use crate::entity::{Decision, RuledOn, Ruling, Rulings};
use crate::text::anchor::{self, AnchorState, Kept};
use crate::text::{Span, fold_key};

use super::annotate::{self, Before};
use super::operation::Step;
use super::{
    Around, ArticleId, Changes, Library, LibraryError, OperationKind, RulingId, StoredRuling, articles, reach,
};

impl Library {
    /// Makes a ruling: on one article, or where `article` is `None` on the whole library.
    pub fn rule(
        &mut self,
        article: Option<ArticleId>,
        ruling: Ruling,
    ) -> Result<(StoredRuling, Changes), LibraryError> {
        let (mut made, changes) = self.rule_all(vec![(article, ruling)])?;
        let stored = made.pop().ok_or_else(|| LibraryError::Damaged("a ruling was not kept".to_owned()))?;
        Ok((stored, changes))
    }

    /// Makes several rulings as one step, each on its article or on the whole library.
    pub fn rule_all(
        &mut self,
        rulings: Vec<(Option<ArticleId>, Ruling)>,
    ) -> Result<(Vec<StoredRuling>, Changes), LibraryError> {
        self.operate(OperationKind::Rule, |db, now, environment| {
            let (mut made, mut steps) = (Vec::new(), Vec::new());
            for (article, ruling) in rulings {
                if let Some(id) = article.filter(|id| !articles::is_held(db, *id).unwrap_or_default()) {
                    return Err(LibraryError::NoArticle(id));
                }
                let id = RulingId((environment.ids)());
                let (author, created) = (environment.author.clone(), now.to_owned());
                let reached = if article.is_none() { reach::count(db, &ruling)? } else { None };
                let around = match article.zip(ruling.on.span) {
                    Some((id, span)) => annotate::body(db, id)?.map(|(body, _)| around(&body, span)),
                    None => None,
                };
                let stored = StoredRuling { id, article, ruling, author, created, reached, around };
                steps.push(Step::Ruling { id, before: None, after: Some(Box::new(stored.clone())) });
                made.push(stored);
            }
            Ok((made, steps))
        })
    }

    /// Revokes a ruling.
    pub fn revoke(&mut self, id: RulingId) -> Result<Changes, LibraryError> {
        let ((), changes) = self.operate(OperationKind::RevokeRuling, |db, _, _| {
            let stored = get(db, id)?.ok_or(LibraryError::NoRuling(id))?;
            Ok(((), vec![Step::Ruling { id, before: Some(Box::new(stored)), after: None }]))
        })?;
        Ok(changes)
    }

    /// Every ruling in the order in which they were made; with `query` those whose words or names hold it when folded.
    pub fn rulings(&self, query: Option<&str>) -> Result<Vec<StoredRuling>, LibraryError> {
        let wanted = query.map(fold_key);
        let mut all = select(&self.db, "1 = 1", [])?;
        all.retain(|stored| wanted.as_ref().is_none_or(|wanted| says(&stored.ruling).contains(wanted.as_str())));
        Ok(all)
    }
}

/// What a ruling is found by: its words and names, folded.
fn says(ruling: &Ruling) -> String {
    let to = match &ruling.decision {
        Decision::Respan(to) | Decision::Alias(to) | Decision::Merge(to) | Decision::Split(to) => to.as_str(),
        Decision::Accept(class) | Decision::Retype(class) => class.name(),
        Decision::Reject => "",
    };
    let (text, entity) =
        (ruling.on.text.as_deref().unwrap_or_default(), ruling.on.entity.as_deref().unwrap_or_default());
    fold_key(&format!("{text} {entity} {to}"))
}

/// The rulings that an analysis of this article with this body obeys.
pub(super) fn applying(db: &Connection, id: ArticleId, body: &str) -> Result<Rulings, LibraryError> {
    let stored = select(db, "article IS NULL OR article = ?1", [id.to_string()])?;
    Ok(Rulings::new(stored.iter().filter_map(|stored| standing(stored, body)).collect()))
}

/// The ruling as it stands in a body: one on a single mention only where its words stand among those that stood around
/// them, so that it never decides about the same words elsewhere.
pub(super) fn standing(stored: &StoredRuling, body: &str) -> Option<Ruling> {
    let mut ruling = stored.ruling.clone();
    if let (Some(span), Some(words), Some(around)) = (ruling.on.span, &ruling.on.text, &stored.around) {
        let Around { prefix, suffix } = around;
        let (found, state) =
            anchor::resolve(body, &Kept { quote: words, prefix, suffix, span, state: AnchorState::Exact });
        ruling.on.span = Some(found.filter(|_| state <= AnchorState::Moved)?);
    }
    Some(ruling)
}

/// What stands around a place of a body.
pub(super) fn around(body: &str, span: Span) -> Around {
    let (_, prefix, suffix) = anchor::make(body, span);
    Around { prefix, suffix }
}

/// Puts a ruling in, or takes it out, and makes what it may touch stale.
pub(super) fn put(
    db: &Connection,
    id: RulingId,
    before: Option<&StoredRuling>,
    after: Option<&StoredRuling>,
) -> Result<Changes, LibraryError> {
    if let Some(stored) = before.or(after) {
        reach::make_stale(db, stored)?;
    }
    match after {
        Some(stored) => {
            db.prepare_cached("INSERT OR REPLACE INTO ruling (id, article, json) VALUES (?1, ?2, ?3)")?.execute(
                params![id.to_string(), stored.article.map(|id| id.to_string()), serde_json::to_string(stored)?],
            )?
        }
        None => db.prepare_cached("DELETE FROM ruling WHERE id = ?1")?.execute([id.to_string()])?,
    };
    Ok(Changes { names: true, ..Changes::default() })
}

/// What the rulings on the whole library are about.
pub(super) fn ruled(db: &Connection) -> Result<RuledOn, LibraryError> {
    let all = select(db, "article IS NULL", [])?;
    Ok(RuledOn::new(all.iter().map(|stored| &stored.ruling.on)))
}

/// Steps that put rulings on one mention where their words stand in a changed body, of which `old` was there before. One
/// whose words were changed, or that was made on another body than `old`, stays as it is, and does nothing until what
/// stood around it is back ([`standing`]).
pub(super) fn reanchor(
    db: &Connection,
    id: ArticleId,
    (old, before): (&str, &Before),
    body: &str,
) -> Result<Vec<Step>, LibraryError> {
    let mut steps = Vec::new();
    for stored in select(db, "article = ?1", [id.to_string()])? {
        let Some(span) = stored.ruling.on.span else { continue };
        if stored.around.as_ref().is_some_and(|known| *known != around(old, span)) {
            continue;
        }
        let Some(mapped) = before.alignment.map(span).map(|mapped| mapped.span) else { continue };
        if Some(mapped.of(body)) == stored.ruling.on.text.as_deref() {
            let mut after = stored.clone();
            after.ruling.on.span = Some(mapped);
            after.around = Some(around(body, mapped));
            let step = Step::Ruling { id: stored.id, before: Some(Box::new(stored)), after: Some(Box::new(after)) };
            step.apply(db)?;
            steps.push(step);
        }
    }
    Ok(steps)
}

pub(super) fn get(db: &Connection, id: RulingId) -> Result<Option<StoredRuling>, LibraryError> {
    Ok(select(db, "id = ?1", [id.to_string()])?.pop())
}

pub(super) fn select<const N: usize>(
    db: &Connection,
    condition: &str,
    values: [String; N],
) -> Result<Vec<StoredRuling>, LibraryError> {
    // Ids sort by the time at which they were made.
    let mut query = db.prepare_cached(&format!("SELECT json FROM ruling WHERE {condition} ORDER BY id"))?;
    let rows = query.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(0))?;
    rows.map(|json| Ok(serde_json::from_str(&json?)?)).collect()
}

#[cfg(test)]
#[path = "rulings_tests.rs"]
mod tests;
