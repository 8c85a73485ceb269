//! Notes on their way out: one file per format, reading the library.

mod escape;
pub mod markdown;
pub mod marks;
pub mod table;
mod whole_file;

pub use whole_file::write_whole;

/// The few words of the interface that an export carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// Said after a date that was worked out ("disimpulkan").
    pub inferred: String,
    /// Said before a note ("Catatan").
    pub note: String,
    /// Said before the collections of a story ("Koleksi").
    pub collections: String,
    /// Title of a whole library's export.
    pub library: String,
    /// What the colours are called, in their order ("kuning", "fakta").
    pub colors: Vec<String>,
    /// Said of a mark whose place is not certain ("Belum pasti").
    pub suspect: String,
    /// Said of a mark whose words are gone from the text ("Teksnya hilang").
    pub lost: String,
}
