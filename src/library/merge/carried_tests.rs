use super::super::tests::{Desk, HARBOUR, MARKET, URL};
use super::*;
use crate::entity::{Class, Decision, Ruling, Target};
use crate::library::{AnchorState, AnnotationEdit, OperationKind};

/// The lines that carry the marks of a library.
fn lines(desk: &Desk) -> String {
    let lines = desk.library.carried(&[]).unwrap();
    lines.iter().map(|line| serde_json::to_string(line).unwrap() + "\n").collect()
}

/// Takes in a file of these lines.
fn take(desk: &mut Desk, text: impl AsRef<[u8]>) -> Merged {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sorotan.jsonl");
    std::fs::write(&file, text).unwrap();
    let incoming = Incoming::open(&file).unwrap();
    assert!(matches!(incoming, Incoming::Marks(_)), "known by how it begins");
    desk.library.merge_incoming(&incoming, Duration::MAX, &mut |_, _| true).unwrap().0
}

#[test]
fn marks_of_a_file_come_with_all_that_is_kept_of_them_once_and_as_one_step() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let ours = ani.import(HARBOUR, None);
    let theirs = budi.import(HARBOUR, None);
    let one = budi.mark(theirs, "tiba di Dili", "milik budi");
    let tags = AnnotationEdit { tags: Some(vec!["laut".to_owned()]), ..AnnotationEdit::default() };
    let one = budi.library.edit_annotation(one.id, tags).unwrap().0;
    let text = lines(&budi);
    let merged = take(&mut ani, &text);
    assert_eq!((merged.marks_new, merged.marks_doubtful, merged.failed.len()), (1, 0, 0), "{:?}", merged.failed);
    assert_eq!(ani.marks(), [Annotation { article: ours, ..one.clone() }]);
    let before = ani.library.history(100).unwrap();
    let again = take(&mut ani, &text);
    assert_eq!((again.marks_new, again.marks_same), (0, 1));
    assert_eq!(ani.library.history(100).unwrap(), before, "a second time adds nothing");

    // What Budi changes later is no conflict: the file says which states it went on from.
    budi.note(&one, "lebih jelas");
    let later = take(&mut ani, lines(&budi));
    assert_eq!((later.marks_changed, later.conflicts.len(), ani.notes()), (1, 0, vec!["lebih jelas".to_owned()]));
    ani.library.delete_annotation(one.id).unwrap();
    assert_eq!((take(&mut ani, lines(&budi)).marks_left, ani.marks().len()), (1, 0), "and what was deleted stays so");
    ani.library.undo().unwrap().unwrap();
    while ani.library.undo().unwrap().is_some_and(|undone| undone.kind == OperationKind::Merge) {}
    assert_eq!(ani.marks(), []);
    assert_eq!(ani.library.check().unwrap(), []);
}

#[test]
fn marks_of_a_file_are_put_where_their_words_stand_and_doubt_is_said() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let newer = HARBOUR.replace("Kapal niaga", "Cuaca cerah. Kapal niaga").replace("kata pejabat", "ujar kepala");
    let ours = ani.import(&newer, Some(URL));
    let theirs = budi.import(HARBOUR, Some(URL));
    budi.mark(theirs, "dari Kupang tiba", "");
    budi.mark(theirs, "kata pejabat", "");
    let merged = take(&mut ani, lines(&budi));
    assert_eq!((merged.marks_new, merged.marks_doubtful), (2, 1), "{:?}", merged.failed);
    let body = ani.library.article(ours).unwrap().unwrap().article.body;
    let marks = ani.marks();
    let stays = marks.iter().find(|mark| mark.anchor.quote == "dari Kupang tiba").unwrap();
    assert_eq!((stays.anchor.span.of(&body), stays.state), ("dari Kupang tiba", AnchorState::Moved));
    assert!(marks.iter().any(Annotation::is_in_doubt));
}

