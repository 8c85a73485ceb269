//! What README's figures are measured with: `cargo bench`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measurement that cannot go on stops where it stands"
)]

use std::hint::black_box;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use criterion::{BatchSize, Bencher, Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::{Date, date};
use sorot::app::{Action, App, Command, Scope, Setup, Verdict};
use sorot::article::{SourceFile, read};
use sorot::entity::{Class, Context, Engine};
use sorot::jobs::SharedEngine;
use sorot::library::{
    ArticleId, Color, Environment, Library, LineOutcome, MarkQuery, Missed, NewAnnotation, Origin, Why, prepare,
};
use sorot::text::Span;
use sorot::ui::Window;

/// The day of import: fixed, so that every run does the same work.
const TODAY: Date = date(2026, 1, 1);

/// A long read: as many words as a short novel.
const LONG_WORDS: usize = 50_000;

fn sample() -> &'static str {
    let mut samples = sorot::library::samples();
    samples.find(|(name, _)| name.starts_with("2024-06-20")).map(|(_, text)| text).expect("the sample is built in")
}

/// The longest text that marks are promised to be quick on.
const HUGE_WORDS: usize = 200_000;
/// The marks that it carries.
const MARKS: usize = 10_000;

/// A story of so many words: the paragraphs of all samples, shuffled by a fixed sequence.
fn long_text(wanted: usize) -> String {
    let paragraphs: Vec<&str> = sorot::library::samples().flat_map(|(_, text)| text.lines().skip(3)).collect();
    let mut text = String::from(
        "Kamis, 1 Januari 2026 / 08:00 WIB\nKumpulan Berita Panjang\nSumber: Redaksi | Editor: Tim Sorot\n",
    );
    let (mut words, mut state) = (0, 1_u64);
    while words < wanted {
        // Knuth's MMIX generator: its high bits are good enough to shuffle with.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let paragraph = paragraphs[(state >> 33) as usize % paragraphs.len()];
        words += paragraph.split_whitespace().count();
        text.push_str(paragraph);
        text.push('\n');
    }
    text
}

fn opening(criterion: &mut Criterion) {
    let long = long_text(LONG_WORDS);
    let mut group = criterion.benchmark_group("opening");
    for (name, text) in [("sample", sample()), ("50,000 words", &long)] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        let file = SourceFile { name: "story.txt", bytes: text.as_bytes(), url: None, imported: TODAY };
        group.bench_function(name, |bencher| bencher.iter(|| read(black_box(&file))));
    }
    group.finish();
}

