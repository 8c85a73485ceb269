use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::article::SourceFile;
use crate::entity::{Class, Decision, Engine, Ruling, Target};
use crate::library::{
    AnchorState, Annotation, AnnotationEdit, Color, FilingEdit, ImportOutcome, NewAnnotation, prepare,
};
use crate::text::Span;

pub(super) const HARBOUR: &str =
    "Kapal Tiba di Dili\nKapal niaga dari Kupang tiba di Dili pada Senin pagi, kata pejabat pelabuhan.";
pub(super) const MARKET: &str = "Pasar Baru Dibuka\nPasar di Ambon dibuka kembali pada Selasa setelah perbaikan.";
pub(super) const URL: &str = "https://contoh.co.id/berita/kapal-tiba";

/// A person at work on a library of their own.
pub(super) struct Desk {
    pub(super) folder: TempDir,
    pub(super) library: Library,
    engine: Engine,
}

impl Desk {
    pub(super) fn new(author: &str) -> Self {
        Self::on(author, tempfile::tempdir().unwrap())
    }

    fn on(author: &str, folder: TempDir) -> Self {
        let library = Library::open(folder.path(), of(author)).unwrap();
        Self { folder, library, engine: Engine::new() }
    }

    /// Somebody else goes on with a copy of this library.
    pub(super) fn copied_by(&self, author: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        self.library.back_up(crate::library::BackupKind::Asked, Some(&folder.path().join(Library::FILE))).unwrap();
        Self::on(author, folder)
    }

    pub(super) fn import(&mut self, text: &str, url: Option<&str>) -> ArticleId {
        let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url, imported: jiff::civil::date(2025, 6, 1) };
        let story = prepare(&self.engine, &file, false).unwrap();
        let outcome = self.library.import(vec![story]).unwrap().0[0].outcome;
        self.library.renew_all(&self.engine).unwrap();
        assert!(!matches!(outcome, ImportOutcome::Changed(_)));
        outcome.article()
    }

    pub(super) fn mark(&mut self, article: ArticleId, words: &str, note: &str) -> Annotation {
        let stored = self.library.article(article).unwrap().unwrap();
        let start = stored.article.body.find(words).unwrap();
        let span = Span { start, end: start + words.len() };
        let (color, tags, version) = (Color::FIRST, Vec::new(), stored.body_version);
        self.library.annotate(NewAnnotation { article, span, version, color, note: note.to_owned(), tags }).unwrap().0
    }

    pub(super) fn note(&mut self, mark: &Annotation, note: &str) {
        // Changes are told apart by their milliseconds.
        std::thread::sleep(Duration::from_millis(3));
        let edit = AnnotationEdit { note: Some(note.to_owned()), ..AnnotationEdit::default() };
        self.library.edit_annotation(mark.id, edit).unwrap();
    }

    pub(super) fn merge(&mut self, other: &Self) -> Merged {
        let merged = self.merge_damaged(other);
        assert!(merged.failed.is_empty(), "{:?}", merged.failed);
        merged
    }

    /// Merges a library of which not everything can be read.
    pub(super) fn merge_damaged(&mut self, other: &Self) -> Merged {
        let other = Other::open(other.folder.path()).unwrap();
        let merged = self.library.merge(&other, Duration::MAX, &mut |_, _| true).unwrap().0;
        self.library.renew_all(&self.engine).unwrap();
        assert_eq!(self.library.check().unwrap(), []);
        assert!(merged.finished);
        merged
    }

    /// Merges once more, which must change nothing.
    pub(super) fn merge_again(&mut self, other: &Self) {
        let before = self.library.history(1000).unwrap();
        let again = self.merge(other);
        assert_eq!(self.library.history(1000).unwrap(), before, "nothing is left to do");
        assert_eq!((again.stories_new, again.marks_new, again.marks_changed, again.rulings_new), (0, 0, 0, 0));
        assert_eq!((again.filed, again.conflicts.len()), (0, 0), "{:?}", again.conflicts);
    }

    pub(super) fn marks(&self) -> Vec<Annotation> {
        self.library.annotations(None).unwrap()
    }

    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = self.marks().into_iter().map(|mark| mark.note).collect();
        notes.sort();
        notes
    }
}

fn of(author: &str) -> Environment {
    Environment { author: author.to_owned(), ..Environment::system() }
}

