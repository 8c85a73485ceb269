//! Tags over the whole library: one is renamed, or merged into another, wherever it stands.

use super::operation::{Step, parse};
use super::{
    AnnotationId, ArticleId, Changes, Filing, Library, LibraryError, OperationKind, annotate, clean_tag, filing,
};

impl Library {
    /// Calls a tag otherwise on every article and mark that is there; where the new name is a tag already, the two are
    /// one from then on. Gives on how many articles and marks. One step of undo.
    pub fn rename_tag(&mut self, from: &str, to: &str) -> Result<(usize, Changes), LibraryError> {
        self.operate(OperationKind::RenameTag, |db, now, _| {
            let Some(to) = clean_tag(to).filter(|to| to != from) else { return Ok((0, Vec::new())) };
            let mut steps = Vec::new();
            let mut query = db.prepare(
                "SELECT mark.id FROM mark_tag JOIN mark ON mark.number = mark_tag.mark WHERE tag = ?1 ORDER BY mark.id",
            )?;
            let ids = query.query_map([from], |row| row.get::<_, Vec<u8>>(0))?;
            for id in ids {
                let id = uuid::Uuid::from_slice(&id?).map_err(|error| LibraryError::Damaged(error.to_string()))?;
                let Some(before) = annotate::get(db, AnnotationId(id))? else { continue };
                let mut after = before.clone();
                after.tags = renamed(&before.tags, from, &to);
                now.clone_into(&mut after.modified);
                let (before, after) = (Some(Box::new(before)), Some(Box::new(after)));
                steps.push(Step::Annotation { id: AnnotationId(id), before, after });
            }
            let filed = filing::FILED;
            let mut query = db.prepare(&format!(
                "SELECT article FROM {filed}, json_each(said, '$.tags') WHERE value = ?1 ORDER BY article",
            ))?;
            let articles = query.query_map([from], |row| row.get::<_, String>(0))?;
            for id in articles {
                let id: ArticleId = parse(&id?)?;
                let before = filing::get(db, id)?;
                let after = Filing { tags: renamed(&before.tags, from, &to), ..before.clone() };
                steps.push(Step::Filing { id, before: Box::new(before), after: Box::new(after) });
            }
            Ok((steps.len(), steps))
        })
    }
}

/// The tags with one called otherwise, each once.
fn renamed(tags: &[String], from: &str, to: &str) -> Vec<String> {
    let mut renamed: Vec<String> = Vec::with_capacity(tags.len());
    for tag in tags {
        let tag = if tag == from { to } else { tag };
        if !renamed.iter().any(|other| other == tag) {
            renamed.push(tag.to_owned());
        }
    }
    renamed
}
