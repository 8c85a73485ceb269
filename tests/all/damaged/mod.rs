//! Every format that is read, damaged in every way that can be thought of: no panic, no endless work, no more than the
//! limits allow, and either a story that hangs together or one clear line.
//!
//! `SOROT_FORMAT_ROUNDS=20000 cargo test --release --locked --test all damaged` goes on for longer, and with
//! `SOROT_FORMAT_SEEDS=FOLDER` damages the files of a folder too.

mod damage;
mod exports;
mod holds;
mod packed;
mod stories;

use std::any::Any;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use damage::Dice;
use holds::Yield;

/// Rounds for each format in a run of all tests.
const ROUNDS: u64 = 60;
/// What takes longer than this never ends: the slowest of these inputs takes less than a second.
const ENDLESS: Duration = Duration::from_mins(2);
/// The stack of the threads that read files when they are imported.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Makes a file of a format; what lies packed within it goes through the function first.
type Seed = fn(&mut dyn FnMut(Vec<u8>) -> Vec<u8>) -> Vec<u8>;

fn rounds() -> u64 {
    std::env::var("SOROT_FORMAT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS)
}

/// A file as it should be.
fn whole(seed: Seed) -> Vec<u8> {
    seed(&mut |part| part)
}

/// A file of every format as it should be, with a name.
pub fn whole_files() -> impl Iterator<Item = (String, Vec<u8>)> {
    let named = |(name, seeds): &(&str, &[Seed])| {
        let files = seeds.iter().enumerate().map(|(number, seed)| (format!("{name}-{number}"), whole(*seed)));
        files.collect::<Vec<_>>()
    };
    FORMATS.iter().flat_map(named)
}

/// Damages the files of a format, from without and from within, and looks what becomes of them.
fn hold(format: &str, seeds: &[Seed]) {
    let others: Vec<Vec<u8>> = whole_files().map(|(_, bytes)| bytes).collect();
    for (number, seed) in seeds.iter().enumerate() {
        let found = look(&format!("{format} {number}"), whole(*seed));
        assert!(found.names("Pelabuhan Tua"), "{format} {number} gave {found:?}");
    }
    for round in 0..rounds() {
        let mut dice = Dice::new(format, round);
        let seed = dice.of(seeds);
        let within = dice.below(2) == 0;
        let mut touched = false;
        let mut bytes = seed(&mut |part| {
            if within && dice.below(3) == 0 {
                touched = true;
                return dice.damaged(part, &others);
            }
            part
        });
        if !touched {
            bytes = dice.damaged(bytes, &others);
        }
        look(&format!("{format} round {round}"), bytes);
    }
}

/// Reads a file on a thread of its own, whose name a stack that runs out is reported with.
fn look(case: &str, bytes: Vec<u8>) -> Yield {
    let bytes = Arc::new(bytes);
    let (send, receive) = channel();
    let given = Arc::clone(&bytes);
    let reader = thread::Builder::new().name(case.to_owned()).stack_size(STACK_BYTES);
    let reader = reader.spawn(move || drop(send.send(holds::checked(&given)))).unwrap();
    match receive.recv_timeout(ENDLESS) {
        Ok(found) => found,
        Err(RecvTimeoutError::Timeout) => panic!("{case} does not end; the file: {}", kept(case, &bytes).display()),
        Err(RecvTimeoutError::Disconnected) => {
            let why = reader.join().expect_err("it sent nothing");
            panic!("{case}: {}; the file: {}", said(why.as_ref()), kept(case, &bytes).display())
        }
    }
}

fn said(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<String>().map_or_else(|| panic.downcast_ref::<&str>().unwrap_or(&"?"), String::as_str)
}

/// Keeps a file that was read wrongly, to be looked at.
fn kept(case: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("sorot-{}", case.replace(|c: char| !c.is_alphanumeric(), "-")));
    fs::write(&path, bytes).unwrap();
    path
}

/// All files below a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

#[test]
fn files_of_a_folder() {
    let stories = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stories");
    let folder = std::env::var_os("SOROT_FORMAT_SEEDS").map_or(stories, PathBuf::from);
    let seeds: Vec<Vec<u8>> = files_below(&folder).iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(!seeds.is_empty(), "{} holds no files", folder.display());
    for (number, seed) in seeds.iter().enumerate() {
        look(&format!("folder {number}"), seed.clone());
    }
    for round in 0..rounds() {
        let mut dice = Dice::new("folder", round);
        let seed = dice.below(seeds.len());
        let bytes = dice.damaged(seeds[seed].clone(), &seeds);
        look(&format!("folder {seed} round {round}"), bytes);
    }
}

/// One test for each format, and the list of all of them.
macro_rules! formats {
    ($($name:ident: $($seed:expr),+;)+) => {
        const FORMATS: &[(&str, &[Seed])] = &[$((stringify!($name), &[$($seed),+])),+];

        $(#[test]
        fn $name() {
            hold(stringify!($name), &[$($seed),+]);
        })+
    };
}

formats! {
    text: stories::text, stories::one_line_text;
    markdown: stories::markdown, stories::markdown_toml;
    html_chrome: stories::chrome;
    html_firefox: stories::firefox;
    html_safari: stories::safari;
    html_singlefile: stories::singlefile;
    mhtml: stories::mhtml_quoted, stories::mhtml_base64, stories::mhtml_binary;
    epub: packed::epub;
    pdf: packed::pdf, packed::encrypted_pdf_rc4, packed::encrypted_pdf_aes_128, packed::encrypted_pdf_aes_256;
    warc: packed::warc, packed::warc_gzip, packed::warc_whole_gzip;
    wacz: packed::wacz;
    zip: packed::zip, packed::nested_zip;
    omnivore: packed::omnivore;
    pocket_csv: exports::pocket_csv;
    pocket_html: exports::pocket_html;
    instapaper: exports::instapaper;
    wallabag_v1: exports::wallabag_v1;
    wallabag_v2: exports::wallabag_v2;
    readwise: exports::readwise;
    raindrop: exports::raindrop;
    pinboard: exports::pinboard_json, exports::bookmarks;
    browser_bookmarks: exports::firefox_json, exports::chrome_json;
    csl_json: exports::csl_json;
    zotero_rdf: exports::zotero_rdf;
    rss: exports::rss;
    atom: exports::atom;
}
