use std::collections::BTreeMap;

use crate::entity::Class;
use crate::library::{ArticleId, ArticleRow, EntityCount, Library, LibraryError};

/// A story about the same names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Similar {
    pub(super) row: ArticleRow,
    /// The shared names, the rarest first, each as a short sentence.
    pub(super) reasons: Vec<String>,
}

/// How many stories are given.
const MOST: usize = 10;
/// How many names of the story are looked at, the rarest ones.
const NAMES: usize = 40;
/// A name in more stories than this says little and is slow to follow.
const STORIES_OF_A_NAME: usize = 2_000;
/// How many reasons are given for each.
const REASONS: usize = 5;

/// Stories that share names with this one, best first.
///
/// Each shared name counts by its rarity, the logarithm of all stories over those that name it (inverse document
/// frequency, Spärck Jones 1972). A story counts as similar when it shares two names, or one that few others have.
/// Dates are no names in this sense.
pub(super) fn similar(library: &Library, id: ArticleId) -> Result<Vec<Similar>, LibraryError> {
    let all = library.articles()?.len();
    let mut shared: BTreeMap<ArticleId, Vec<(f64, EntityCount)>> = BTreeMap::new();
    for entity in telling_names(library.entity_counts(id)?) {
        let weight = rarity(all, entity.articles);
        for (other, _) in library.articles_naming(&entity.key)? {
            if other != id {
                shared.entry(other).or_default().push((weight, entity.clone()));
            }
        }
    }
    shared.retain(|_, names| names.len() > 1 || names.iter().any(|(_, name)| is_rare(all, name.articles)));
    let mut ranked: Vec<(f64, ArticleId)> =
        shared.iter().map(|(other, names)| (names.iter().map(|(weight, _)| weight).sum(), *other)).collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    ranked.truncate(MOST);
    let ids: Vec<ArticleId> = ranked.into_iter().map(|(_, other)| other).collect();
    let rows = library.rows(&ids)?.into_iter();
    Ok(rows.map(|row| Similar { reasons: reasons(shared.get(&row.id)), row }).collect())
}

/// The names worth following, the rarest first.
fn telling_names(mut names: Vec<EntityCount>) -> Vec<EntityCount> {
    names.retain(|name| name.class != Class::Date && (2..=STORIES_OF_A_NAME).contains(&name.articles));
    names.sort_by(|one, other| one.articles.cmp(&other.articles).then_with(|| one.key.cmp(&other.key)));
    names.truncate(NAMES);
    names
}

/// Above zero for every name, also one that every story has.
fn rarity(all: usize, with_name: usize) -> f64 {
    ((all as f64 + 1.0) / with_name.max(1) as f64).ln()
}

/// Whether one shared name is enough: at most three stories have it, or one in fifty.
fn is_rare(all: usize, with_name: usize) -> bool {
    with_name <= 3.max(all / 50)
}

fn reasons(names: Option<&Vec<(f64, EntityCount)>>) -> Vec<String> {
    let names = names.map(Vec::as_slice).unwrap_or_default();
    let reason = |(_, name): &(f64, EntityCount)| {
        format!("both name {} ({}, in {} articles)", name.name, name.class.name(), name.articles)
    };
    let mut reasons: Vec<String> = names.iter().take(REASONS).map(reason).collect();
    if names.len() > REASONS {
        reasons.push(format!("and {} more names", names.len() - REASONS));
    }
    reasons
}
