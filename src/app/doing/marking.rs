use crate::app::{App, Effect, Motion, Selection};
use crate::library::{Annotation, AnnotationEdit, AnnotationId, Changes, Color, NewAnnotation};
use crate::text::{Span, Unit, unit_at};

impl App {
    pub(super) fn select(&mut self, selection: Option<Selection>) {
        self.reading.selection = selection;
        if selection.is_some() {
            self.reading.chosen = None;
            self.reading.writing_note = false;
        } else {
            self.reading.deselect();
        }
    }

    /// A selection is complete: the pen marks it.
    pub(super) fn end_selecting(&mut self) {
        if self.pen() && self.reading.selected().is_some() {
            self.mark_selection(self.settings.armed_color);
        }
    }

    /// Moves the caret, which shows then; only the layout knows where to.
    pub(super) fn move_caret(&mut self, motion: Motion) {
        if !self.reading.caret {
            self.toggle_caret();
        }
        self.effects.push(Effect::MoveCaret(motion));
    }

    /// Takes up the pen, or puts it down.
    pub(super) fn toggle_pen(&mut self) {
        self.pen = if self.pen() { None } else { Some(Vec::new()) };
    }

    /// Takes up the pen with the colour and the tags of the chosen mark.
    pub(super) fn pen_like_mark(&mut self) {
        let reading = &self.reading;
        let Some(mark) = reading.chosen.and_then(|id| reading.article.as_ref()?.annotation(id)) else { return };
        let (color, tags) = (mark.color, mark.tags.clone());
        self.pen = Some(tags);
        self.set(|settings| settings.armed_color = color);
    }

    /// Asks for the tag that the pen is to give; puts a pen down that gives one.
    pub(super) fn choose_pen_tag(&mut self) {
        if self.pen_tags().is_empty() {
            self.show_tags(crate::app::Overlay::PenTag);
        } else {
            self.pen = None;
        }
    }

    /// The tags that the pen gives each mark.
    #[must_use]
    pub fn pen_tags(&self) -> &[String] {
        self.pen.as_deref().unwrap_or_default()
    }

    /// Shows the caret, or takes it away. It begins where the person is: at the mark, the name or the text in view.
    pub(super) fn toggle_caret(&mut self) {
        let reading = &mut self.reading;
        let Some(open) = &reading.article else { return };
        reading.caret = !reading.caret;
        if reading.caret {
            let mark = reading.chosen.and_then(|id| open.annotation(id)).map(|mark| mark.anchor.span.start);
            let name = reading.target.mention.and_then(|index| open.mentions().get(index));
            let at = mark.or(name.map(|mention| mention.span.start)).unwrap_or(reading.position);
            reading.selection.get_or_insert(Selection::caret(at));
        } else {
            reading.selection = reading.selected();
        }
    }

    /// Selects the sentence at the caret or the place being read; once it is selected, the next one as well.
    pub(super) fn select_sentence(&mut self) {
        let reading = &self.reading;
        let Some(open) = &reading.article else { return };
        let sentence = |at: usize| unit_at(open.body(), at, Unit::Sentence);
        let span = match reading.selected().map(Selection::span) {
            None => {
                let caret = reading.selection.map(|selection| selection.head);
                let name = reading.target.mention.and_then(|index| open.mentions().get(index));
                sentence(caret.or(name.map(|mention| mention.span.start)).unwrap_or(reading.position))
            }
            Some(span) => {
                let whole = Span::new(sentence(span.start).start, sentence(span.end.saturating_sub(1)).end);
                let rest = open.body().get(whole.end..).unwrap_or_default();
                let next = whole.end + (rest.len() - rest.trim_start().len());
                if whole == span { Span::new(span.start, sentence(next).end.max(span.end)) } else { whole }
            }
        };
        self.select(Some(Selection::over(span)));
    }

    pub(super) fn select_all(&mut self) {
        let Some(open) = &self.reading.article else { return };
        let whole = Selection { anchor: 0, head: open.body().len() };
        self.select(Some(whole));
    }

    pub(super) fn copy(&mut self) {
        let reading = &self.reading;
        let Some(open) = &reading.article else { return };
        let chosen = || open.annotation(reading.chosen?).map(|mark| mark.anchor.quote.clone());
        let text = match reading.selected() {
            Some(selection) => selection.span().of(open.body()).to_owned(),
            None => chosen().unwrap_or_default(),
        };
        if !text.is_empty() {
            self.effects.push(Effect::Copy(text));
        }
    }

