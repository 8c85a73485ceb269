//! Finding files: folders are opened in depth, links followed, parts of pages left alone.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::article::{is_of_the_system, page_folders};
use crate::library::{LineOutcome, Missed, Origin, Why};

use super::source::name_of;
use super::{FailedFile, FailureReason};

/// What [`walk`] found: a file, or a folder that could not be opened.
pub type Entry = Result<PathBuf, FailedFile>;

/// The files that `paths` name, folders opened in depth, in sorted order.
///
/// Links are followed, those to folders only where these lie within the folders that `paths` name; others are named as left
/// alone. A folder that two links lead to is opened once, and a link back to a folder that holds it is named as a failure. Files
/// and folders that are hidden or the system's own are left alone unless `paths` names them. Whatever is no
/// folder is passed on: [`read_file`] says what is wrong with it. Lazy, and without recursion.
#[must_use]
pub fn walk(paths: Vec<PathBuf>) -> Walk {
    let named = paths.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
    let pending = paths.into_iter().rev().map(|path| Step::Visit { path, named: true }).collect();
    Walk { pending, named, open: Vec::new(), seen: HashSet::new(), skipped: Vec::new() }
}

/// The iterator of [`walk`].
#[derive(Debug)]
pub struct Walk {
    /// What is still to do, the next one last.
    pending: Vec<Step>,
    /// The real paths of what the person named.
    named: Vec<PathBuf>,
    /// The real paths of the folders that hold what is looked at now.
    open: Vec<PathBuf>,
    /// The real paths of all folders opened so far.
    seen: HashSet<PathBuf>,
    /// What was left alone since it was last asked for.
    skipped: Vec<Missed>,
}

#[derive(Debug)]
enum Step {
    /// Look at a path; `named` where the person named it.
    Visit { path: PathBuf, named: bool },
    /// All that the innermost open folder holds was looked at.
    Leave,
}

impl Iterator for Walk {
    type Item = Entry;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.pending.pop()? {
                Step::Leave => {
                    self.open.pop();
                }
                Step::Visit { path, named } if !path.is_dir() => {
                    if named || !is_of_the_system(&name_of(&path)) {
                        return Some(Ok(path));
                    }
                    self.skip(&path, "system-file", "a hidden file or one of the system");
                }
                Step::Visit { path, named } => match self.enter(&path, named) {
                    Ok(()) => {}
                    Err(reason) => return Some(Err(FailedFile { path, reason })),
                },
            }
        }
    }
}

impl Walk {
    /// Puts what a folder holds next in line.
    fn enter(&mut self, path: &Path, named: bool) -> Result<(), FailureReason> {
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if hidden && !named {
            self.skip(path, "hidden", "a hidden folder");
            return Ok(());
        }
        let real = self.real_path(path, named)?;
        if self.seen.contains(&real) {
            let above = self.open.contains(&real);
            let looped = || FailureReason::System("the link leads back to a folder that holds it".to_owned());
            return if above { Err(looped()) } else { Ok(()) };
        }
        if !named && !self.named.iter().any(|folder| real.starts_with(folder)) {
            self.skip(path, "outside", "a link to a folder outside those that are imported");
            return Ok(());
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(path)? {
            entries.push(entry?.path());
        }
        for part in leave_out_page_parts(&mut entries) {
            self.skip(&part, "page-parts", "parts of the page beside it");
        }
        entries.sort_unstable_by(|one, other| other.cmp(one));
        self.seen.insert(real.clone());
        self.open.push(real);
        self.pending.push(Step::Leave);
        self.pending.extend(entries.into_iter().map(|path| Step::Visit { path, named: false }));
        Ok(())
    }

    /// What was left alone since the last call.
    pub fn take_skipped(&mut self) -> Vec<Missed> {
        std::mem::take(&mut self.skipped)
    }

    fn skip(&mut self, path: &Path, code: &str, said: &str) {
        let why = Why { code: code.to_owned(), detail: None, said: said.to_owned() };
        self.skipped.push(Missed { origin: origin(path, None), outcome: LineOutcome::Skipped, why });
    }

    /// The path without links. Asking the system walks the whole path, so only links inside a folder are asked for.
    fn real_path(&self, path: &Path, named: bool) -> Result<PathBuf, FailureReason> {
        match (self.open.last(), path.file_name()) {
            (Some(parent), Some(name)) if !named && !fs::symlink_metadata(path)?.is_symlink() => Ok(parent.join(name)),
            _ => Ok(fs::canonicalize(path)?),
        }
    }
}

/// Leaves out the folders in which the parts of pages lie, and gives those.
fn leave_out_page_parts(entries: &mut Vec<PathBuf>) -> Vec<PathBuf> {
    let names: Vec<_> = entries.iter().map(|path| path.to_string_lossy()).collect();
    let folders = page_folders(names.iter().map(AsRef::as_ref));
    let is_part = |path: &mut PathBuf| folders.contains(path.to_string_lossy().as_ref()) && path.is_dir();
    entries.extract_if(.., is_part).collect()
}

/// Where something was found, whole: the report of an import is read from other folders too.
pub(super) fn origin(path: &Path, container: Option<&Path>) -> Origin {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Origin { path: whole(path), container: container.map(whole) }
}

#[cfg(test)]
#[path = "walk_tests.rs"]
mod tests;
