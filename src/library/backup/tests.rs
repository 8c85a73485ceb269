use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::*;
use crate::article::SourceFile;
use crate::entity::Engine;
use crate::library::store::TO_FIRST_FORMAT;
use crate::library::{Color, Environment, NewAnnotation, OperationKind, prepare};
use crate::text::Span;

thread_local! {
    static ENGINE: Engine = Engine::new();
}

/// A clock that the test moves, in seconds.
type Clock = Arc<AtomicI64>;

fn environment(clock: &Clock) -> Environment {
    let clock = Arc::clone(clock);
    let now = move || Timestamp::from_second(clock.load(Ordering::Relaxed)).unwrap();
    Environment { clock: Box::new(now), ids: Box::new(uuid::Uuid::now_v7), author: "penguji".to_owned() }
}

fn clock() -> Clock {
    Arc::new(AtomicI64::new(1_760_000_000))
}

fn open(folder: &Path, clock: &Clock) -> Library {
    Library::open(folder, environment(clock)).unwrap()
}

fn add(library: &mut Library, text: &str) -> crate::library::ArticleId {
    let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url: None, imported: jiff::civil::date(2025, 6, 1) };
    let story = ENGINE.with(|engine| prepare(engine, &file, false)).unwrap();
    library.import(vec![story]).unwrap().0[0].outcome.article()
}

fn mark(library: &mut Library, article: crate::library::ArticleId, note: &str) {
    let span = Span { start: 0, end: 8 };
    let new = NewAnnotation { article, span, version: 1, color: Color::FIRST, note: note.to_owned(), tags: Vec::new() };
    library.annotate(new).unwrap();
}

const TEXT: &str = "Berita Satu Hari Ini\nPresiden Rusia Vladimir Putin minum kopi di Moskow, kata juru bicara itu.";

/// The file of a library of sixty stories with a mark each, and its bytes.
fn sixty_marked(folder: &Path, clock: &Clock) -> (PathBuf, Vec<u8>) {
    let mut library = open(folder, clock);
    for number in 0..60 {
        let article = add(&mut library, &format!("{TEXT} Nomor {number}. {}", "Kata lain lagi. ".repeat(40)));
        mark(&mut library, article, &format!("catatan {number}"));
    }
    library.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(library);
    let file = folder.join(Library::FILE);
    let whole = std::fs::read(&file).unwrap();
    (file, whole)
}

#[test]
fn what_was_done_after_a_backup_is_gone_after_a_restore_and_back_after_another() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut library = open(folder.path(), &clock);
    let article = add(&mut library, TEXT);
    mark(&mut library, article, "pertama");
    let (backup, held) = library.back_up(BackupKind::Asked, None).unwrap();
    assert_eq!((held.articles, held.annotations), (1, 1));
    mark(&mut library, article, "kedua");

    let (before, held) = library.restore(&backup.path).unwrap();
    assert_eq!(held.annotations, 1);
    assert_eq!(library.annotations(Some(article)).unwrap().len(), 1);
    assert_eq!(library.check().unwrap(), []);
    assert_eq!(library.can_undo().unwrap(), Some(OperationKind::Annotate));
    library.restore(&before).unwrap();
    assert_eq!(library.annotations(Some(article)).unwrap().len(), 2);
}

#[test]
fn another_program_goes_on_with_what_was_restored() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut library = open(folder.path(), &clock);
    let article = add(&mut library, TEXT);
    let (backup, _) = library.back_up(BackupKind::Asked, None).unwrap();
    let mut other = open(folder.path(), &clock);
    mark(&mut other, article, "dari sebelah");
    assert!(!other.changed_elsewhere());
    library.restore(&backup.path).unwrap();
    assert!(other.changed_elsewhere());
    assert_eq!(other.annotations(Some(article)).unwrap().len(), 0);
    mark(&mut other, article, "lagi");
    assert_eq!(library.annotations(Some(article)).unwrap().len(), 1);
}

