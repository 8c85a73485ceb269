use jiff::civil::date;

use super::*;
use crate::entity::{Context, Engine};

thread_local! {
    static ENGINE: Engine = Engine::new();
}

/// `kind: value` of each fact, with `!` before a denial and `~` before a plan.
fn facts(text: &str) -> Vec<String> {
    let context = Context { date: Some(date(2024, 6, 20)), ..Context::default() };
    let mentions = ENGINE.with(|engine| engine.analyse(text, &context));
    let line = |fact: Fact| {
        let mark = match fact.standing {
            Standing::Stated => "",
            Standing::Denied => "!",
            Standing::Intended => "~",
        };
        let kind = match fact.kind {
            FactKind::Act(act) => act.name().to_owned(),
            kind => format!("{kind:?}").to_lowercase(),
        };
        assert!(fact.sentence.contains(fact.span));
        format!("{mark}{kind}: {}", fact.value)
    };
    treaty_facts(text, &mentions).into_iter().map(line).collect()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn facts_lie_in_their_sentences(
        text in "(Rusia |dan |Korea Utara |menandatangani |ditandatangani |pakta |Konvensi Wina |itu |tersebut |di Pyongyang |pada |19 Juni 2024 |Pasal 4 |belum |dengan |antara |, |[.] |NPT |keluar dari |\n|é){0,40}"
    ) {
        // `facts` checks each span.
        let _ = facts(&text);
    }
}

#[test]
fn who_signed_where_and_when_is_taken_from_the_sentence() {
    let text = "Presiden Rusia Vladimir Putin dan pemimpin Korea Utara Kim Jong Un menandatangani pakta pertahanan di Pyongyang pada Rabu (19/6).";
    let found = facts(text);
    for wanted in ["party: Rusia", "party: Korea Utara", "signedat: Pyongyang", "signedon: 2024-06-19"] {
        assert!(found.iter().any(|fact| fact == wanted), "{wanted} in {found:?}");
    }
    assert!(found.iter().any(|fact| fact.starts_with("sign: ")), "{found:?}");
}

#[test]
fn a_denial_and_a_plan_are_no_facts() {
    assert_eq!(facts("Indonesia belum meratifikasi Konvensi Pengungsi 1951."), ["!ratify: Indonesia"]);
    let found = facts("Iran mengancam akan menarik diri dari NPT.");
    assert_eq!(found, ["~withdraw: Iran"]);
}

#[test]
fn conditions_plans_and_other_objects_are_no_facts() {
    for text in [
        "Jika Perjanjian Minsk dilanggar, perang akan pecah.",
        "Rusia membantah melanggar Perjanjian INF.",
        "DPR menunda ratifikasi Perjanjian Paris.",
        "Presiden dijadwalkan menandatangani Perjanjian Paris.",
        "AS mencabut sanksi terhadap Iran berdasarkan Perjanjian Paris.",
    ] {
        let found = facts(text);
        assert!(found.iter().all(|fact| fact.starts_with(['!', '~'])), "{text}: {found:?}");
    }
    let found = facts("Indonesia tidak akan menandatangani perjanjian pertahanan dengan Cina.");
    assert!(found.iter().all(|fact| fact.starts_with('!')), "{found:?}");
    let both = facts("Indonesia belum menandatangani dan meratifikasi Konvensi Pengungsi 1951.");
    assert!(both.iter().all(|fact| fact.starts_with('!')), "{both:?}");
}

#[test]
fn verbs_behind_a_treaty_and_clauses_are_its_own() {
    let found = facts(
        "New START yang ditandatangani pada 2010 akan berakhir pada Februari 2026. Hal itu diatur Pasal 14 New START.",
    );
    for wanted in ["sign: ", "signedon: 2010", "~end: ", "clause: Pasal 14"] {
        assert!(found.iter().any(|fact| fact == wanted), "{wanted} in {found:?}");
    }
}

#[test]
fn parties_are_named_behind_and_inside_the_treaty() {
    let found = facts("Kesepakatan gencatan senjata antara Israel dan Hizbullah dilanggar oleh Israel.");
    assert_eq!(found, ["party: Israel", "party: Hizbullah", "violate: Israel"]);
}

#[test]
fn day_and_place_of_another_verb_are_not_those_of_signing() {
    let found = facts("Perjanjian Paris ditandatangani di New York dan mulai berlaku pada 4 November 2016.");
    assert!(found.iter().any(|fact| fact == "signedat: New York"), "{found:?}");
    assert!(found.iter().all(|fact| !fact.starts_with("signedon")), "{found:?}");
    let found = facts("Berlaku sejak 4 November 2016, Perjanjian Paris ditandatangani di New York.");
    assert!(found.iter().all(|fact| !fact.starts_with("signedon")), "{found:?}");
}

#[test]
fn what_says_where_or_is_criticised_is_no_party() {
    let found = facts("Di Wina, Austria, Iran dan Rusia menandatangani perjanjian nuklir.");
    assert!(found.iter().any(|fact| fact == "party: Iran"), "{found:?}");
    assert!(found.iter().all(|fact| fact != "party: Austria"), "{found:?}");
    let found = facts("Menteri yang mengkritik Israel menandatangani Perjanjian Paris.");
    assert!(found.iter().all(|fact| !fact.contains("Israel")), "{found:?}");
}

#[test]
fn a_clause_of_a_law_is_none_of_the_treaty_before_it() {
    let found = facts("Berdasarkan Konvensi Wina 1961 dan Pasal 340 KUHP, ia tidak dapat ditahan.");
    assert!(found.iter().all(|fact| !fact.starts_with("clause")), "{found:?}");
}
