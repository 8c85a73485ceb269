use super::*;
use crate::article::SourceFile;
use crate::entity::{Class, Engine, Target};
use crate::library::store::TO_FIRST_FORMAT;
use crate::library::{Environment, Prepared, prepare};

thread_local! {
    static ENGINE: Engine = Engine::new();
}

fn library() -> Library {
    let mut number = 0_u128;
    let ids = move || {
        number += 1;
        uuid::Uuid::from_u128(number)
    };
    let clock = || jiff::Timestamp::from_second(1_700_000_000).unwrap();
    let environment = Environment { clock: Box::new(clock), ids: Box::new(ids), author: "penguji".to_owned() };
    Library::in_memory(environment).unwrap()
}

fn story(text: &str) -> Prepared {
    let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url: None, imported: jiff::civil::date(2025, 6, 1) };
    ENGINE.with(|engine| prepare(engine, &file, false)).unwrap()
}

fn add(library: &mut Library, text: &str) -> ArticleId {
    library.import(vec![story(text)]).unwrap().0[0].outcome.article()
}

fn renew(library: &mut Library) -> usize {
    ENGINE.with(|engine| library.renew_all(engine)).unwrap()
}

/// Class and entity of each mention with these words.
fn named(library: &Library, id: ArticleId, words: &str) -> Vec<(Class, String)> {
    let stored = library.article(id).unwrap().unwrap();
    let body = &stored.article.body;
    let with = stored.mentions.iter().filter(|mention| mention.span.of(body) == words);
    with.map(|mention| (mention.class, mention.entity.name.clone())).collect()
}

fn ruling(text: &str, decision: Decision) -> Ruling {
    Ruling { on: Target { text: Some(text.to_owned()), ..Target::default() }, decision }
}

const ONE: &str =
    "Berita Satu Hari Ini\nPresiden Rusia Vladimir Putin minum kopi tubruk di Moskow, kata juru bicara itu.";
const TWO: &str =
    "Berita Dua Hari Ini\nPedagang menjual kopi tubruk di pasar pada pagi hari, dan Vladimir Putin tidak datang.";

#[test]
fn a_ruling_on_the_library_holds_everywhere_and_for_stories_that_come_later() {
    let mut library = library();
    let one = add(&mut library, ONE);
    let accept = ruling("kopi tubruk", Decision::Accept(Class::Organization));
    assert_eq!(library.touched_by(None, &accept).unwrap(), [one]);
    assert_eq!(library.mentions_touched(&accept, &[one]).unwrap(), 1);
    library.rule(None, accept).unwrap();
    assert_eq!(renew(&mut library), 1);
    let ruled = [(Class::Organization, "kopi tubruk".to_owned())];
    assert_eq!(named(&library, one, "kopi tubruk"), ruled);

    let two = add(&mut library, TWO);
    assert_eq!(renew(&mut library), 1, "the new story is analysed with the ruling");
    assert_eq!(named(&library, two, "kopi tubruk"), ruled);
    assert_eq!(library.find_entities("kopi tubruk").unwrap()[0].articles, 2);
    assert_eq!(library.check().unwrap(), []);
}

#[test]
fn a_ruling_on_an_article_stays_in_it_and_undo_and_redo_carry_it() {
    let mut library = library();
    let (one, two) = (add(&mut library, ONE), add(&mut library, TWO));
    let before = named(&library, one, "Vladimir Putin");
    library.rule(Some(one), ruling("Vladimir Putin", Decision::Reject)).unwrap();
    assert_eq!(renew(&mut library), 1);
    assert_eq!(named(&library, one, "Vladimir Putin"), []);
    assert_eq!(named(&library, two, "Vladimir Putin").len(), 1);

    library.undo().unwrap().unwrap();
    assert_eq!(renew(&mut library), 1);
    assert_eq!(named(&library, one, "Vladimir Putin"), before);
    library.redo().unwrap().unwrap();
    renew(&mut library);
    assert_eq!(named(&library, one, "Vladimir Putin"), []);
    assert!(library.check().unwrap().is_empty());
}

#[test]
fn merged_entities_are_one_until_the_ruling_is_revoked() {
    let mut library = library();
    let one = add(&mut library, ONE);
    let on = Target { entity: Some("person/vladimir putin".to_owned()), ..Target::default() };
    let merge = Ruling { on, decision: Decision::Merge("V. V. Putin".to_owned()) };
    let (stored, _) = library.rule(None, merge).unwrap();
    assert_eq!(renew(&mut library), 1);
    assert_eq!(named(&library, one, "Vladimir Putin"), [(Class::Person, "V. V. Putin".to_owned())]);

    let two = add(&mut library, TWO);
    assert_eq!(renew(&mut library), 1);
    assert_eq!(
        library
            .articles_naming("person/v v putin")
            .unwrap()
            .len()
            .max(library.find_entities("V. V. Putin").unwrap()[0].articles),
        2
    );

    assert_eq!(library.rulings(Some("putin")).unwrap(), std::slice::from_ref(&stored));
    assert_eq!(library.rulings(Some("jokowi")).unwrap(), []);
    library.revoke(stored.id).unwrap();
    assert_eq!(renew(&mut library), 2);
    assert_eq!(named(&library, two, "Vladimir Putin"), [(Class::Person, "Vladimir Putin".to_owned())]);
    assert!(matches!(library.revoke(stored.id), Err(LibraryError::NoRuling(_))));
}

