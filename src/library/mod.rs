//! The store and the only door to it: operations with their inverses, derived data, links, search. All SQL is here.

mod agreement;
mod annotate;
mod articles;
pub mod backup;
mod check;
mod copies;
mod decided;
mod doubts;
mod editions;
mod entities;
mod error;
mod filing;
mod history;
mod import;
mod imports;
mod kept_path;
mod lines;
mod links;
mod mark_index;
mod marks;
mod merge;
mod model;
mod naming;
mod note_links;
mod operation;
mod pages;
mod plan;
mod prepare;
mod reach;
mod reading;
mod rebuild;
mod renew;
mod rulings;
mod same_entities;
mod samples;
mod search;
mod shape;
mod store;
mod tags;
mod taking_in;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial;
mod undo;
mod verdicts;
mod watched;
mod wishes;

pub use agreement::{Agreed, Between, Comparison, Difference, DifferenceKind, NO_NAME, NameDifference, NamesCompared};
pub use backup::{Backup, BackupKind};
pub use check::Problem;
pub use copies::CopyOf;
pub use decided::{Brought, Decided};
pub use doubts::{Doubt, Quoted};
pub use editions::Edition;
pub use error::LibraryError;
pub use filing::{Filing, FilingEdit, Rating, clean_tag};
pub use import::{ImportOutcome, Imported};
pub use imports::{ImportLine, ImportRecord, LineNumber, LineOutcome, Missed, Origin, Said, Why, Wished};
pub use lines::{LINE_BYTES, Line, next_line};
pub use marks::{FoundMark, MarkQuery};
pub use merge::{
    Carried, CarriedArticle, CarriedFiling, CarriedMark, CarriedRuling, Conflict, ConflictKind, Incoming, Kept, Merged,
    Other,
};
pub use model::{
    About, Anchor, AnchorState, Annotation, AnnotationEdit, AnnotationId, Around, ArticleId, ArticleRow, Backlink,
    Changes, Color, EditionId, EntityCount, HistoryStep, Link, LinkState, NewAnnotation, OperationId, OperationKind,
    OperationRecord, Related, RulingId, StoredArticle, StoredRuling, VerdictId, WishId,
};
pub use note_links::{LinkOffer, NoteBacklink};
pub use prepare::{Prepared, prepare};
pub use reach::Reach;
pub use renew::Renewed;
pub use same_entities::SameEntities;
pub use samples::samples;
pub use search::SearchHit;
pub use store::{Environment, Library};
pub use undo::Undone;
pub use verdicts::{FINAL, Taken, Verdict};
pub use watched::WatchedFile;
pub use wishes::{StoredWish, Wanted, WishOutcome};
