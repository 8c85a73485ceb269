use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use jiff::civil::Date;
use unic_langid::LanguageIdentifier;

use super::Language;

/// The interface's texts in one language, from the Fluent catalogues in `assets/words`.
///
/// A test holds that both catalogues have the same messages and that every key used exists, so a look-up
/// of a key written in the code cannot fail; should it, the key itself is shown.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

const INDONESIAN: &str = include_str!("../../assets/words/id.ftl");
const ENGLISH: &str = include_str!("../../assets/words/en.ftl");

impl Words {
    /// The texts of `language`.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let (source, tag) = match language {
            Language::Indonesian => (INDONESIAN, "id"),
            Language::English => (ENGLISH, "en"),
        };
        let locale: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![locale]);
        // Isolation marks would show as boxes in fonts that lack them.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, errors)| {
            tracing::error!(?errors, tag, "the catalogue has errors");
            partial
        });
        bundle.add_resource_overriding(resource);
        Self { language, bundle }
    }

    /// The language of these texts.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The text of a message without variables.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text of a message with its variables.
    #[must_use]
    pub fn with(&self, key: &str, variables: &[(&str, FluentValue<'_>)]) -> String {
        let mut arguments = FluentArgs::with_capacity(variables.len());
        for (name, value) in variables {
            arguments.set((*name).to_owned(), value.clone());
        }
        self.format(key, Some(&arguments))
    }

    /// Whether there is a message with this key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A day with its month spelt out: 19 Juni 2024.
    #[must_use]
    pub fn long_date(&self, date: Date) -> String {
        self.date(date, &format!("month-{}", date.month()))
    }

    /// A day with its month shortened: 19 Jun 2024.
    #[must_use]
    pub fn short_date(&self, date: Date) -> String {
        self.date(date, &format!("month-short-{}", date.month()))
    }

    fn date(&self, date: Date, month: &str) -> String {
        let year = date.year().to_string();
        self.with("date", &[("day", date.day().into()), ("month", self.text(month).into()), ("year", year.into())])
    }

    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, "no such message");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, arguments, &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "message could not be formatted");
        }
        text
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("language", &self.language).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_speaks_both_languages_and_counts() {
        for (language, one, many) in
            [(Language::Indonesian, "1 artikel", "5 artikel"), (Language::English, "1 article", "5 articles")]
        {
            let words = Words::new(language);
            assert_eq!(words.with("count-articles", &[("count", 1.into())]), one);
            assert_eq!(words.with("count-articles", &[("count", 5.into())]), many);
        }
    }
}
