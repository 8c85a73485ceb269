//! Files of one story, as people and browsers save them.

use std::fmt::Write as _;

/// Makes what is packed within a file into what is put there.
type Touch<'a> = &'a mut dyn FnMut(Vec<u8>) -> Vec<u8>;

pub const ADDRESS: &str = "https://www.contoh.co.id/daerah/pelabuhan-tua?utm_source=surat";
pub const PARAGRAPHS: [&str; 4] = [
    "TANJUNG AWAN, CONTOH.CO.ID - Pelabuhan tua di pesisir utara itu dibuka kembali pada Kamis (15/8/2024), kata Kepala Dinas Kelautan Rahmat Siregar.",
    "“Kami menunggu sembilan tahun,” ujar Rahmat kepada wartawan. Kapal pertama datang dari Pulau Melati dengan muatan beras, semen, dan obat – semuanya tiba utuh.",
    "Menurut catatan dinas itu, biaya pembangunan dermaga mencapai Rp 1,25 miliar, dan 340 nelayan akan memakainya mulai pukul 05.30 WIB setiap hari.",
    "Warga Desa Karang Wangi berharap harga ikan ikut naik setelah jalan menuju pasar selesai diperbaiki bulan depan, seperti yang dijanjikan pemerintah daerah.",
];

/// The story as a service keeps it.
pub fn paragraphs() -> String {
    PARAGRAPHS.map(|words| ["<p>", words, "</p>"].concat()).concat()
}

pub fn text(_: Touch<'_>) -> Vec<u8> {
    let [one, two, three, four] = PARAGRAPHS;
    format!(
        "Kamis, 15 Agustus 2024 / 11:51 WIB\nPelabuhan Tua Dibuka Kembali\nILUSTRASI. Dermaga di pesisir utara.\nSumber: Kantor Uji | Editor: Sari Dewi\n\n{one}\n{two}\n\
         Baca Juga: Kapal Niaga Tiba di Pulau Melati\n{three}\nLihat juga: Jalan ke Pasar Diperbaiki\n{four}\nBERITA TERKAIT\n- Nelayan Menanti Musim\n- Harga Ikan Naik\n"
    )
    .into_bytes()
}

pub fn one_line_text(_: Touch<'_>) -> Vec<u8> {
    let [one, two, three, four] = PARAGRAPHS;
    format!("Pelabuhan Tua Dibuka Kembali\n{one} {two} Baca juga: Kapal Niaga Tiba di Pulau Melati {three} Baca: Nelayan Menanti Musim {four} (abc/de) Reporter: Budi Santoso")
        .into_bytes()
}

fn in_markdown() -> String {
    let [one, two, three, four] = PARAGRAPHS;
    format!(
        "# Pelabuhan Tua Dibuka Kembali\n\n{one}\n\n> {two}\n\n- beras\n  - semen\n    1. obat\n\n| muatan | ton |\n|---|---|\n| beras | 12 |\n\n{three} [tautan](https://contoh.co.id/x \"judul\") ![gambar](a.png)\n\n\
         **Baca Juga:** [Kapal Niaga Tiba](https://www.contoh.co.id/kapal)\n\n```\nkode <b>\n```\n\n{four}[^1]\n\n[^1]: *catatan* & lain &copy;\n"
    )
}

pub fn markdown(_: Touch<'_>) -> Vec<u8> {
    let head = "title: \"Pelabuhan Tua Dibuka Kembali\"\ndate: 2024-08-15T11:51:00+07:00\nauthor: Sari Dewi\nurl: https://www.contoh.co.id/daerah/pelabuhan-tua\ntags:\n  - laut\n  - niaga";
    format!("---\n{head}\n---\n\n{}", in_markdown()).into_bytes()
}

pub fn markdown_toml(_: Touch<'_>) -> Vec<u8> {
    let head = "title = \"Pelabuhan Tua Dibuka Kembali\"\ndate = 2024-08-15\nauthor = \"Sari Dewi\"\ntags = [\"laut\", \"niaga\"]";
    format!("+++\n{head}\n+++\n\n{}", in_markdown()).into_bytes()
}

