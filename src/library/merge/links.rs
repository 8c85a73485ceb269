//! Links in notes of the other library, made to lead to the same stories here.

use crate::library::{ArticleId, LibraryError};
use crate::text::{LinkKind, LinkTarget, note_links, with_links, written_link};

use super::Part;

impl Part<'_> {
    /// A note of the other library in which links to stories that have another id here lead to those.
    pub(super) fn note_here(&self, note: &str) -> Result<String, LibraryError> {
        let mut ours = Vec::new();
        for link in note_links(note) {
            ours.push(self.target_here(&link.target)?);
        }
        Ok(with_links(note, |number, link| match ours.get(number).copied().flatten() {
            Some(id) => written_link(&LinkTarget { kind: LinkKind::Article, id: id.to_string() }, &link.text),
            None => note.get(link.range.clone()).unwrap_or_default().to_owned(),
        }))
    }

    /// The story here that a link is meant for, where that has another id than there.
    fn target_here(&self, target: &LinkTarget) -> Result<Option<ArticleId>, LibraryError> {
        let Ok(id) = target.id.parse::<ArticleId>() else { return Ok(None) };
        if target.kind != LinkKind::Article || !self.other.has_story(id)? {
            return Ok(None);
        }
        let story = match self.other.story(id) {
            Ok(story) => story,
            // It is named when its own turn comes.
            Err(LibraryError::DamagedPage(..) | LibraryError::Damaged(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(self.known_here(&story)?.map(|(ours, _)| ours).filter(|ours| *ours != id))
    }
}
