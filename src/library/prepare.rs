use std::cell::RefCell;
use std::thread::LocalKey;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};
use zstd::bulk::{Compressor, Decompressor};

use crate::article::{self, Article, MAX_BYTES, SourceFile, Unreadable, Wish};
use crate::entity::{Context, Engine, Mention, Proposed, Rulings};
use crate::text::{Shingles, Sketch};

use super::import::Derived;
use super::{LibraryError, Origin};

/// A story ready to be taken in: read, analysed and compressed, away from the window's thread.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The file's name.
    pub file: String,
    /// Where the page came from, if the file's container says so.
    pub url: Option<String>,
    /// The story.
    pub article: Article,
    /// The names in its body.
    pub mentions: Vec<Mention>,
    /// Whether it is one of the samples.
    pub sample: bool,
    /// How an export says that it was filed and marked.
    pub wish: Option<Wish>,
    /// Where it was found; `None` leaves it out of the report.
    pub origin: Option<Origin>,
    /// By what its copies are found; `None` where the text is too short to have any.
    pub(super) sketch: Option<Sketch>,
    /// What the engine proposed, as kept.
    pub(super) proposed: Vec<u8>,
    /// The day of the import, where the person is.
    pub(super) imported: Date,
    /// SHA-256 of the original bytes: the same bytes are the same page.
    pub(super) sha256: [u8; 32],
    /// How many original bytes there are.
    pub(super) size: usize,
    /// The original bytes, compressed with zstd.
    pub(super) bytes: Vec<u8>,
}

impl Prepared {
    /// How many original bytes there are, as the store has it.
    pub(super) fn stored_size(&self) -> i64 {
        i64::try_from(self.size.min(MAX_BYTES as usize)).unwrap_or(i64::MAX)
    }
}

impl Prepared {
    /// How many original bytes there are.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// What the machine found in its text.
    pub(super) fn derived(&self) -> Derived<'_> {
        Derived { mentions: &self.mentions, proposed: &self.proposed, sketch: self.sketch.as_ref() }
    }
}

/// Reads, analyses and compresses a file. Needs no library and may run on any thread.
pub fn prepare(engine: &Engine, file: &SourceFile<'_>, sample: bool) -> Result<Prepared, Unreadable> {
    let article = article::read(file)?;
    let (mentions, proposed) = analyse(engine, &article, &Rulings::default());
    // Compressing into memory cannot fail short of exhausting it; the page then stays as it is, which reads back too.
    let bytes = compress(&PAGES, file.bytes).unwrap_or_else(|| file.bytes.to_vec());
    Ok(Prepared {
        sketch: Shingles::new(&article.body).sketch(),
        file: file.name.to_owned(),
        url: file.url.map(str::to_owned),
        article,
        mentions,
        sample,
        wish: None,
        origin: None,
        proposed,
        imported: file.imported,
        sha256: hash(file.bytes),
        size: file.bytes.len(),
        bytes,
    })
}

/// The names in an article's body, as far as the person did not rule otherwise, and what the engine proposed, as kept.
pub(super) fn analyse(engine: &Engine, article: &Article, rulings: &Rulings) -> (Vec<Mention>, Vec<u8>) {
    let date = article.meta.published.as_ref().and_then(article::Published::date);
    let context = Context { date, rulings: Some(rulings) };
    engine.analyse_keeping(&article.body, &context, pack)
}

/// What the engine proposed, to be kept.
pub(super) fn pack(proposed: &Proposed) -> Vec<u8> {
    // What is not kept is only worked out again.
    squeeze(&proposed.to_bytes().unwrap_or_default())
}

/// What was kept of a text; `None` where that cannot be read, and is to be worked out again.
pub(super) fn unpack(kept: &[u8], text: &str) -> Option<Proposed> {
    Proposed::read(&unsqueeze(kept)?, text)
}

/// Names as kept.
pub(super) fn pack_mentions(mentions: &[Mention]) -> Result<Vec<u8>, LibraryError> {
    Ok(squeeze(&serde_json::to_vec(mentions)?))
}

/// Names that were kept; `None` where they cannot be read.
pub(super) fn unpack_mentions(kept: &[u8]) -> Option<Vec<Mention>> {
    serde_json::from_slice(&unsqueeze(kept)?).ok()
}

thread_local! {
    // What compressing needs is made once, not for each of hundreds of articles.
    static PAGES: RefCell<Option<Compressor<'static>>> = RefCell::new(Compressor::new(PAGE_LEVEL).ok());
    static SQUEEZER: RefCell<Option<Compressor<'static>>> = RefCell::new(Compressor::new(QUICK_LEVEL).ok());
    static UNSQUEEZER: RefCell<Option<Decompressor<'static>>> = RefCell::new(Decompressor::new().ok());
}

fn compress(with: &'static LocalKey<RefCell<Option<Compressor<'static>>>>, bytes: &[u8]) -> Option<Vec<u8>> {
    with.with_borrow_mut(|compressor| compressor.as_mut()?.compress(bytes).ok())
}

fn squeeze(bytes: &[u8]) -> Vec<u8> {
    compress(&SQUEEZER, bytes).unwrap_or_default()
}

fn unsqueeze(kept: &[u8]) -> Option<Vec<u8>> {
    let size = usize::try_from(zstd::zstd_safe::get_frame_content_size(kept).ok()??).ok()?;
    UNSQUEEZER.with_borrow_mut(|unsqueezer| unsqueezer.as_mut()?.decompress(kept, size.min(MOST_UNSQUEEZED)).ok())
}

/// The compression of pages, which are written once and seldom read.
const PAGE_LEVEL: i32 = 3;
/// The compression of what every ruling reads and writes.
const QUICK_LEVEL: i32 = -1;
/// More bytes than the names of the longest story take.
const MOST_UNSQUEEZED: usize = 1 << 28;

/// SHA-256 of a page.
pub(super) fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The original bytes of a stored page of `size` bytes.
pub(super) fn decompress(stored: &[u8], size: usize) -> std::io::Result<Vec<u8>> {
    if stored.starts_with(&ZSTD_MAGIC) { zstd::bulk::decompress(stored, size) } else { Ok(stored.to_vec()) }
}

/// The first bytes of a zstd frame.
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
