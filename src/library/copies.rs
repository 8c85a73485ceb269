//! Copies: articles whose text is nearly the same, such as one agency's story in two outlets. They are grouped and never
//! merged. All of this is derived data: a text is looked for when it is written, and what an older format left is made up.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::text::{Shingles, Sketch};

use super::operation::parse;
use super::{ArticleId, ArticleRow, Library, LibraryError};

/// Another article with nearly the same text.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyOf {
    /// Its line in the list.
    pub row: ArticleRow,
    /// Hundredths of all runs of five words that both share; `None` where it is a copy of a copy.
    pub share: Option<u8>,
}

/// The texts under one band that are looked at, the newest first: a band that more have says little.
const OF_A_BAND: usize = 48;
/// The texts that are compared word by word, the likeliest first.
const COMPARED: usize = 24;
/// Sketches that agree in less are not compared.
const LEAST_ESTIMATE: usize = 20;
/// The most copies that a group is followed to.
const MOST: usize = 500;

impl Library {
    /// The articles with nearly the same text as this one, the earliest published first.
    pub fn copies(&self, id: ArticleId) -> Result<Vec<CopyOf>, LibraryError> {
        let number: Option<i64> = self
            .db
            .prepare_cached("SELECT number FROM article WHERE id = ?1")?
            .query_row([id.to_string()], |row| row.get(0))
            .optional()?;
        let Some(number) = number else { return Err(LibraryError::NoArticle(id)) };
        let mut query = self.db.prepare_cached(
            "SELECT other, share, article.id FROM copy JOIN article ON article.number = other
             JOIN page ON page.id = article.id WHERE copy.number = ?1 AND removed = 0 ORDER BY other",
        )?;
        let mut found: BTreeMap<ArticleId, Option<u8>> = BTreeMap::new();
        let (mut seen, mut left) = (BTreeSet::from([number]), vec![number]);
        while let Some(next) = left.pop() {
            let mut rows = query.query([next])?;
            while let Some(row) = rows.next()? {
                let other: i64 = row.get(0)?;
                if seen.len() <= MOST && seen.insert(other) {
                    let share = if next == number { Some(row.get(1)?) } else { None };
                    found.insert(parse(&row.get::<_, String>(2)?)?, share);
                    left.push(other);
                }
            }
        }
        let rows = self.rows(&found.keys().copied().collect::<Vec<_>>())?.into_iter();
        let mut copies: Vec<CopyOf> =
            rows.map(|row| CopyOf { share: found.get(&row.id).copied().flatten(), row }).collect();
        let day = |copy: &CopyOf| copy.row.published.as_ref().map(|published| published.value.clone());
        copies.sort_by_key(|copy| (day(copy).is_none(), day(copy), copy.row.id));
        Ok(copies)
    }

