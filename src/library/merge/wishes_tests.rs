use super::tests::{Desk, HARBOUR, URL};
use crate::article::{Wish, WishedMark};
use crate::library::trial::filed_as_nothing;
use crate::library::{Filing, WishOutcome, Wished};

fn of_pocket() -> Wish {
    Wish { title: "Kapal".to_owned(), url: URL.to_owned(), tags: vec!["laut".to_owned()], ..Wish::default() }
}

fn of_raindrop() -> Wish {
    let mark = WishedMark { quote: "Kupang".to_owned(), note: "dari mana".to_owned(), ..WishedMark::default() };
    Wish {
        tags: vec!["kapal".to_owned()],
        starred: true,
        note: "baca lagi".to_owned(),
        collection: Some("Pelabuhan".to_owned()),
        marks: vec![mark],
        ..of_pocket()
    }
}

/// The marks of it as they come from another person.
fn marks_by(author: &str) -> Vec<WishedMark> {
    let mut marks = of_raindrop().marks;
    for mark in &mut marks {
        mark.author = Some(author.to_owned());
    }
    marks
}

fn wish(desk: &mut Desk, wish: Wish) -> WishOutcome {
    let whole = desk.library.begin_import();
    desk.library.wish_part(whole, vec![Wished::from(wish)]).unwrap().0[0]
}

fn wanted(desk: &Desk) -> Option<Wish> {
    desk.library.wanted().unwrap().into_iter().next().and_then(|wanted| wanted.wish)
}

#[test]
fn what_the_other_library_says_of_a_wanted_story_completes_what_is_said_here() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    wish(&mut ani, of_pocket());
    wish(&mut budi, of_raindrop());
    let merged = ani.merge(&budi);
    assert_eq!((merged.wishes_new, merged.wishes_changed), (0, 1));
    let tags = vec!["laut".to_owned(), "kapal".to_owned()];
    assert_eq!(wanted(&ani), Some(Wish { tags, marks: marks_by("budi"), ..of_raindrop() }));
    ani.merge_again(&budi);
    ani.library.undo().unwrap().unwrap();
    assert_eq!(wanted(&ani), Some(of_pocket()));
    let more = Wish { tags: vec!["dermaga".to_owned()], ..of_pocket() };
    let mut citra = ani.copied_by("citra");
    assert_eq!(wish(&mut citra, more), WishOutcome::Same);
    assert_eq!(ani.merge(&citra).wishes_changed, 1, "the same wish of which more was said since");
    assert_eq!(wanted(&ani).unwrap().tags, ["laut", "dermaga"]);
}

#[test]
fn what_the_other_library_says_of_a_story_that_is_held_here_files_and_marks_it() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    wish(&mut budi, of_raindrop());
    let story = ani.import(HARBOUR, Some(URL));
    let merged = ani.merge(&budi);
    assert_eq!((merged.wishes_new, merged.filed, merged.marks_new), (0, 1, 1));
    let filing = ani.library.filing(story).unwrap();
    assert_eq!(
        (filing.starred, filing.note.as_str(), filing.collections),
        (true, "baca lagi", vec!["Pelabuhan".into()])
    );
    assert_eq!(ani.notes(), ["dari mana"]);
    ani.merge_again(&budi);
    ani.library.undo().unwrap().unwrap();
    assert_eq!((ani.library.filing(story).unwrap(), ani.marks().len()), (Filing::default(), 0));
    assert_eq!(ani.merge(&budi).marks_new, 1, "what was taken back can be merged again");
    // What a person took away here stays away.
    ani.library.delete_annotation(ani.marks()[0].id).unwrap();
    ani.library.file(story, filed_as_nothing()).unwrap();
    let merged = ani.merge(&budi);
    assert_eq!((merged.filed, merged.marks_new, ani.marks().len()), (0, 0, 0));
}

#[test]
fn a_wish_that_was_granted_there_comes_as_what_its_person_made_of_it() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    ani.import(HARBOUR, Some(URL));
    wish(&mut budi, of_raindrop());
    budi.import(HARBOUR, Some(URL));
    budi.library.delete_annotation(budi.marks()[0].id).unwrap();
    ani.merge(&budi);
    assert_eq!(ani.marks().len(), 0, "its mark was deleted there");
    ani.merge_again(&budi);
}

#[test]
fn a_mark_of_a_wish_is_of_the_person_who_wished_and_is_there_once_when_the_story_is_brought_as_well() {
    let authors = |desk: &Desk| desk.marks().into_iter().map(|mark| mark.author).collect::<Vec<_>>();
    // The story is here before the wish, or comes after it.
    for held in [true, false] {
        let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
        wish(&mut budi, of_raindrop());
        if held {
            ani.import(HARBOUR, Some(URL));
        }
        ani.merge(&budi);
        if !held {
            ani.import(HARBOUR, Some(URL));
        }
        assert_eq!(authors(&ani), ["budi"], "{held}");
        budi.import(HARBOUR, Some(URL));
        let merged = ani.merge(&budi);
        assert_eq!((merged.marks_new, merged.marks_same), (0, 1), "{held}");
        assert_eq!(authors(&ani), ["budi"], "{held}");
        budi.merge(&ani);
        assert_eq!(authors(&budi), ["budi"], "{held}");
    }
}