#[test]
fn stories_and_marks_of_both_are_there_once_with_author_id_and_time_and_one_undo_takes_them_back() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let shared = ani.import(HARBOUR, None);
    ani.mark(shared, "tiba di Dili", "milik ani");
    let (same, alone) = (budi.import(HARBOUR, None), budi.import(MARKET, None));
    assert_ne!(same, shared, "each library has its own ids");
    let one = budi.mark(same, "tiba di Dili", "milik budi");
    let two = budi.mark(alone, "Ambon", "pasar");
    let page = std::fs::read(budi.folder.path().join(Library::FILE)).unwrap();

    let merged = ani.merge(&budi);
    assert_eq!((merged.stories_new, merged.stories_same, merged.marks_new), (1, 1, 2));
    assert_eq!(ani.notes(), ["milik ani", "milik budi", "pasar"]);
    let marks = ani.marks();
    let brought = |id| marks.iter().find(|mark| mark.id == id).unwrap();
    assert_eq!(*brought(two.id), two);
    assert_eq!(*brought(one.id), Annotation { article: shared, ..one });
    let story = ani.library.article(alone).unwrap().unwrap();
    assert!(story.mentions.iter().any(|mention| mention.entity.name == "Ambon"), "its names came with it");
    ani.merge_again(&budi);
    assert_eq!(std::fs::read(budi.folder.path().join(Library::FILE)).unwrap(), page, "the other one is only read");

    let undone = ani.library.undo().unwrap().unwrap();
    assert_eq!(undone.kind, OperationKind::Merge);
    assert_eq!(ani.notes(), ["milik ani"]);
    assert_eq!(ani.library.articles().unwrap().len(), 1);
    assert_eq!(ani.merge(&budi).marks_new, 2, "a merge that was taken back can be done again");
    assert_eq!(ani.notes().len(), 3);
}

#[test]
fn marks_on_another_version_of_the_text_are_put_where_their_words_stand_and_doubt_is_said() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let ours = ani.import(HARBOUR, Some(URL));
    let newer = HARBOUR.replace("Kapal niaga", "Cuaca cerah. Kapal niaga").replace("kata pejabat", "ujar kepala");
    let theirs = budi.import(&newer, Some(URL));
    let stays = budi.mark(theirs, "dari Kupang tiba", "");
    budi.mark(theirs, "ujar kepala pelabuhan", "");
    let merged = ani.merge(&budi);
    assert_eq!((merged.stories_new, merged.stories_same, merged.saves_new), (0, 1, 1));
    assert_eq!((merged.marks_new, merged.marks_doubtful), (2, 1));
    let marks = ani.marks();
    let body = ani.library.article(ours).unwrap().unwrap().article.body;
    let found = marks.iter().find(|mark| mark.id == stays.id).unwrap();
    assert_eq!(found.anchor.span.of(&body), "dari Kupang tiba");
    assert_eq!(found.state, AnchorState::Moved);
    assert!(marks.iter().any(|mark| matches!(mark.state, AnchorState::Suspect | AnchorState::Lost)));
    assert_eq!(ani.library.editions(ours).unwrap().len(), 2, "the other text is kept");
    assert!(!body.contains("Cuaca cerah"), "and the one here still shows");
    ani.merge_again(&budi);
}

#[test]
fn what_only_one_side_changed_since_the_libraries_parted_is_no_conflict() {
    let mut ani = Desk::new("ani");
    let article = ani.import(HARBOUR, None);
    let (one, two) = (ani.mark(article, "Kupang", "lama"), ani.mark(article, "Senin", "lama"));
    let mut budi = ani.copied_by("budi");
    budi.note(&one, "baru dari budi");
    ani.note(&two, "baru dari ani");
    let merged = ani.merge(&budi);
    assert_eq!((merged.marks_changed, merged.marks_same, merged.conflicts.len()), (1, 1, 0));
    assert_eq!(ani.notes(), ["baru dari ani", "baru dari budi"]);
    ani.merge_again(&budi);
    assert_eq!(budi.merge(&ani).marks_changed, 1);
    assert_eq!(budi.notes(), ani.notes());
}

