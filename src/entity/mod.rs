//! Names in a text: recognisers behind one trait, one merging policy, and who is who within the text. Pure.

mod model;

pub use model::{Class, DateValue, EntityRef, Level, Mention, Reason, Recogniser as RecognisedBy};