fn highlighting(criterion: &mut Criterion) {
    let long = long_text(LONG_WORDS);
    let engine = Engine::new();
    let context = Context { date: Some(TODAY), rulings: None };
    let mut group = criterion.benchmark_group("highlighting");
    group.sample_size(20);
    for (name, text) in [("sample", sample()), ("50,000 words", &long)] {
        let file = SourceFile { name: "story.txt", bytes: text.as_bytes(), url: None, imported: TODAY };
        let body = read(&file).expect("the text is a story").body;
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || body.as_str(),
                |body| engine.analyse(black_box(body), &context),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
    criterion.bench_function("building the engine", |bencher| bencher.iter(Engine::new));
}

/// The same work on texts that grow, plain and hostile: what is linear has one throughput.
fn growing(criterion: &mut Criterion) {
    let engine = Engine::new();
    let context = Context { date: Some(TODAY), rulings: None };
    let mut group = criterion.benchmark_group("growing");
    group.sample_size(10);
    for (kind, unit) in
        [("story", sample()), ("names", "Kim Jong Un bertemu Kim Yo Jong. "), ("one word", "Kementerian")]
    {
        for bytes in [10_000, 100_000, 1_000_000] {
            let text = unit.repeat(bytes / unit.len() + 1);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(format!("{kind}, {bytes} bytes"), |bencher| {
                bencher.iter(|| engine.analyse(black_box(&text), &context));
            });
        }
    }
    group.finish();
}

/// A key with what is held meanwhile.
type Chord = (egui::Key, egui::Modifiers);

/// A window without a screen over one open story; it runs frames and tessellates them, all but the painting.
struct Offscreen {
    ctx: egui::Context,
    window: Window,
}

impl Offscreen {
    fn open(text: &str) -> Self {
        Self::open_in(Library::in_memory(Environment::system()).expect("a library in memory"), text, 0)
    }

    /// Over a library that takes the story in, with so many marks on it, some within others.
    fn open_in(mut library: Library, text: &str, marks: usize) -> Self {
        let engine: SharedEngine = Arc::new(LazyLock::new(Engine::new));
        let file = SourceFile { name: "story.txt", bytes: text.as_bytes(), url: None, imported: TODAY };
        let story = prepare(&engine, &file, false).expect("the text is a story");
        let taken = library.import(vec![story]).expect("it is taken in").0;
        mark(&mut library, taken[0].outcome.article(), marks);
        Self::over(library, engine)
    }

    /// Over a library as it is.
    fn over(library: Library, engine: SharedEngine) -> Self {
        let ctx = egui::Context::default();
        let window = Window::quiet(&ctx, App::new(Setup::bare(library, engine, || TODAY)));
        let mut offscreen = Self { ctx, window };
        for _ in 0..4 {
            offscreen.frame(None);
        }
        offscreen
    }

    /// Times a key from its press to what it shows, each time after the keys of `before`.
    fn time(&mut self, bencher: &mut Bencher<'_>, before: &[Chord], key: Chord) {
        bencher.iter_custom(|times| {
            let mut spent = Duration::ZERO;
            for _ in 0..times {
                for (key, modifiers) in before {
                    self.frame_with(Some(*key), *modifiers);
                    self.frame(None);
                }
                let began = Instant::now();
                self.frame_with(Some(key.0), key.1);
                self.frame(None);
                spent += began.elapsed();
            }
            spent
        });
    }

    fn frame(&mut self, key: Option<egui::Key>) {
        self.frame_with(key, egui::Modifiers::NONE);
    }

    fn frame_with(&mut self, key: Option<egui::Key>, modifiers: egui::Modifiers) {
        let event = |key| egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1240.0, 820.0))),
            events: std::iter::once(egui::Event::ModifiersChanged(modifiers)).chain(key.map(event)).collect(),
            ..egui::RawInput::default()
        };
        let mut output = self.ctx.run_ui(input, |ui| self.window.draw(ui));
        // Nothing is painted, so the font texture goes nowhere.
        output.textures_delta.clear();
        let shapes = std::mem::take(&mut output.shapes);
        black_box(self.ctx.tessellate(shapes, output.pixels_per_point));
    }
}

/// A frame that scrolls by a page, through the whole text and round again.
fn scrolling(criterion: &mut Criterion) {
    let long = long_text(LONG_WORDS);
    let mut group = criterion.benchmark_group("scrolling a page");
    for (name, text, pages) in [("sample", sample(), 4), ("50,000 words", &long, 400)] {
        let mut offscreen = Offscreen::open(text);
        let mut keys = std::iter::repeat_n(egui::Key::PageDown, pages).chain([egui::Key::Home]).cycle();
        group.bench_function(name, |bencher| bencher.iter(|| offscreen.frame(keys.next())));
    }
    group.finish();
}

/// A ruling on a name of 500 stories, said and taken back in the window, until every one of them obeys it on disk.
fn ruling(criterion: &mut Criterion) {
    const STORIES: usize = 500;
    let folder = tempfile::tempdir().expect("a folder for the library");
    let mut library = Library::open(folder.path(), Environment::system()).expect("a new library");
    let engine: SharedEngine = Arc::new(LazyLock::new(Engine::new));
    let texts: Vec<&str> = sorot::library::samples().map(|(_, text)| text).collect();
    let stories = (0..STORIES).map(|number| {
        let text = format!("{}\nVladimir Putin menyebut angka {number}.\n", texts[number % texts.len()]);
        let name = format!("{number}.txt");
        let file = SourceFile { name: &name, bytes: text.as_bytes(), url: None, imported: TODAY };
        prepare(&engine, &file, false).expect("the text is a story")
    });
    library.import(stories.collect()).expect("they are taken in");
    let mut app = App::new(Setup::bare(library, engine, || TODAY));
    let open = app.reading().article.as_ref().expect("a story is open");
    let mention = open.mentions().iter().position(|mention| mention.span.of(open.body()) == "Vladimir Putin");
    let mention = mention.expect("every story has the name");
    app.handle(Command::RuleFor(Scope::Library));
    while app.poll() {}
    let mut group = criterion.benchmark_group("ruling");
    group.sample_size(20);
    group.bench_function("500 articles of one name", |bencher| {
        bencher.iter_custom(|times| {
            let mut took = Duration::ZERO;
            for _ in 0..times {
                app.handle(Command::Rule(mention, Verdict::Class(Class::Organization)));
                assert_eq!(app.rulings().proposal.as_ref().map(|proposal| proposal.articles), Some(STORIES));
                let started = Instant::now();
                app.handle(Command::ConfirmRuling);
                while app.renewing().is_some() {
                    app.poll();
                }
                took += started.elapsed();
                app.handle(Command::Act(Action::Undo));
                while app.poll() {}
            }
            took
        });
    });
    group.finish();
}

