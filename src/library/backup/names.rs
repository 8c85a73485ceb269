//! The names of backups, and which of them time has made superfluous.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BackupKind {
    /// By the clock; thinned out with time.
    Automatic,
    /// Asked for by the person; kept.
    Asked,
    /// Before the library was brought to a newer format; kept.
    BeforeFormat,
    /// What was there before another backup was restored; kept.
    BeforeRestore,
}

impl BackupKind {
    const ALL: [Self; 4] = [Self::Automatic, Self::Asked, Self::BeforeFormat, Self::BeforeRestore];

    /// The name used in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Asked => "asked",
            Self::BeforeFormat => "before-format",
            Self::BeforeRestore => "before-restore",
        }
    }
}

/// A backup in the library's folder of backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its file.
    pub path: PathBuf,
    /// Why it was made.
    pub kind: BackupKind,
    /// When, by its name.
    pub made: Timestamp,
}

/// The time in a name: UTC, to the second.
const TIME: &str = "%Y%m%d-%H%M%S";

impl Backup {
    /// The backup in a file, by its name; `None` for any other file.
    pub(super) fn at(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(".db")?;
        let (kind, time) = BackupKind::ALL
            .into_iter()
            .find_map(|kind| Some((kind, name.strip_prefix(kind.name())?.strip_prefix('-')?)))?;
        // Two of one second are told apart by a number behind the time.
        let time = time.get(..15)?;
        let made = TimeZone::UTC.to_timestamp(jiff::civil::DateTime::strptime(TIME, time).ok()?).ok()?;
        Some(Self { path: path.to_owned(), kind, made })
    }
}

/// A name that no file in `dir` has.
pub(super) fn free(dir: &Path, kind: BackupKind, made: Timestamp) -> PathBuf {
    let time = TimeZone::UTC.to_datetime(made).strftime(TIME).to_string();
    let path = dir.join(format!("{}-{time}.db", kind.name()));
    let numbered = (2..1000).map(|number| dir.join(format!("{}-{time}-{number}.db", kind.name())));
    std::iter::once(path.clone()).chain(numbered).find(|path| !path.exists()).unwrap_or(path)
}

/// How long automatic backups are apart at least.
pub(super) const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// For how many hours one an hour is kept, for how many days one a day, for how many weeks one a week.
const HOURS: i64 = 24;
const DAYS: i64 = 14;
const WEEKS: i64 = 26;

/// The automatic backups that are not needed any more: of each hour, day and week the first is kept, since it has what a
/// later one of the same hour may have lost.
pub(super) fn superfluous(known: &[Backup], now: Timestamp) -> Vec<&Backup> {
    let mut automatic: Vec<&Backup> = known.iter().filter(|backup| backup.kind == BackupKind::Automatic).collect();
    automatic.sort_by_key(|backup| backup.made);
    let mut kept = BTreeSet::new();
    automatic
        .into_iter()
        .filter(|backup| {
            let hours = backup.made.as_second().div_euclid(3600);
            let age = (now.as_second() - backup.made.as_second()) / 3600;
            let slots = [
                (age < HOURS).then_some((0, hours)),
                (age < DAYS * 24).then_some((1, hours.div_euclid(24))),
                (age < WEEKS * 7 * 24).then_some((2, hours.div_euclid(7 * 24))),
            ];
            // Each slot is taken, whether or not another one keeps it already.
            let taken = slots.into_iter().flatten().filter(|slot| kept.insert(*slot)).count();
            taken == 0
        })
        .collect()
}
