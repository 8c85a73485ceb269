use std::collections::BTreeMap;

use crate::entity::{Class, Fact, Mention, treaty_facts};
use crate::library::{
    Annotation, AnnotationId, ArticleId, CopyOf, Edition, EntityCount, Library, LibraryError, Link, MarkQuery,
    NoteBacklink, Related, StoredArticle,
};
use crate::text::{LinkKind, LinkTarget, Span, note_links, paragraph_spans};

/// The article in the reader with everything that the views need, so that drawing asks the library nothing.
#[derive(Debug, Clone)]
pub struct OpenArticle {
    /// Text, metadata, names.
    pub stored: StoredArticle,
    /// The body's paragraphs.
    pub paragraphs: Vec<Span>,
    /// References out and in.
    pub related: Related,
    /// Titles of the articles that links lead to.
    pub titles: BTreeMap<ArticleId, LinkedTitle>,
    /// Its versions, the first save first.
    pub editions: Vec<Edition>,
    /// Articles with nearly the same text.
    pub copies: Vec<CopyOf>,
    /// The person's marks in reading order.
    pub annotations: Vec<Annotation>,
    /// Which of them are listed, by their places in `annotations`: those that fit `filter`.
    pub listed: Vec<usize>,
    /// What the list of notes is narrowed by.
    pub filter: MarkQuery,
    /// For each mark, how far it or one before it reaches: the marks at a place are found without walking through all.
    reaches: Vec<usize>,
    /// What the links of its notes lead to today; `None` for those that lead nowhere any more.
    pub leads: BTreeMap<LinkTarget, Option<String>>,
    /// The notes that point here, at the article or at marks in it.
    pub noted: Vec<NoteBacklink>,
    /// How often each entity is named here and in the library, most frequent here first.
    pub entities: Vec<NamedEntity>,
    /// What the text states about its treaties.
    pub facts: Vec<Fact>,
}

/// What a link shows of the article that it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedTitle {
    /// Its title.
    pub title: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its day, as stored.
    pub published: Option<String>,
}

/// An entity of the open article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedEntity {
    /// Library-wide counts.
    pub count: EntityCount,
    /// Indices into the article's mentions, in reading order.
    pub mentions: Vec<usize>,
    /// The notes that point at it.
    pub noted: Vec<NoteBacklink>,
}

impl OpenArticle {
    /// Loads an article and all that belongs to it; `None` where the library does not hold it.
    pub fn load(library: &Library, id: ArticleId) -> Result<Option<Self>, LibraryError> {
        let Some(stored) = library.article(id)? else { return Ok(None) };
        let mut open = Self {
            paragraphs: paragraph_spans(&stored.article.body),
            facts: treaty_facts(&stored.article.body, &stored.mentions),
            stored,
            related: Related::default(),
            titles: BTreeMap::new(),
            editions: Vec::new(),
            copies: Vec::new(),
            annotations: Vec::new(),
            listed: Vec::new(),
            filter: MarkQuery::default(),
            reaches: Vec::new(),
            leads: BTreeMap::new(),
            noted: Vec::new(),
            entities: Vec::new(),
        };
        open.reload_annotations(library)?;
        open.reload_links(library)?;
        open.reload_entities(library)?;
        open.reload_note_links(library)?;
        Ok(Some(open))
    }

    /// The article's identity.
    #[must_use]
    pub const fn id(&self) -> ArticleId {
        self.stored.row.id
    }

