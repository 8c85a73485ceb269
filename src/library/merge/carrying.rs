//! A person's work on its way out: a line for each mark, each article that is filed, each ruling on names.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::carried_line::{Carried, CarriedArticle, CarriedFiling, CarriedMark, CarriedRuling};
use super::past;
use crate::library::operation::{Payload, Step};
use crate::library::{
    AnchorState, Annotation, AnnotationId, ArticleId, Filing, Library, LibraryError, StoredRuling, annotate, articles,
    filing, pages, rulings,
};
use crate::text::CodePoints;

/// What a file says of an article, and the offsets of its body.
type Told = (CarriedArticle, CodePoints);

impl Library {
    /// What people did in these articles, as a file carries it: marks, how they are filed, rulings on their names. Where
    /// none is given, in all of them, with the rulings on the whole library.
    pub fn carried(&self, only: &[ArticleId]) -> Result<Vec<Carried>, LibraryError> {
        let wanted = |id: &ArticleId| only.is_empty() || only.contains(id);
        let marks: Vec<Annotation> = self.annotations(None)?.into_iter().filter(|mark| wanted(&mark.article)).collect();
        let mut filings = filing::held(&self.db)?;
        filings.retain(|(id, _)| wanted(id));
        let changed = marks.iter().filter(|mark| mark.modified != mark.created).map(|mark| mark.article);
        let earlier = self.earlier(&changed.chain(filings.iter().map(|(id, _)| *id)).collect())?;
        let mut out = Out { library: self, earlier, told: BTreeMap::new(), lines: Vec::new() };
        for mark in marks {
            out.mark(mark)?;
        }
        for (id, filing) in filings {
            out.filing(id, filing)?;
        }
        for ruling in rulings::select(&self.db, "1 = 1", [])? {
            match ruling.article {
                Some(id) if !wanted(&id) || !articles::is_held(&self.db, id)? => {}
                None if !only.is_empty() => {}
                _ => out.ruling(ruling)?,
            }
        }
        Ok(out.lines)
    }

    fn carried_article(&self, id: ArticleId) -> Result<Told, LibraryError> {
        let (title, url): (String, Option<String>) = self
            .db
            .prepare_cached("SELECT title, url FROM article WHERE id = ?1")?
            .query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut query = self.db.prepare_cached(
            "SELECT sha256 FROM page WHERE id = ?1 UNION SELECT sha256 FROM edition WHERE article = ?1 ORDER BY 1",
        )?;
        let saves = query.query_map([id.to_string()], |row| row.get::<_, Vec<u8>>(0))?;
        let sha256 = saves.map(|bytes| Ok(pages::hexadecimal(&bytes?))).collect::<Result<_, LibraryError>>()?;
        let body = annotate::body(&self.db, id)?.map(|(body, _)| body).unwrap_or_default();
        Ok((CarriedArticle { id, title, url, sha256 }, CodePoints::new(&body)))
    }

    /// What the log says of earlier states in these articles: of others there are none, and it is long.
    fn earlier(&self, within: &BTreeSet<ArticleId>) -> Result<Earlier, LibraryError> {
        let mut earlier = Earlier::default();
        if within.is_empty() {
            return Ok(earlier);
        }
        let within: Vec<String> = within.iter().map(ArticleId::to_string).collect();
        let mut query = self.db.prepare(
            "SELECT author, payload FROM operation WHERE kind <> 'reading'
             AND (article IS NULL OR article IN (SELECT value FROM json_each(?1))) ORDER BY number",
        )?;
        let mut rows = query.query([serde_json::to_string(&within)?])?;
        while let Some(row) = rows.next()? {
            // What cannot be read says nothing.
            let Ok(Payload { steps, .. }) = serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default()) else {
                continue;
            };
            for step in steps {
                earlier.take(step, row.get_ref(0)?.as_str().unwrap_or_default());
            }
        }
        Ok(earlier)
    }
}

/// Earlier states, in order.
#[derive(Default)]
struct Earlier {
    /// When each mark was changed.
    marks: BTreeMap<AnnotationId, Vec<String>>,
    /// How each article was filed, as sums, and who filed it last.
    filings: BTreeMap<ArticleId, (Vec<String>, String)>,
}

impl Earlier {
    fn take(&mut self, step: Step, author: &str) {
        let (id, at) = match step {
            Step::Annotation { id, after: Some(mark), .. } => (id, mark.modified),
            Step::Note { id, after, .. } => (id, after.modified),
            Step::Filing { id, after, .. } => {
                let (sums, by) = self.filings.entry(id).or_default();
                sums.push(past::written(past::sum_of(&after)));
                author.clone_into(by);
                return;
            }
            _ => return,
        };
        let known = self.marks.entry(id).or_default();
        if !known.contains(&at) {
            known.push(at);
        }
    }
}

/// Lines that are being made.
struct Out<'a> {
    library: &'a Library,
    earlier: Earlier,
    told: BTreeMap<ArticleId, Told>,
    lines: Vec<Carried>,
}

impl Out<'_> {
    fn article(&mut self, id: ArticleId) -> Result<&Told, LibraryError> {
        Ok(match self.told.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(self.library.carried_article(id)?),
        })
    }

    fn mark(&mut self, mark: Annotation) -> Result<(), LibraryError> {
        let states = self.earlier.marks.remove(&mark.id).unwrap_or_default();
        let (article, table) = self.article(mark.article)?;
        let place = (mark.state != AnchorState::Lost).then(|| table.from_span(mark.anchor.span));
        let carried = CarriedMark {
            id: mark.id,
            article: article.clone(),
            start: place.map(|(start, _)| start),
            end: place.map(|(_, end)| end),
            earlier: states.into_iter().filter(|at| *at != mark.modified).collect(),
            quote: mark.anchor.quote,
            prefix: mark.anchor.prefix,
            suffix: mark.anchor.suffix,
            color: mark.color,
            note: mark.note,
            tags: mark.tags,
            author: mark.author,
            created: mark.created,
            modified: mark.modified,
            state: mark.state,
            detached: mark.detached,
        };
        self.lines.push(Carried::Mark(Box::new(carried)));
        Ok(())
    }

    fn filing(&mut self, id: ArticleId, filing: Filing) -> Result<(), LibraryError> {
        let (mut earlier, author) = self.earlier.filings.remove(&id).unwrap_or_default();
        let now = past::written(past::sum_of(&filing));
        earlier.retain(|sum| *sum != now);
        let article = self.article(id)?.0.clone();
        self.lines.push(Carried::Filing(Box::new(CarriedFiling { filing, article, author, earlier })));
        Ok(())
    }

    fn ruling(&mut self, stored: StoredRuling) -> Result<(), LibraryError> {
        let told = match stored.article {
            Some(id) => Some(self.article(id)?),
            None => None,
        };
        let place = told.as_ref().zip(stored.ruling.on.span).map(|((_, table), span)| table.from_span(span));
        let article = told.map(|(article, _)| article.clone());
        let mut ruling = StoredRuling { article: None, ..stored };
        ruling.ruling.on.span = None;
        let (start, end) = place.unzip();
        self.lines.push(Carried::Ruling(Box::new(CarriedRuling { ruling, article, start, end })));
        Ok(())
    }
}
