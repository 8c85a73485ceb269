use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use anyhow::{Context as _, anyhow, bail};
use serde::Serialize;

use crate::app::places;
use crate::library::{ArticleId, Environment, Library};

use super::json;
use super::printable::printable;

/// What a subcommand works with: its streams and the library's place.
pub(super) struct Desk<'a> {
    /// The library's folder, where the person named one.
    pub(super) place: Option<PathBuf>,
    /// Standard input.
    pub(super) input: &'a mut dyn BufRead,
    /// Results.
    pub(super) out: &'a mut dyn Write,
    /// Messages.
    pub(super) err: &'a mut dyn Write,
}

impl Desk<'_> {
    /// The library's folder.
    pub(super) fn folder(&self) -> anyhow::Result<PathBuf> {
        let place = self.place.clone().or_else(places::library_dir);
        place.context("no home folder was found; name the library's folder with --library DIR")
    }

    /// Opens the library, creating it if needed.
    pub(super) fn library(&self) -> anyhow::Result<Library> {
        self.library_of(None)
    }

    /// Opens the library, which must be there: a new one would have nothing to look at or to copy.
    pub(super) fn held_library(&self) -> anyhow::Result<Library> {
        let folder = self.folder()?;
        if !folder.join(Library::FILE).exists() {
            bail!("there is no library in {}", printable(&folder.to_string_lossy()));
        }
        self.library()
    }

    /// Opens the library for this author, else for the system's user.
    pub(super) fn library_of(&self, author: Option<&str>) -> anyhow::Result<Library> {
        let folder = self.folder()?;
        let mut environment = Environment::system();
        if let Some(author) = author {
            author.clone_into(&mut environment.author);
        }
        let shown = printable(&folder.to_string_lossy());
        Library::open(&folder, environment).with_context(|| format!("the library in {shown} could not be opened"))
    }

    /// Says something on standard error; a closed one is no reason to fail.
    pub(super) fn say(&mut self, message: &str) {
        // Several paragraphs would look like several messages, so line breaks are shown as signs.
        let _ = writeln!(self.err, "sorot: {}", printable(message));
    }

    /// Writes one line of JSON as a result.
    pub(super) fn answer(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        writeln!(self.out, "{}", json::line(value)?)?;
        Ok(())
    }

    /// Writes cells as one line of results, parted by tabs; signs that would steer the terminal are shown as escapes.
    pub(super) fn cells(&mut self, cells: &[String]) -> io::Result<()> {
        let cells: Vec<String> = cells.iter().map(|cell| printable(cell)).collect();
        writeln!(self.out, "{}", cells.join("\t"))
    }

    /// Writes one line of text as a result; signs that would steer the terminal are shown as escapes.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", printable(text))
    }
}

/// The fewest characters of an id that are taken for one.
const FEWEST: usize = 4;

/// The article that `text` names: its whole id, or a beginning or end of one that no other id has.
pub(super) fn find_article(library: &Library, text: &str) -> anyhow::Result<ArticleId> {
    let shown = printable(text);
    if let Ok(id) = text.parse::<ArticleId>() {
        return if library.rows(&[id])?.is_empty() { Err(anyhow!("no article {shown}")) } else { Ok(id) };
    }
    let part = text.to_ascii_lowercase();
    let plausible = part.len() >= FEWEST && part.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    if !plausible {
        bail!("{shown} is no article id: give the whole id, or at least {FEWEST} characters of its beginning or end");
    }
    let mut ids: Vec<ArticleId> = library
        .articles()?
        .into_iter()
        .map(|row| row.id)
        .filter(|id| {
            let (dashed, plain) = (id.0.hyphenated().to_string(), id.0.simple().to_string());
            [dashed, plain].iter().any(|id| id.starts_with(&part) || id.ends_with(&part))
        })
        .collect();
    ids.sort_unstable();
    match ids.as_slice() {
        [] => bail!("no article {shown}"),
        [id] => Ok(*id),
        [first, second, ..] => bail!(
            "{shown} fits {} articles, for example {first} and {second}: give more of the id (ids differ most at the end)",
            ids.len()
        ),
    }
}

/// A writer that goes quiet when its reader is gone, for commands whose work must be finished all the same.
pub(super) struct Unbroken<'a> {
    inner: &'a mut dyn Write,
    gone: bool,
}

impl<'a> Unbroken<'a> {
    pub(super) fn new(inner: &'a mut dyn Write) -> Self {
        Self { inner, gone: false }
    }

    /// Whether the reader is gone.
    pub(super) fn is_gone(&self) -> bool {
        self.gone
    }

    fn forgive<T>(&mut self, result: io::Result<T>, instead: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(instead)
            }
            other => other,
        }
    }
}

impl Write for Unbroken<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.gone {
            return Ok(bytes.len());
        }
        let written = self.inner.write(bytes);
        self.forgive(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gone {
            return Ok(());
        }
        let flushed = self.inner.flush();
        self.forgive(flushed, ())
    }
}
