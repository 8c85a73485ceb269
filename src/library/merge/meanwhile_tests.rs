use super::tests::{Desk, HARBOUR, MARKET};
use super::*;
use crate::library::FilingEdit;

/// Merges a story at a time; once the first is done, `meanwhile` is done through another connection.
fn merge<T>(desk: &mut Desk, from: &Desk, meanwhile: impl FnOnce(&mut Library) -> T) -> Result<Merged, LibraryError> {
    let other = Other::open(from.folder.path()).unwrap();
    let mut second = Library::open(desk.folder.path(), Environment::system()).unwrap();
    let mut meanwhile = Some(meanwhile);
    let go_on = &mut |done: usize, _: usize| {
        if done == 1
            && let Some(meanwhile) = meanwhile.take()
        {
            meanwhile(&mut second);
        }
        true
    };
    Ok(desk.library.merge(&other, Duration::ZERO, go_on)?.0)
}

/// Two people with the same two stories.
fn pair() -> (Desk, Desk, [ArticleId; 2]) {
    let mut ani = Desk::new("ani");
    let stories = [ani.import(HARBOUR, None), ani.import(MARKET, None)];
    ani.mark(stories[1], "Ambon", "lama");
    let budi = ani.copied_by("budi");
    (ani, budi, stories)
}

fn tagged(desk: &mut Desk, stories: [ArticleId; 2]) {
    for id in stories {
        desk.library.file(id, FilingEdit { tags: Some(vec!["laut".to_owned()]), ..FilingEdit::default() }).unwrap();
    }
}

#[test]
fn what_is_deleted_or_removed_while_a_merge_runs_does_not_come_back() {
    let (mut ani, budi, _) = pair();
    let mark = ani.marks().remove(0).id;
    let merged = merge(&mut ani, &budi, |library| library.delete_annotation(mark).unwrap()).unwrap();
    assert_eq!((merged.marks_new, merged.marks_left), (0, 1));
    assert_eq!(ani.marks(), []);
    let (mut ani, budi, [_, market]) = pair();
    let merged = merge(&mut ani, &budi, |library| library.remove_article(market).unwrap()).unwrap();
    assert_eq!((merged.stories_back, merged.stories_left), (0, 1));
}

#[test]
fn a_merge_that_is_taken_back_while_it_runs_ends_and_can_be_done_again() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    budi.import(HARBOUR, None);
    budi.import(MARKET, None);
    let ended = merge(&mut ani, &budi, |library| library.undo().unwrap().unwrap());
    assert!(matches!(ended, Err(LibraryError::TakenBack)));
    assert!(ani.library.articles().unwrap().is_empty() && ani.library.can_undo().unwrap().is_none());
    let merged = merge(&mut ani, &budi, |_| ()).unwrap();
    assert_eq!((merged.stories_back, merged.stories_new), (1, 1));
}

#[test]
fn what_a_person_does_to_a_story_before_its_part_is_taken_back_after_that_part() {
    let (mut ani, mut budi, stories) = pair();
    tagged(&mut budi, stories);
    let [_, market] = stories;
    let star = FilingEdit { starred: Some(true), ..FilingEdit::default() };
    merge(&mut ani, &budi, |library| library.file(market, star).unwrap()).unwrap();
    let state = |desk: &Desk| {
        let filing = desk.library.filing(market).unwrap();
        (filing.starred, filing.tags.len())
    };
    let undo = |desk: &mut Desk| desk.library.undo().unwrap().unwrap().kind;
    assert_eq!(state(&ani), (true, 1));
    assert_eq!((undo(&mut ani), state(&ani)), (OperationKind::Merge, (true, 0)));
    assert_eq!((undo(&mut ani), state(&ani)), (OperationKind::File, (false, 0)));
    assert_eq!(undo(&mut ani), OperationKind::Merge);
    assert_eq!(ani.library.filing(stories[0]).unwrap().tags.len(), 0);
    while ani.library.redo().unwrap().is_some() {}
    assert_eq!(state(&ani), (true, 1));
}
