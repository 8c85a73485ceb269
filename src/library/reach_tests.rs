use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::article::SourceFile;
use crate::entity::Engine;
use crate::library::naming::named;
use crate::library::{Environment, prepare};

thread_local! {
    static ENGINE: Engine = Engine::new();
}

/// Sentences in which names stand plainly, glued to other words, parted by a line's end, short, and in longer names.
const SENTENCES: [&str; 12] = [
    "Presiden Rusia Vladimir Putin tiba di Pyongyang.",
    "Putin bertemu Kim Jong Un di Moskow.",
    "kataPutin kepada wartawan di Rusia.",
    "Vladimir\nPutin dan Kim  Jong Un menandatangani perjanjian.",
    "Kementerian Luar Negeri Rusia membantah kabar itu.",
    "Badan Pangan Nasional (Bapanas) mengimpor beras dari Rusia.",
    "Bapanas menunjuk Putin Wijaya sebagai juru bicara.",
    "Pedagang kopi tubruk di Kupang menolak kenaikan harga.",
    "Kim menolak undangan ke Moskow, ujarKim.",
    "PT Kopi Tubruk Tbk membuka kantor di Pyongyang.",
    "Wali Kota Kupang menjamu Putin dengan kopi tubruk.",
    "Menteri itu diam saja.",
];
const WORDS: [&str; 9] =
    ["Putin", "Vladimir Putin", "Rusia", "Kim Jong Un", "Kim", "kopi tubruk", "Bapanas", "Moskow", "Luar Negeri"];
const ENTITIES: [(Class, &str); 6] = [
    (Class::Person, "Vladimir Putin"),
    (Class::Person, "Kim Jong Un"),
    (Class::Place, "Rusia"),
    (Class::Organization, "Badan Pangan Nasional"),
    (Class::Person, "V. V. Putin"),
    (Class::Place, "Moskow"),
];
const CLASSES: [Class; 3] = [Class::Person, Class::Place, Class::Organization];

/// What a person does.
#[derive(Debug, Clone)]
enum Deed {
    Import(Vec<usize>),
    Rule { article: Option<usize>, ruling: Ruling },
    Revoke(usize),
    Undo,
    Redo,
}

fn ruling() -> impl Strategy<Value = Ruling> {
    let on_words = (0..WORDS.len(), 0..7_usize, 0..CLASSES.len(), 0..ENTITIES.len(), any::<bool>());
    let about_words = on_words.prop_map(|(words, what, class, entity, classed)| {
        let class = CLASSES[class];
        let decision = match what {
            0 | 1 => Decision::Accept(class),
            2 | 3 => Decision::Reject,
            4 => Decision::Retype(class),
            5 => Decision::Respan(["Presiden Rusia", "Putin", "Jong Un"][words % 3].to_owned()),
            _ => Decision::Alias(ENTITIES[entity].1.to_owned()),
        };
        let class = classed.then_some(class);
        Ruling { on: Target { text: Some(WORDS[words].to_owned()), class, ..Target::default() }, decision }
    });
    let on_entity = (0..ENTITIES.len(), 0..5_usize, 0..ENTITIES.len(), 0..WORDS.len());
    let about_entity = on_entity.prop_map(|(entity, what, other, words)| {
        let (class, name) = ENTITIES[entity];
        let mut on = Target { entity: Some(crate::entity::EntityRef::named(class, name).key), ..Target::default() };
        let decision = match what {
            0 | 1 => Decision::Merge(ENTITIES[other].1.to_owned()),
            2 => Decision::Reject,
            3 => Decision::Retype(CLASSES[other % 3]),
            _ => {
                on.text = Some(WORDS[words].to_owned());
                Decision::Split("Orang Lain".to_owned())
            }
        };
        Ruling { on, decision }
    });
    prop_oneof![about_words, about_entity]
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        1 => prop::collection::vec(0..SENTENCES.len(), 2..5).prop_map(Deed::Import),
        5 => (prop::option::weighted(0.2, 0..3_usize), ruling())
            .prop_map(|(article, ruling)| Deed::Rule { article, ruling }),
        2 => (0..6_usize).prop_map(Deed::Revoke),
        2 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
    ]
}