#[test]
fn what_is_no_sound_backup_is_refused_and_changes_nothing() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut library = open(folder.path(), &clock);
    add(&mut library, TEXT);
    let file = folder.path().join("x.db");
    assert!(matches!(library.restore(&file), Err(LibraryError::File { .. })));
    std::fs::write(&file, "bukan basis data, hanya teks yang cukup panjang untuk dibaca sebagai kepala").unwrap();
    assert!(matches!(library.restore(&file), Err(LibraryError::Damaged(_))));
    std::fs::write(&file, "").unwrap();
    assert!(matches!(library.restore(&file), Err(LibraryError::Damaged(_))));
    let (backup, _) = library.back_up(BackupKind::Asked, None).unwrap();
    let mut bytes = std::fs::read(&backup.path).unwrap();
    bytes.iter_mut().skip(8192).take(20_000).for_each(|byte| *byte = 0xAA);
    std::fs::write(&file, bytes).unwrap();
    assert!(matches!(library.restore(&file), Err(LibraryError::Damaged(_))));
    assert_eq!(library.articles().unwrap().len(), 1);
    assert_eq!(backups(folder.path()).unwrap().len(), 1, "nothing was replaced, so nothing was put aside");
}

#[test]
fn automatic_backups_come_by_the_hour_where_something_was_done_and_are_thinned() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut library = open(folder.path(), &clock);
    assert_eq!(library.back_up_if_due().unwrap(), None, "nothing was done");
    let ahead = Timestamp::from_second(clock.load(Ordering::Relaxed) + 1_000_000_000).unwrap();
    std::fs::create_dir_all(backups_dir(folder.path())).unwrap();
    let ahead = names::free(&backups_dir(folder.path()), BackupKind::Automatic, ahead);
    std::fs::write(&ahead, "").unwrap();
    let article = add(&mut library, TEXT);
    assert!(library.back_up_if_due().unwrap().is_some());
    assert_eq!(library.back_up_if_due().unwrap(), None);
    std::fs::remove_file(ahead).unwrap();
    for _ in 0..24 * 40 {
        clock.fetch_add(3600, Ordering::Relaxed);
        library.keep_reading(article, 1, 0.5).unwrap();
        // Copies of ours are stood in for by their names alone, for speed.
        let now = Timestamp::from_second(clock.load(Ordering::Relaxed)).unwrap();
        let dir = backups_dir(folder.path());
        std::fs::write(names::free(&dir, BackupKind::Automatic, now), "").unwrap();
        let known = backups(folder.path()).unwrap();
        for old in names::superfluous(&known, now) {
            remove(&old.path).unwrap();
        }
    }
    let kept = backups(folder.path()).unwrap();
    // A day of hours, two weeks of days and six weeks, whose edges may share a backup.
    assert!((24 + 12..=24 + 14 + 7).contains(&kept.len()), "{}", kept.len());
    let oldest = kept.last().unwrap();
    assert!(clock.load(Ordering::Relaxed) - oldest.made.as_second() > 30 * 24 * 3600, "weekly ones stay");
}

#[test]
fn other_files_beside_the_backups_are_left_alone() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut library = open(folder.path(), &clock);
    add(&mut library, TEXT);
    library.back_up_if_due().unwrap();
    let dir = backups_dir(folder.path());
    for name in ["catatan.txt", "automatic-kemarin.db", "automatic-20250101-000000.db.part", "asked-é.db"] {
        std::fs::write(dir.join(name), "x").unwrap();
    }
    assert_eq!(backups(folder.path()).unwrap().len(), 1);
}

#[test]
fn what_a_killed_backup_left_behind_goes_with_the_next_one() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let library = open(folder.path(), &clock);
    let dir = backups_dir(folder.path());
    std::fs::create_dir_all(&dir).unwrap();
    let then = clock.load(Ordering::Relaxed).unsigned_abs();
    let old = ["asked-20250101-000000.db.part", "asked-20250101-000000.db.part-journal"];
    let kept = ["catatan.part", "asked-20250101-000000.db.partner", "automatic-20250101-000000.db.part"];
    for name in old.iter().chain(&kept) {
        let hours = if name.starts_with("automatic") { 1 } else { 25 };
        let written = std::time::UNIX_EPOCH + Duration::from_secs(then) - Duration::from_secs(3600 * hours);
        std::fs::File::create(dir.join(name)).unwrap().set_modified(written).unwrap();
    }
    library.back_up(BackupKind::Asked, None).unwrap();
    assert!(old.iter().all(|name| !dir.join(name).exists()));
    assert!(kept.iter().all(|name| dir.join(name).exists()), "one that is being written, and what others keep there");
}

