//! Where a title ends that runs into the next sentence without a mark.
//!
//! Headlines capitalise nearly every word and sentences do not, so the title ends a few words before the first
//! lower-case word that no headline would leave small. Which of those few words opens the sentence is weighed:
//! words that open sentences, names that the text uses elsewhere, signs that no title ends with.

/// Words that headlines leave in lower case.
const SMALL: &str = "di ke dari yang dan untuk pada dalam dengan oleh atau tak saat hingga karena bagi agar usai per soal sampai \
    vs jadi akan itu ini tentang sebagai serta demi setelah via lewat tapi terhadap antara bila jika secara \
    sejak tanpa buat seperti juga masih bisa tidak atas menjadi adalah kepada sudah belum lagi sang si para the \
    of and";

/// Words that open sentences far more often than they stand capitalised in headlines.
const OPENERS: &str = "menurut menurutnya selain sementara namun adapun kemudian memang hal saat pada dalam dengan untuk dia ia \
    mereka kami kita saya bahkan sebelumnya selanjutnya selama setelah ketika karena meski meskipun walau \
    walaupun sehingga sebab oleh dari di ke tak tidak senada seperti sebagai berdasarkan hingga sampai sejak \
    tujuannya caranya posisi penilaian akibatnya artinya sebaliknya sedangkan tetapi tapi jika bila kalau \
    apabila agar para itu ini hasil kondisi langkah acara kegiatan pihaknya pihak salah sejumlah beberapa \
    sebanyak seorang sebuah lebih lalu nah ada terkait kata data keduanya tersebut begitu demikian yang jadi \
    juga adanya nantinya rencananya akan atas bukan sekitar seluruh setiap selaku secara dirinya alasannya \
    terlebih apalagi pasalnya hari kini semua dua tiga penyebabnya sekarang saking sesuai hanya belum sudah usai \
    pelaku korban polisi petugas total kepada kasus peristiwa kejadian informasi rumah tim ditemui melalui guna \
    demi terpisah mengenai soal padahal misalnya pertama kedua ketiga seusai disebutkan dikatakan";

/// Words of both lists: they open sentences, and headlines capitalise them too.
const EITHER: &str = "ini saat kalau akan jadi soal kata dua tiga polisi korban tim rumah bukan jika sudah itu usai hanya hari \
    kasus juga tak tidak ada hingga pasca demi sebelum";

/// Offices and trades that stand before a speaker's name.
const ROLES: &str = "direktur dirut ketua kepala menteri presiden gubernur bupati wali kapolres kapolda wakil sekretaris \
    executive general ceo head corporate manajer manager anggota pengamat analis ekonom juru humas vice \
    komisaris deputi dirjen kabid kasat pakar peneliti pelatih jaksa hakim kuasa";

/// Verbs of speech: what stands before them is a speaker.
const SPEECH: &str = "mengatakan menuturkan menjelaskan mengaku menilai menyebut menyebutkan berharap memaparkan mengemukakan \
    mengungkapkan menambahkan menyatakan menegaskan berkata meminta mencontohkan mengharapkan melanjutkan \
    menyampaikan mengimbau membenarkan membantah menerangkan menyarankan optimistis bercerita juga";

/// Whether `word` is one of the words of `list`.
fn listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// Words looked at after a marker.
const WINDOW: usize = 40;

/// Bytes of `rest` that are the title; the sentence after it starts there. `context` is the text around, searched for
/// names. The whole of `rest` where nothing in it reads like a sentence.
pub(super) fn title_end(rest: &str, context: &str) -> usize {
    let words = words(rest);
    let Some(small) = words.iter().position(Word::is_small_text) else {
        return full_stop(&words).unwrap_or_else(|| {
            words.last().map_or(rest.len(), |last| if words.len() == WINDOW { last.end } else { rest.len() })
        });
    };
    if small < 4 {
        return sentence_case_end(&words, rest);
    }
    let context = context.get(..context.floor_char_boundary(20_000)).unwrap_or_default();
    let mut best: Option<(i32, usize)> = None;
    for start in 1..=small {
        if let Some(score) = score(&words, start, small, context)
            && best.is_none_or(|(known, _)| score >= known)
        {
            best = Some((score, start));
        }
    }
    let start = best.map_or(small, |(_, start)| start);
    words.get(start.saturating_sub(1)).map_or(rest.len(), |word| word.end)
}

/// A headline that is written like a sentence ends before the first word that opens one, else at a full stop.
fn sentence_case_end(words: &[Word<'_>], rest: &str) -> usize {
    let opener = words.iter().enumerate().skip(4).find(|(_, word)| {
        word.opens_quote() || word.is_capital() && listed(OPENERS, &word.bare) && !listed(EITHER, &word.bare)
    });
    let before = opener.and_then(|(at, _)| words.get(at - 1)).map(|word| word.end);
    before.or_else(|| full_stop(words)).unwrap_or_else(|| {
        words.last().map_or(rest.len(), |last| if words.len() == WINDOW { last.end } else { rest.len() })
    })
}

/// A word of the text after a marker.
struct Word<'a> {
    text: &'a str,
    bare: String,
    end: usize,
}

