//! The engine on short texts: `[person Name]` marks what must be found, and nothing else may be.

use jiff::civil::date;
use proptest::prelude::*;

use super::{Class, Context, Engine, Level, Mention};

thread_local! {
    static ENGINE: Engine = Engine::new();
}

fn analyse(text: &str) -> Vec<Mention> {
    ENGINE.with(|engine| engine.analyse(text, &Context { date: Some(date(2024, 6, 20)), rulings: None }))
}

/// The text without its brackets, and what stands in them: nested ones too.
fn parse(marked: &str) -> (String, Vec<(Class, String)>) {
    let (mut text, mut open, mut found) = (String::new(), Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        match letter {
            '[' => {
                let (class, after) = rest.split_once(' ').unwrap();
                let class = Class::ALL.into_iter().find(|known| known.name() == class).unwrap();
                open.push((class, text.len()));
                rest = after;
            }
            ']' => {
                let (class, start) = open.pop().unwrap();
                found.push((class, text[start..].to_owned()));
            }
            other => text.push(other),
        }
    }
    found.sort();
    (text, found)
}

fn check(marked: &str) {
    let (text, wanted) = parse(marked);
    let mut found: Vec<(Class, String)> = analyse(&text)
        .into_iter()
        .filter(|mention| mention.class != Class::Date)
        .map(|mention| (mention.class, mention.span.of(&text).to_owned()))
        .collect();
    found.sort();
    assert_eq!(found, wanted, "{text}");
}

/// What the mention of these words names.
fn entity_of(text: &str, words: &str) -> String {
    let mentions = analyse(text);
    let mention = mentions.iter().rfind(|mention| mention.span.of(text) == words);
    mention.unwrap_or_else(|| panic!("{words} in {mentions:?}")).entity.name.clone()
}

#[test]
fn a_title_stays_outside_and_its_country_is_a_name_of_its_own() {
    check("Presiden [place Rusia] [person Vladimir Putin] tiba di [place Pyongyang] pada Selasa.");
    check("Perdana Menteri [place Malaysia] [person Anwar Ibrahim] berterima kasih kepada [person Prabowo Subianto].");
}

#[test]
fn a_place_inside_an_organisation_is_marked_too() {
    check("Juru bicara [organization Kementerian Luar Negeri [place Rusia]] membantah kabar itu.");
}

#[test]
fn a_head_with_a_capital_is_a_part_of_the_place_and_an_office_is_not() {
    check("Banjir melanda [place Kabupaten Klaten] dan [place Provinsi Jawa Barat], kata Wali Kota [place Solo].");
    assert_eq!(entity_of("Hujan turun di Provinsi Jawa Barat.", "Provinsi Jawa Barat"), "Jawa Barat");
}

#[test]
fn bodies_that_are_named_by_their_place_or_party_are_one_name() {
    check("Banjir itu diteliti [organization Pemkot [place Surabaya]] dan [organization Polda [place Jawa Timur]].");
    check("Ia anggota [organization Fraksi Gerindra] di [place Jakarta].");
    check("Laba [organization PT Bank Mandiri (Persero) Tbk] naik.");
}

#[test]
fn clitics_stay_outside() {
    check("\"[person Trump]-lah yang memulai,\" kata [person Emmanuel Macron].");
}

#[test]
fn a_word_glued_to_a_name_stays_outside() {
    check("Kabar itu benar, Dilansir[organization Aljazeera], kata [person Daria Kasatkina].");
}

#[test]
fn pairs_are_two_names() {
    check("Perang [place Rusia]-[place Ukraina] belum berakhir.");
}

#[test]
fn short_forms_and_aliases_lead_to_one_entity() {
    let text = "Vladimir Putin bertemu Kim Jong Un di Pyongyang. Putin memuji Kim. Korut menyambutnya, kata media Korea Utara.";
    assert_eq!(entity_of(text, "Putin"), "Vladimir Putin");
    assert_eq!(entity_of(text, "Kim"), "Kim Jong Un");
    assert_eq!(entity_of(text, "Korut"), "Korea Utara");
}

#[test]
fn an_unclear_surname_is_not_drawn_as_certain() {
    let text = "Kim Jong Un hadir bersama adiknya, Kim Yo Jong. Menurut kantor berita KCNA, Kim menolak tawaran itu.";
    let mentions = analyse(text);
    let kim = mentions.iter().find(|mention| mention.span.of(text) == "Kim").unwrap();
    assert!(!kim.is_certain(), "{kim:?}");
}

