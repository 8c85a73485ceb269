//! `sorot compare`.

use anyhow::{Context as _, bail};
use serde::Serialize;

use crate::library::{ArticleId, Edition, Library};
use crate::text::{CodePoints, Part, Row, Span, side_by_side};

use super::Outcome;
use super::desk::{Desk, find_article};

/// Arguments of `sorot compare`.
#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    /// The article's id, or a part of it that no other has.
    #[arg(value_name = "ID")]
    id: String,
    /// Another article to compare it with [default: an older edition of the same].
    #[arg(value_name = "OTHER")]
    other: Option<String>,
    /// The edition of ID, by its number from 1 [default: the one before the one that is read; with OTHER the one that is read].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    from: Option<u32>,
    /// The edition of OTHER, or of ID, by its number from 1 [default: the one that is read].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    to: Option<u32>,
    /// Shows what is alike in both, too.
    #[arg(long)]
    all: bool,
    /// Prints a JSON object with every row.
    #[arg(long)]
    json: bool,
}

/// One of the two texts.
struct Side {
    article: ArticleId,
    title: String,
    number: usize,
    edition: Edition,
    body: String,
}

impl Compare {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let library = desk.held_library()?;
        let id = find_article(&library, &self.id)?;
        let other = self.other.as_deref().map(|other| find_article(&library, other)).transpose()?;
        let from = self.from.map_or(if other.is_some() { Wanted::Read } else { Wanted::Before }, Wanted::Number);
        let one = side(&library, id, from)?;
        let two = side(&library, other.unwrap_or(id), self.to.map_or(Wanted::Read, Wanted::Number))?;
        let rows = side_by_side(&one.body, &two.body);
        if self.json {
            desk.answer(&shape(&one, &two, &rows))?;
        } else {
            self.tell(desk, &one, &two, &rows)?;
        }
        Ok(Outcome::Done)
    }

    /// Writes what differs, words gone in [-brackets-], words that are new in {+braces+}.
    fn tell(&self, desk: &mut Desk<'_>, one: &Side, two: &Side, rows: &[Row]) -> anyhow::Result<()> {
        for (sign, side) in [("---", one), ("+++", two)] {
            let Side { article, title, number, edition, .. } = side;
            desk.line(&format!("{sign} {article} edition {number}, {}, {}: {title}", edition.imported, edition.file))?;
        }
        let mut alike = 0;
        for row in rows {
            if !row.is_changed() && !self.all {
                alike += 1;
                continue;
            }
            tell_alike(desk, &mut alike)?;
            let sign = match (row.is_changed(), row.one, row.two) {
                (false, ..) => " ",
                (true, Some(_), Some(_)) => "~",
                (true, _, None) => "-",
                (true, None, _) => "+",
            };
            let words = match sign {
                "~" => row.woven(&one.body, &two.body).iter().map(marked).collect(),
                "-" => row.one.map_or("", |span| span.of(&one.body)).to_owned(),
                _ => row.two.map_or("", |span| span.of(&two.body)).to_owned(),
            };
            for line in words.lines() {
                desk.line(&format!("{sign} {line}"))?;
            }
        }
        tell_alike(desk, &mut alike)
    }
}

fn tell_alike(desk: &mut Desk<'_>, alike: &mut usize) -> anyhow::Result<()> {
    if std::mem::take(alike) > 0 {
        desk.line("  ...")?;
    }
    Ok(())
}

/// Words as they are written within a line: white space stays outside of the signs.
fn marked((part, text): &(Part, String)) -> String {
    let words = text.trim_start();
    let gap = text.strip_suffix(words).unwrap_or_default();
    match part {
        Part::Kept(..) => text.clone(),
        Part::Gone(_) => format!("{gap}[-{words}-]"),
        Part::New(_) => format!("{gap}{{+{words}+}}"),
    }
}

/// Which edition is wanted.
#[derive(Debug, Clone, Copy)]
enum Wanted {
    /// The one that is read.
    Read,
    /// The one before the one that is read.
    Before,
    /// By its number, from 1.
    Number(u32),
}

fn side(library: &Library, article: ArticleId, wanted: Wanted) -> anyhow::Result<Side> {
    let mut editions = library.editions(article)?;
    let read = editions.iter().position(|edition| edition.current).context("no edition is read")?;
    let place = match wanted {
        Wanted::Read => read,
        Wanted::Number(number) => usize::try_from(number)?.saturating_sub(1),
        Wanted::Before if read > 0 => read - 1,
        Wanted::Before if editions.len() > 1 => read + 1,
        Wanted::Before => bail!("there is one edition of {article}; name another article to compare it with"),
    };
    if place >= editions.len() {
        bail!("there are {} editions of {article}", editions.len());
    }
    let edition = editions.swap_remove(place);
    let title = library.rows(&[article])?.pop().map(|row| row.title).unwrap_or_default();
    Ok(Side { article, title, number: place + 1, body: library.body_of(article, edition.id)?, edition })
}

/// Offsets count Unicode code points of the text.
#[derive(Serialize)]
struct SideJson<'a> {
    article: String,
    title: &'a str,
    edition: usize,
    file: &'a str,
    imported: &'a str,
    body: &'a str,
}

#[derive(Serialize)]
struct RowJson {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    one: Option<StretchJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    two: Option<StretchJson>,
}

#[derive(Serialize)]
struct StretchJson {
    start: usize,
    end: usize,
    /// Start and end of the words that the other text has not.
    differs: Vec<[usize; 2]>,
}

#[derive(Serialize)]
struct ComparedJson<'a> {
    one: SideJson<'a>,
    two: SideJson<'a>,
    changes: usize,
    rows: Vec<RowJson>,
}

fn shape<'a>(one: &'a Side, two: &'a Side, rows: &[Row]) -> ComparedJson<'a> {
    let (first, second) = (CodePoints::new(&one.body), CodePoints::new(&two.body));
    let row = |row: &Row| {
        let gone = row.parts.iter().filter_map(|part| if let Part::Gone(span) = part { Some(*span) } else { None });
        let new = row.parts.iter().filter_map(|part| if let Part::New(span) = part { Some(*span) } else { None });
        let kind = match (row.is_changed(), row.one, row.two) {
            (false, ..) => "same",
            (true, Some(_), Some(_)) => "changed",
            (true, _, None) => "gone",
            (true, None, _) => "new",
        };
        RowJson {
            kind,
            one: row.one.map(|span| stretch(&first, span, gone)),
            two: row.two.map(|span| stretch(&second, span, new)),
        }
    };
    let side = |side: &'a Side| SideJson {
        article: side.article.to_string(),
        title: &side.title,
        edition: side.number,
        file: &side.edition.file,
        imported: &side.edition.imported,
        body: &side.body,
    };
    let changes = rows.iter().filter(|row| row.is_changed()).count();
    ComparedJson { one: side(one), two: side(two), changes, rows: rows.iter().map(row).collect() }
}

fn stretch(points: &CodePoints, span: Span, differs: impl Iterator<Item = Span>) -> StretchJson {
    let at = |offset| points.from_byte(offset);
    StretchJson {
        start: at(span.start),
        end: at(span.end),
        differs: differs.map(|span| [at(span.start), at(span.end)]).collect(),
    }
}
