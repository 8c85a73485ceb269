use crate::app::core::Overlay;
use crate::app::{
    Action, App, Column, Command, CompareAction, Effect, Exported, ImportAction, Notice, PanelTab, Settings,
    TEXT_SIZES, Verdict,
};
use crate::entity::Class;
use crate::text::Span;

impl App {
    /// Does what a view asked for.
    pub fn handle(&mut self, command: Command) {
        match command {
            Command::Act(action) => self.act(action),
            Command::Open(id) => self.go_to(id, None),
            Command::OpenAt(place) => self.go_to(place.article, Some(place.position)),
            Command::Import(paths) => self.import(paths),
            Command::RetryImport(id) => self.retry_import(id),
            Command::ResumeImport(id) => self.resume_import(id),
            Command::Watch(folder) => self.watch_folder(&folder),
            Command::Unwatch(folder) => self.unwatch_folder(&folder),
            Command::Report(command) => self.report(command),
            Command::SideBySide(command) => self.side_by_side(command),
            Command::Doubt(command) => self.doubt(command),
            Command::Cancel(job) => self.jobs.cancel(job),
            Command::Select(selection) => self.select(selection),
            Command::EndSelecting => self.end_selecting(),
            Command::Reshape(mark, span) => self.reshape(mark, span),
            Command::ChooseMark(mark) => self.choose_mark(mark),
            Command::ShowMark(mark) => self.show_mark(mark),
            Command::Mark { span, color } => self.mark(span, color),
            Command::EditMark(id, edit) => self.edit_mark(id, edit),
            Command::DeleteMark(id) => self.delete_mark(id),
            Command::CloseNote => self.reading.writing_note = false,
            Command::ShowMention(index) => self.show_mention(index),
            Command::Rule(mention, verdict) => self.rule(mention, &verdict),
            Command::RuleFor(scope) => self.rulings.scope = scope,
            Command::PickEntity(mention) => self.pick_entity(mention),
            Command::FindEntities(words) => self.find_candidates(&words),
            Command::PickedEntity(verdict) => self.picked(&verdict),
            Command::ConfirmRuling => self.confirm_proposal(),
            Command::Revoke(ruling) => self.revoke(ruling),
            Command::ForgetMention => self.reading.target.mention = None,
            Command::WalkEntity(key) => self.walk_entity(key),
            Command::Reading { position, end, progress } => self.note_position(position, end, progress),
            Command::SearchFor(query) => self.search_for(query),
            Command::Find(words) => self.find(words),
            Command::EndFinding => self.end_finding(),
            Command::ToggleClass(class) => self.toggle_class(class),
            Command::FoldColumn(Column::Library) => self.set(|settings| settings.library_open = !settings.library_open),
            Command::FoldColumn(Column::Panel) => self.set(|settings| settings.panel_open = !settings.panel_open),
            Command::LibraryWidth(width) => self.set(|settings| settings.library_width = width),
            Command::PanelWidth(width) => self.set(|settings| settings.panel_width = width),
            Command::SplitAt(at) => self.split_by(Span::new(at, at)),
            Command::ExportTo(what, path) => self.export_to(what, path),
            Command::MergeFrom(other) => self.merge_from(other),
            Command::CancelMerge => self.merging.iter().for_each(crate::jobs::Merging::cancel),
            Command::Compare(between) => self.compare(between),
            Command::ChooseDifference(place) => self.agreement.at = place,
            Command::ShowDifference(place) => self.show_difference(place),
            Command::SettleDifference(place, taken) => self.settle_difference(place, taken),
            Command::SettleAgreed => self.settle_agreed(),
            Command::Restore(backup) => self.restore(backup),
            Command::DismissNotice(index) => self.dismiss_notice(index),
            Command::GoToStep(step) => self.go_to_step(step),
            Command::File(edit) => self.file(edit),
            Command::PenTags(tags) => {
                self.pen = Some(tags);
                self.overlay = None;
            }
            Command::RenameTag { from, to } => self.rename_tag(&from, &to),
            Command::LoadTags => self.load_tags(),
            Command::FindMarks(query) => self.find_marks(query),
            Command::FilterNotes(filter) => {
                self.reading.article.iter_mut().for_each(|open| open.filter_marks(filter.clone()));
            }
            Command::ReadMarks(places) => self.read_marks(places),
            Command::FindWanted(words) => self.wanted.find(words),
            Command::CopyWanted(place) => self.copy_wanted(place),
            Command::OpenMark(mark) => self.open_mark(mark),
            Command::OfferLinks(words) => self.offer_links(words),
            Command::FollowLink(target) => self.follow_link(&target),
            Command::CopyAddress(address) => {
                self.effects.push(Effect::Copy(address));
                self.say(Notice::AddressCopied);
            }
            Command::NameColor(color, name) => self.set(|settings| settings.name_color(color, &name)),
            Command::CloseOverlay => self.overlay = None,
        }
    }