impl Word<'_> {
    fn is_capital(&self) -> bool {
        self.text
            .trim_start_matches(['"', '“', '\'', '‘', '('])
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    }

    /// A lower-case word that no headline would leave small.
    fn is_small_text(&self) -> bool {
        self.text.starts_with(char::is_lowercase) && !listed(SMALL, &self.bare)
    }

    fn opens_quote(&self) -> bool {
        self.text.starts_with(['"', '“'])
    }
}

fn words(rest: &str) -> Vec<Word<'_>> {
    let mut at = 0;
    rest.split(' ')
        .map(|text| {
            let end = at + text.len();
            at = end + 1;
            (text, end)
        })
        .filter(|(text, _)| !text.is_empty())
        .take(WINDOW)
        .map(|(text, end)| Word { text, bare: text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase(), end })
        .collect()
}

/// The end of the first word that closes a sentence.
fn full_stop(words: &[Word<'_>]) -> Option<usize> {
    words
        .iter()
        .enumerate()
        .find(|(at, word)| *at > 1 && word.text.ends_with('.') && word.bare.chars().count() > 3)
        .map(|(_, word)| word.end)
}

/// How well a sentence starting at word `start` fits, when word `small` is the first of running text.
fn score(words: &[Word<'_>], start: usize, small: usize, context: &str) -> Option<i32> {
    let (word, before) = (words.get(start)?, words.get(start - 1)?);
    if start < small && !word.is_capital() {
        return None;
    }
    let mut score = 0;
    if start == small {
        // The sentence cannot open with a small letter; taken only where nothing else is left.
        score -= 12;
    }
    if word.opens_quote() && start > 2 {
        score += 9;
    }
    score += match before.text.chars().next_back() {
        Some('?' | '!') => 3,
        Some('.') if before.bare.chars().count() > 3 => 5,
        Some(',' | ':' | '-' | '–' | '/' | '&' | '(' | ';') => -12,
        _ => 0,
    };
    if listed(SMALL, &before.bare) && before.text.starts_with(char::is_lowercase) || before.bare == "rp" {
        score -= 10;
    }
    if listed(ROLES, &word.bare) {
        score += 4;
    } else if listed(EITHER, &word.bare) {
        score += 3;
    } else if listed(OPENERS, &word.bare) {
        score += 7;
    }
    // Two words that stand together elsewhere belong together here.
    let pair = format!("{} {}", before.text, word.text);
    if context.matches(pair.trim_end_matches([',', '.', ':'])).nth(1).is_some() {
        score -= 6;
    }
    score += match small.saturating_sub(start) {
        1 => 3,
        2 => 2,
        3 => 1,
        4 | 5 => 0,
        _ => -3,
    };
    if start < 4 {
        score -= 4;
    }
    score += speaker(words, start, small, context);
    Some(score)
}

/// What is gained when the words from `start` up to `small` are a name that the text uses, or a speaker.
fn speaker(words: &[Word<'_>], start: usize, small: usize, context: &str) -> i32 {
    let mut gained = 0;
    let speaks = words.get(small).is_some_and(|word| listed(SPEECH, &word.bare));
    let subject: Vec<&str> = words.get(start..small).unwrap_or_default().iter().map(|word| word.text).collect();
    if subject.iter().any(|word| word.starts_with(char::is_lowercase)) {
        return -2;
    }
    let name = subject.join(" ");
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    // Once here; a second time elsewhere makes it a name of the story.
    if name.chars().count() > 3 && context.matches(name).nth(1).is_some() {
        gained += 3 + i32::try_from(subject.len().min(3)).unwrap_or(0);
    }
    if speaks && (1..=6).contains(&subject.len()) {
        gained += 2;
    }
    gained
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn title(rest: &str, context: &str) -> String {
        rest[..title_end(rest, context)].to_owned()
    }

    #[test]
    fn the_sentence_after_a_headline_opens_with_its_own_words() {
        assert_eq!(
            title("Petani Garam Madura Menang di Pengadilan Namun, pemerintah banding.", ""),
            "Petani Garam Madura Menang di Pengadilan"
        );
        assert_eq!(
            title("Harga Garam Naik Dua Kali Lipat \"Kami senang,\" kata petani.", ""),
            "Harga Garam Naik Dua Kali Lipat"
        );
        assert_eq!(title("Mengapa Harga Garam Naik? Petani menjawab sendiri.", ""), "Mengapa Harga Garam Naik?");
    }

    #[test]
    fn a_speaker_known_to_the_text_opens_the_sentence() {
        let context = "Siti Aminah datang. Baca: Garam Madura Laku Keras Siti Aminah mengatakan stok habis.";
        assert_eq!(
            title("Garam Madura Laku Keras Siti Aminah mengatakan stok habis.", context),
            "Garam Madura Laku Keras"
        );
    }

    #[test]
    fn a_title_alone_is_taken_whole() {
        assert_eq!(title("Garam Madura Laku Keras di Pasar", ""), "Garam Madura Laku Keras di Pasar");
    }

    proptest! {
        #[test]
        fn the_end_lies_on_a_boundary_inside(rest in "(Garam |di |é |“Kata” |naik, |[.] |Menurut |Rp ){0,60}") {
            let end = title_end(&rest, &rest);
            prop_assert!(rest.get(..end).is_some());
        }
    }
}