    /// Every group of copies: for each article that has some, the least of its group, by which the group is known.
    pub fn copy_groups(&self) -> Result<BTreeMap<ArticleId, ArticleId>, LibraryError> {
        let mut query = self.db.prepare_cached(
            "SELECT one.id, two.id FROM copy
             JOIN article one ON one.number = copy.number JOIN page first ON first.id = one.id
             JOIN article two ON two.number = copy.other JOIN page second ON second.id = two.id
             WHERE copy.number < copy.other AND first.removed = 0 AND second.removed = 0",
        )?;
        let mut rows = query.query([])?;
        let mut leads: BTreeMap<ArticleId, ArticleId> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (one, two): (ArticleId, ArticleId) =
                (parse(&row.get::<_, String>(0)?)?, parse(&row.get::<_, String>(1)?)?);
            let (one, two) = (lead(&mut leads, one), lead(&mut leads, two));
            leads.insert(one.max(two), one.min(two));
        }
        let all: Vec<ArticleId> = leads.keys().copied().collect();
        Ok(all.into_iter().map(|id| (id, lead(&mut leads, id))).collect())
    }

    /// Looks for copies of texts that an older format left without, for about so long. True while there are more.
    pub fn compare_on(&mut self, time: Duration) -> Result<bool, LibraryError> {
        /// Texts of one transaction at most.
        const PORTION: usize = 256;
        let started = Instant::now();
        let transaction = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let (mut done, mut more) = (0, false);
        {
            let mut next = transaction
                .prepare_cached("SELECT number, body FROM article WHERE compared = 0 ORDER BY number LIMIT 1")?;
            while let Some((number, body)) =
                next.query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).optional()?
            {
                compare(&transaction, number, &body, Shingles::new(&body).sketch().as_ref())?;
                transaction.prepare_cached("UPDATE article SET compared = 1 WHERE number = ?1")?.execute([number])?;
                done += 1;
                more = done == PORTION || started.elapsed() >= time;
                if more {
                    break;
                }
            }
        }
        transaction.commit()?;
        Ok(more)
    }

    /// Whether copies of some texts are still to be looked for.
    pub fn is_compared(&self) -> Result<bool, LibraryError> {
        let left = self.db.query_row("SELECT 1 FROM article WHERE compared = 0 LIMIT 1", [], |_| Ok(())).optional()?;
        Ok(left.is_none())
    }

    /// Looks for copies of all texts that an older format left without.
    pub fn compare_all(&mut self) -> Result<(), LibraryError> {
        while !self.is_read_only() && !self.is_compared()? {
            self.compare_on(Duration::MAX)?;
        }
        Ok(())
    }
}

/// The article by which the group of `id` is known; those on the way to it are put under it (union by least, with halving).
fn lead(leads: &mut BTreeMap<ArticleId, ArticleId>, mut id: ArticleId) -> ArticleId {
    loop {
        let up = *leads.entry(id).or_insert(id);
        if up == id {
            return id;
        }
        let next = leads.get(&up).copied().unwrap_or(up);
        leads.insert(id, next);
        id = next;
    }
}

/// Keeps the sketch of a text and finds its copies; a text without one is too short to have any.
pub(super) fn compare(db: &Connection, number: i64, body: &str, sketch: Option<&Sketch>) -> Result<(), LibraryError> {
    let Some(sketch) = sketch else { return Ok(()) };
    let mut shingles = None;
    for (other, text) in likely(db, sketch)? {
        let mine = shingles.get_or_insert_with(|| Shingles::new(body));
        if let Some(share) = mine.copies(&Shingles::new(&text)) {
            let mut put =
                db.prepare_cached("INSERT OR REPLACE INTO copy (number, other, share) VALUES (?1, ?2, ?3)")?;
            put.execute(params![number, other, share])?;
            put.execute(params![other, number, share])?;
        }
    }
    db.prepare_cached("INSERT OR REPLACE INTO sketch (number, minima) VALUES (?1, ?2)")?
        .execute(params![number, sketch.to_bytes()])?;
    let mut put = db.prepare_cached("INSERT OR IGNORE INTO sketch_band_recent (band, number) VALUES (?1, ?2)")?;
    for band in sketch.bands() {
        put.execute(params![band.cast_signed(), number])?;
    }
    move_on(db, number)
}

/// Moves the recent bands of one slice of all bands to where the others are. With each text it is the next slice's turn,
/// round and round, so that what is written stays near to the number of texts, however many the library has, and no text
/// waits for the many of a whole table (the merging of log-structured trees: O'Neil and others, 1996, done with each step).
fn move_on(db: &Connection, number: i64) -> Result<(), LibraryError> {
    let (from, to) = slice(number);
    let moved = db
        .prepare_cached(
            "INSERT OR IGNORE INTO sketch_band (band, number)
             SELECT band, number FROM sketch_band_recent WHERE band BETWEEN ?1 AND ?2",
        )?
        .execute([from, to])?;
    if moved > 0 {
        db.prepare_cached("DELETE FROM sketch_band_recent WHERE band BETWEEN ?1 AND ?2")?.execute([from, to])?;
    }
    Ok(())
}

