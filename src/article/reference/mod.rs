//! "Baca Juga" and its kin: markers, the titles after them, and where those end.

mod guess;
mod marker;
mod split;

pub(super) use marker::{Marker, leading_marker, marker_ending};
pub(super) use split::{Part, closing_parenthesis, list_item, looks_like_title, split_line, whole_title};
