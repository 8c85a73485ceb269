//! How quickly files are taken in, with how much memory, and whether that stays level while the library grows:
//! `cargo bench --bench import`. Texts and pages are made of the samples' sentences by a fixed sequence.
//!
//! `SOROT_BENCH_TEXTS` sets how many texts the library grows to (100,000 unless told), `SOROT_BENCH_FOLDER` measures
//! the import of a folder instead.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measurement that cannot go on stops where it stands"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A text of everyday length.
const WORDS: usize = 300;
/// How many texts are taken in when the cost of one is measured.
const STEP: usize = 1_000;
/// How many pages are taken in, and at least how many bytes one of them has.
const PAGES: usize = 1_000;
const PAGE_BYTES: usize = 100_000;

fn main() {
    let folder = tempfile::tempdir().expect("a folder for the files");
    if let Some(given) = std::env::var_os("SOROT_BENCH_FOLDER") {
        let taken = import(&folder.path().join("library"), Path::new(&given));
        return println!("{}: {taken}", Path::new(&given).display());
    }
    let wanted = std::env::var("SOROT_BENCH_TEXTS").ok().and_then(|number| number.parse().ok()).unwrap_or(100_000);
    let mut writer = Writer::new();
    let pages = written(&folder.path().join("pages"), PAGES, || writer.page());
    println!("{PAGES} pages of {} KB: {}", PAGE_BYTES / 1000, import(&folder.path().join("library-of-pages"), &pages));
    let library = folder.path().join("library");
    let mut held = 0;
    for goal in [1_000, 10_000, 100_000, 1_000_000].into_iter().filter(|goal| *goal <= wanted) {
        if goal > held + STEP {
            let much = written(&folder.path().join(format!("to-{goal}")), goal - STEP - held, || writer.text());
            println!("up to {} texts of {WORDS} words: {}", goal - STEP, import(&library, &much));
            held = goal - STEP;
        }
        let few = written(&folder.path().join(format!("last-of-{goal}")), goal - held, || writer.text());
        println!("the last {} of {goal} texts: {}", goal - held, import(&library, &few));
        held = goal;
    }
}

/// Writes so many files into a folder and gives that.
fn written(folder: &Path, files: usize, mut next: impl FnMut() -> String) -> PathBuf {
    fs::create_dir_all(folder).expect("the folder is made");
    for number in 0..files {
        fs::write(folder.join(format!("{number}.txt")), next()).expect("the file is written");
    }
    folder.to_owned()
}

/// What an import took.
struct Taken {
    files: usize,
    time: Duration,
    /// The most memory that it held, where the system tells.
    peak_kib: Option<u64>,
}

impl std::fmt::Display for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = self.time.as_secs_f64();
        #[allow(clippy::cast_precision_loss, reason = "the files are far fewer than 2^52")]
        let rate = self.files as f64 / seconds;
        write!(f, "{} files in {seconds:.2} s, {rate:.0} a second", self.files)?;
        self.peak_kib.map_or(Ok(()), |peak| write!(f, ", at most {} MB of memory", peak / 1024))
    }
}

/// Imports a folder with a process of its own.
fn import(library: &Path, folder: &Path) -> Taken {
    let log = library.with_extension("lines");
    let lines = fs::File::create(&log).expect("the lines are kept");
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_sorot"))
        .env("SOROT_LIBRARY", library)
        .arg("import")
        .arg(folder)
        .stdout(Stdio::from(lines))
        .spawn()
        .expect("Sorot runs");
    let mut peak_kib = None;
    while child.try_wait().expect("the process can be asked").is_none() {
        peak_kib = peak(child.id()).or(peak_kib);
        std::thread::sleep(Duration::from_millis(5));
    }
    let time = start.elapsed();
    let files = fs::read_to_string(log).expect("the lines are there").lines().count();
    Taken { files, time, peak_kib }
}

/// The most memory that a process has held so far, in KiB.
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

/// Makes stories that are like no other.
struct Writer {
    sentences: Vec<&'static str>,
    state: u64,
    made: usize,
}

impl Writer {
    fn new() -> Self {
        let stories = sorot::library::samples().flat_map(|(_, text)| text.lines().skip(3));
        Self { sentences: stories.flat_map(|line| line.split_inclusive(". ")).collect(), state: 1, made: 0 }
    }

    fn sentence(&mut self) -> &'static str {
        // Knuth's MMIX generator: its high bits are good enough to choose with.
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.sentences[(self.state >> 33) as usize % self.sentences.len()]
    }

    fn paragraphs(&mut self) -> Vec<String> {
        let (mut words, mut paragraphs) = (0, Vec::new());
        while words < WORDS {
            let paragraph = [self.sentence(), self.sentence(), self.sentence()].map(str::trim).join(" ");
            words += paragraph.split_whitespace().count();
            paragraphs.push(paragraph);
        }
        paragraphs
    }

    fn title(&mut self) -> String {
        self.made += 1;
        let start: Vec<_> = self.sentence().split_whitespace().take(7).collect();
        format!("{} Bagian {}", start.join(" ").trim_end_matches(['.', ',']), self.made)
    }

    fn text(&mut self) -> String {
        let (title, body) = (self.title(), self.paragraphs().join("\n"));
        format!("Kamis, 1 Januari 2026 / 08:00 WIB\n{title}\nSumber: Redaksi | Editor: Tim Sorot\n{body}\n")
    }

    /// A page as sites serve it: the story among lists of others, forms and scripts.
    fn page(&mut self) -> String {
        let (title, body) = (self.title(), self.paragraphs());
        let mut page = format!(
            "<!DOCTYPE html><html lang=\"id\"><head><meta charset=\"utf-8\"><title>{title} - Warta</title>\
             <meta property=\"og:title\" content=\"{title}\"><meta property=\"article:published_time\" \
             content=\"2026-01-01T08:00:00+07:00\"></head><body><header><nav><ul>"
        );
        self.list(&mut page, 40);
        let _ = write!(page, "</ul></nav></header><main><article><h1>{title}</h1><div class=\"detail-body\">");
        for paragraph in body {
            let _ = write!(page, "<p>{paragraph}</p><div class=\"ads\"><script>show('slot')</script></div>");
        }
        page.push_str("</div></article><aside><ul>");
        self.list(&mut page, 60);
        page.push_str("</ul></aside></main><footer><p>Hak cipta Warta</p></footer><script>");
        while page.len() < PAGE_BYTES {
            let number = self.made + page.len();
            let _ = write!(page, "window.slots=window.slots||[];slots.push({{id:{number},size:[300,250]}});");
        }
        page.push_str("</script></body></html>");
        page
    }

    /// Links to other stories.
    fn list(&mut self, page: &mut String, items: usize) {
        for number in 0..items {
            let title = self.sentence().trim();
            let _ = write!(
                page,
                "<li class=\"item\"><a href=\"https://warta.example/{number}\"><span>{title}</span></a></li>"
            );
        }
    }
}
