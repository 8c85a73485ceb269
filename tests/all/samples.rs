//! The sample articles: read whole, and linked as a first look at the program needs them.

use std::collections::BTreeSet;

use jiff::civil::date;
use sorot::article::{Article, ReferenceKind, SourceFile, TitleSource, read};
use sorot::library::samples;

fn articles() -> Vec<(&'static str, Article)> {
    let imported = date(2026, 1, 1);
    samples()
        .map(|(name, text)| {
            let file = SourceFile { name, bytes: text.as_bytes(), url: None, imported };
            (name, read(&file).unwrap_or_else(|error| panic!("{name}: {error}")))
        })
        .collect()
}

#[test]
fn every_sample_is_read_whole() {
    for (name, article) in articles() {
        let meta = &article.meta;
        assert_eq!(meta.title_source, TitleSource::Heading, "{name}");
        assert_eq!(meta.outlet.as_deref(), Some("WARTA SOROT"), "{name}");
        assert_eq!(meta.editor.as_deref(), Some("Tim Sorot"), "{name}");
        assert!(meta.dateline.is_some(), "{name}");
        let published = meta.published.as_ref().unwrap();
        assert!(
            !published.inferred && name.starts_with(&published.date().unwrap().to_string()),
            "{name}: {published:?}"
        );
        let words = article.body.split_whitespace().count();
        assert!((250..=500).contains(&words), "{name} has {words} words");
        assert!(article.warnings.is_empty(), "{name}: {:?}", article.warnings);
        assert!(
            !article.references.is_empty() && article.references.iter().all(|reference| !reference.uncertain),
            "{name}"
        );
    }
}

#[test]
fn samples_show_every_state_of_a_reference() {
    let articles = articles();
    assert!(articles.len() >= 14);
    let titled = |title: &str| articles.iter().filter(|(_, article)| article.meta.title == title).count();
    let references: Vec<_> = articles.iter().flat_map(|(_, article)| &article.references).collect();
    let titles: BTreeSet<&str> = references.iter().filter_map(|reference| reference.title.as_deref()).collect();
    assert!(titles.iter().filter(|title| titled(title) == 0).count() >= 3, "too few stories are missing");
    assert_eq!(titles.iter().filter(|title| titled(title) == 2).count(), 1, "one title belongs to two stories");
    assert!(titles.iter().filter(|title| titled(title) == 1).count() >= 10);
    let kinds: BTreeSet<_> = references.iter().map(|reference| reference.kind).collect();
    assert!(kinds.contains(&ReferenceKind::ReadAlso) && kinds.contains(&ReferenceKind::SeeAlso));
}

#[test]
fn some_samples_name_each_other() {
    let articles = articles();
    let names = |from: &Article, to: &Article| {
        from.references.iter().any(|reference| reference.title.as_ref() == Some(&to.meta.title))
    };
    let pairs = articles
        .iter()
        .enumerate()
        .flat_map(|(at, (_, one))| articles.iter().skip(at + 1).map(move |(_, other)| (one, other)));
    assert!(pairs.filter(|(one, other)| names(one, other) && names(other, one)).count() >= 4);
}