fn import(library: &mut Library, sentences: &[usize]) -> ArticleId {
    let lines: Vec<&str> = sentences.iter().map(|at| SENTENCES[*at]).collect();
    let text = format!("Berita Nomor {}\n{}", sentences.len(), lines.join(" "));
    let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url: None, imported: jiff::civil::date(2025, 6, 1) };
    let story = ENGINE.with(|engine| prepare(engine, &file, false)).unwrap();
    library.import(vec![story]).unwrap().0[0].outcome.article()
}

fn does(library: &mut Library, deed: &Deed) {
    match deed {
        Deed::Import(sentences) => {
            import(library, sentences);
        }
        Deed::Rule { article, ruling } => {
            let article = article.and_then(|at| library.articles().unwrap().get(at).map(|row| row.id));
            library.rule(article, ruling.clone()).unwrap();
        }
        Deed::Revoke(at) => {
            if let Some(stored) = library.rulings(None).unwrap().get(*at) {
                library.revoke(stored.id).unwrap();
            }
        }
        Deed::Undo => drop(library.undo().unwrap()),
        Deed::Redo => drop(library.redo().unwrap()),
    }
}

/// Every article has the names that an analysis of its text alone gives with all rulings, and is counted so.
fn assert_as_if_made_anew(library: &Library, deed: &Deed) {
    for row in library.articles().unwrap() {
        let stored = library.article(row.id).unwrap().unwrap();
        let rulings = super::super::rulings::applying(&library.db, row.id, &stored.article.body).unwrap();
        let (anew, _) = ENGINE.with(|engine| super::super::prepare::analyse(engine, &stored.article, &rulings));
        assert_eq!(stored.mentions, anew, "after {deed:?}: {:?}", stored.article.body);
        let counted: Vec<(String, usize)> = named(&anew)
            .into_iter()
            .map(|(key, named)| (key.to_owned(), usize::try_from(named.count).unwrap()))
            .collect();
        let mut query = library
            .db
            .prepare(
                "SELECT key, naming.mentions FROM naming JOIN entity_name ON entity_name.number = entity
                 JOIN article ON article.number = naming.article WHERE article.id = ?1 ORDER BY key",
            )
            .unwrap();
        let rows = query
            .query_map([row.id.to_string()], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))
            .unwrap()
            .map(|row| row.map(|(key, count)| (key, usize::try_from(count).unwrap())).unwrap());
        assert_eq!(rows.collect::<Vec<(String, usize)>>(), counted, "after {deed:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn what_a_ruling_changes_is_what_an_analysis_of_everything_gives(deeds in prop::collection::vec(deed(), 1..10)) {
        let mut library = Library::in_memory(Environment::system()).unwrap();
        for sentences in [[0, 1, 5], [2, 3, 6], [7, 8, 10], [4, 9, 11]] {
            import(&mut library, &sentences);
        }
        for deed in &deeds {
            does(&mut library, deed);
            ENGINE.with(|engine| library.renew_all(engine)).unwrap();
            assert_as_if_made_anew(&library, deed);
        }
    }
}

#[test]
fn a_sweep_finds_words_that_the_index_does_not_and_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path(), Environment::system()).unwrap();
    import(&mut library, &[2, 11]);
    import(&mut library, &[7, 11, 11]);
    let on = Target { text: Some("Putin".to_owned()), ..Target::default() };
    library.rule(None, Ruling { on, decision: Decision::Accept(Class::Organization) }).unwrap();
    assert!(library.stale_articles().unwrap().is_empty(), "no word of the index is \"Putin\"");
    drop(library);
    let mut library = Library::open(folder.path(), Environment::system()).unwrap();
    assert_eq!(library.sweep_on().unwrap().map(|found| found.len()), Some(1));
    assert_eq!(library.sweep_on().unwrap(), None);
    assert_eq!(ENGINE.with(|engine| library.renew_all(engine)).unwrap(), 1);
    assert_eq!(library.find_entities("Putin").unwrap()[0].class, Class::Organization);
}

