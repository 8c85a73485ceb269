//! Stories that an operation takes in one after the other: each is new, the same as one that is held, or a change of it.

use rusqlite::{Connection, params};

use crate::entity::RuledOn;

use super::editions::{self, Known};
use super::import::{page_of, write_article};
use super::operation::Step;
use super::plan::Plan;
use super::{ArticleId, EditionId, Environment, ImportOutcome, LibraryError, Prepared, pages, reach, rulings, wishes};

/// An import while it is planned.
pub(super) struct TakingIn<'a> {
    db: &'a Connection,
    now: &'a str,
    environment: &'a mut Environment,
    plan: Plan,
    pending: pages::Pending,
    /// What rulings are about, once that was asked for.
    ruled: Option<RuledOn>,
}

impl<'a> TakingIn<'a> {
    pub fn new(db: &'a Connection, now: &'a str, environment: &'a mut Environment) -> Self {
        Self { db, now, environment, plan: Plan::default(), pending: pages::Pending::default(), ruled: None }
    }

    /// The steps that take in what was given.
    pub fn into_steps(self) -> Vec<Step> {
        self.plan.into_steps()
    }

    /// Plans to take a story in.
    pub fn story(&mut self, story: &Prepared) -> Result<ImportOutcome, LibraryError> {
        let held = page_of(self.db, &story.sha256)?;
        let held = held.map(|(id, removed)| (id, removed && !self.pending.shown.contains(&id)));
        let known = match held {
            None => self.known(story)?,
            Some((id, removed)) => match pages::held_apart(self.db, story, id, &self.pending)? {
                Some(known) => known,
                None => match editions::dropped(self.db, story, id, &self.pending)? {
                    Some(known) => known,
                    None => {
                        if removed {
                            self.bring_back(id, story)?;
                        }
                        return Ok(ImportOutcome::Same(id));
                    }
                },
            },
        };
        Ok(match known {
            Known::Not => ImportOutcome::New(self.add(story)?),
            Known::Same(id) => {
                self.enrich(id, story)?;
                ImportOutcome::Same(id)
            }
            Known::Kept(id) => {
                editions::add(self.db, EditionId((self.environment.ids)()), id, (story, None), self.now)?;
                ImportOutcome::Same(id)
            }
            Known::Changed(id, before) => self.change(story, (id, before, None), held)?,
            Known::Page(id, before, joins) => self.change(story, (id, before, Some(&joins)), held)?,
        })
    }

    /// What a story that is not known by its bytes is to the library: a page of an article, else an article or an edition.
    fn known(&self, story: &Prepared) -> Result<Known, LibraryError> {
        match pages::meets(self.db, story, &self.pending)? {
            Some(known) => Ok(known),
            None => editions::known(self.db, &story.article, &self.pending),
        }
    }

    /// A story that is new, with its bytes.
    fn add(&mut self, story: &Prepared) -> Result<ArticleId, LibraryError> {
        let id = ArticleId((self.environment.ids)());
        add_page(self.db, id, story, self.now)?;
        write_article(self.db, id, &story.article, &story.derived(), 1)?;
        let ruled = match &mut self.ruled {
            Some(ruled) => ruled,
            None => self.ruled.insert(rulings::ruled(self.db)?),
        };
        if ruled.touches(&story.article.body, &story.mentions) {
            reach::mark(self.db, &[id])?;
        }
        self.bring_back(id, story)?;
        Ok(id)
    }

    /// An edition of the article `id`, which is made of the one `before`, or a page that is joined to it.
    fn change(
        &mut self,
        story: &Prepared,
        (id, before, joins): (ArticleId, Option<EditionId>, Option<&str>),
        held: Option<(ArticleId, bool)>,
    ) -> Result<ImportOutcome, LibraryError> {
        let kept = editions::with_bytes(self.db, &story.sha256)?;
        let edition = kept.unwrap_or_else(|| EditionId((self.environment.ids)()));
        if kept.is_none() {
            editions::add(self.db, edition, id, (story, joins), self.now)?;
        }
        let before = self.pending.editions.insert(id, edition).or(before);
        self.plan.push(Step::Edition { id, before, after: Some(edition) });
        match held {
            // A page that stood for itself is now in its story.
            Some((apart, false)) if apart != id => {
                self.pending.hidden.push(apart);
                self.plan.push(Step::Page { id: apart, before: false, after: true });
                self.enrich(id, story)?;
            }
            Some((back, true)) if back == id => self.bring_back(id, story)?,
            _ => self.enrich(id, story)?,
        }
        Ok(ImportOutcome::Changed(id))
    }

    /// Shows an article that is new or was removed, filed and marked as its export and the library's own wish say.
    fn bring_back(&mut self, id: ArticleId, story: &Prepared) -> Result<(), LibraryError> {
        self.plan.push(Step::Page { id, before: true, after: false });
        self.pending.shown.push(id);
        match wishes::wished(self.db, &story.article, story.wish.as_ref())? {
            Some(wish) => wishes::enrich(self.db, &mut self.plan, id, &wish, (self.now, self.environment)),
            None => Ok(()),
        }
    }

    /// Files and marks an article that shows as an export says that brought its story again.
    fn enrich(&mut self, id: ArticleId, story: &Prepared) -> Result<(), LibraryError> {
        match &story.wish {
            Some(wish) => wishes::enrich(self.db, &mut self.plan, id, wish, (self.now, self.environment)),
            None => Ok(()),
        }
    }
}

/// Stores the page; it shows once the operation's step says so.
fn add_page(db: &Connection, id: ArticleId, story: &Prepared, now: &str) -> Result<(), LibraryError> {
    db.prepare_cached(
        "INSERT INTO page (id, sha256, file, url, size, bytes, imported, imported_on, sample, removed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1)",
    )?
    .execute(params![
        id.to_string(),
        story.sha256.as_slice(),
        story.file,
        story.url,
        story.stored_size(),
        story.bytes,
        now,
        story.imported.to_string(),
        story.sample
    ])?;
    Ok(())
}