#[test]
fn of_a_mark_that_both_changed_the_later_holds_the_other_stands_beside_it_and_both_libraries_agree() {
    let mut ani = Desk::new("ani");
    let article = ani.import(HARBOUR, None);
    let mark = ani.mark(article, "Kupang", "lama");
    let mut budi = ani.copied_by("budi");
    ani.note(&mark, "dari ani");
    budi.note(&mark, "dari budi");
    let merged = ani.merge(&budi);
    assert_eq!(merged.conflicts.len(), 1);
    let conflict = &merged.conflicts[0];
    assert_eq!((conflict.kind, conflict.kept, conflict.about.as_str()), (ConflictKind::Mark, Kept::Theirs, "Kupang"));
    assert_eq!(ani.notes(), ["dari ani", "dari budi"]);
    let later = ani.marks().into_iter().find(|other| other.id == mark.id).unwrap();
    assert_eq!((later.note.as_str(), later.tags.len()), ("dari budi", 0));
    ani.merge_again(&budi);
    budi.merge(&ani);
    assert_eq!(budi.marks(), ani.marks(), "both end with the same marks");
    ani.merge_again(&budi);

    let copy = ani.marks().into_iter().find(|other| other.tags == ["conflict"]).unwrap();
    ani.library.delete_annotation(copy.id).unwrap();
    assert_eq!(ani.merge(&budi).marks_left, 1, "what was settled stays so");
    assert_eq!(ani.notes(), ["dari budi"]);
}

#[test]
fn a_deleted_mark_stays_deleted_unless_it_was_changed_there_since() {
    let mut ani = Desk::new("ani");
    let article = ani.import(HARBOUR, None);
    let (one, two) = (ani.mark(article, "Kupang", "satu"), ani.mark(article, "Senin", "dua"));
    let mut budi = ani.copied_by("budi");
    ani.library.delete_annotation(one.id).unwrap();
    ani.library.delete_annotation(two.id).unwrap();
    budi.note(&two, "dua, diperiksa");
    let merged = ani.merge(&budi);
    assert_eq!((merged.marks_left, merged.marks_new), (1, 1));
    assert_eq!(merged.conflicts[0].kind, ConflictKind::Deleted);
    assert_eq!(ani.notes(), ["dua, diperiksa"]);
    ani.merge_again(&budi);
}

#[test]
fn a_story_that_was_removed_comes_back_only_where_somebody_worked_on_it() {
    let mut ani = Desk::new("ani");
    let (harbour, market) = (ani.import(HARBOUR, None), ani.import(MARKET, None));
    let mut budi = ani.copied_by("budi");
    budi.mark(market, "Ambon", "penting");
    ani.library.remove_article(harbour).unwrap();
    ani.library.remove_article(market).unwrap();
    let merged = ani.merge(&budi);
    assert_eq!((merged.stories_left, merged.stories_back, merged.marks_new), (1, 1, 1));
    assert_eq!(ani.library.articles().unwrap().len(), 1);
    ani.merge_again(&budi);
}

#[test]
fn work_that_was_known_here_when_a_story_was_taken_back_does_not_bring_it_back() {
    let mut ani = Desk::new("ani");
    let harbour = ani.import(HARBOUR, None);
    ani.mark(harbour, "Kupang", "lama");
    let mut budi = ani.copied_by("budi");
    ani.library.undo().unwrap().unwrap();
    ani.library.undo().unwrap().unwrap();
    let merged = ani.merge(&budi);
    assert_eq!((merged.stories_left, merged.stories_back, merged.marks_left), (1, 0, 0));
    budi.library.file(harbour, FilingEdit { starred: Some(true), ..FilingEdit::default() }).unwrap();
    let merged = ani.merge(&budi);
    assert_eq!((merged.stories_back, merged.marks_left, merged.filed), (1, 1, 1));
}

#[test]
fn a_ruling_made_again_after_others_is_another_one() {
    let mut ani = Desk::new("ani");
    let rule = |desk: &mut Desk, decision| {
        std::thread::sleep(Duration::from_millis(3));
        let on = Target { text: Some("Merdeka".to_owned()), ..Target::default() };
        desk.library.rule(None, Ruling { on, decision }).unwrap().0
    };
    rule(&mut ani, Decision::Retype(Class::Organization));
    let mut budi = ani.copied_by("ani");
    rule(&mut ani, Decision::Retype(Class::Place));
    rule(&mut budi, Decision::Reject);
    let last = rule(&mut budi, Decision::Retype(Class::Organization));
    let merged = ani.merge(&budi);
    assert_eq!((merged.rulings_new, merged.rulings_same), (2, 1));
    assert_eq!(ani.library.rulings(None).unwrap().last(), Some(&last));
    ani.merge_again(&budi);
    let mut citra = Desk::new("ani");
    rule(&mut citra, Decision::Retype(Class::Organization));
    assert_eq!(ani.merge(&citra).rulings_same, 1, "what is ruled in both last is the same");
}

