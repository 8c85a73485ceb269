//! Names in a text: recognisers behind one trait, one merging policy, and who is who within the text. Pure.

mod candidate;
mod date;
mod document;
mod engine;
mod evidence;
mod gazetteer;
mod model;
mod policy;
mod tagged;
pub mod tagger;
#[cfg(test)]
mod tests;
mod treaty;
mod widen;
mod within;

pub use engine::{Context, Description, Engine, VERSION};
pub use evidence::{builtin_tagger, lexicon};
pub use model::{Class, DateValue, EntityRef, Level, Mention, Reason, Recogniser as RecognisedBy};
pub use treaty::{Example as TreatyExample, Judge as TreatyJudge};
