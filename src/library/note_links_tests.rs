use super::*;
use crate::article::SourceFile;
use crate::entity::Engine;
use crate::library::{AnnotationEdit, Color, Environment, FilingEdit, NewAnnotation, prepare};
use crate::text::{Span, written_link};

const STORIES: [&str; 2] = [
    "Kapal Tiba ]] di Dili | Senin\nDILI - Presiden Jose Ramos Horta menunggu kapal itu pada Senin pagi.",
    "Pelabuhan Kupang Penuh\nKUPANG - Kapal lain berlabuh di Kupang pada Selasa malam.",
];

/// A library with both stories, and a mark in the second.
fn library() -> (Library, [ArticleId; 2], AnnotationId) {
    let mut library = Library::in_memory(Environment::system()).unwrap();
    let engine = Engine::new();
    let ids = STORIES.map(|text| {
        let imported = jiff::civil::date(2025, 6, 1);
        let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url: None, imported };
        library.import(vec![prepare(&engine, &file, false).unwrap()]).unwrap().0[0].outcome.article()
    });
    let body = library.article(ids[1]).unwrap().unwrap().article.body;
    let start = body.find("berlabuh").unwrap();
    let span = Span { start, end: start + "berlabuh".len() };
    let (note, tags) = (String::new(), Vec::new());
    let new = NewAnnotation { article: ids[1], span, version: 1, color: Color::FIRST, note, tags };
    let mark = library.annotate(new).unwrap().0.id;
    (library, ids, mark)
}

fn target(kind: LinkKind, id: impl std::fmt::Display) -> LinkTarget {
    LinkTarget { kind, id: id.to_string() }
}

fn leads(library: &Library, target: &LinkTarget) -> Option<String> {
    library.link_leads_to(target, &library.same_entities().unwrap()).unwrap()
}

fn linking(library: &Library, target: &LinkTarget) -> Vec<NoteBacklink> {
    library.notes_linking_to(target, &library.same_entities().unwrap()).unwrap()
}

fn note(text: String) -> AnnotationEdit {
    AnnotationEdit { note: Some(text), ..AnnotationEdit::default() }
}

#[test]
fn notes_point_at_stories_marks_and_entities_and_follow_undo_and_rebuild() {
    let (mut library, [first, second], mark) = library();
    let offers = library.link_offers("kapal tiba", 5).unwrap();
    assert_eq!(offers[0].text, "Kapal Tiba ]] di Dili | Senin");
    let entity = library.link_offers("jose", 5).unwrap().remove(0);
    assert_eq!(entity.target.kind, LinkKind::Entity);
    let text = [&offers[0], &entity].map(|offer| written_link(&offer.target, &offer.text)).join(" ");
    library.edit_annotation(mark, note(text.clone())).unwrap();
    let pointing = |library: &Library, target: &LinkTarget| linking(library, target).len();
    for target in [&offers[0].target, &entity.target] {
        assert_eq!(pointing(&library, target), 1);
        assert!(leads(&library, target).is_some());
    }
    let back = library.notes_on_article(first).unwrap();
    assert_eq!((back[0].article, back[0].mark, back[0].note.as_str()), (second, Some(mark), text.as_str()));
    let query = MarkQuery { linking_to: vec![entity.target.clone()], ..MarkQuery::default() };
    assert_eq!(library.find_marks(&query).unwrap(), [mark]);
    assert!(query.fits(&library.annotation(mark).unwrap().unwrap()));
    library.undo().unwrap();
    assert_eq!(pointing(&library, &entity.target), 0);
    library.redo().unwrap();
    library.rebuild(&Engine::new(), &mut |_, _| ()).unwrap();
    assert_eq!(pointing(&library, &entity.target), 1);
    library.remove_article(second).unwrap();
    assert_eq!(pointing(&library, &entity.target), 0, "a removed story's notes point nowhere");
    library.undo().unwrap();
    assert_eq!(pointing(&library, &entity.target), 1);
}

#[test]
fn a_note_on_the_whole_points_too_and_at_marks_of_a_story() {
    let (mut library, [first, second], mark) = library();
    let link = written_link(&target(LinkKind::Mark, mark), "berlabuh");
    library.file(first, FilingEdit { note: Some(link), ..FilingEdit::default() }).unwrap();
    let back = library.notes_on_article(second).unwrap();
    assert_eq!((back.len(), back[0].article, back[0].mark), (1, first, None));
    super::super::mark_index::rebuild(&library.db).unwrap();
    assert_eq!(library.notes_on_article(second).unwrap(), back);
    library.delete_annotation(mark).unwrap();
    assert_eq!(leads(&library, &target(LinkKind::Mark, mark)), None, "it leads nowhere now");
}

#[test]
fn a_link_to_nothing_leads_nowhere() {
    let (library, ..) = library();
    for (kind, id) in [(LinkKind::Article, "x"), (LinkKind::Mark, ""), (LinkKind::Entity, "person/tak ada")] {
        assert_eq!(leads(&library, &target(kind, id)), None);
    }
    assert!(library.link_offers("' OR 1=1 --", 5).unwrap().is_empty());
}

#[test]
fn a_link_to_an_entity_that_was_made_part_of_another_leads_there_and_counts_there_until_that_is_revoked() {
    use crate::entity::{Decision, Ruling, Target};
    let (mut library, _, mark) = library();
    let engine = Engine::new();
    let jose = library.link_offers("jose", 5).unwrap().remove(0);
    let into = |name: &str| target(LinkKind::Entity, format!("person/{name}"));
    let (ramos, presiden) = (into("ramos si tua"), into("tokoh itu"));
    library.edit_annotation(mark, note(written_link(&jose.target, &jose.text))).unwrap();
    let merge = |library: &mut Library, from: &LinkTarget, name: &str| {
        let on = Target { entity: Some(from.id.clone()), ..Target::default() };
        let ruled = library.rule(None, Ruling { on, decision: Decision::Merge(name.to_owned()) }).unwrap().0.id;
        library.renew_all(&engine).unwrap();
        ruled
    };
    assert_eq!((leads(&library, &ramos), linking(&library, &ramos).len()), (None, 0));
    let first = merge(&mut library, &jose.target, "Ramos Si Tua");
    assert_eq!(leads(&library, &jose.target).as_deref(), Some("Ramos Si Tua"));
    let second = merge(&mut library, &ramos, "Tokoh Itu");
    for key in [&jose.target, &ramos, &presiden] {
        assert_eq!(leads(&library, key).as_deref(), Some("Tokoh Itu"), "{key}");
        assert_eq!(linking(&library, key).len(), 1, "{key}");
        let linking_to = library.same_entities().unwrap().names_of(key);
        assert_eq!(library.find_marks(&MarkQuery { linking_to, ..MarkQuery::default() }).unwrap(), [mark]);
    }
    library.revoke(second).unwrap();
    library.renew_all(&engine).unwrap();
    assert_eq!((leads(&library, &presiden), linking(&library, &presiden).len()), (None, 0));
    assert_eq!(linking(&library, &ramos).len(), 1);
    library.revoke(first).unwrap();
    library.undo().unwrap();
    library.undo().unwrap();
    library.renew_all(&engine).unwrap();
    assert_eq!(linking(&library, &presiden).len(), 1, "an undone revocation holds again");
}
