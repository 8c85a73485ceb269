use super::*;
use crate::entity::{Context, Engine, EntityRef, Mention, Reason, RecognisedBy};

thread_local! {
    static ENGINE: Engine = Engine::new();
}

fn analyse(text: &str, rulings: Vec<Ruling>) -> Vec<Mention> {
    let rulings = Rulings::new(rulings);
    ENGINE.with(|engine| engine.analyse(text, &Context { date: None, rulings: Some(&rulings) }))
}

fn on(text: &str) -> Target {
    Target { text: Some(text.to_owned()), ..Target::default() }
}

fn names(text: &str, rulings: Vec<Ruling>) -> Vec<(String, Class, String)> {
    let line = |mention: Mention| (mention.span.of(text).to_owned(), mention.class, mention.entity.name);
    analyse(text, rulings).into_iter().map(line).collect()
}

fn name(text: &str, class: Class, entity: &str) -> (String, Class, String) {
    (text.to_owned(), class, entity.to_owned())
}

const TEXT: &str = "Presiden Rusia Vladimir Putin tiba di Pyongyang. Putin memuji kopi tubruk.";

#[test]
fn what_is_accepted_is_marked_everywhere_and_says_that_a_person_decided() {
    let ruling = Ruling { on: on("kopi tubruk"), decision: Decision::Accept(Class::Organization) };
    let found = analyse(TEXT, vec![ruling]);
    let ruled = found.iter().find(|mention| mention.span.of(TEXT) == "kopi tubruk").unwrap();
    assert_eq!((ruled.class, ruled.by, ruled.score), (Class::Organization, RecognisedBy::Ruling, 1.0));
    assert_eq!(ruled.why, Reason::Ruled);
}

#[test]
fn what_is_rejected_is_gone_and_the_last_word_counts() {
    let reject = Ruling { on: on("Putin"), decision: Decision::Reject };
    assert!(names(TEXT, vec![reject.clone()]).iter().all(|(text, ..)| text != "Putin"));
    let accept = Ruling { on: on("Putin"), decision: Decision::Accept(Class::Person) };
    assert!(names(TEXT, vec![reject, accept]).iter().any(|(text, ..)| text == "Putin"));
}

#[test]
fn a_ruling_on_one_mention_comes_after_a_wide_one_and_holds_for_that_one_alone() {
    let text = "Putin tiba. Lalu Putin pergi.";
    let all = Ruling { on: on("Putin"), decision: Decision::Accept(Class::Person) };
    let first = Target { span: Some(Span { start: 0, end: 5 }), ..on("Putin") };
    let one = Ruling { on: first, decision: Decision::Reject };
    let found = analyse(text, vec![one, all]);
    assert_eq!(found.iter().map(|mention| mention.span.start).collect::<Vec<_>>(), [17]);
}

#[test]
fn a_ruling_on_a_mention_whose_words_changed_does_nothing() {
    let moved = Target { span: Some(Span { start: 1, end: 6 }), ..on("Putin") };
    let off = Target { span: Some(Span { start: 70, end: 900 }), ..on("Putin") };
    let plain = names(TEXT, Vec::new());
    let rulings = [moved, off].map(|on| Ruling { on, decision: Decision::Accept(Class::Place) }).into_iter().collect();
    assert_eq!(names(TEXT, rulings), plain);
}

#[test]
fn class_and_edges_are_corrected() {
    let retype = Ruling { on: on("Pyongyang"), decision: Decision::Retype(Class::Organization) };
    let wider = Ruling { on: on("Rusia"), decision: Decision::Respan("Presiden Rusia".to_owned()) };
    let found = names(TEXT, vec![retype, wider]);
    assert!(found.contains(&name("Pyongyang", Class::Organization, "Pyongyang")), "{found:?}");
    assert!(found.contains(&name("Presiden Rusia", Class::Place, "Presiden Rusia")), "{found:?}");
    let narrower = Ruling { on: on("Vladimir Putin"), decision: Decision::Respan("Putin".to_owned()) };
    let found = names(TEXT, vec![narrower]);
    assert!(found.iter().filter(|(text, ..)| text == "Putin").count() == 2, "{found:?}");
}

