//! `sorot merge`.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use serde::Serialize;
use serde_json::json;

use crate::entity::Engine;
use crate::library::{Conflict, ConflictKind, Incoming, Kept, LibraryError, Merged};

use super::Outcome;
use super::desk::Desk;
use super::printable::printable;

/// Arguments of `sorot merge`.
#[derive(Debug, clap::Args)]
pub(super) struct Merge {
    /// The other library: its folder, its file, or a backup; or a file of marks that `sorot export --format jsonl` wrote. It
    /// is only read.
    #[arg(value_name = "OTHER")]
    other: PathBuf,
    /// Prints a JSON object.
    #[arg(long)]
    json: bool,
}

impl Merge {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let shown = || printable(&self.other.to_string_lossy());
        // Before the own library is opened or made: a wrong name must change nothing.
        let incoming = Incoming::open(&self.other).with_context(shown)?;
        let mut library = desk.library()?;
        let merged = library.merge_incoming(&incoming, Duration::MAX, &mut |_, _| true);
        let (merged, changes) = merged.map_err(|error| match error {
            // Of the library here, which alone is written.
            LibraryError::ReadOnly | LibraryError::Full | LibraryError::Busy => anyhow::Error::new(error),
            error => anyhow::Error::new(error).context(shown()),
        })?;
        if changes.names || library.stale()? {
            library.renew_all(&Engine::new())?;
        }
        if self.json {
            desk.answer(&shape(&merged))?;
        } else {
            for line in lines(&merged) {
                desk.line(&line.join("  "))?;
            }
        }
        for failure in &merged.failed {
            desk.say(failure);
        }
        Ok(Outcome::failed_if(!merged.failed.is_empty()))
    }
}

fn lines(merged: &Merged) -> Vec<Vec<String>> {
    let counted = |count: usize, what: &str| format!("{count} {what}");
    let mut lines = vec![
        vec![
            format!("{:<9}", "stories"),
            counted(merged.stories_new, "new"),
            counted(merged.stories_same, "the same"),
            counted(merged.stories_back, "back"),
            counted(merged.stories_left, "left out"),
            counted(merged.saves_new, "more saves"),
        ],
        vec![
            format!("{:<9}", "marks"),
            counted(merged.marks_new, "new"),
            counted(merged.marks_changed, "changed"),
            counted(merged.marks_same, "the same"),
            counted(merged.marks_left, "left out"),
            counted(merged.marks_doubtful, "in doubt"),
        ],
        vec![
            format!("{:<9}", "rulings"),
            counted(merged.rulings_new, "new"),
            counted(merged.rulings_same, "the same"),
            counted(merged.rulings_left, "left out"),
        ],
        vec![format!("{:<9}", "filed"), merged.filed.to_string()],
        vec![
            format!("{:<9}", "wanted"),
            counted(merged.wishes_new, "new"),
            counted(merged.wishes_changed, "completed"),
        ],
        vec![format!("{:<9}", "conflicts"), merged.conflicts.len().to_string()],
    ];
    for conflict in &merged.conflicts {
        let Conflict { kind, article, about, ours, theirs, kept } = conflict;
        let article = article.map_or_else(String::new, |id| id.to_string());
        let sides = format!("ours: {ours}  theirs: {theirs}  kept: {}", side(*kept));
        lines.push(vec![format!("conflict  {}", kind_name(*kind)), article, format!("“{about}”"), sides]);
    }
    lines
}

#[derive(Serialize)]
struct ConflictJson<'a> {
    kind: &'static str,
    article: Option<String>,
    about: &'a str,
    ours: &'a str,
    theirs: &'a str,
    kept: &'static str,
}

impl<'a> From<&'a Conflict> for ConflictJson<'a> {
    fn from(conflict: &'a Conflict) -> Self {
        let Conflict { kind, article, about, ours, theirs, kept } = conflict;
        let article = article.map(|id| id.to_string());
        Self { kind: kind_name(*kind), article, about, ours, theirs, kept: side(*kept) }
    }
}

fn shape(merged: &Merged) -> serde_json::Value {
    json!({
        "stories": {
            "new": merged.stories_new, "same": merged.stories_same, "back": merged.stories_back,
            "left": merged.stories_left, "saves": merged.saves_new,
        },
        "marks": {
            "new": merged.marks_new, "changed": merged.marks_changed, "same": merged.marks_same,
            "left": merged.marks_left, "doubtful": merged.marks_doubtful,
        },
        "rulings": { "new": merged.rulings_new, "same": merged.rulings_same, "left": merged.rulings_left },
        "filed": merged.filed,
        "wanted": merged.wishes_new,
        "wanted_completed": merged.wishes_changed,
        "conflicts": merged.conflicts.iter().map(ConflictJson::from).collect::<Vec<_>>(),
        "failed": merged.failed,
    })
}

const fn kind_name(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::Mark => "mark",
        ConflictKind::Deleted => "deleted-mark",
        ConflictKind::Rating => "rating",
        ConflictKind::Note => "note",
        ConflictKind::Ruling => "ruling",
    }
}

const fn side(kept: Kept) -> &'static str {
    match kept {
        Kept::Ours => "ours",
        Kept::Theirs => "theirs",
        Kept::Both => "both",
    }
}