/// The first and last band of the slice whose turn comes with the text of this number. There are about sixteen times as
/// many slices as the square root of the texts: the pages of both tables that a batch touches are then as few as can be.
const fn slice(number: i64) -> (i64, i64) {
    let number = number.cast_unsigned();
    let bits = 4 + (u64::BITS - number.leading_zeros()) / 2;
    let width = u64::MAX >> bits;
    let from = number << (u64::BITS - bits);
    // Bands are kept as signed numbers: the order of slices does not matter, only that each has its turn.
    (from.cast_signed(), (from | width).cast_signed())
}

/// The texts whose sketches meet this one in a band.
fn meeting(db: &Connection, sketch: &Sketch) -> Result<BTreeSet<i64>, LibraryError> {
    let mut meets: BTreeSet<i64> = BTreeSet::new();
    let mut query = db.prepare_cached(
        "SELECT number FROM sketch_band_recent WHERE band = ?1
         UNION ALL SELECT number FROM sketch_band WHERE band = ?1 ORDER BY number DESC LIMIT ?2",
    )?;
    for band in sketch.bands() {
        let rows = query
            .query_map(params![band.cast_signed(), i64::try_from(OF_A_BAND).unwrap_or(i64::MAX)], |row| {
                row.get::<_, i64>(0)
            })?;
        for number in rows {
            meets.insert(number?);
        }
    }
    Ok(meets)
}

/// The texts whose sketches meet this one and agree with it enough, the likeliest first.
fn likely(db: &Connection, sketch: &Sketch) -> Result<Vec<(i64, String)>, LibraryError> {
    let mut query = db.prepare_cached("SELECT minima FROM sketch WHERE number = ?1")?;
    let mut ranked = Vec::new();
    for number in meeting(db, sketch)? {
        let minima: Option<Vec<u8>> = query.query_row([number], |row| row.get(0)).optional()?;
        let estimate = minima.as_deref().and_then(Sketch::from_bytes).map_or(0, |other| sketch.estimate(&other));
        if estimate >= LEAST_ESTIMATE {
            ranked.push((std::cmp::Reverse(estimate), number));
        }
    }
    ranked.sort_unstable();
    let mut query = db.prepare_cached("SELECT body FROM article WHERE number = ?1")?;
    let mut texts = Vec::new();
    for (_, number) in ranked.into_iter().take(COMPARED) {
        let body: Option<String> = query.query_row([number], |row| row.get(0)).optional()?;
        texts.extend(body.map(|body| (number, body)));
    }
    Ok(texts)
}

/// Forgets the sketch and the copies of a text that is no more.
pub(super) fn forget(db: &Connection, number: i64) -> Result<(), LibraryError> {
    let minima: Option<Vec<u8>> = db
        .prepare_cached("SELECT minima FROM sketch WHERE number = ?1")?
        .query_row([number], |row| row.get(0))
        .optional()?;
    if let Some(sketch) = minima.as_deref().and_then(Sketch::from_bytes) {
        for table in ["sketch_band", "sketch_band_recent"] {
            let mut remove = db.prepare_cached(&format!("DELETE FROM {table} WHERE band = ?1 AND number = ?2"))?;
            for band in sketch.bands() {
                remove.execute(params![band.cast_signed(), number])?;
            }
        }
    }
    db.prepare_cached("DELETE FROM sketch WHERE number = ?1")?.execute([number])?;
    let mut query = db.prepare_cached("SELECT other FROM copy WHERE number = ?1")?;
    let others: Vec<i64> = query.query_map([number], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut remove = db.prepare_cached("DELETE FROM copy WHERE number = ?1 AND other = ?2")?;
    for other in others {
        remove.execute([number, other])?;
        remove.execute([other, number])?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "copies_tests.rs"]
mod tests;
