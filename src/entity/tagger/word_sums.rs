//! What words weigh by themselves, kept: most words of a text were met before, and the table of weights is large.

use std::cell::RefCell;

use super::features::{Manner, Token, WINDOW, features_of_word};
use super::hash;
use super::model::{Lanes, Model};

/// Words that are kept at a time; a power of two.
const SLOTS: usize = 1 << 12;

thread_local! {
    static KEPT: RefCell<WordSums> = RefCell::new(WordSums::default());
}

/// For words that were met lately, the sum of the weights that each gives a token at each place of the window.
#[derive(Default)]
struct WordSums {
    /// The model that the sums are of, by its number, and the manner.
    of: Option<(u64, Option<Manner>)>,
    slots: Vec<Slot>,
}

#[derive(Clone, Default)]
struct Slot {
    /// The word, as written and in lower case.
    word: (u64, u64),
    /// Whether the sum of each place is known.
    known: [bool; WINDOW],
    sums: [Lanes; WINDOW],
}

/// Adds what each word of the window weighs by itself. `buffer` is for use here.
pub(super) fn add(
    model: &Model,
    window: [&Token; WINDOW],
    manner: Option<Manner>,
    buffer: &mut Vec<u64>,
    lanes: &mut Lanes,
) {
    KEPT.with_borrow_mut(|kept| {
        kept.begin(model, manner);
        for (place, word) in window.into_iter().enumerate() {
            let Some(slot) = kept.slots.get_mut((hash::finish(word.exact) as usize) % SLOTS) else { continue };
            if slot.word != (word.exact, word.lower) {
                *slot = Slot { word: (word.exact, word.lower), ..Slot::default() };
            }
            if let (Some(known), Some(sum)) = (slot.known.get_mut(place), slot.sums.get_mut(place)) {
                if !*known {
                    buffer.clear();
                    features_of_word(word, place, manner, buffer);
                    model.add_all(buffer, sum);
                    *known = true;
                }
                for (lane, own) in lanes.iter_mut().zip(sum) {
                    *lane += *own;
                }
            }
        }
    });
}

impl WordSums {
    fn begin(&mut self, model: &Model, manner: Option<Manner>) {
        if self.of != Some((model.number(), manner)) {
            self.of = Some((model.number(), manner));
            self.slots.clear();
            self.slots.resize(SLOTS, Slot::default());
        }
    }
}