#[test]
fn a_backup_ends_though_another_program_goes_on_writing() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let library = open(folder.path(), &clock);
    // More than is copied at once, several times over.
    library.db.execute_batch("CREATE TABLE filler (bytes); INSERT INTO filler VALUES (zeroblob(40000000))").unwrap();
    let other = Connection::open(folder.path().join(Library::FILE)).unwrap();
    other.pragma_update(None, "synchronous", "OFF").unwrap();
    let (ended, ends) = std::sync::mpsc::channel::<()>();
    let (began, begins) = std::sync::mpsc::channel::<()>();
    let writer = std::thread::spawn(move || {
        for _ in 0..10_000 {
            other.execute("INSERT INTO filler VALUES (1)", []).unwrap();
            began.send(()).unwrap_or_default();
            if ends.recv_timeout(Duration::from_millis(1)).is_ok() {
                return true;
            }
        }
        false
    });
    begins.recv().unwrap();
    let (backup, _) = library.back_up(BackupKind::Asked, None).unwrap();
    ended.send(()).unwrap_or_default();
    assert!(writer.join().unwrap(), "it ended only when nobody wrote any more");
    assert!(verify(&backup.path).is_ok());
}

#[test]
fn an_older_library_is_backed_up_before_it_is_brought_up() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    {
        let mut library = open(folder.path(), &clock);
        add(&mut library, TEXT);
        library.db.execute_batch(TO_FIRST_FORMAT).unwrap();
    }
    let mut library = open(folder.path(), &clock);
    let kept = backups(folder.path()).unwrap();
    assert_eq!(kept.iter().map(|backup| backup.kind).collect::<Vec<_>>(), [BackupKind::BeforeFormat]);
    library.restore(&kept[0].path).unwrap();
    assert_eq!(library.rulings(None).unwrap(), [], "what was restored is brought up as well");
    assert_eq!(library.articles().unwrap().len(), 1);
}

#[test]
fn a_library_that_cannot_be_opened_is_replaced_and_its_files_are_kept() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let backup = {
        let mut library = open(folder.path(), &clock);
        add(&mut library, TEXT);
        library.back_up(BackupKind::Asked, None).unwrap().0
    };
    let file = folder.path().join(Library::FILE);
    std::fs::write(&file, "rusak".repeat(2000)).unwrap();
    assert!(Library::open(folder.path(), environment(&clock)).is_err());
    let (moved, held) = Library::replace(folder.path(), &backup.path, environment(&clock)).unwrap();
    assert_eq!(held.articles, 1);
    assert!(std::fs::read_to_string(moved.unwrap()).unwrap().starts_with("rusak"));
    assert_eq!(open(folder.path(), &clock).articles().unwrap().len(), 1);
}

#[test]
fn a_library_whose_pages_are_damaged_is_set_aside_as_it_is_and_restored() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let file = folder.path().join(Library::FILE);
    let backup = {
        let mut library = open(folder.path(), &clock);
        for number in 0..20 {
            add(&mut library, &format!("{TEXT} Nomor {number}. {}", "Kata lain lagi. ".repeat(40)));
        }
        library.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        library.back_up(BackupKind::Asked, None).unwrap().0
    };
    let mut bytes = std::fs::read(&file).unwrap();
    let names = bytes.windows(9).rposition(|some| some == b"Nomor 11.").unwrap() / 4096 * 4096;
    bytes[names..names + 4096].fill(0x55);
    std::fs::write(&file, &bytes).unwrap();
    let mut library = open(folder.path(), &clock);
    assert!(library.back_up(BackupKind::Asked, None).is_err(), "it is too damaged to be backed up");
    let (before, held) = library.restore(&backup.path).unwrap();
    assert_eq!((held.articles, library.articles().unwrap().len()), (20, 20));
    assert_eq!(std::fs::read(before).unwrap(), bytes);
    assert_eq!(library.check().unwrap(), []);
}