#[test]
fn filing_is_put_together_and_neither_rating_nor_note_is_lost() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let (ours, theirs) = (ani.import(HARBOUR, None), budi.import(HARBOUR, None));
    let edit = |rating: &str, tag: &str, note: &str| FilingEdit {
        rating: Some(Some(rating.parse().unwrap())),
        tags: Some(vec![tag.to_owned()]),
        note: Some(note.to_owned()),
        ..FilingEdit::default()
    };
    ani.library.file(ours, edit("B2", "laut", "Menurut ani.")).unwrap();
    budi.library.file(theirs, FilingEdit { starred: Some(true), ..edit("D4", "kapal", "Menurut budi.") }).unwrap();
    let merged = ani.merge(&budi);
    let kinds: Vec<ConflictKind> = merged.conflicts.iter().map(|conflict| conflict.kind).collect();
    assert_eq!(kinds, [ConflictKind::Rating, ConflictKind::Note]);
    let filing = ani.library.filing(ours).unwrap();
    assert!(filing.starred);
    assert_eq!(filing.rating.unwrap().to_string(), "B2");
    assert_eq!(filing.tags, ["laut", "kapal", "D4 budi"]);
    assert_eq!(filing.note, "Menurut ani.\n\nbudi: Menurut budi.");
    ani.merge_again(&budi);
    // Budi takes that over, and what Budi then changes is no conflict any more.
    budi.merge(&ani);
    assert_eq!(budi.library.filing(theirs).unwrap(), filing);
    budi.library.file(theirs, FilingEdit { rating: Some(None), ..FilingEdit::default() }).unwrap();
    assert_eq!(ani.merge(&budi).conflicts, []);
    assert_eq!(ani.library.filing(ours).unwrap().rating, None);
}

#[test]
fn rulings_come_with_their_authors_names_follow_and_contradictions_are_told() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let ours = ani.import(HARBOUR, None);
    budi.import(HARBOUR, None);
    let rule = |decision| {
        let on = Target { text: Some("Kupang".to_owned()), ..Target::default() };
        Ruling { on, decision }
    };
    ani.library.rule(None, rule(Decision::Accept(Class::Place))).unwrap();
    std::thread::sleep(Duration::from_millis(3));
    let (stored, _) = budi.library.rule(None, rule(Decision::Reject)).unwrap();
    let merged = ani.merge(&budi);
    assert_eq!((merged.rulings_new, merged.conflicts.len()), (1, 1));
    assert_eq!((merged.conflicts[0].kind, merged.conflicts[0].kept), (ConflictKind::Ruling, Kept::Theirs));
    assert_eq!(ani.library.rulings(None).unwrap().last(), Some(&stored));
    let names = |desk: &Desk| {
        let story = desk.library.article(ours).unwrap().unwrap();
        story.mentions.iter().any(|mention| mention.span.of(&story.article.body) == "Kupang")
    };
    assert!(!names(&ani), "the later ruling holds");
    ani.merge_again(&budi);
    ani.library.undo().unwrap().unwrap();
    ani.library.renew_all(&ani.engine).unwrap();
    assert!(names(&ani));
    // What was revoked here is not ruled again.
    ani.merge(&budi);
    ani.library.revoke(stored.id).unwrap();
    assert_eq!(ani.merge(&budi).rulings_left, 1);
}