#[test]
fn lines_that_cannot_be_taken_in_are_named_one_by_one_and_the_rest_is_taken_in() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let (harbour, market) = (budi.import(HARBOUR, None), budi.import(MARKET, None));
    ani.import(HARBOUR, None);
    let good = budi.mark(harbour, "tiba di Dili", "");
    budi.mark(market, "Ambon", "");
    let text = lines(&budi);
    let line = text.lines().find(|line| line.contains("tiba di Dili")).unwrap();
    let other = text.lines().find(|line| line.contains("Ambon")).unwrap();
    let huge = format!("{{\"note\":\"{}\"}}", "x".repeat(usize::try_from(LINE_BYTES).unwrap()));
    let wrong = [
        "{",
        "{\"id\":\"bukan\"}",
        &line.replace("\"quote\"", "\"kutipan\""),
        &line.replace("\"color\":1", "\"color\":9"),
        &line.replace("\"author\":\"budi\"", "\"author\":\" \""),
        &line.replace("\"created\":\"2", "\"created\":\"x"),
        &huge,
        other,
    ];
    let merged = take(&mut ani, format!("{}\n\n{line}\n{line}\n", wrong.join("\n")));
    assert_eq!((merged.marks_new, ani.marks().len()), (1, 1));
    assert_eq!(ani.marks()[0].id, good.id);
    let said: Vec<usize> =
        merged.failed.iter().map(|failed| failed[5..failed.find(':').unwrap()].parse().unwrap()).collect();
    let mut sorted = said.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [1, 2, 3, 4, 5, 6, 7, 8, 11], "{:?}", merged.failed);
    assert!(merged.failed.iter().any(|failed| failed.contains("missing field `quote`")));
    assert!(merged.failed.iter().all(|failed| failed.len() < 300));
    assert_eq!(ani.library.undo().unwrap().unwrap().kind, OperationKind::Merge);
    assert_eq!(ani.marks(), []);
}

#[test]
fn bytes_of_any_kind_do_no_harm() {
    let mut ani = Desk::new("ani");
    ani.import(HARBOUR, None);
    for text in [&b"{\xff\xfe\n\x00\n"[..], b"\xef\xbb\xbf{}\n", b"{\"id\":1e999}\n[[[[[[[[", b"{\r\n}\r\n"] {
        let merged = take(&mut ani, text);
        assert!(!merged.failed.is_empty() && merged.marks_new == 0);
    }
    assert_eq!(ani.library.check().unwrap(), []);
}

