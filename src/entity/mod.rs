//! Names in a text: recognisers behind one trait, one merging policy, and who is who within the text. Pure.

mod candidate;
mod date;
mod document;
mod engine;
mod evidence;
mod facts;
mod gazetteer;
mod identity;
mod learning;
mod model;
mod policy;
mod proposed;
mod rulings;
mod tagged;
pub mod tagger;
#[cfg(test)]
mod tests;
mod treaty;
mod widen;
mod within;

pub use engine::{Context, Description, Engine, VERSION};
pub use evidence::{builtin_tagger, lexicon};
pub use facts::{Act, Fact, FactKind, Standing, treaty_facts};
pub use gazetteer::BadNames;
pub use learning::{RuledText, taught_names};
pub use model::{Class, DateValue, EntityRef, Level, Mention, Precision, Reason, Recogniser as RecognisedBy};
pub use proposed::Proposed;
pub use rulings::{Decision, RuledOn, Ruling, Rulings, Target};
pub use tagged::MANNER;
pub use treaty::{Example as TreatyExample, Judge as TreatyJudge};
