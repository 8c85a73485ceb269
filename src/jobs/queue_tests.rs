use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use super::*;
use crate::entity::Engine;
use crate::library;

/// Longer than any of this takes on a busy machine; reached only by a failure.
const PATIENCE: Duration = Duration::from_mins(1);

fn today() -> Date {
    jiff::civil::date(2024, 7, 1)
}

fn engine() -> SharedEngine {
    static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::new);
    Arc::new(LazyLock::new(|| ENGINE.clone()))
}

fn jobs() -> (Jobs, Receiver<()>) {
    let (wake, woken) = mpsc::channel();
    let jobs = Jobs::new(Arc::new(move || {
        // The test may have ended.
        let _ = wake.send(());
    }));
    (jobs, woken)
}

/// Everything that is told until the job is over.
fn until_finished(jobs: &mut Jobs, woken: &Receiver<()>) -> Vec<JobEvent> {
    let mut events = Vec::new();
    while !matches!(events.last(), Some(JobEvent::Finished(..))) {
        woken.recv_timeout(PATIENCE).expect("the job says something");
        events.extend(jobs.poll());
    }
    events
}

fn story(number: usize) -> String {
    format!(
        "Panen padi desa ke-{number} naik\n\nSUBANG - Petani memanen padi lebih awal pada Senin (10/6/2024). \
         Hasilnya naik karena hujan datang tepat waktu.\n\nKepala desa berkata harga gabah juga naik."
    )
}

fn folder(stories: usize) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for number in 0..stories {
        fs::write(root.path().join(format!("{number:03}.txt")), story(number)).unwrap();
    }
    root
}

fn prepared(events: &[JobEvent]) -> Vec<String> {
    let files = |event: &JobEvent| match event {
        JobEvent::Prepared(_, stories) => stories.iter().map(|story| story.file.clone()).collect(),
        _ => Vec::new(),
    };
    events.iter().flat_map(files).collect()
}

/// The files that failed, each with the code of its reason.
fn failures(events: &[JobEvent], root: &Path) -> Vec<(String, String)> {
    let missed = events.iter().filter_map(|event| match event {
        JobEvent::Missed(_, missed) => Some(missed),
        _ => None,
    });
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
    missed.flatten().map(|file| (name(&file.origin.path), file.why.code.clone())).collect()
}

