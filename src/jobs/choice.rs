use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use crate::library::{ImportLine, Origin};

/// Which of the files that are found an import reads.
#[derive(Debug, Clone, Default)]
pub enum Choice {
    /// Every one.
    #[default]
    All,
    /// Those that an import which broke off has not reported: how often each path was. A path can stand for several
    /// files, since archives may give one name twice.
    Rest(HashMap<PathBuf, usize>),
    /// These again, and what they hold, and what holds them.
    Again(BTreeSet<PathBuf>),
}

impl Choice {
    /// What an import has still to read, by what it reported.
    #[must_use]
    pub fn rest(lines: &[ImportLine]) -> Self {
        let mut done = HashMap::with_capacity(lines.len());
        for line in lines {
            *done.entry(line.origin.path.clone()).or_default() += 1;
        }
        Self::Rest(done)
    }

    /// What is to be tried again, and the files on the disk that it is read from.
    #[must_use]
    pub fn again(failed: &[ImportLine]) -> (Self, Vec<PathBuf>) {
        let files: BTreeSet<PathBuf> = failed.iter().map(|line| line.origin.file().to_owned()).collect();
        let paths = failed.iter().map(|line| line.origin.path.clone()).collect();
        (Self::Again(paths), files.into_iter().collect())
    }

    /// Whether what was found here is read.
    pub fn takes(&mut self, found: &Origin) -> bool {
        match self {
            Self::All => true,
            Self::Rest(done) => match done.get_mut(&found.path) {
                Some(times) if *times > 0 => {
                    *times -= 1;
                    false
                }
                _ => true,
            },
            Self::Again(wanted) => {
                let above = found.path.ancestors().any(|path| wanted.contains(path));
                // Paths sort by their parts: what a path holds comes right after it.
                above || wanted.range(found.path.clone()..).next().is_some_and(|next| next.starts_with(&found.path))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{LineOutcome, Said};

    fn line(path: &str, container: Option<&str>) -> ImportLine {
        let origin = Origin { path: path.into(), container: container.map(PathBuf::from) };
        ImportLine { origin, outcome: LineOutcome::Failed, said: Said::default() }
    }

    #[test]
    fn an_import_goes_on_with_what_it_has_not_reported_names_given_twice_included() {
        let mut rest = Choice::rest(&[line("/a/x.html", None), line("/a/z.zip/y.txt", Some("/a/z.zip"))]);
        let mut takes = |path: &str| rest.takes(&line(path, None).origin);
        assert!(!takes("/a/x.html"));
        assert!(takes("/a/z.zip"), "an archive is opened again for what is missing");
        assert!(!takes("/a/z.zip/y.txt"));
        assert!(takes("/a/z.zip/y.txt"), "the second file of that name was not done");
    }

    #[test]
    fn failed_files_are_read_again_with_what_holds_them_and_what_they_hold() {
        let failed = [line("/a/z.zip/in.zip/y.txt", Some("/a/z.zip")), line("/a/whole.zip", None)];
        let (mut again, files) = Choice::again(&failed);
        assert_eq!(files, [PathBuf::from("/a/whole.zip"), PathBuf::from("/a/z.zip")]);
        let mut takes = |path: &str| again.takes(&line(path, None).origin);
        for wanted in ["/a/z.zip", "/a/z.zip/in.zip", "/a/z.zip/in.zip/y.txt", "/a/whole.zip", "/a/whole.zip/b.txt"] {
            assert!(takes(wanted), "{wanted}");
        }
        assert!(!takes("/a/z.zip/other.txt") && !takes("/a/z.zip/in.zipper"));
    }
}