#[test]
fn a_library_of_the_first_format_is_brought_to_this_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sorot.db");
    {
        let mut library = Library::open(folder.path(), Environment::system()).unwrap();
        add(&mut library, ONE);
        library.db.execute_batch(TO_FIRST_FORMAT).unwrap();
    }
    assert!(file.exists());
    let mut library = Library::open(folder.path(), Environment::system()).unwrap();
    library.rule(None, ruling("kopi tubruk", Decision::Accept(Class::Place))).unwrap();
    assert_eq!(renew(&mut library), 1);
    assert_eq!((library.articles().unwrap().len(), library.check().unwrap()), (1, Vec::new()));
}

#[test]
fn revoking_a_merge_whose_entity_was_merged_on_renews_the_articles() {
    let mut library = library();
    let one = add(&mut library, ONE);
    let merge = |from: &str, into: &str| Ruling {
        on: Target { entity: Some(from.to_owned()), ..Target::default() },
        decision: Decision::Merge(into.to_owned()),
    };
    let (first, _) = library.rule(None, merge("person/vladimir putin", "V. V. Putin")).unwrap();
    library.rule(None, merge("person/v v putin", "Igor Putin")).unwrap();
    renew(&mut library);
    assert_eq!(named(&library, one, "Vladimir Putin"), [(Class::Person, "Igor Putin".to_owned())]);
    library.revoke(first.id).unwrap();
    assert_eq!(renew(&mut library), 1);
    assert_eq!(named(&library, one, "Vladimir Putin"), [(Class::Person, "Vladimir Putin".to_owned())]);
}

#[test]
fn revoking_the_rejection_of_an_entity_brings_its_names_back() {
    let mut library = library();
    let one = add(&mut library, ONE);
    let on = Target { entity: Some("person/vladimir putin".to_owned()), ..Target::default() };
    let (stored, _) = library.rule(None, Ruling { on, decision: Decision::Reject }).unwrap();
    renew(&mut library);
    assert_eq!(named(&library, one, "Vladimir Putin"), []);
    library.revoke(stored.id).unwrap();
    renew(&mut library);
    assert_eq!(named(&library, one, "Vladimir Putin"), [(Class::Person, "Vladimir Putin".to_owned())]);
}

#[test]
fn a_ruling_on_one_mention_decides_nothing_about_the_same_words_elsewhere_and_holds_again_when_its_text_is_back() {
    let mut library = library();
    let first = "Kabar Istana Hari Ini\nVladimir Putin hadir di Moskow pada Senin pagi bersama para menteri.\nVladimir Putin pulang ke Kremlin pada malam hari tanpa pesan.\nWarga menunggu di alun-alun kota sampai larut malam itu.";
    let second = first.replacen("Vladimir Putin hadir di Moskow pada Senin pagi bersama para menteri.\n", "", 1);
    let url = Some("https://contoh.co.id/istana");
    let import = |library: &mut Library, text: &str| {
        let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url, imported: jiff::civil::date(2025, 6, 1) };
        let story = ENGINE.with(|engine| prepare(engine, &file, false)).unwrap();
        let id = library.import(vec![story]).unwrap().0[0].outcome.article();
        renew(library);
        id
    };
    let id = import(&mut library, first);
    let body = library.article(id).unwrap().unwrap().article.body;
    let start = body.find("Vladimir Putin").unwrap();
    let mut reject = ruling("Vladimir Putin", Decision::Reject);
    reject.on.span = Some(Span { start, end: start + "Vladimir Putin".len() });
    library.rule(Some(id), reject).unwrap();
    renew(&mut library);
    assert_eq!(named(&library, id, "Vladimir Putin").len(), 1);

    assert_eq!(import(&mut library, &second), id);
    let body = library.article(id).unwrap().unwrap().article.body;
    assert_eq!(body.find("Vladimir Putin"), Some(start), "the twin stands where the other stood");
    assert_eq!(named(&library, id, "Vladimir Putin").len(), 1, "the twin is a name");
    library.undo().unwrap();
    renew(&mut library);
    assert_eq!(library.article(id).unwrap().unwrap().article.body.matches("Vladimir Putin").count(), 2);
    assert_eq!(named(&library, id, "Vladimir Putin").len(), 1, "the ruling holds again");
}

#[test]
fn rulings_are_read_once_for_all_stories_of_an_import_and_those_of_one_article_are_found_by_an_index() {
    let mut library = library();
    library.rule(None, ruling("Kupang", Decision::Reject)).unwrap();
    let read = |library: &Library| {
        let wide = "SELECT json FROM ruling WHERE article IS NULL ORDER BY id";
        library.db.prepare_cached(wide).unwrap().reset_status(rusqlite::StatementStatus::Run)
    };
    read(&library);
    let stories =
        ["Kapal Satu\nKapal tiba di Kupang.", "Kapal Dua\nKapal tiba di Dili.", "Kapal Tiga\nKapal tiba di Ende."];
    let imported = library.import(stories.map(story).into()).unwrap().0;
    assert_eq!(read(&library), 1);
    assert_eq!(library.stale_articles().unwrap(), [imported[0].outcome.article()]);
    let plan = "EXPLAIN QUERY PLAN SELECT json FROM ruling WHERE article = 'x' ORDER BY id";
    let plan: String = library.db.query_row(plan, [], |row| row.get(3)).unwrap();
    assert!(plan.contains("ruling_by_article"), "{plan}");
}