#[test]
fn good_files_arrive_in_order_and_in_small_batches_and_bad_ones_are_named() {
    let root = folder(40);
    fs::write(root.path().join("kosong.txt"), " \n").unwrap();
    fs::write(root.path().join("gambar.txt"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0").unwrap();
    let (mut jobs, woken) = jobs();
    let id = jobs.import(vec![root.path().to_path_buf()], Choice::All, engine(), today());
    assert_eq!(jobs.running().iter().map(|job| (job.id, job.kind)).collect::<Vec<_>>(), [(id, JobKind::Import)]);
    let events = until_finished(&mut jobs, &woken);
    let expected: Vec<String> = (0..40).map(|number| format!("{number:03}.txt")).collect();
    assert_eq!(prepared(&events), expected);
    assert!(events.iter().all(|event| !matches!(event, JobEvent::Prepared(_, stories) if stories.len() > 16)));
    let failures = failures(&events, root.path());
    let named = |name: &str, code: &str| (name.to_owned(), code.to_owned());
    assert_eq!(failures, [named("gambar.txt", "binary"), named("kosong.txt", "empty")]);
    assert!(matches!(events.last(), Some(JobEvent::Finished(last, false)) if *last == id));
    assert!(jobs.running().is_empty() && jobs.poll().is_empty());
}

#[test]
fn jobs_follow_each_other_in_the_order_in_which_they_were_started() {
    let (first, second) = (folder(3), folder(2));
    let (mut jobs, woken) = jobs();
    let one = jobs.import(vec![first.path().to_path_buf()], Choice::All, engine(), today());
    let two = jobs.import(vec![second.path().to_path_buf()], Choice::All, engine(), today());
    let mut ended = Vec::new();
    while ended.len() < 2 {
        woken.recv_timeout(PATIENCE).unwrap();
        ended.extend(jobs.poll().into_iter().filter_map(|event| match event {
            JobEvent::Finished(id, _) => Some(id),
            _ => None,
        }));
    }
    assert_eq!(ended, [one, two]);
}

#[test]
fn a_cancelled_job_delivers_no_more_stories_and_says_so() {
    let root = folder(200);
    let (mut jobs, woken) = jobs();
    let id = jobs.import(vec![root.path().to_path_buf()], Choice::All, engine(), today());
    woken.recv_timeout(PATIENCE).unwrap();
    jobs.cancel(id);
    let events = until_finished(&mut jobs, &woken);
    assert!(prepared(&events).is_empty());
    assert!(matches!(events.last(), Some(JobEvent::Finished(_, true))));
}

#[test]
fn the_worker_waits_for_a_window_that_does_not_poll() {
    let paths: Vec<PathBuf> = (0..500).map(|number| PathBuf::from(format!("tidak/ada/{number}"))).collect();
    let (mut jobs, woken) = jobs();
    jobs.import(paths, Choice::All, engine(), today());
    let began = Instant::now();
    let most = 16 * (WAITING_MESSAGES + 1);
    while jobs.running()[0].done < most && began.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(Duration::from_millis(50));
    assert!(jobs.running()[0].done <= most, "{} files were done unasked", jobs.running()[0].done);
    assert_eq!(jobs.running()[0].total, 500);
    assert_eq!(failures(&until_finished(&mut jobs, &woken), Path::new("")).len(), 500);
}

#[test]
fn dropping_the_queue_does_not_wait_for_its_work() {
    let root = folder(300);
    let (mut jobs, woken) = jobs();
    jobs.import(vec![root.path().to_path_buf()], Choice::All, engine(), today());
    woken.recv_timeout(PATIENCE).unwrap();
    let began = Instant::now();
    drop(jobs);
    assert!(began.elapsed() < Duration::from_secs(1));
    // The worker lets go of `wake` when it ends, and with that this line ends too.
    while woken.recv_timeout(PATIENCE).is_ok() {}
    assert!(began.elapsed() < PATIENCE, "the worker went on");
}

#[test]
fn a_panic_is_the_failure_of_its_file_and_the_queue_lives_on() {
    let root = folder(2);
    let (mut jobs, woken) = jobs();
    let broken: SharedEngine = Arc::new(LazyLock::new(|| panic!("a panic on purpose")));
    jobs.import(vec![root.path().to_path_buf()], Choice::All, broken, today());
    let events = until_finished(&mut jobs, &woken);
    let panicked = |name: &str| (name.to_owned(), "panicked".to_owned());
    assert_eq!(failures(&events, root.path()), [panicked("000.txt"), panicked("001.txt")]);
    jobs.import(vec![root.path().to_path_buf()], Choice::All, engine(), today());
    assert_eq!(prepared(&until_finished(&mut jobs, &woken)), ["000.txt", "001.txt"]);
}

#[test]
fn the_samples_are_prepared_as_samples() {
    let (mut jobs, woken) = jobs();
    jobs.samples(engine(), today());
    let events = until_finished(&mut jobs, &woken);
    let expected: Vec<String> = library::samples().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(prepared(&events), expected);
    let stories = events.iter().filter_map(|event| match event {
        JobEvent::Prepared(_, stories) => Some(stories),
        _ => None,
    });
    assert!(stories.flatten().all(|story| story.sample));
}

#[test]
fn an_import_of_nothing_ends() {
    let (mut jobs, woken) = jobs();
    jobs.import(Vec::new(), Choice::All, engine(), today());
    assert!(matches!(until_finished(&mut jobs, &woken).as_slice(), [JobEvent::Finished(_, false)]));
}