    pub(super) fn choose_mark(&mut self, mark: Option<AnnotationId>) {
        self.reading.chosen = mark;
        self.reading.just_made = None;
        self.reading.writing_note = false;
        if mark.is_some() {
            self.reading.deselect();
        }
    }

    pub(super) fn show_mark(&mut self, mark: AnnotationId) {
        let Some(annotation) = self.reading.article.as_ref().and_then(|open| open.annotation(mark)) else { return };
        let position = annotation.anchor.span.start;
        self.choose_mark(Some(mark));
        self.effects.push(Effect::ScrollTo { position, at_top: false });
    }

    /// Marks a span of the open article; the mark is on disk when this returns.
    pub(super) fn mark(&mut self, span: Span, color: Color) {
        if let Some((known, tags)) = self.own_mark_on(span, Some(color)).map(|mark| (mark.id, mark.tags.clone())) {
            return self.mark_again(known, tags);
        }
        let Some(open) = self.reading.article.as_ref() else { return };
        let (article, version) = (open.id(), open.stored.body_version);
        let new = NewAnnotation { article, span, version, color, note: String::new(), tags: self.pen_tags().to_vec() };
        let made = self.library.annotate(new);
        if let Some((annotation, changes)) = self.settle(made) {
            self.choose_mark(Some(annotation.id));
            self.reading.just_made = Some(annotation.id);
            self.after_mark(annotation.id, Some(annotation), changes);
        }
    }

    /// The person's own mark on just this span, in this colour where one is asked for.
    fn own_mark_on(&self, span: Span, color: Option<Color>) -> Option<&Annotation> {
        let open = self.reading.article.as_ref()?;
        let mine = |mark: &&Annotation| {
            mark.anchor.span == span
                && !mark.is_in_doubt()
                && mark.author == self.library.author()
                && color.is_none_or(|color| mark.color == color)
        };
        open.annotations.iter().find(mine)
    }

    /// The same words in the same colour are the same mark: it is chosen, and gets the tags of the pen that it lacks.
    fn mark_again(&mut self, known: AnnotationId, mut tags: Vec<String>) {
        self.choose_mark(Some(known));
        self.reading.just_made = Some(known);
        let had = tags.len();
        let lacking: Vec<String> = self.pen_tags().iter().filter(|tag| !tags.contains(tag)).cloned().collect();
        tags.extend(lacking);
        if tags.len() > had {
            self.edit_mark(known, AnnotationEdit { tags: Some(tags), ..AnnotationEdit::default() });
        }
    }

    /// Marks the selection, or the paragraph being read where nothing is selected.
    pub(super) fn mark_selection(&mut self, color: Color) {
        if let Some(span) = self.span_to_mark() {
            self.mark(span, color);
        }
    }

    fn span_to_mark(&self) -> Option<Span> {
        let reading = &self.reading;
        let open = reading.article.as_ref()?;
        if let Some(selection) = reading.selected() {
            selection.trimmed(open.body())
        } else if let Some(caret) = reading.selection {
            open.paragraph_at(caret.head)
        } else {
            let at = reading.target.mention.and_then(|index| open.mentions().get(index));
            open.paragraph_at(at.map_or(reading.position, |mention| mention.span.start))
        }
    }

    /// A colour key: paints the selection; with a mark chosen and nothing selected, repaints that mark.
    pub(super) fn mark_in(&mut self, color: Color) {
        self.set(|settings| settings.armed_color = color);
        match (self.reading.selected(), self.reading.chosen) {
            (None, Some(chosen)) => {
                self.edit_mark(chosen, AnnotationEdit { color: Some(color), ..AnnotationEdit::default() });
            }
            (Some(_), _) => self.mark_selection(color),
            (None, None) => {}
        }
    }

    /// Opens the chosen mark's note for writing; marks the selection or the paragraph first, unless it is marked.
    pub(super) fn write_note(&mut self) {
        if self.reading.selected().is_some() || self.reading.chosen.is_none() {
            match self.span_to_mark().and_then(|span| self.own_mark_on(span, None)).map(|mark| mark.id) {
                Some(known) => self.choose_mark(Some(known)),
                None => self.mark_selection(self.settings.armed_color),
            }
        }
        self.reading.writing_note = self.reading.chosen.is_some();
    }