#[test]
fn the_reach_of_a_ruling_is_told_before_it_is_made() {
    let mut library = Library::in_memory(Environment::system()).unwrap();
    import(&mut library, &[0, 11]);
    import(&mut library, &[3, 11, 11]);
    import(&mut library, &[7, 11, 11, 11]);
    let words = |text: &str| Target { text: Some(text.to_owned()), ..Target::default() };
    let reach = |on: Target| {
        let ruling = Ruling { on, decision: Decision::Reject };
        let reach = library.reach_of(&ruling, 1).unwrap();
        assert_eq!(library.touched_by(None, &ruling).unwrap().len(), reach.articles);
        (reach.articles, reach.some.len())
    };
    assert_eq!(reach(words("Vladimir Putin")), (2, 1), "also where a line ends within the name");
    assert_eq!(reach(words("vladimir putin")), (0, 0), "letters count as written");
    let entity = Some("person/vladimir putin".to_owned());
    assert_eq!(reach(Target { entity, ..Target::default() }), (2, 1));
}

#[test]
fn what_a_ruling_is_said_to_reach_lies_in_no_removed_story_and_in_no_longer_word() {
    let mut library = Library::in_memory(Environment::system()).unwrap();
    let kept = import(&mut library, &[3, 11]);
    let gone = import(&mut library, &[7, 11, 11]);
    library.remove_article(gone).unwrap();
    let all = Ruling {
        on: Target { text: Some("Vladimir Putin".to_owned()), ..Target::default() },
        decision: Decision::Reject,
    };
    let half = Ruling { on: Target { text: Some("imir Putin".to_owned()), ..Target::default() }, ..all.clone() };
    let entity = Some("person/vladimir putin".to_owned());
    let entity = Ruling { on: Target { entity, ..Target::default() }, ..all.clone() };
    for (ruling, expected, mentions) in [(&all, vec![kept], 1), (&entity, vec![kept], 2), (&half, Vec::new(), 0)] {
        assert_eq!(library.touched_by(None, ruling).unwrap(), expected);
        assert_eq!(library.reach_of(ruling, 9).unwrap().some, expected);
        assert_eq!(library.mentions_touched(ruling, &expected).unwrap(), mentions);
    }
    let (ruled, _) = library.rule(None, all).unwrap();
    assert_eq!((ruled.reached, library.touches_now(&ruled).unwrap()), (Some(1), 1));
}

#[test]
fn a_ruling_on_more_articles_than_are_stale_at_once_reaches_them_all() {
    const STORIES: usize = AT_ONCE + 60;
    let mut library = Library::in_memory(Environment::system()).unwrap();
    let bytes = "Berita Pendek Hari Ini\nPresiden Rusia Vladimir Putin tiba.".as_bytes();
    let file = SourceFile { name: "x.txt", bytes, url: None, imported: jiff::civil::date(2025, 6, 1) };
    let story = ENGINE.with(|engine| prepare(engine, &file, false)).unwrap();
    let numbered = |number: usize| {
        let sha256 = super::super::prepare::hash(&number.to_le_bytes());
        super::super::Prepared { sha256, ..story.clone() }
    };
    library.import((0..STORIES).map(numbered).collect()).unwrap();
    let ruling = Ruling {
        on: Target { text: Some("Vladimir Putin".to_owned()), ..Target::default() },
        decision: Decision::Retype(Class::Organization),
    };
    assert_eq!(library.reach_of(&ruling, 3).unwrap().articles, STORIES);
    library.rule(None, ruling).unwrap();
    let stale = library.stale_articles().unwrap();
    assert!(stale.len() < STORIES);
    // Some are made anew before the rest is looked for, as in the window.
    let first = stale.get(..30).unwrap();
    let renewed = ENGINE.with(|engine| library.renew_within(engine, first, std::time::Duration::MAX)).unwrap();
    assert_eq!(renewed.done, first.len());
    let mut found = 0;
    while let Some(more) = library.sweep_on().unwrap() {
        found += more.len();
    }
    assert_eq!(found, STORIES - stale.len(), "those that are stale or were are not found again");
    assert_eq!(library.stale_articles().unwrap().len(), STORIES - first.len());
    assert_eq!(ENGINE.with(|engine| library.renew_all(engine)).unwrap(), STORIES - first.len());
    let organizations = library.articles_naming("organization/vladimir putin").unwrap();
    assert_eq!(organizations.len(), STORIES);
}
