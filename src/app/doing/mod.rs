//! What commands do, one file per kind of doing. Everything here is `impl App`.

mod agreeing;
mod backing_up;
mod comparing;
mod copies;
mod dispatch;
mod doubting;
mod elsewhere;
mod exporting;
mod filing;
mod finding;
mod importing;
mod linking;
mod marking;
mod navigation;
mod renewing;
mod reporting;
mod ruling;
mod shaping;
mod undoing;
mod watching;

pub(super) use backing_up::Restored;
pub(super) use elsewhere::Elsewhere;
pub(super) use importing::Importing;
pub(super) use renewing::Renewal;
pub(super) use watching::Watch;
