use proptest::prelude::*;

use crate::article::Unreadable;
use crate::article::containers::tests::{gzipped, names};
use crate::article::containers::{MAX_UNPACKED, unpack};

const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Hai</p>";

fn record(kind: &str, url: &str, length: usize, block: &str) -> String {
    format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <{url}>\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
}

fn page(number: usize) -> String {
    record("response", &format!("https://a.id/{number}"), PAGE.len(), PAGE)
}

/// The names of the pages in an archive that were read, and how many places of it are damaged.
fn read(bytes: &[u8]) -> (Vec<String>, usize) {
    let files = unpack(bytes, MAX_UNPACKED).unwrap().unwrap();
    let damaged = files.iter().filter(|file| file.bytes == Err(Unreadable::Damaged("a WARC archive"))).count();
    let whole = files.into_iter().filter(|file| file.bytes.as_deref() == Ok(b"<p>Hai</p>"));
    (whole.map(|file| file.name).collect(), damaged)
}

#[test]
fn a_warc_gives_the_pages_that_were_sent() {
    let record = |kind: &str, block: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.id/x\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n3;x=1\r\nHai\r\n0\r\n\r\n";
    let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx";
    let gone = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nx";
    let all =
        [record("warcinfo", "x"), record("response", page), record("response", picture), record("response", gone)];
    let files = unpack(all.concat().as_bytes(), MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["https://a.id/x"]);
    assert_eq!(files[0].bytes.as_deref(), Ok(&b"<p>Hai"[..]));

    let cut = all.concat() + "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999\r\n\r\nx";
    let files = unpack(cut.as_bytes(), MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(files[1].bytes, Err(Unreadable::Damaged("a WARC archive")), "what is cut off is said");

    let whole = gzipped(&all.concat());
    assert_eq!(names(&unpack(&whole, MAX_UNPACKED).unwrap().unwrap()), ["https://a.id/x"]);
    let parts: Vec<u8> = all.iter().flat_map(|record| gzipped(record)).collect();
    assert_eq!(names(&unpack(&parts, MAX_UNPACKED).unwrap().unwrap()), ["https://a.id/x"]);
    let cut = &parts[..parts.len() - 20];
    assert_eq!(
        names(&unpack(cut, MAX_UNPACKED).unwrap().unwrap())[0],
        "https://a.id/x",
        "what came before the cut stays"
    );
}

#[test]
fn a_wrong_length_in_a_warc_loses_no_other_record_and_what_is_no_page_is_not_held() {
    let page = PAGE;
    let good = |url: &str| record("response", url, page.len(), page);
    let short = record("response", "https://a.id/pendek", page.len() - 9, page);
    let film = record("response", "https://a.id/film", 512 << 10, &"x".repeat(512 << 10));
    let same = record("revisit", "https://a.id/sama", 0, "");
    let all = [good("https://a.id/1"), short, good("https://a.id/2"), same, film, good("https://a.id/3")].concat();
    for bytes in [all.clone().into_bytes(), gzipped(&all)] {
        let files = unpack(&bytes, MAX_UNPACKED).unwrap().unwrap();
        let read: Vec<&str> = files.iter().filter(|file| file.bytes.is_ok()).map(|file| file.name.as_str()).collect();
        assert_eq!(read, ["https://a.id/1", "https://a.id/pendek", "https://a.id/2", "https://a.id/3"]);
        let damaged = files.iter().filter(|file| file.bytes == Err(Unreadable::Damaged("a WARC archive")));
        assert_eq!(damaged.count(), 1);
    }
    // A length that no file has ends the archive, and what came before it stays.
    let endless = good("https://a.id/1") + &record("response", "https://a.id/x", usize::MAX, page);
    assert_eq!(unpack(endless.as_bytes(), MAX_UNPACKED).unwrap().unwrap().len(), 2);
    assert_eq!(unpack("WARC/1.0\nrusak\n".repeat(1000).as_bytes(), MAX_UNPACKED).unwrap().unwrap().len(), 1);
}

#[test]
fn a_length_beyond_a_record_hides_none_of_those_that_follow() {
    let film = record("response", "https://a.id/film", 900 << 10, &"x".repeat(900 << 10));
    for beyond in [5, 20, 300, 700_000, 40 << 20] {
        for kind in ["response", "request"] {
            let long = record(kind, "https://a.id/panjang", PAGE.len() + beyond, PAGE);
            let all = [page(1), long, page(2), film.clone(), page(3)];
            for bytes in [all.concat().into_bytes(), all.iter().flat_map(|record| gzipped(record)).collect()] {
                let (read, damaged) = read(&bytes);
                assert_eq!(read, ["https://a.id/1", "https://a.id/2", "https://a.id/3"], "{beyond} {kind}");
                assert_eq!(damaged, 1);
            }
        }
    }
    let long = record("response", "https://a.id/panjang", 9999, PAGE);
    let files = unpack((long + &page(1)).as_bytes(), MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["https://a.id/panjang", "https://a.id/1"], "the damaged record is named");
}

#[test]
fn a_page_that_tells_of_archives_is_one_page() {
    let within = format!("{PAGE}\r\n\r\n{}", page(7));
    let all = page(1) + &record("response", "https://a.id/dalam", within.len(), &within) + &page(2);
    let files = unpack(all.as_bytes(), MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["https://a.id/1", "https://a.id/dalam", "https://a.id/2"]);
    assert!(files.iter().all(|file| file.bytes.is_ok()));
}

proptest! {
    #[test]
    fn damage_to_a_record_loses_no_other(
        which in 1..4_usize, at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 1..4),
        packed in any::<bool>(), cut in any::<bool>(),
    ) {
        let mut all: Vec<Vec<u8>> = (0..5).map(page).map(|page| {
            if packed { gzipped(&page) } else { page.into_bytes() }
        }).collect();
        let at = at.index(all[which].len());
        let end = (at + bytes.len()).min(all[which].len());
        all[which].splice(at..end, if cut { Vec::new() } else { bytes });
        let (read, _) = read(&all.concat());
        for number in (0..5).filter(|number| *number != which) {
            prop_assert!(read.contains(&format!("https://a.id/{number}")), "{number} of {read:?}");
        }
    }
}