    fn act(&mut self, action: Action) {
        // One press of Escape closes one thing.
        let overlay = self.overlay.take();
        if overlay.is_some() && action == Action::Escape {
            return;
        }
        // What settles is taken back where it is done.
        let settling = |shown: &Overlay| matches!(shown, Overlay::Agreement | Overlay::Doubts);
        self.overlay = overlay.filter(|shown| settling(shown) && matches!(action, Action::Undo | Action::Redo));
        if overlay == Some(Overlay::Imports) && self.act_on_report(action) {
            self.overlay = overlay;
            return;
        }
        if overlay == Some(Overlay::Comparison) && Self::is_within_comparison(action) {
            self.overlay = overlay;
        }
        match action {
            Action::Import(action) => self.act_on_imports(action),
            Action::Compare(action) => self.act_on_comparison(action),
            Action::Find(action) => self.act_on_finding(action),
            Action::Back => self.go_back(),
            Action::Forward => self.go_forward(),
            Action::NextArticle => self.step_article(1),
            Action::PreviousArticle => self.step_article(-1),
            Action::Search => self.focus_search(),
            Action::Palette => self.overlay = Some(Overlay::Palette),
            Action::Mark => self.mark_selection(self.settings.armed_color),
            Action::MarkIn(color) => self.mark_in(color),
            Action::Note => self.write_note(),
            Action::DeleteMark => self.delete_chosen(),
            Action::Caret => self.toggle_caret(),
            Action::SelectSentence => self.select_sentence(),
            Action::NameColors => self.overlay = Some(Overlay::Colors),
            Action::Pen => self.toggle_pen(),
            Action::PenLike => self.pen_like_mark(),
            Action::PenTag => self.choose_pen_tag(),
            Action::Move(motion) => self.move_caret(motion),
            Action::MarkAll => self.mark_all(),
            Action::MoveEdge(by) => self.move_edge(by),
            Action::SplitMark => self.split_mark(),
            Action::JoinMarks => self.join_marks(),
            Action::NextMark => self.step_mark(1),
            Action::PreviousMark => self.step_mark(-1),
            Action::NextMention => self.step_mention(1),
            Action::PreviousMention => self.step_mention(-1),
            Action::RuleRight => self.rule_walked(&Verdict::Right),
            Action::RuleWrong => self.rule_walked(&Verdict::Wrong),
            Action::Name(class) => self.name_selection(class),
            Action::RuleEdges => self.rule_edges(),
            Action::PickEntity => self.reading.target.mention.into_iter().for_each(|index| self.pick_entity(index)),
            Action::NextScope => self.rulings.scope = self.rulings.scope.next(),
            Action::AcceptShown => self.accept_shown(),
            Action::Ledger => self.show_ledger(),
            Action::Star => self.toggle_star(),
            Action::MarkRead => self.toggle_read(),
            Action::Rate => self.rate(),
            Action::Tags => self.show_tags(Overlay::Tags),
            Action::Marks => self.show_marks(),
            Action::Wanted => self.show_wanted(),
            Action::Agreement => self.show_agreement(),
            Action::MergeFolder => self.effects.push(Effect::ChooseLibrary),
            Action::MergeFile => self.effects.push(Effect::ChooseBackup),
            Action::MergeReport => self.overlay = Some(Overlay::MergeReport),
            Action::Doubts => self.show_doubts(),
            Action::NextDoubt => self.next_doubt(),
            Action::SettleMark => self.settle_mark(),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Steps => self.show_steps(),
            Action::Copy => self.copy(),
            Action::SelectAll => self.select_all(),
            Action::Escape => self.let_go(),
            Action::ExportArticle => self.choose_article_export(),
            Action::ExportLibrary => self.choose_export(Exported::Library, "export-library-file"),
            Action::ExportWork => self.choose_export(Exported::Work, "export-work-file"),
            Action::RemoveArticle => self.remove_article(),
            Action::RemoveSamples => self.remove_samples(),
            Action::ToggleLibrary => self.effects.push(Effect::ToggleColumn(Column::Library)),
            Action::TogglePanel => self.effects.push(Effect::ToggleColumn(Column::Panel)),
            Action::ShowTab(tab) => self.show_tab(tab),
            Action::ToggleClass(class) => self.toggle_class(class),
            Action::LargerText => self.step_text(1),
            Action::SmallerText => self.step_text(-1),
            Action::ResetText => self.set(|settings| settings.text_size = Settings::default().text_size),
            Action::Theme(theme) => self.set(|settings| settings.theme = theme),
            Action::Language(language) => self.set(|settings| settings.language = language),
            Action::BackUp => self.back_up(),
            Action::Backups => self.show_backups(),
            Action::Help => self.overlay = Some(Overlay::Help),
            Action::Quit => self.effects.push(Effect::Quit),
        }
    }

