//! The one integration binary: rules of the house, the catalogues, licences, and the program driven from outside.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on stops where it stands"
)]

mod architecture;
mod cli;
mod copies;
mod damaged;
mod formats;
mod full_disk;
mod hostile;
mod imports;
mod killed;
mod licences;
mod merge;
mod no_display;
mod program;
mod samples;
mod source;
mod window;
mod words;