    pub(super) fn edit_mark(&mut self, id: AnnotationId, edit: AnnotationEdit) {
        let edited = self.library.edit_annotation(id, edit);
        if let Some((mark, changes)) = self.settle(edited) {
            self.after_mark(id, Some(mark), changes);
        }
    }

    pub(super) fn delete_chosen(&mut self) {
        if let Some(chosen) = self.reading.chosen {
            self.delete_mark(chosen);
        }
    }

    pub(super) fn delete_mark(&mut self, id: AnnotationId) {
        let deleted = self.library.delete_annotation(id);
        if let Some(changes) = self.settle(deleted) {
            self.after_mark(id, None, changes);
        }
    }

    /// Chooses the mark `by` steps further on, from the chosen one or from the reading position.
    pub(super) fn step_mark(&mut self, by: isize) {
        let reading = &self.reading;
        let Some(open) = &reading.article else { return };
        let marks = &open.annotations;
        let chosen = marks.iter().position(|mark| Some(mark.id) == reading.chosen);
        let next = match chosen {
            Some(here) => here.checked_add_signed(by),
            None => Some(marks.iter().position(|mark| mark.anchor.span.start >= reading.position).unwrap_or(0)),
        };
        if let Some(id) = next.and_then(|next| marks.get(next)).map(|mark| mark.id) {
            self.show_mark(id);
        }
    }

    /// Drops the caches that an operation's changes touch.
    pub(in crate::app) fn after(&mut self, changes: Changes) {
        if changes.articles {
            self.count_marks();
            self.reload_rows();
            self.reload_links();
        }
        if changes.annotations {
            self.reload_annotations();
        }
        if changes.names {
            self.find_stale();
            self.reload_entities();
        }
        if changes.annotations || changes.names {
            self.compare_again();
        }
        if changes.annotations {
            self.count_marks();
            self.list_doubts();
        }
        self.reload_undo_labels();
    }

    /// The same where all that changed is one mark, which is as given or gone: a text may carry ten thousand others.
    pub(super) fn after_mark(&mut self, id: AnnotationId, mark: Option<Annotation>, changes: Changes) {
        if let Some(open) = self.reading.article.as_mut().filter(|_| changes.annotations) {
            let note = mark.as_ref().map(|mark| mark.note.clone()).unwrap_or_default();
            open.take_mark(id, mark);
            if open.is_linked_by(&note) {
                self.reload_note_links();
            }
        }
        self.count_open_marks();
        self.after(Changes { annotations: false, ..changes });
    }

    fn reload_links(&mut self) {
        if let Some(mut open) = self.reading.article.take() {
            let reloaded = open.reload_links(&self.library);
            self.settle(reloaded);
            self.reading.article = Some(open);
        }
        self.reload_entities();
    }

    /// Reads anew where notes of the open article link to, and which point at it.
    pub(super) fn reload_note_links(&mut self) {
        if let Some(mut open) = self.reading.article.take() {
            let reloaded = open.reload_note_links(&self.library);
            self.settle(reloaded);
            self.reading.article = Some(open);
        }
    }

    fn reload_annotations(&mut self) {
        let open = self.reading.article.as_ref().map(|open| (open.id(), open.stored.body_version));
        if let Some((id, shown)) = open {
            let version = self.library.body_version(id);
            // Marks stand in the text of today: another program may have changed it.
            if self.settle(version).flatten().is_some_and(|today| today != shown) {
                self.reload_article();
                self.count_open_marks();
                return;
            }
        }
        let Some(mut open) = self.reading.article.take() else { return };
        let reloaded = open.reload_annotations(&self.library).and_then(|()| open.reload_note_links(&self.library));
        self.settle(reloaded);
        self.reading.article = Some(open);
        self.count_open_marks();
    }

    /// Notes how many marks the open article has, and lets go of the chosen one where it is gone.
    fn count_open_marks(&mut self) {
        let Some(open) = &self.reading.article else { return };
        if let Some(row) = self.shelf.rows.iter_mut().find(|row| row.id == open.id()) {
            row.annotations = open.annotations.len();
        }
        if self.reading.chosen.is_some_and(|chosen| open.annotation(chosen).is_none()) {
            self.reading.chosen = None;
            self.reading.writing_note = false;
        }
    }
}