    /// Whether an action would do anything now; menus grey out the others.
    #[must_use]
    pub fn can(&self, action: Action) -> bool {
        let reading = &self.reading;
        let open = reading.article.as_ref();
        match action {
            Action::Back => self.history.can_go_back(),
            Action::Forward => self.history.can_go_forward(),
            Action::Compare(CompareAction::Show) => self.can_compare(),
            Action::Compare(CompareAction::Fold) => !self.shelf.groups.is_empty(),
            Action::Compare(_) => self.overlay == Some(Overlay::Comparison),
            Action::NextArticle | Action::PreviousArticle | Action::ExportLibrary | Action::ExportWork => {
                !self.shelf.rows.is_empty()
            }
            Action::Find(_)
            | Action::Mark
            | Action::MarkIn(_)
            | Action::SelectAll
            | Action::ExportArticle
            | Action::RemoveArticle
            | Action::Note
            | Action::Caret
            | Action::Move(_)
            | Action::SelectSentence
            | Action::Pen
            | Action::PenTag
            | Action::Rate
            | Action::AcceptShown
            | Action::Star
            | Action::MarkRead => open.is_some(),
            Action::MarkAll => self.words_to_mark().is_some() || self.has_hits(),
            Action::SplitMark => reading.selection.is_some(),
            Action::DeleteMark | Action::MoveEdge(_) | Action::PenLike => reading.chosen.is_some(),
            Action::JoinMarks => self.mark_to_join().is_some(),
            Action::NextMark | Action::PreviousMark => open.is_some_and(|open| !open.annotations.is_empty()),
            Action::NextMention | Action::PreviousMention => open.is_some_and(|open| !open.mentions().is_empty()),
            Action::RuleRight | Action::RuleWrong | Action::PickEntity => reading.target.mention.is_some(),
            Action::Name(_) => reading.target.mention.is_some() || reading.selected().is_some(),
            Action::RuleEdges => self.overlapped().is_some(),
            Action::NextDoubt => self.marks.doubtful > 0,
            Action::SettleMark => self.doubtful_mark().is_some(),
            Action::BackUp | Action::Backups => self.backups.is_some(),
            Action::Import(ImportAction::Watch) => !self.library.is_read_only(),
            Action::MergeFolder | Action::MergeFile => self.merging.is_none() && !self.library.is_read_only(),
            Action::MergeReport => self.merged().is_some(),
            Action::Undo => self.undo_label.is_some(),
            Action::Redo => self.redo_label.is_some(),
            Action::Copy => reading.selected().is_some() || reading.chosen.is_some(),
            Action::RemoveSamples => self.shelf.rows.iter().any(|row| row.sample),
            _ => true,
        }
    }

    fn focus_search(&mut self) {
        self.effects.push(Effect::ShowColumn(Column::Library));
        self.effects.push(Effect::FocusSearch);
    }

    fn show_tab(&mut self, tab: PanelTab) {
        self.set(|settings| settings.panel_tab = tab);
        self.effects.push(Effect::ShowColumn(Column::Panel));
    }

    fn toggle_class(&mut self, class: Class) {
        self.set(|settings| {
            if !settings.hidden_classes.remove(&class) {
                settings.hidden_classes.insert(class);
            }
        });
    }

    fn step_text(&mut self, by: isize) {
        let size = self.settings.text_size;
        let next = if by > 0 {
            TEXT_SIZES.into_iter().find(|candidate| *candidate > size + 0.1)
        } else {
            TEXT_SIZES.into_iter().rev().find(|candidate| *candidate < size - 0.1)
        };
        if let Some(next) = next {
            self.set(|settings| settings.text_size = next);
        }
    }

    fn dismiss_notice(&mut self, index: usize) {
        if index < self.notices.len()
            && let Notice::Import(record) = self.notices.remove(index)
        {
            self.decline_import(&record);
        }
    }

    /// One press of Escape lets go of the topmost thing.
    fn let_go(&mut self) {
        let reading = &mut self.reading;
        if reading.writing_note {
            reading.writing_note = false;
        } else if self.finding.is_some() {
            self.end_finding();
        } else if reading.selected().is_some() {
            reading.deselect();
        } else if reading.chosen.is_some() {
            reading.chosen = None;
        } else if self.pen.is_some() {
            self.pen = None;
        } else if reading.caret {
            self.toggle_caret();
        } else if reading.target.mention.is_some() {
            reading.target = crate::app::Target::default();
        } else if !self.shelf.query.is_empty() {
            self.search_for(String::new());
        } else {
            self.notices.clear();
        }
    }
}