#[test]
fn filing_and_rulings_of_a_file_come_too_with_neither_sides_work_lost_and_go_in_one_step() {
    use crate::library::{FilingEdit, Rating};
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    let (ours, market) = (ani.import(HARBOUR, None), ani.import(MARKET, None));
    let (theirs, _) = (budi.import(HARBOUR, None), budi.import(MARKET, None));
    let filed = |rating: &str, tag: &str, note: &str| FilingEdit {
        rating: Some(rating.parse::<Rating>().ok()),
        tags: Some(vec![tag.to_owned()]),
        note: Some(note.to_owned()),
        ..FilingEdit::default()
    };
    ani.library.file(ours, filed("B2", "laut", "dari ani")).unwrap();
    let theirs_filed = FilingEdit {
        read: Some(true),
        collections: Some(vec!["Timor".to_owned()]),
        ..filed("C3", "kapal", "dari budi")
    };
    budi.library.file(theirs, theirs_filed).unwrap();
    let on = |words: &str| Target { text: Some(words.to_owned()), ..Target::default() };
    let ruling = |on: Target, class| Ruling { on, decision: Decision::Accept(class) };
    let body = budi.library.article(theirs).unwrap().unwrap().article.body;
    let start = body.find("pelabuhan").unwrap();
    let one = Target { span: Some(Span::new(start, start + "pelabuhan".len())), ..on("pelabuhan") };
    budi.library.rule(Some(theirs), ruling(one, Class::Place)).unwrap();
    let (wide, _) = budi.library.rule(None, ruling(on("Kapal niaga"), Class::Organization)).unwrap();
    ani.library.rule(None, ruling(on("Kapal niaga"), Class::Person)).unwrap();
    ani.library.file(market, FilingEdit { starred: Some(true), ..FilingEdit::default() }).unwrap();
    let before = ani.library.rulings(None).unwrap();

    let merged = take(&mut ani, lines(&budi));
    assert_eq!((merged.filed, merged.rulings_new, merged.marks_new), (1, 2, 0), "{:?}", merged.failed);
    let kinds: Vec<_> = merged.conflicts.iter().map(|conflict| conflict.kind).collect();
    assert_eq!(kinds.len(), 3, "rating, note and the ruling on the same words: {kinds:?}");
    let filing = ani.library.article(ours).unwrap().unwrap().row.filing;
    assert_eq!(filing.tags, ["laut", "kapal", "C3 budi"]);
    assert_eq!((filing.read, filing.rating.map(|it| it.to_string()).as_deref()), (true, Some("B2")));
    assert_eq!((filing.collections, filing.note), (vec!["Timor".to_owned()], "dari ani\n\nbudi: dari budi".to_owned()));
    let rulings = ani.library.rulings(None).unwrap();
    let narrow = rulings.iter().find(|stored| stored.article == Some(ours)).unwrap();
    assert_eq!(narrow.ruling.on.span, Some(Span::new(start, start + "pelabuhan".len())));
    assert!(
        rulings.iter().any(|stored| stored.id == wide.id && stored.author == "budi" && stored.created == wide.created)
    );
    assert_eq!(ani.library.check().unwrap(), []);

    let log = ani.library.history(100).unwrap();
    let again = take(&mut ani, lines(&budi));
    assert_eq!((again.filed, again.rulings_new, again.conflicts.len()), (0, 0, 0), "a second time adds nothing");
    assert_eq!(ani.library.history(100).unwrap(), log);
    // What Budi takes in from Ani and files further is no conflict any more.
    take(&mut budi, lines(&ani));
    budi.library.file(theirs, FilingEdit { note: Some("sudah jelas".to_owned()), ..FilingEdit::default() }).unwrap();
    let later = take(&mut ani, lines(&budi));
    assert_eq!((later.filed, later.conflicts.len()), (1, 0), "{:?}", later.conflicts);
    assert_eq!(ani.library.article(ours).unwrap().unwrap().row.filing.note, "sudah jelas");

    for _ in 0..2 {
        assert_eq!(ani.library.undo().unwrap().unwrap().kind, OperationKind::Merge, "each merge is one step");
    }
    assert_eq!(ani.library.rulings(None).unwrap(), before);
    assert_eq!(ani.library.article(ours).unwrap().unwrap().row.filing.note, "dari ani");
    assert!(ani.library.article(market).unwrap().unwrap().row.filing.starred);
}

#[test]
fn a_ruling_on_one_mention_that_does_not_say_where_is_refused_by_its_line() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    ani.import(HARBOUR, None);
    let theirs = budi.import(HARBOUR, None);
    let on = Target { text: Some("pelabuhan".to_owned()), span: Some(Span::new(10, 19)), ..Target::default() };
    budi.library.rule(Some(theirs), Ruling { on, decision: Decision::Reject }).unwrap();
    let line: serde_json::Value = serde_json::from_str(&lines(&budi)).unwrap();
    let without = |keys: &[&str], span: bool| {
        let mut line = line.clone();
        line.as_object_mut().unwrap().retain(|key, _| !keys.contains(&key.as_str()));
        if span {
            line["ruling"]["ruling"]["on"]["span"] = serde_json::json!({ "start": 900_000, "end": 900_009 });
        }
        line.to_string() + "\n"
    };
    for line in [without(&["start", "end"], true), without(&["start"], false), without(&["article"], false)] {
        let merged = take(&mut ani, line);
        assert_eq!((merged.rulings_new, merged.rulings_left), (0, 0));
        let [failed] = merged.failed.as_slice() else { panic!("{:?}", merged.failed) };
        assert!(failed.starts_with("line 1: it rules on one mention"), "{failed}");
    }
    assert_eq!(ani.library.rulings(None).unwrap(), []);
}

#[test]
fn a_tag_that_stands_twice_in_a_line_is_one() {
    let (mut ani, mut budi) = (Desk::new("ani"), Desk::new("budi"));
    ani.import(HARBOUR, None);
    let theirs = budi.import(HARBOUR, None);
    budi.mark(theirs, "Kupang", "");
    let mut line: serde_json::Value = serde_json::from_str(&lines(&budi)).unwrap();
    line["tags"] = serde_json::json!(["laut", "darat", " laut"]);
    take(&mut ani, line.to_string());
    assert_eq!(ani.marks()[0].tags, ["laut", "darat"]);
}