#[test]
fn many_marks_in_one_story_come_in_parts_and_what_was_done_to_it_meanwhile_is_taken_back_between() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let ours = ani.import(HARBOUR, None);
    let theirs = budi.import(HARBOUR, None);
    let span = Span { start: 0, end: 5 };
    let new = |number: usize| {
        let (note, tags, color) = (number.to_string(), Vec::new(), Color::FIRST);
        NewAnnotation { article: theirs, span, version: 1, color, note, tags }
    };
    budi.library.annotate_all((0..2600).map(new).collect()).unwrap();
    let other = Other::open(budi.folder.path()).unwrap();
    let mut second = Library::open(ani.folder.path(), of("ani")).unwrap();
    let mut parts = 0;
    let go_on = &mut |_: usize, _: usize| {
        parts += 1;
        if parts == 2 {
            let (note, tags, color) = ("di tengah".to_owned(), Vec::new(), Color::FIRST);
            second.annotate(NewAnnotation { article: ours, span, version: 1, color, note, tags }).unwrap();
        }
        true
    };
    let merged = ani.library.merge(&other, Duration::ZERO, go_on).unwrap().0;
    assert_eq!(merged.marks_new, 2600);
    assert_eq!(ani.marks().len(), 2601);
    for kind in [OperationKind::Merge, OperationKind::Annotate, OperationKind::Merge] {
        assert_eq!(ani.library.undo().unwrap().unwrap().kind, kind);
    }
    assert_eq!(ani.marks(), []);
}

#[test]
fn links_of_notes_lead_to_the_same_stories_here() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let (harbour, market) = (ani.import(HARBOUR, None), ani.import(MARKET, None));
    let (theirs, linked) = (budi.import(HARBOUR, None), budi.import(MARKET, None));
    assert_ne!(market, linked);
    budi.mark(
        theirs,
        "Kupang",
        &format!("lihat [[article:{linked}|Pasar]] dan [[article:{theirs}]], `[[article:{linked}]]`"),
    );
    let note = format!("Bandingkan [[article:{linked}|Pasar Baru]].");
    budi.library.file(theirs, FilingEdit { note: Some(note), ..FilingEdit::default() }).unwrap();
    ani.merge(&budi);
    let expected =
        format!("lihat [[article:{market}|Pasar]] dan [[article:{harbour}|{theirs}]], `[[article:{linked}]]`");
    assert_eq!(ani.notes(), [expected]);
    assert_eq!(ani.library.filing(harbour).unwrap().note, format!("Bandingkan [[article:{market}|Pasar Baru]]."));
    ani.merge_again(&budi);
    budi.merge(&ani);
    assert_eq!(budi.notes().len(), 1, "back there it is the same mark");
}

#[test]
fn a_merge_that_was_called_off_is_finished_by_the_next_one() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    budi.import(HARBOUR, None);
    let other = Other::open(budi.folder.path()).unwrap();
    let merged = ani.library.merge(&other, Duration::MAX, &mut |_, _| false).unwrap().0;
    assert!(!merged.finished);
    assert_eq!(ani.merge(&budi).stories_new, 1);
}

#[test]
fn merges_of_one_library_in_a_row_are_one_step_and_with_work_between_them_two() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let ours = ani.import(HARBOUR, None);
    let theirs = budi.import(HARBOUR, None);
    budi.mark(theirs, "Kupang", "satu");
    ani.merge(&budi);
    budi.mark(theirs, "Senin", "dua");
    ani.merge(&budi);
    ani.library.undo().unwrap().unwrap();
    assert_eq!(ani.notes().len(), 0, "what was cut off and done again is taken back as one");
    ani.library.redo().unwrap().unwrap();
    ani.mark(ours, "Dili", "ani");
    budi.mark(theirs, "pagi", "tiga");
    ani.merge(&budi);
    ani.library.undo().unwrap().unwrap();
    assert_eq!(ani.notes(), ["ani", "dua", "satu"], "what was done between the two is not taken back");
}

#[test]
fn no_library_a_damaged_one_and_the_library_itself_are_refused() {
    let mut ani = Desk::new("ani");
    let file = ani.folder.path().join("catatan.txt");
    std::fs::write(&file, "bukan pustaka, hanya catatan biasa yang cukup panjang untuk dibaca sebagai berkas").unwrap();
    assert!(matches!(Other::open(&file), Err(LibraryError::Damaged(_))));
    assert!(matches!(Other::open(&ani.folder.path().join("tidak-ada")), Err(LibraryError::File { .. })));
    let other = Other::open(ani.folder.path()).unwrap();
    assert!(matches!(ani.library.merge(&other, Duration::MAX, &mut |_, _| true), Err(LibraryError::Itself)));
}