    /// The text.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.stored.article.body
    }

    /// Names in the text.
    #[must_use]
    pub fn mentions(&self) -> &[Mention] {
        &self.stored.mentions
    }

    /// Reads the marks anew.
    pub fn reload_annotations(&mut self, library: &Library) -> Result<(), LibraryError> {
        self.annotations = library.annotations(Some(self.id()))?;
        self.measure_marks();
        Ok(())
    }

    /// Takes in one mark as it stands now, or that it is gone, without reading the others anew.
    pub fn take_mark(&mut self, id: AnnotationId, mark: Option<Annotation>) {
        self.annotations.retain(|other| other.id != id);
        if let Some(mark) = mark.filter(|mark| mark.article == self.id()) {
            let place = (mark.anchor.span.start, mark.id);
            let at = self.annotations.partition_point(|other| (other.anchor.span.start, other.id) < place);
            self.annotations.insert(at, mark);
        }
        self.measure_marks();
    }

    fn measure_marks(&mut self) {
        let mut reach = 0;
        let ends = self.annotations.iter().map(|mark| {
            reach = reach.max(mark.anchor.span.end);
            reach
        });
        self.reaches = ends.collect();
        self.list_marks();
    }

    /// Narrows the list of notes.
    pub(super) fn filter_marks(&mut self, filter: MarkQuery) {
        self.filter = filter;
        self.list_marks();
    }

    fn list_marks(&mut self) {
        let all = self.filter == MarkQuery::default();
        let fits = |mark: &Annotation| all || self.filter.fits(mark);
        self.listed =
            (0..self.annotations.len()).filter(|place| self.annotations.get(*place).is_some_and(fits)).collect();
    }

    /// The marks that begin in `span`, in reading order.
    #[must_use]
    pub fn marks_beginning_in(&self, span: Span) -> &[Annotation] {
        let place = |offset: usize| self.annotations.partition_point(|mark| mark.anchor.span.start < offset);
        self.annotations.get(place(span.start)..place(span.end)).unwrap_or_default()
    }

    /// The marks that share a byte with `span`, in reading order.
    pub fn marks_within(&self, span: Span) -> impl Iterator<Item = &Annotation> {
        let first = self.reaches.partition_point(|reach| *reach <= span.start);
        let until = self.annotations.partition_point(|mark| mark.anchor.span.start < span.end);
        let near = self.annotations.get(first..until).unwrap_or_default();
        near.iter().filter(move |mark| mark.anchor.span.overlaps(span))
    }

    /// Reads the links anew.
    pub fn reload_links(&mut self, library: &Library) -> Result<(), LibraryError> {
        self.related = library.related(self.id())?;
        self.editions = library.editions(self.id())?;
        self.copies = library.copies(self.id())?;
        let targets = self.related.references.iter().flat_map(Link::targets).copied();
        let wanted: Vec<ArticleId> =
            targets.chain(self.related.backlinks.iter().map(|backlink| backlink.article)).collect();
        self.titles = library
            .rows(&wanted)?
            .into_iter()
            .map(|row| {
                let published = row.published.map(|published| published.value);
                (row.id, LinkedTitle { title: row.title, outlet: row.outlet, published })
            })
            .collect();
        Ok(())
    }

    /// Reads anew where the links of its notes lead, and which notes point here.
    pub fn reload_note_links(&mut self, library: &Library) -> Result<(), LibraryError> {
        let same = library.same_entities()?;
        self.leads.clear();
        let notes = self.annotations.iter().map(|mark| &mark.note).chain([&self.stored.row.filing.note]);
        for target in notes.flat_map(|note| note_links(note)).map(|link| link.target) {
            let leads = library.link_leads_to(&target, &same)?;
            self.leads.insert(target, leads);
        }
        self.noted = library.notes_on_article(self.stored.row.id)?;
        for entity in &mut self.entities {
            let target = LinkTarget { kind: LinkKind::Entity, id: entity.count.key.clone() };
            entity.noted = library.notes_linking_to(&target, &same)?;
        }
        Ok(())
    }

    /// Whether a change of a note with these words, or its end, touches links from here or to here.
    pub(super) fn is_linked_by(&self, note: &str) -> bool {
        note.contains("[[") || !self.leads.is_empty() || !self.noted.is_empty()
    }

    /// Counts the entities anew.
    pub fn reload_entities(&mut self, library: &Library) -> Result<(), LibraryError> {
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, mention) in self.stored.mentions.iter().enumerate() {
            places.entry(mention.entity.key.as_str()).or_default().push(index);
        }
        self.entities = library
            .entity_counts(self.id())?
            .into_iter()
            .filter_map(|count| {
                let mentions = places.remove(count.key.as_str())?;
                let noted = Vec::new();
                Some(NamedEntity { count, mentions, noted })
            })
            .collect();
        Ok(())
    }

    /// The entity with this key, if the article names it.
    #[must_use]
    pub fn entity(&self, key: &str) -> Option<&NamedEntity> {
        self.entities.iter().find(|entity| entity.count.key == key)
    }

    /// The entities of one class, most frequent first.
    pub fn entities_of(&self, class: Class) -> impl Iterator<Item = &NamedEntity> {
        self.entities.iter().filter(move |entity| entity.count.class == class)
    }

    /// The mark with this id.
    #[must_use]
    pub fn annotation(&self, id: AnnotationId) -> Option<&Annotation> {
        self.annotations.iter().find(|annotation| annotation.id == id)
    }

    /// The paragraph that holds a byte offset, or the last one that starts before it.
    #[must_use]
    pub fn paragraph_at(&self, offset: usize) -> Option<Span> {
        let after = self.paragraphs.partition_point(|paragraph| paragraph.start <= offset);
        self.paragraphs.get(after.saturating_sub(1)).copied()
    }
}
