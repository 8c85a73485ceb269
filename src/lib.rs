//! Sorot: an offline reader for saved Indonesian news.
//!
//! The folders, in the order of their arrows: `text`, `article`, `entity`, `library`, `export`, `jobs`, `app`,
//! `ui`, `cli`. A folder uses only those before it; `tests/all/architecture.rs` checks that. The first three are
//! pure: no input or output, no clock, no failure on bad text.

pub mod app;
pub mod article;
pub mod cli;
pub mod entity;
pub mod export;
pub mod jobs;
pub mod library;
pub mod text;
pub mod ui;