#[test]
fn an_empty_file_beside_backups_is_no_new_library() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut library = open(folder.path(), &clock);
    add(&mut library, TEXT);
    library.back_up(BackupKind::Asked, None).unwrap();
    drop(library);
    std::fs::write(folder.path().join(Library::FILE), "").unwrap();
    assert!(matches!(Library::open(folder.path(), environment(&clock)), Err(crate::library::LibraryError::Damaged(_))));
    assert_eq!(std::fs::metadata(folder.path().join(Library::FILE)).unwrap().len(), 0);
}

#[test]
fn a_damaged_store_is_read_as_far_as_it_goes_and_what_was_lost_is_named() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let (file, whole) = sixty_marked(folder.path(), &clock);
    // A few pages from one of the notes on are overwritten.
    let mut bytes = whole.clone();
    let note = bytes.windows(10).position(|some| some == b"catatan 30").unwrap() / 4096 * 4096;
    bytes.iter_mut().skip(note).take(3 * 4096).for_each(|byte| *byte = 0x55);
    std::fs::write(&file, &bytes).unwrap();
    let target = tempfile::tempdir().unwrap();
    let (mut library, salvaged) = Library::salvage(&file, target.path(), environment(&clock)).unwrap();
    ENGINE.with(|engine| library.rebuild(engine, &mut |_, _| {})).unwrap();
    let rows = |table: &str| salvaged.rows.iter().find(|(name, _)| *name == table).unwrap().1;
    let lost = |table: &str| salvaged.lost.iter().filter(|lost| lost.table == table).count();
    assert!(rows("page") > 40, "{salvaged:?}");
    for (table, wanted) in [("page", 60), ("annotation", 60), ("operation", 120)] {
        assert!(rows(table) == wanted || lost(table) > 0, "{table} lost rows in silence: {salvaged:?}");
    }
    assert!(!salvaged.lost.is_empty(), "three pages were overwritten");
    assert_eq!(library.articles().unwrap().len(), rows("page"));
    assert!(library.check().unwrap().iter().all(|problem| !matches!(problem, crate::library::Problem::Database(_))));
    // However it is damaged, reading it ends.
    let mut random = 7_u64;
    for round in 0..24 {
        let mut bytes = whole.clone();
        for _ in 0..12 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = 8192 + usize::try_from(random >> 33).unwrap() % (bytes.len() - 8192 - 300);
            bytes[at..at + 300].fill(if round % 2 == 0 { 0 } else { 0x7f });
        }
        std::fs::write(&file, &bytes).unwrap();
        let target = tempfile::tempdir().unwrap();
        let own = target.path().join("unfinished");
        std::fs::create_dir(&own).unwrap();
        let (_, salvaged) = Library::salvage(&file, target.path(), environment(&clock)).unwrap();
        for (table, wanted) in [("page", 60), ("annotation", 60), ("operation", 120)] {
            let rows = salvaged.rows.iter().find(|(name, _)| *name == table).unwrap().1;
            let lost = salvaged.lost.iter().filter(|lost| lost.table == table).count();
            assert!(rows <= 2 * wanted && (rows >= wanted || lost > 0), "{table} of round {round}: {rows}, {lost}");
        }
        assert!(own.exists(), "what is there besides is left alone");
        assert!(!target.path().join("sorot.db.unfinished").exists());
    }
    // Nothing is written over.
    assert!(Library::salvage(&file, target.path(), environment(&clock)).is_err());
}