/// Marks evenly over the whole text, every fourth within another one.
fn mark(library: &mut Library, article: ArticleId, marks: usize) {
    if marks == 0 {
        return;
    }
    let body = library.article(article).expect("it can be read").expect("it is there").article.body;
    let step = body.len() / marks;
    let all = (0..marks).map(|number| {
        let inner = number % 4 == 3;
        let start = body.floor_char_boundary(if inner { (number - 1) * step + step / 4 } else { number * step });
        let end = body.floor_char_boundary(start + if inner { step / 8 } else { step / 2 });
        let color = Color::all().nth(number % 8).expect("eight colours");
        let span = Span::new(start, end);
        NewAnnotation { article, span, version: 1, color, note: String::new(), tags: Vec::new() }
    });
    library.annotate_all(all.collect()).expect("they are made");
}

/// A frame that scrolls by a page through a huge text full of marks: what 60 frames a second leave is 16 ms.
fn scrolling_marks(criterion: &mut Criterion) {
    let huge = long_text(HUGE_WORDS);
    let head: usize = huge.lines().take(3).map(|line| line.len() + 1).sum();
    let one = format!("{}{}", &huge[..head], huge[head..].replace('\n', " "));
    let mut group = criterion.benchmark_group("scrolling 200,000 words with 10,000 marks");
    group.sample_size(20);
    for (name, text, notes) in
        [("paragraphs", &huge, false), ("one paragraph", &one, false), ("with the notes beside", &huge, true)]
    {
        let library = Library::in_memory(Environment::system()).expect("a library in memory");
        let mut offscreen = Offscreen::open_in(library, text, MARKS);
        if notes {
            offscreen.frame_with(Some(egui::Key::Num3), egui::Modifiers::ALT);
        }
        let mut keys = std::iter::repeat_n(egui::Key::PageDown, 1500).chain([egui::Key::Home]).cycle();
        group.bench_function(name, |bencher| bencher.iter(|| offscreen.frame(keys.next())));
    }
    group.finish();
}

/// From the key to the mark on disk and on the screen, in a text that carries 10,000 others: the key's frame, which
/// ends when the mark is durable, and the one that draws it.
fn marking(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder for the library");
    let library = Library::open(folder.path(), Environment::system()).expect("a library on disk");
    let mut offscreen = Offscreen::open_in(library, &long_text(HUGE_WORDS), MARKS);
    let mut group = criterion.benchmark_group("marking in 200,000 words with 10,000 marks");
    group.sample_size(20);
    let by_word = egui::Modifiers { shift: true, ..egui::Modifiers::COMMAND };
    group.bench_function("durable and drawn", |bencher| {
        bencher.iter_custom(|times| {
            let mut spent = Duration::ZERO;
            for _ in 0..times {
                offscreen.frame_with(Some(egui::Key::ArrowRight), by_word);
                let before = Instant::now();
                offscreen.frame(Some(egui::Key::H));
                offscreen.frame(None);
                spent += before.elapsed();
                let marks = offscreen.window.app().reading().article.as_ref().map(|open| open.annotations.len());
                assert_eq!(marks, Some(MARKS + 1), "the mark was made");
                offscreen.frame_with(Some(egui::Key::Z), egui::Modifiers::COMMAND);
                offscreen.frame(None);
            }
            spent
        });
    });
    group.finish();
}

