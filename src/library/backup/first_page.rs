//! The first page of a store, without which nothing else of it is read: setting it right as far as there is only one way.
//!
//! The layout is that of <https://www.sqlite.org/fileformat2.html>, 1.3 and 1.6.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::library::Library;

/// Bytes of a page: of every library that this program made.
const PAGE: usize = 4096;
/// Bytes of the head, behind which the tree of the tables begins.
const HEAD: usize = 100;
/// Where the head says which format a library has.
const FORMAT: std::ops::Range<usize> = 60..64;

/// Makes a damaged or cut-off store readable as far as its first page goes: a head that no library has is written anew, its
/// length is what there is, and where not even its tables are named, `sound`, the first page of an empty library, is put
/// in. A file in which nothing looks like a store is left alone: false.
pub(super) fn mend(path: &Path, sound: &[u8]) -> io::Result<bool> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let length = file.metadata()?.len();
    let (Ok(mut page), true) = (first_page(&mut file), length > PAGE as u64) else { return Ok(false) };
    let pages = length.div_ceil(PAGE as u64);
    if !names_tables(&page) {
        if !is_store(&mut file, pages)? {
            return Ok(false);
        }
        page.copy_from_slice(sound);
    }
    let format = page.get(FORMAT).unwrap_or_default().to_vec();
    let (Some(head), Some(sound)) = (page.get_mut(..HEAD), sound.get(..HEAD)) else { return Ok(false) };
    head.copy_from_slice(sound);
    if is_format(&format) {
        put(head, FORMAT.start, &format);
    }
    put(head, 28, &u32::try_from(pages).unwrap_or(u32::MAX).to_be_bytes());
    // No page is free: what the list of those says is not needed for reading.
    put(head, 32, &[0; 8]);
    // The length holds only where both counts of changes agree.
    let changes: Vec<u8> = head.get(24..28).unwrap_or_default().to_vec();
    put(head, 92, &changes);
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&page)?;
    file.set_len(pages * PAGE as u64)?;
    Ok(true)
}

/// The first page of the store at `path`.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    first_page(&mut File::open(path)?)
}

/// Puts the pages that name the tables of `sound`, an empty library, in place of those of the store at `path`: a library
/// that was made by this program has them at the same places.
pub(super) fn put_tables(path: &Path, sound: &Path) -> io::Result<()> {
    let mut sound = File::open(sound)?;
    let first = first_page(&mut sound)?;
    let mut file = OpenOptions::new().write(true).open(path)?;
    for page in below(&first) {
        let place = SeekFrom::Start(u64::from(page.saturating_sub(1)) * PAGE as u64);
        let mut bytes = vec![0; PAGE];
        sound.seek(place)?;
        sound.read_exact(&mut bytes)?;
        file.seek(place)?;
        file.write_all(&bytes)?;
    }
    // Which of them are below is said by the first page, which stands at the place of the head.
    file.seek(SeekFrom::Start(HEAD as u64))?;
    file.write_all(first.get(HEAD..).unwrap_or_default())
}

/// The numbers of the pages below the first one, where that has pages below it.
fn below(first: &[u8]) -> Vec<u32> {
    let number = |at: usize| {
        let bytes = first.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
        u32::from_be_bytes(bytes)
    };
    if first.get(HEAD) != Some(&0x05) {
        return Vec::new();
    }
    let cells = (number(HEAD + 1) & 0xffff) as usize;
    let cell = |at: usize| (number(HEAD + 12 + 2 * at) >> 16) as usize;
    (0..cells).map(|at| number(cell(at))).chain([number(HEAD + 8)]).collect()
}

fn first_page(file: &mut File) -> io::Result<Vec<u8>> {
    let mut page = vec![0; PAGE];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut page)?;
    Ok(page)
}

fn put(head: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = head.get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}

/// Whether a page of a tree of rows begins behind the head.
fn names_tables(page: &[u8]) -> bool {
    matches!(page.get(HEAD..), Some([0x05 | 0x0d, _, _, high, low, ..]) if (*high, *low) != (0, 0) && *high < 2)
}

fn is_format(bytes: &[u8]) -> bool {
    matches!(bytes, [0, 0, 0, format] if (1..=Library::FORMAT).contains(&i64::from(*format)))
}

/// Whether most of the pages behind the first begin as those of a store do, of trees or of long values.
fn is_store(file: &mut File, pages: u64) -> io::Result<bool> {
    const LOOKED_AT: u64 = 64;
    let looked_at = LOOKED_AT.min(pages - 1);
    let mut like = 0;
    for at in 1..=looked_at {
        let mut begins = [0; 4];
        file.seek(SeekFrom::Start(at * PAGE as u64))?;
        if file.read_exact(&mut begins).is_ok() {
            let next = u64::from(u32::from_be_bytes(begins));
            like += u64::from(matches!(begins[0], 0x02 | 0x05 | 0x0a | 0x0d) || next <= pages);
        }
    }
    Ok(like * 2 > looked_at)
}