/// A page, with what each browser adds before it and in its head.
pub fn page(before: &str, head: &str, root: &str) -> String {
    let [one, two, three, four] = PARAGRAPHS;
    let said = r#"{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"Pelabuhan Tua Dibuka Kembali","datePublished":"2024-08-15T11:51:00+07:00",
        "author":[{"@type":"Person","name":"Sari Dewi"}],"publisher":{"@type":"Organization","name":"Contoh"}}]}"#;
    format!(
        r#"<!DOCTYPE html>
{before}<html lang="id"{root}><head>{head}
<title>Pelabuhan Tua Dibuka Kembali - Contoh.co.id</title><meta property="og:title" content="Pelabuhan Tua Dibuka Kembali"><meta name="author" content="Sari Dewi">
<meta property="article:published_time" content="2024-08-15T11:51:00+07:00"><link rel="canonical" href="{ADDRESS}"><script type="application/ld+json">{said}</script>
<style>p {{ color: #222 }}</style></head><body><nav><ul><li><a href="/">Beranda</a></li><li><a href="/daerah">Daerah</a></li></ul></nav>
<main><article><h1>Pelabuhan Tua Dibuka Kembali</h1><p class="byline">Penulis: Sari Dewi | Editor: Budi Santoso</p><time datetime="2024-08-15">15 Agustus 2024</time>
<figure><img src="berkas_files/dermaga.jpg" alt="Dermaga"><figcaption>Dermaga itu pada pagi hari.</figcaption></figure>
<p>{one}</p><p>{two}</p><p><strong>Baca Juga:&nbsp;<a href="/kapal">Kapal Niaga Tiba di Pulau Melati</a></strong></p><p>{three}</p>
<table class="linksisip"><tr><td><div class="lihatjg"><strong>Baca juga: </strong><a href="/jalan">Jalan ke Pasar Diperbaiki</a></div></td></tr></table>
<blockquote>{four}</blockquote><ul><li>beras</li><li>semen</li></ul><p>Simak Video: Kapal di Dermaga</p></article></main>
<aside><div class="terkait"><h4>Berita Terkait</h4><ul><li><a href="/nelayan">Nelayan Menanti Musim</a></li></ul></div></aside>
<footer>Copyright &copy; 2024 Contoh &middot; <a href="/tentang">Tentang</a></footer></body></html>"#
    )
}

pub fn chrome(_: Touch<'_>) -> Vec<u8> {
    let head =
        r#"<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><base href="https://www.contoh.co.id/">"#;
    page(&format!("<!-- saved from url=(0062){ADDRESS} -->\n"), head, "").into_bytes()
}

/// Firefox keeps the page's own encoding.
pub fn firefox(_: Touch<'_>) -> Vec<u8> {
    let page = page("", r#"<meta http-equiv="content-type" content="text/html; charset=windows-1252">"#, "");
    encoding_rs::WINDOWS_1252.encode(&page).0.into_owned()
}

/// Safari saves the source as it came.
pub fn safari(_: Touch<'_>) -> Vec<u8> {
    page("", r#"<meta charset="utf-8">"#, " class=\"js\"").into_bytes()
}

pub fn singlefile(_: Touch<'_>) -> Vec<u8> {
    let saved = format!(
        "<!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Thu Aug 15 2024 12:00:00 GMT+0700 (Western Indonesia Time)\n-->"
    );
    let head = format!(
        "{saved}<meta charset=\"utf-8\"><link rel=icon href=\"data:image/png;base64,{}\">",
        "iVBORw0KGgo".repeat(20)
    );
    page("", &head, "").into_bytes()
}

/// A message of two parts, of which the first is the page, written in a way that is named.
fn mhtml(way: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: {ADDRESS}\r\nSubject: =?utf-8?Q?Pelabuhan=20Tua?=\r\nDate: Thu, 15 Aug 2024 05:00:00 -0000\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"batas\"\r\n\r\n\r\n--batas\r\nContent-Type: text/html\r\nContent-ID: <a@mhtml.blink>\r\n\
         Content-Transfer-Encoding: {way}\r\nContent-Location: {ADDRESS}\r\n\r\n"
    );
    let rest = b"\r\n--batas\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://www.contoh.co.id/a.png\r\n\r\niVBORw0KGgo=\r\n\r\n--batas--\r\n";
    [head.as_bytes(), body, rest].concat()
}

fn plain_page() -> Vec<u8> {
    page("", r#"<meta charset="utf-8">"#, "").into_bytes()
}

pub fn mhtml_quoted(touch: Touch<'_>) -> Vec<u8> {
    let mut body = String::new();
    for (place, byte) in touch(plain_page()).iter().enumerate() {
        if place % 24 == 23 {
            body.push_str("=\r\n");
        }
        match byte {
            b'\n' => body.push_str("\r\n"),
            32..=60 | 62..=126 => body.push(char::from(*byte)),
            other => write!(body, "={other:02X}").unwrap(),
        }
    }
    mhtml("quoted-printable", body.as_bytes())
}

pub fn mhtml_base64(touch: Touch<'_>) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut body = Vec::new();
    for (place, three) in touch(plain_page()).chunks(3).enumerate() {
        if place > 0 && place % 19 == 0 {
            body.extend(b"\r\n");
        }
        let bits = (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(three.get(at).copied().unwrap_or(0)));
        let letters = (0..4).map(|at| if at <= three.len() { LETTERS[bits >> (18 - 6 * at) & 63] } else { b'=' });
        body.extend(letters);
    }
    mhtml("base64", &body)
}

pub fn mhtml_binary(touch: Touch<'_>) -> Vec<u8> {
    mhtml("binary", &touch(plain_page()))
}