#[test]
fn aliases_merges_and_splits_say_who_is_meant() {
    let key = |name: &str| Some(EntityRef::named(Class::Person, name).key);
    let alias = Ruling { on: on("Putin"), decision: Decision::Alias("Vladimir Vladimirovich".to_owned()) };
    assert!(names(TEXT, vec![alias]).contains(&name("Putin", Class::Person, "Vladimir Vladimirovich")));

    let whole = Target { entity: key("Vladimir Putin"), ..Target::default() };
    let merge = Ruling { on: whole.clone(), decision: Decision::Merge("V. V. Putin".to_owned()) };
    let found = names(TEXT, vec![merge.clone()]);
    assert!(found.iter().all(|(.., entity)| entity != "Vladimir Putin"), "{found:?}");
    assert!(found.contains(&name("Putin", Class::Person, "V. V. Putin")), "{found:?}");

    let back = Target { entity: key("V. V. Putin"), ..Target::default() };
    let back = Ruling { on: back, decision: Decision::Merge("Vladimir Putin".to_owned()) };
    let found = names(TEXT, vec![merge, back]);
    assert!(found.contains(&name("Putin", Class::Person, "Vladimir Putin")), "the last merge turns the first round");

    let other = Target { text: Some("Putin".to_owned()), ..whole };
    let split = Ruling { on: other, decision: Decision::Split("Putin yang lain".to_owned()) };
    let found = names(TEXT, vec![split]);
    assert!(found.contains(&name("Putin", Class::Person, "Putin yang lain")), "{found:?}");
    assert!(found.contains(&name("Vladimir Putin", Class::Person, "Vladimir Putin")), "{found:?}");
}

#[test]
fn a_wide_ruling_on_a_word_leaves_longer_names_whole() {
    let text = "Juru bicara Kementerian Luar Negeri Rusia menemui Vladimir Putin. Putin diam.";
    let accept = Ruling { on: on("Putin"), decision: Decision::Accept(Class::Person) };
    let found = names(text, vec![accept]);
    assert!(found.iter().any(|(text, ..)| text == "Vladimir Putin"), "{found:?}");
    let on_places = Target { class: Some(Class::Place), ..on("Rusia") };
    let retype = Ruling { on: on_places, decision: Decision::Retype(Class::Organization) };
    let found = names(text, vec![retype]);
    assert!(found.iter().any(|(text, ..)| text == "Kementerian Luar Negeri Rusia"), "{found:?}");
    assert!(found.iter().all(|(text, ..)| text != "Rusia"), "the person said that it is no place: {found:?}");
}

#[test]
fn ruled_mentions_never_cross() {
    let rulings = vec![
        Ruling { on: on("Rusia Vladimir"), decision: Decision::Accept(Class::Organization) },
        Ruling { on: on("Vladimir Putin tiba"), decision: Decision::Accept(Class::Treaty) },
    ];
    let found = analyse(TEXT, rulings);
    for one in &found {
        assert!(found.iter().all(|other| !one.span.crosses(other.span)));
    }
}

