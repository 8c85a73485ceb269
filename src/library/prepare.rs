use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::article::{self, Article, SourceFile, Unreadable, Wish};
use crate::entity::{Context, Engine, Mention, Rulings};

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
    /// The day of the import, where the person is.
    pub(super) imported: Date,
    /// SHA-256 of the original bytes: the same bytes are the same page.
    pub(super) sha256: [u8; 32],
    /// How many original bytes there are.
    pub(super) size: usize,
    /// The original bytes, compressed with zstd.
    pub(super) bytes: Vec<u8>,
}

/// Reads, analyses and compresses a file. Needs no library and may run on any thread.
pub fn prepare(engine: &Engine, file: &SourceFile<'_>, sample: bool) -> Result<Prepared, Unreadable> {
    let article = article::read(file)?;
    let mentions = analyse(engine, &article, &Rulings::default());
    // Compressing into memory cannot fail short of exhausting it; the page then stays as it is, which reads back too.
    let bytes = zstd::bulk::compress(file.bytes, COMPRESSION_LEVEL).unwrap_or_else(|_| file.bytes.to_vec());
    Ok(Prepared {
        file: file.name.to_owned(),
        url: file.url.map(str::to_owned),
        article,
        mentions,
        sample,
        wish: None,
        imported: file.imported,
        sha256: hash(file.bytes),
        size: file.bytes.len(),
        bytes,
    })
}

const COMPRESSION_LEVEL: i32 = 3;

/// The names in an article's body, as far as the person did not rule otherwise.
pub(super) fn analyse(engine: &Engine, article: &Article, rulings: &Rulings) -> Vec<Mention> {
    let date = article.meta.published.as_ref().and_then(article::Published::date);
    engine.analyse(&article.body, &Context { date, rulings: Some(rulings) })
}

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