#[test]
fn treaties_are_found_at_every_level_and_references_point_back() {
    let text =
        "Kedua negara menandatangani pakta \"kemitraan strategis menyeluruh\" pada Rabu. Pakta tersebut belum dirilis.";
    let treaties: Vec<(String, Level, String)> = analyse(text)
        .into_iter()
        .filter_map(|mention| Some((mention.span.of(text).to_owned(), mention.level?, mention.entity.name)))
        .collect();
    let title = "pakta \"kemitraan strategis menyeluruh\"".to_owned();
    assert_eq!(
        treaties,
        [(title.clone(), Level::Named, title.clone()), ("Pakta tersebut".to_owned(), Level::Reference, title)]
    );
}

#[test]
fn when_an_agreement_was_made_is_no_part_of_its_name() {
    check("[place Jepang] dan [place Korea Selatan] menandatangani [treaty perjanjian perdamaian] tiga pekan lalu.");
    check("[place India] menolak [treaty kesepakatan nuklir enam negara] pekan lalu.");
    check("[place Korea Utara] melanggar [treaty perjanjian bantuan dana pangan tersebut].");
    check("[place Indonesia] meratifikasi [treaty Konvensi atas Hak Pekerja Migran].");
}

#[test]
fn domestic_papers_are_no_treaties() {
    let text = "Bupati menandatangani pakta integritas dan perjanjian kerja sama dengan PT Maju Jaya. Pihak swasta memperpanjang kontrak.";
    assert!(analyse(text).iter().all(|mention| mention.class != Class::Treaty));
}

#[test]
fn dates_are_resolved_against_the_day_of_the_story() {
    let text = "Rapat digelar pada Rabu (19/6) dan 5 Juli 2000, sejak tahun 1961.";
    let dates: Vec<(String, bool)> =
        analyse(text).into_iter().filter_map(|mention| mention.date).map(|date| (date.value, date.inferred)).collect();
    assert_eq!(dates, [("2024-06-19".to_owned(), true), ("2000-07-05".to_owned(), false), ("1961".to_owned(), false)]);
}

#[test]
fn relative_days_and_times_of_day_are_worked_out() {
    // The story is of Thursday, 20 June 2024.
    let text = "Kemarin ia tiba pukul 15.10 WIB. Pekan lalu ia di Dili, dan bulan depan ia kembali; tahun lalu tidak.";
    let dates: Vec<String> =
        analyse(text).into_iter().filter_map(|mention| mention.date).map(|date| date.value).collect();
    assert_eq!(dates, ["2024-06-19", "T15:10+07:00", "2024-06-10/2024-06-16", "2024-07", "2023"]);
    let engine = ENGINE.with(Engine::clone);
    let without = engine.analyse(text, &Context::default());
    assert_eq!(without.iter().filter(|mention| mention.class == Class::Date).count(), 1, "no day to count from");
}

#[test]
fn long_hostile_texts_take_linear_time() {
    let started = std::time::Instant::now();
    for unit in
        ["a", "Kim Jong Un ", "Perjanjian Perjanjian ", "(", "Presiden ", "perjanjian tersebut ", "\u{1}", "北京 "]
    {
        let _ = analyse(&unit.repeat(200_000 / unit.len()));
    }
    // Quadratic work on these takes many minutes; the bound only tells the two apart on a busy machine.
    assert!(started.elapsed().as_secs() < 120);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn mentions_lie_on_characters_nested_or_apart_and_come_again(
        text in "(Presiden |Rusia|Putin|Kim Jong Un|PBB|[(]|[)]|\"|pakta |tersebut|, |[.] |-|\n|Kementerian |Luar Negeri |é|19 Juni 2024|\\PC){0,30}"
    ) {
        let mentions = analyse(&text);
        for (at, one) in mentions.iter().enumerate() {
            prop_assert!(!one.span.is_empty() && text.get(one.span.start..one.span.end).is_some());
            prop_assert!((0.0..=1.0).contains(&one.score));
            for other in &mentions[at + 1..] {
                prop_assert!(!one.span.crosses(other.span));
                prop_assert!(!(one.class == other.class && one.span.overlaps(other.span)));
            }
        }
        prop_assert_eq!(mentions, analyse(&text));
    }
}