#[test]
fn rulings_survive_as_json() {
    let ruling = Ruling {
        on: Target { span: Some(Span { start: 1, end: 4 }), class: Some(Class::Place), ..on("abc") },
        decision: Decision::Retype(Class::Person),
    };
    let json = serde_json::to_string(&ruling).unwrap();
    assert_eq!(serde_json::from_str::<Ruling>(&json).unwrap(), ruling, "{json}");
    let bare: Ruling = serde_json::from_str(r#"{"on":{"text":"X"},"decision":"reject"}"#).unwrap();
    assert_eq!(bare, Ruling { on: on("X"), decision: Decision::Reject });
}

fn at(text: &str, words: &str) -> Target {
    let start = text.find(words).unwrap();
    Target { span: Some(Span { start, end: start + words.len() }), ..on(words) }
}

#[test]
fn new_edges_can_be_ruled_on_again() {
    let wider = Ruling { on: on("Rusia"), decision: Decision::Respan("Presiden Rusia".to_owned()) };
    let retype = Ruling { on: on("Presiden Rusia"), decision: Decision::Retype(Class::Person) };
    let found = names(TEXT, vec![wider.clone(), retype]);
    assert!(found.iter().any(|(text, class, _)| text == "Presiden Rusia" && *class == Class::Person), "{found:?}");
    let reject = Ruling { on: on("Presiden Rusia"), decision: Decision::Reject };
    assert!(names(TEXT, vec![wider, reject]).iter().all(|(text, ..)| text != "Presiden Rusia"));
}

#[test]
fn words_are_found_whatever_they_stand_beside() {
    let text = "Kata Ahmad R. kemarin.\nKementerian\u{a0}Laut\nBiru diam; DilansirAljazeera. Bukan XAhmad R.";
    let accept = |words: &str| Ruling { on: on(words), decision: Decision::Accept(Class::Organization) };
    let rulings = ["Ahmad R.", "Kementerian Laut Biru", "Aljazeera"].map(accept).into_iter().collect();
    let found = analyse(text, rulings);
    let ruled = found.iter().filter(|mention| mention.by == RecognisedBy::Ruling);
    let ruled: Vec<&str> = ruled.map(|mention| mention.span.of(text)).collect();
    assert_eq!(ruled, ["Ahmad R.", "Kementerian\u{a0}Laut\nBiru", "Aljazeera"]);
}

#[test]
fn a_merge_of_what_was_split_off_is_obeyed() {
    let whole = Target { entity: Some("person/vladimir putin".to_owned()), ..Target::default() };
    let part = Target { text: Some("Putin".to_owned()), ..whole };
    let split = Ruling { on: part, decision: Decision::Split("Putin Muda".to_owned()) };
    let other = Target { entity: Some("person/putin muda".to_owned()), ..Target::default() };
    let merge = Ruling { on: other, decision: Decision::Merge("Igor Putin".to_owned()) };
    let found = names(TEXT, vec![split, merge]);
    assert!(found.contains(&name("Putin", Class::Person, "Igor Putin")), "{found:?}");
    assert!(found.contains(&name("Vladimir Putin", Class::Person, "Vladimir Putin")), "{found:?}");
}

#[test]
fn a_ruling_on_one_mention_goes_no_further_and_outweighs_a_longer_wide_one() {
    let text = "Dia minum kopi tubruk. Ia memuji Kopi Tubruk Jawa dan Kopi Tubruk Jawa lagi.";
    let one = Ruling { on: at(text, "Kopi Tubruk Jawa"), decision: Decision::Accept(Class::Organization) };
    let found = analyse(text, vec![one]);
    let ruled: Vec<usize> = found.iter().filter(|m| m.class == Class::Organization).map(|m| m.span.start).collect();
    assert_eq!(ruled, [33], "{found:?}");

    let wide = Ruling { on: on("memuji Kopi Tubruk"), decision: Decision::Accept(Class::Organization) };
    let narrow = Ruling { on: at(text, "Kopi Tubruk"), decision: Decision::Accept(Class::Organization) };
    let found = analyse(text, vec![wide, narrow]);
    let ruled = found.iter().find(|mention| mention.span.start == 33).unwrap();
    assert_eq!((ruled.span.of(text), &ruled.why), ("Kopi Tubruk", &Reason::RuledHere));
}

#[test]
fn another_name_changes_no_class_and_a_decided_name_stays_certain() {
    let alias = Ruling { on: on("Moskow"), decision: Decision::Alias("Kremlin".to_owned()) };
    let found = names("Putin tiba di Moskow.", vec![alias]);
    assert!(found.contains(&name("Moskow", Class::Place, "Kremlin")), "{found:?}");

    let text = "Kim Jong Un dan Kim Yo Jong tiba. Menurut Kim, semua lancar.";
    let accept = Ruling { on: on("Kim"), decision: Decision::Accept(Class::Person) };
    let found = analyse(text, vec![accept]);
    let kim = found.iter().find(|mention| mention.span.of(text) == "Kim").unwrap();
    assert_eq!((kim.by, kim.score), (RecognisedBy::Ruling, 1.0));
}

#[test]
fn an_entity_is_ruled_on_by_itself_or_with_words() {
    let putin = Target { entity: Some("person/vladimir putin".to_owned()), ..Target::default() };
    let reject = Ruling { on: putin.clone(), decision: Decision::Reject };
    assert!(names(TEXT, vec![reject.clone()]).iter().all(|(text, ..)| !text.contains("Putin")));
    let accept = Ruling { on: putin.clone(), decision: Decision::Accept(Class::Person) };
    assert!(names(TEXT, vec![reject, accept]).contains(&name("Putin", Class::Person, "Vladimir Putin")));
    let retype = Ruling { on: putin.clone(), decision: Decision::Retype(Class::Organization) };
    assert!(names(TEXT, vec![retype]).contains(&name("Putin", Class::Organization, "Vladimir Putin")));
    let short = Target { text: Some("Putin".to_owned()), ..putin };
    let found = names(TEXT, vec![Ruling { on: short, decision: Decision::Reject }]);
    let left: Vec<&str> = found.iter().map(|(text, ..)| text.as_str()).filter(|text| text.contains("Putin")).collect();
    assert_eq!(left, ["Vladimir Putin"]);
}

#[test]
fn what_all_rulings_are_about_is_found_at_once_where_each_is_found_by_itself() {
    let entity = Target { entity: Some("place/dili".to_owned()), text: Some("Kupang".to_owned()), ..Target::default() };
    let all = [on("kopi tubruk"), on("Vladimir  Putin"), on("jang"), on("x.y"), on(""), Target::default()];
    for text in [TEXT, "Kopi\ntubruk", "kopi\n\ttubruk", "Pyongjang", "Kupang", "", "x y"] {
        for about in all.windows(2) {
            let found = RuledOn::new(about.iter()).touches(text, &[]);
            assert_eq!(found, about.iter().any(|on| on.stands_in(text)), "{about:?} in {text:?}");
        }
    }
    let named = |key: &str| {
        let mut mention = analyse(TEXT, Vec::new()).remove(0);
        mention.entity.key = key.to_owned();
        mention
    };
    let about = RuledOn::new([entity].iter());
    assert!(about.touches("", &[named("place/dili")]));
    assert!(!about.touches("Kupang", &[named("place/kupang")]), "of an entity only its mentions are meant");
}