#[test]
fn a_store_that_was_cut_off_or_has_lost_its_first_page_is_read_as_far_as_it_goes() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let (file, whole) = sixty_marked(folder.path(), &clock);
    let saved = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        let target = tempfile::tempdir().unwrap();
        let (_, salvaged) = Library::salvage(&file, target.path(), environment(&clock)).unwrap();
        let rows = |table: &str| salvaged.rows.iter().find(|(name, _)| *name == table).unwrap().1;
        (rows("page"), rows("annotation"))
    };
    let filled = |from: usize, to: usize, byte: u8| {
        let mut bytes = whole.clone();
        bytes[from..to].fill(byte);
        bytes
    };
    for bytes in [filled(0, 16, 0), filled(0, 100, 0x55), filled(28, 32, 1), filled(0, 4096, 0), filled(16, 60, 0xff)] {
        assert_eq!(saved(&bytes), (60, 60));
    }
    // The pages that name the tables, found by what stands in them.
    let naming = whole.chunks(4096).skip(1).enumerate().filter(|(_, page)| {
        page[0] == 0x0d && page.windows(13).any(|some| some == b"CREATE TABLE " || some == b"CREATE INDEX ")
    });
    let naming: Vec<usize> = naming.map(|(at, _)| (at + 1) * 4096).collect();
    assert!(naming.len() > 1, "the first page holds them all");
    for at in naming {
        assert_eq!(saved(&filled(at, at + 8, 0)), (60, 60));
        assert_eq!(saved(&filled(at, at + 4096, 0x55)), (60, 60));
    }
    let (pages, marks) = saved(&whole[..whole.len() - 5000]);
    assert!(pages > 50 && marks > 50, "{pages} {marks}");
    let (pages, marks) = saved(&whole[..whole.len() * 8 / 10]);
    assert!(pages + marks > 30, "{pages} {marks}");
    std::fs::write(&file, "Bukan perpustakaan. ".repeat(4000)).unwrap();
    let before = std::fs::read(&file).unwrap();
    let target = tempfile::tempdir().unwrap();
    let _ = Library::salvage(&file, target.path(), environment(&clock));
    assert!(std::fs::read(&file).unwrap() == before, "what is no library is left as it is");
}

#[test]
fn a_library_opened_for_reading_shows_all_and_refuses_every_change() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let article = {
        let mut library = open(folder.path(), &clock);
        let article = add(&mut library, TEXT);
        mark(&mut library, article, "tetap");
        article
    };
    let mut library = Library::open_read_only(folder.path(), environment(&clock)).unwrap();
    assert!(library.is_read_only());
    assert_eq!(library.annotations(Some(article)).unwrap()[0].note, "tetap");
    assert_eq!(library.check().unwrap(), []);
    assert!(matches!(library.remove_article(article), Err(LibraryError::ReadOnly)));
    assert!(matches!(library.undo(), Err(LibraryError::ReadOnly)));
    assert_eq!(library.back_up_if_due().unwrap(), None);
    let elsewhere = folder.path().join("salinan.db");
    assert_eq!(library.back_up(BackupKind::Asked, Some(&elsewhere)).unwrap().1.annotations, 1);
    assert!(matches!(library.restore(&elsewhere), Err(LibraryError::ReadOnly)));
}

/// How many locks are held on a file, by whomever.
#[cfg(target_os = "linux")]
fn locks(file: &Path) -> usize {
    use std::os::unix::fs::MetadataExt as _;
    let inode = format!(":{} ", std::fs::metadata(file).unwrap().ino());
    std::fs::read_to_string("/proc/locks").unwrap().lines().filter(|line| line.contains(&inode)).count()
}

/// Without its lock a program that leaves would take the log of a window's library away.
#[cfg(target_os = "linux")]
#[test]
fn an_open_library_stays_locked_whatever_else_the_program_does_with_its_file() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut library = open(folder.path(), &clock);
    add(&mut library, TEXT);
    let file = folder.path().join(Library::FILE);
    assert_ne!(locks(&file), 0);
    drop(open(folder.path(), &clock));
    drop(Library::open_read_only(folder.path(), environment(&clock)).unwrap());
    assert_ne!(locks(&file), 0, "another connection was opened and closed");
    let incoming = crate::library::Incoming::open(&file);
    drop(incoming);
    assert_ne!(locks(&file), 0, "its file was named for a merge");
    let (backup, _) = library.back_up(BackupKind::Asked, None).unwrap();
    super::verify(&backup.path).unwrap();
    library.restore(&backup.path).unwrap();
    assert_ne!(locks(&file), 0, "a backup was made and put in place");
    library.set_aside(folder.path()).unwrap();
    assert_ne!(locks(&file), 0, "it was set aside");
}