#[test]
fn bytes_and_marks_that_were_tampered_with_are_named_and_the_rest_is_taken_in() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let (harbour, market) = (budi.import(HARBOUR, None), budi.import(MARKET, None));
    budi.mark(market, "Ambon", "baik");
    let bad = budi.mark(market, "Selasa", "rusak");
    budi.library.db.execute("UPDATE page SET bytes = x'00' WHERE id = ?1", [harbour.to_string()]).unwrap();
    budi.library.db.execute("UPDATE annotation SET json = '{}' WHERE id = ?1", [bad.id.to_string()]).unwrap();
    let other = Other::open(budi.folder.path()).unwrap();
    let merged = ani.library.merge(&other, Duration::MAX, &mut |_, _| true).unwrap().0;
    assert_eq!((merged.failed.len(), merged.stories_new, merged.marks_new), (2, 1, 1), "{:?}", merged.failed);
    assert_eq!(ani.library.check().unwrap(), []);
}

#[test]
fn the_later_reading_position_holds_and_stands_on_the_same_words_of_another_text() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let newer = HARBOUR.replace("Kapal niaga", "Cuaca cerah. Kapal niaga");
    let (ours, theirs) = (ani.import(HARBOUR, Some(URL)), budi.import(&newer, Some(URL)));
    let place = |desk: &Desk, id: ArticleId, words: &str| {
        desk.library.article(id).unwrap().unwrap().article.body.find(words).unwrap()
    };
    let stopped = |desk: &Desk, id: ArticleId| {
        let stored = desk.library.article(id).unwrap().unwrap();
        (stored.row.position, stored.row.progress.unwrap_or_default())
    };
    ani.library.keep_reading(ours, 3, 0.125).unwrap();
    std::thread::sleep(Duration::from_millis(3));
    budi.library.keep_reading(theirs, place(&budi, theirs, "dari Kupang"), 0.5).unwrap();
    ani.merge(&budi);
    assert_eq!(stopped(&ani, ours), (place(&ani, ours, "dari Kupang"), 0.5));
    ani.merge_again(&budi);
    std::thread::sleep(Duration::from_millis(3));
    ani.library.keep_reading(ours, 7, 0.75).unwrap();
    ani.merge(&budi);
    assert_eq!(stopped(&ani, ours), (7, 0.75), "the earlier one does not come back");
}

#[test]
fn what_was_open_here_last_stays_so_whatever_the_other_person_read_later() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let (one, two) = (ani.import(HARBOUR, None), ani.import(MARKET, None));
    let theirs = budi.import(HARBOUR, None);
    ani.library.keep_reading(one, 3, 0.1).unwrap();
    std::thread::sleep(Duration::from_millis(3));
    ani.library.keep_reading(two, 0, 0.1).unwrap();
    std::thread::sleep(Duration::from_millis(3));
    budi.library.keep_reading(theirs, 9, 0.5).unwrap();
    ani.merge(&budi);
    assert_eq!(ani.library.article(one).unwrap().unwrap().row.position, 9, "the later place is taken over");
    assert_eq!(ani.library.last_read().unwrap(), Some(two));
    let mut citra = Desk::new("citra");
    citra.merge(&budi);
    assert_eq!(citra.library.last_read().unwrap(), None, "nothing was read here yet");
}

#[test]
fn what_a_merge_changed_that_was_taken_back_is_changed_by_the_next_one() {
    let mut ani = Desk::new("ani");
    let story = ani.import(HARBOUR, None);
    let mark = ani.mark(story, "Kupang", "lama");
    let mut budi = ani.copied_by("budi");
    budi.note(&mark, "baru");
    budi.library.file(story, FilingEdit { starred: Some(true), ..FilingEdit::default() }).unwrap();
    for _ in 0..3 {
        let merged = ani.merge(&budi);
        assert_eq!((merged.filed, merged.marks_changed), (1, 1));
        assert_eq!((ani.library.filing(story).unwrap().starred, ani.notes()), (true, vec!["baru".to_owned()]));
        ani.merge_again(&budi);
        ani.library.undo().unwrap().unwrap();
        assert_eq!(ani.notes(), ["lama"]);
    }
    ani.library.redo().unwrap().unwrap();
    ani.merge_again(&budi);
}