/// The list of all marks in a library with 100,000 of them, on disk: from the key to the list on the screen, and from a
/// letter in its search to what fits. Both are promised within 50 ms.
fn listing_marks(criterion: &mut Criterion) {
    const STORIES: usize = 200;
    const EACH: usize = 500;
    let folder = tempfile::tempdir().expect("a folder for the library");
    let mut library = Library::open(folder.path(), Environment::system()).expect("a library on disk");
    let engine: SharedEngine = Arc::new(LazyLock::new(Engine::new));
    let story = |number: usize| {
        let text = long_text(1200).replacen("Kumpulan", &format!("Kumpulan {number}:"), 1);
        let text = format!("{text}Bagian {number} dari kumpulan ini selesai.\n");
        let name = format!("{number}.txt");
        let file = SourceFile { name: &name, bytes: text.as_bytes(), url: None, imported: TODAY };
        prepare(&engine, &file, false).expect("the text is a story")
    };
    let taken = library.import((0..STORIES).map(story).collect()).expect("they are taken in").0;
    for imported in taken {
        mark(&mut library, imported.outcome.article(), EACH);
    }
    assert_eq!(library.count_annotations().expect("they are counted").0, STORIES * EACH);
    let mut offscreen = Offscreen::over(library, engine);
    let mut group = criterion.benchmark_group("list of 100,000 marks");
    group.sample_size(20);
    let shifted = egui::Modifiers { shift: true, ..egui::Modifiers::COMMAND };
    let close = (egui::Key::Escape, egui::Modifiers::NONE);
    let open = (egui::Key::F, shifted);
    let page = (egui::Key::PageDown, egui::Modifiers::NONE);
    group.bench_function("opens", |bencher| offscreen.time(bencher, &[close], open));
    group.bench_function("scrolls by a page", |bencher| offscreen.time(bencher, &[close, open], page));
    let words = |text: &str| MarkQuery { text: text.to_owned(), ..MarkQuery::default() };
    let library = offscreen.window.app().library();
    for (name, query) in [("a letter", words("k")), ("two words", words("presiden timor")), ("nothing", words("zzz"))] {
        group.bench_function(format!("finds {name}"), |bencher| bencher.iter(|| library.find_marks(black_box(&query))));
    }
    group.finish();
}

/// The report of an import of 100,000 files, on disk: from the key to its lines on the screen, and a page on. Both are
/// promised within 50 ms.
fn listing_reports(criterion: &mut Criterion) {
    const FILES: usize = 100_000;
    let folder = tempfile::tempdir().expect("a folder for the library");
    let mut library = Library::open(folder.path(), Environment::system()).expect("a library on disk");
    let import = library.begin_import();
    library.open_report(import, &["/unduhan/berita".into()]).expect("the report is opened");
    let missed = |number: usize| Missed {
        origin: Origin {
            path: format!("/unduhan/berita/{}/berita-{number}.html", number / 1000).into(),
            container: None,
        },
        outcome: LineOutcome::Failed,
        why: Why { code: "no-text".to_owned(), detail: None, said: "no readable text was found".to_owned() },
    };
    library.report_missed(import, &(0..FILES).map(missed).collect::<Vec<_>>()).expect("they are reported");
    library.close_report(import).expect("the report is closed");
    let mut offscreen = Offscreen::over(library, Arc::new(LazyLock::new(Engine::new)));
    let mut group = criterion.benchmark_group("report of 100,000 files");
    group.sample_size(20);
    let plain = |key| (key, egui::Modifiers::NONE);
    let list = (egui::Key::I, egui::Modifiers { shift: true, ..egui::Modifiers::COMMAND });
    let walked = [plain(egui::Key::Escape), list, plain(egui::Key::ArrowDown)];
    let opened = [&walked[..], &[plain(egui::Key::Enter)]].concat();
    for (name, before, key) in
        [("opens", &walked[..], egui::Key::Enter), ("scrolls by a page", &opened[..], egui::Key::PageDown)]
    {
        group.bench_function(name, |bencher| offscreen.time(bencher, before, plain(key)));
        let open = offscreen.window.app().imports().open.as_ref();
        assert_eq!(open.map(|open| open.lines.keys.len()), Some(FILES), "the report shows");
    }
    group.finish();
}

criterion_group!(
    benches,
    ruling,
    opening,
    highlighting,
    growing,
    scrolling,
    scrolling_marks,
    marking,
    listing_marks,
    listing_reports
);
criterion_main!(benches);
