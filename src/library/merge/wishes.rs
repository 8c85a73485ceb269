//! Stories that the other library wants, and what is said of them there.

use super::Part;
use super::stories::read_row;
use crate::article::{Article, Wish};
use crate::library::operation::Step;
use crate::library::{ArticleId, LibraryError, StoredWish, WishId, wishes};

impl Part<'_> {
    /// Takes in wishes: of a story that is wanted here as well what is said there is added, and one that is held here is
    /// filed and marked so.
    pub(super) fn wishes(&mut self, found: Vec<(String, String)>) -> Result<(), LibraryError> {
        // What is planned is not written yet.
        let mut planned = Vec::new();
        for (key, json) in found {
            match read_row::<WishId, StoredWish>(&key, &json) {
                Ok((id, mut stored)) => {
                    self.sign(id, &mut stored.wish);
                    self.wish(StoredWish { id, ..stored }, &mut planned)?;
                }
                Err(reason) => self.unreadable(&format!("the wanted story {key}"), None, &reason),
            }
        }
        Ok(())
    }

    /// Says whose the marks of a wish are, as the story may come here first.
    fn sign(&self, id: WishId, wish: &mut Wish) {
        for mark in &mut wish.marks {
            let author = mark.author.take().unwrap_or_else(|| self.known.theirs.wished_by(id).to_owned());
            mark.author = Some(author).filter(|author| !author.is_empty() && *author != self.environment.author);
        }
    }

    fn wish(&mut self, theirs: StoredWish, planned: &mut Vec<StoredWish>) -> Result<(), LibraryError> {
        let (url, title) = wishes::keys(&theirs.wish);
        let url = url.as_deref();
        let held = wishes::held(self.db, url, &title)?;
        // Where the story is held there as well, what its person made of the wish came with it.
        if let Some(ours) = held
            && wishes::held(&self.other.db, url, &title)?.is_none()
        {
            self.enrich(ours, &theirs.wish)?;
        }
        let same = |one: &&StoredWish| {
            let (one_url, one_title) = wishes::keys(&one.wish);
            one.id == theirs.id || one_url.as_deref() == url && (url.is_some() || one_title == title)
        };
        let known = match planned.iter().rev().find(same) {
            Some(known) => Some(known.clone()),
            None => match wishes::get(self.db, theirs.id)? {
                None => wishes::known(self.db, url, &title)?,
                known => known,
            },
        };
        match known {
            Some(known) => planned.extend(self.complete(known, theirs.wish)),
            None if held.is_none() => {
                self.merged.wishes_new += 1;
                planned.push(theirs.clone());
                self.plan.push(Step::Wish { id: theirs.id, before: None, after: Some(Box::new(theirs)) });
            }
            None => {}
        }
        Ok(())
    }

    /// Adds what is said of a story there to what is said of it here; gives that where it is more.
    fn complete(&mut self, known: StoredWish, theirs: Wish) -> Option<StoredWish> {
        let mut after = known.clone();
        after.wish.complete(theirs);
        if after == known {
            return None;
        }
        self.merged.wishes_changed += 1;
        let (id, before) = (known.id, Some(Box::new(known)));
        self.plan.push(Step::Wish { id, before, after: Some(Box::new(after.clone())) });
        Some(after)
    }

    /// Files and marks a story that comes to show here as the wish says that names it here.
    pub(super) fn wished(&mut self, article: &Article, id: ArticleId) -> Result<(), LibraryError> {
        match wishes::wished(self.db, article, None)? {
            Some(wish) => wishes::enrich(self.db, &mut self.plan, id, &wish, (self.now, self.environment)),
            None => Ok(()),
        }
    }

    /// Files and marks a story that is held here as a wish of the other library says.
    fn enrich(&mut self, ours: ArticleId, wish: &Wish) -> Result<(), LibraryError> {
        let planned = self.plan.steps().len();
        wishes::enrich(self.db, &mut self.plan, ours, wish, (self.now, self.environment))?;
        for step in self.plan.steps().iter().skip(planned) {
            match step {
                Step::Filing { .. } => self.merged.filed += 1,
                Step::Annotation { after: Some(mark), .. } => {
                    self.merged.marks_new += 1;
                    self.merged.marks_doubtful += usize::from(mark.is_in_doubt());
                }
                _ => {}
            }
        }
        Ok(())
    }
}
