use std::time::Duration;

use super::Other;
use super::tests::{Desk, HARBOUR, MARKET};
use crate::entity::{Class, Decision, Ruling, Target};
use crate::library::{ArticleId, FilingEdit};

fn ruling(words: &str) -> Ruling {
    let on = Target { text: Some(words.to_owned()), ..Target::default() };
    Ruling { on, decision: Decision::Accept(Class::Organization) }
}

/// Somebody who marked, filed and ruled two stories.
fn at_work() -> (Desk, ArticleId) {
    let mut budi = Desk::new("budi");
    let (harbour, market) = (budi.import(HARBOUR, None), budi.import(MARKET, None));
    for (story, words) in [(harbour, "Kupang"), (market, "Ambon")] {
        budi.mark(story, words, words);
        budi.library.file(story, FilingEdit { starred: Some(true), ..FilingEdit::default() }).unwrap();
        budi.library.rule(Some(story), ruling("pelabuhan")).unwrap();
        budi.library.rule(Some(story), ruling("perbaikan")).unwrap();
    }
    (budi, harbour)
}

#[test]
fn a_row_of_the_other_library_that_cannot_be_read_takes_nothing_else_of_its_story_away_and_is_named_with_it() {
    // Which row, and how many filings, rulings and marks come.
    for (table, row, come) in [
        ("filing", "article = ?1", (1, 4, 2)),
        ("ruling", "id = (SELECT min(id) FROM ruling WHERE article = ?1)", (2, 3, 2)),
        ("annotation", "article = ?1", (2, 4, 1)),
    ] {
        for broken in ["'{'", "CAST(x'ff' AS TEXT)"] {
            let (budi, harbour) = at_work();
            let sql = format!("UPDATE {table} SET json = {broken} WHERE {row}");
            assert_eq!(budi.library.db.execute(&sql, [harbour.to_string()]).unwrap(), 1);
            let mut ani = Desk::new("ani");
            let merged = ani.merge_damaged(&budi);
            assert_eq!((merged.filed, merged.rulings_new, merged.marks_new), come, "{table} {broken}");
            let [failed] = merged.failed.as_slice() else { panic!("{:?}", merged.failed) };
            assert!(failed.starts_with("“Kapal Tiba di Dili”: "), "{failed}");
        }
    }
}

#[test]
fn a_row_of_this_library_that_cannot_be_read_is_not_said_to_be_of_the_other() {
    let (budi, _) = at_work();
    let mut ani = Desk::new("ani");
    let harbour = ani.import(HARBOUR, None);
    ani.library.file(harbour, FilingEdit { starred: Some(true), ..FilingEdit::default() }).unwrap();
    ani.library.db.execute("UPDATE filing SET json = '{' WHERE article = ?1", [harbour.to_string()]).unwrap();
    let other = Other::open(budi.folder.path()).unwrap();
    let (merged, _) = ani.library.merge(&other, Duration::MAX, &mut |_, _| true).unwrap();
    let [failed] = merged.failed.as_slice() else { panic!("{:?}", merged.failed) };
    assert!(failed.starts_with("“Kapal Tiba di Dili”: what this library says of it could not be read"), "{failed}");
    assert_eq!((merged.filed, merged.marks_new), (1, 1), "the other story comes");
}

#[test]
fn a_list_goes_on_where_it_cannot_be_read_how_a_story_is_filed() {
    let (budi, harbour) = at_work();
    budi.library.db.execute("UPDATE filing SET json = '{' WHERE article = ?1", [harbour.to_string()]).unwrap();
    let starred: Vec<bool> = budi.library.articles().unwrap().iter().map(|row| row.filing.starred).collect();
    assert_eq!(starred.len(), 2);
    assert!(starred.contains(&true));
    assert!(budi.library.article(harbour).unwrap().is_some());
    assert_eq!((budi.library.tags().unwrap(), budi.library.collections().unwrap()), (Vec::new(), Vec::new()));
    assert_eq!(budi.library.check().unwrap().len(), 1, "the check names it");
}
