//! How long a ruling on a name of a whole library takes until every article obeys it, how long the person waits for it and
//! how long the longest stretch between two frames is: `cargo bench --bench ruling`.
//! `SOROT_BENCH_ARTICLES=N` takes another number of articles than 100,000.
#![allow(clippy::expect_used, reason = "a measurement that cannot go on stops where it stands")]

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use jiff::civil::{Date, date};
use sorot::app::{Action, App, Command, Scope, Setup, Verdict};
use sorot::article::SourceFile;
use sorot::entity::{Class, Engine};
use sorot::jobs::SharedEngine;
use sorot::library::{Environment, Library, prepare};

/// The day of import: fixed, so that every run does the same work.
const TODAY: Date = date(2026, 1, 1);
/// Stories that are taken in at once.
const BATCH: usize = 2_000;

fn main() {
    let wanted = std::env::var("SOROT_BENCH_ARTICLES").ok().and_then(|number| number.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().expect("a folder for the library");
    let engine: SharedEngine = Arc::new(LazyLock::new(Engine::new));
    let mut library = Library::open(folder.path(), Environment::system()).expect("a new library");
    for from in (0..wanted).step_by(BATCH) {
        let numbers: Vec<usize> = (from..wanted.min(from + BATCH)).collect();
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let stories = std::thread::scope(|scope| {
            let share = numbers.len().div_ceil(threads);
            let reads = numbers.chunks(share).map(|some| {
                let engine = &engine;
                scope.spawn(move || some.iter().map(|number| story(engine, *number)).collect::<Vec<_>>())
            });
            let reads: Vec<_> = reads.collect();
            reads.into_iter().flat_map(|read| read.join().expect("stories are read")).collect()
        });
        library.import(stories).expect("they are taken in");
    }
    let mut app = App::new(Setup::bare(library, engine, || TODAY));
    until_done(&mut app);
    let open = app.reading().article.as_ref().expect("a story is open");
    let named = open.mentions().iter().position(|mention| mention.span.of(open.body()) == "Vladimir Putin");
    let mention = named.expect("every story has the name");
    app.handle(Command::RuleFor(Scope::Library));
    let asked = Instant::now();
    app.handle(Command::Rule(mention, Verdict::Class(Class::Organization)));
    let asked = asked.elapsed();
    let reach = app.rulings().proposal.as_ref().map_or(0, |proposal| proposal.articles);
    let said = Instant::now();
    app.handle(Command::ConfirmRuling);
    let waited = said.elapsed();
    let (longest, most) = until_done(&mut app);
    let all = said.elapsed();
    let undone = Instant::now();
    app.handle(Command::Act(Action::Undo));
    let back = undone.elapsed();
    println!(
        "{reach} of {wanted} articles: the count and examples after {asked:.0?}, back at work {waited:.0?} after the yes, \
         every article after {all:.1?}; between two frames {longest:.0?} at most, progress up to {most}; an undo gives the \
         window back after {back:.0?}"
    );
}

/// A story that names the person, in words of its own, so that none is a copy of another.
fn story(engine: &Engine, number: usize) -> sorot::library::Prepared {
    const SYLLABLES: [&str; 12] = ["ba", "ci", "du", "ka", "la", "mi", "no", "pa", "ra", "su", "ta", "wi"];
    const WORDS: usize = 40;
    let mut state = number as u64 + 1;
    let mut syllable = || {
        // Knuth's MMIX generator, as in the other benches.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *SYLLABLES.get((state >> 33) as usize % SYLLABLES.len()).expect("it is one of them")
    };
    let words: Vec<String> = (0..WORDS).map(|_| [syllable(), syllable(), syllable()].concat()).collect();
    let text = format!(
        "Berita nomor {number} dari Moskow\nMOSKOW - Presiden Vladimir Putin menyebut angka {number}, {}.\n",
        words.join(" ")
    );
    let name = format!("{number}.txt");
    let file = SourceFile { name: &name, bytes: text.as_bytes(), url: None, imported: TODAY };
    prepare(engine, &file, false).expect("the text is a story")
}

/// Does what is done between frames until nothing is left: the longest stretch of it, and the most that progress counted.
fn until_done(app: &mut App) -> (Duration, usize) {
    let (mut longest, mut most) = (Duration::ZERO, 0);
    loop {
        let frame = Instant::now();
        let more = app.poll();
        longest = longest.max(frame.elapsed());
        most = most.max(app.renewing().map_or(0, |(_, of)| of));
        if !more {
            return (longest, most);
        }
    }
}
