//! Names in a text: recognisers behind one trait, one merging policy, and who is who within the text. Pure.

mod candidate;
mod date;
mod document;
mod engine;
mod gazetteer;
mod model;
mod organization;
mod person;
mod place;
mod policy;
#[cfg(test)]
mod tests;
mod treaty;
mod within;

pub use engine::{Context, Description, Engine, VERSION};
pub use model::{Class, DateValue, EntityRef, Level, Mention, Reason, Recogniser as RecognisedBy};
