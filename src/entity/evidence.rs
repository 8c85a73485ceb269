//! The lists that come with the program, as evidence for the tagger.

use crate::text::tokens;

use super::Class;
use super::gazetteer::{LISTS, names};
use super::tagger::{COMMON, GIVEN_NAME, Lexicon, List, Model, TITLE, Tagger};
use super::treaty::Judge;

/// The model that comes with the program; `docs/TAGGER.md` says how it was trained.
const MODEL: &[u8] = include_bytes!("../../assets/model/tagger.bin");

/// What was learnt of treaties; `docs/TAGGER.md` says how.
const TREATIES: &[u8] = include_bytes!("../../assets/model/treaties.bin");

/// The judge of treaties that comes with the program.
pub(super) fn judge() -> Judge {
    Judge::read(TREATIES).unwrap_or_else(Judge::undecided)
}

/// The tagger that comes with the program.
#[must_use]
pub fn builtin_tagger() -> Tagger {
    // A test reads the model that is built in; should it be damaged all the same, the rules go on without it.
    Tagger::new(Model::read(MODEL).unwrap_or_else(|_| Model::empty()), lexicon())
}

/// Words by what they are, each file with lines of comment and words between white space.
const WORDS: [(u32, &str); 3] = [
    (GIVEN_NAME, include_str!("../../assets/gazetteers/given-names.txt")),
    (TITLE, include_str!("../../assets/gazetteers/titles.txt")),
    (COMMON, include_str!("../../assets/gazetteers/common-words.txt")),
];

/// Every known name and word. A tagger must be used with the lists that it was trained with.
#[must_use]
pub fn lexicon() -> Lexicon {
    let mut lexicon = Lexicon::default();
    for (class, list) in LISTS {
        let list_of = match class {
            Class::Person => List::Persons,
            Class::Place => List::Places,
            Class::Treaty => List::Treaties,
            Class::Organization | Class::Date => List::Organizations,
        };
        for (_, name) in list.lines().flat_map(names) {
            let words = tokens(name);
            let words: Vec<&str> = words.iter().map(|word| word.span.of(name)).collect();
            lexicon.add_name(&words, list_of);
        }
    }
    for (bits, list) in WORDS {
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            for word in line.split_whitespace() {
                lexicon.add_word(word, bits);
            }
        }
    }
    lexicon
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_that_is_built_in_can_be_read_and_knows_its_manners() {
        let model = Model::read(MODEL).unwrap();
        assert!(model.manners.len() > 1, "{:?}", model.manners);
        assert!(Judge::read(TREATIES).is_some_and(|judge| judge != Judge::undecided()));
    }
}
