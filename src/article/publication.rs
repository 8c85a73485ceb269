//! When a story was published: dates stated in a head, and dates worked out from the text.

use jiff::civil::{Date, Time, Weekday};

use super::Published;
use crate::text::{latest_year, month_number, weekday};

/// A date that a text states, as far as it states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stated {
    /// The day.
    pub date: Date,
    /// The time of day with its offset from UTC in hours, where both are stated.
    pub time: Option<(Time, i8)>,
}

impl Stated {
    /// As metadata, not inferred.
    pub(super) fn published(self) -> Published {
        let value = match self.time {
            Some((time, offset)) => {
                format!("{}T{:02}:{:02}:{:02}+{offset:02}:00", self.date, time.hour(), time.minute(), time.second())
            }
            None => self.date.to_string(),
        };
        Published { value, inferred: false }
    }

    /// As metadata where it is the day of a change: the story is as old at least.
    pub(super) fn changed(self) -> Published {
        Published { inferred: true, ..self.published() }
    }
}

/// A word or number of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

/// Words and numbers of `text` in order; an apostrophe inside a word belongs to it ("Jum'at").
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| c.is_alphanumeric())?;
        let digits = first.is_ascii_digit();
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| {
            if digits { c.is_ascii_digit() } else { c.is_alphabetic() || matches!(c, '\'' | '’' | '`') }
        }) {
            end = at + c.len_utf8();
        }
        Some(Piece { text: text.get(start..end)?, start, end })
    })
}

/// The first full date that `line` states, with the time beside it: `Sabtu, 10 Mei 2025 / 11:51 WIB`,
/// `16/02/2016, 14:38 WIB`, `2024-06-19`. The date of a change, `Diperbarui: 5 Desember 2024`, is none.
pub(super) fn stated(line: &str) -> Option<Stated> {
    dates(line).into_iter().find(|(_, is_change)| !is_change).map(|(found, _)| found)
}

/// The first full date that `line` states, whatever happened then.
pub(super) fn stated_at_all(line: &str) -> Option<Stated> {
    dates(line).first().map(|(found, _)| *found)
}

/// Words before the date of a change, in lower case.
const CHANGES: &[&str] = &[
    "diperbarui",
    "diperbaharui",
    "dimutakhirkan",
    "pembaruan",
    "pemutakhiran",
    "diupdate",
    "diubah",
    "disunting",
    "update",
    "updated",
    "modified",
    "edited",
];

/// Words before the date of publication, in lower case.
const ISSUES: &[&str] = &[
    "diterbitkan",
    "dipublikasikan",
    "terbit",
    "tayang",
    "ditayangkan",
    "dibuat",
    "dirilis",
    "published",
    "posted",
    "created",
];

/// The full dates that `line` states, each with whether the word for what happened then says that it was a change.
fn dates(line: &str) -> Vec<(Stated, bool)> {
    let all: Vec<Piece<'_>> = pieces(line).take(40).collect();
    // Only directly before it: "Update Haji, Senin 2 Juni 2025" is a title.
    let is_change = |before: &[Piece<'_>]| {
        let mut words = before.iter().rev().map(|piece| piece.text.to_lowercase());
        words.find(|word| !is_beside(word)).is_some_and(|word| CHANGES.contains(&word.as_str()))
    };
    let found = all.windows(3).enumerate().filter_map(|(at, three)| {
        let date = full_date(line, three).or_else(|| month_first(line, three))?;
        let rest = all.get(at + 3..).unwrap_or_default();
        Some((Stated { date, time: time_of_day(line, rest) }, is_change(all.get(..at).unwrap_or_default())))
    });
    found.collect()
}

/// Whether `line` holds nothing but a date, of a change as well: what is left without it is a few signs or short words.
pub(super) fn is_date_line(line: &str) -> bool {
    line.chars().count() <= 80 && stated_at_all(line).is_some() && only_dates(line)
}

/// Words that stand beside a date in the head of a story, besides those for what happened then.
const BESIDE_DATES: &[&str] = &[
    "wib", "wita", "wit", "pukul", "jam", "pk", "kompas", "com", "tanggal", "hari", "pada", "terakhir", "pm", "am",
    "t", "z", "views", "dibaca", "kali", "on", "at", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "et",
    "gmt", "utc", "bst", "cet", "cest",
];

/// Days of the week in English, by their first three letters.
const ENGLISH_DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Whether a word in lower case is a number, a day of the week or another word beside a date.
fn is_beside(word: &str) -> bool {
    let is_english_day =
        word.get(..3).is_some_and(|start| ENGLISH_DAYS.contains(&start)) && (word.len() <= 4 || word.ends_with("day"));
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    is_number || is_english_day || BESIDE_DATES.contains(&word) || weekday(word).is_some()
}

/// Whether the words of a line are those of dates and of what happened then.
fn only_dates(line: &str) -> bool {
    pieces(line).map(|piece| piece.text.to_lowercase()).all(|word| {
        let word = word.as_str();
        is_beside(word) || month_of(word).is_some() || CHANGES.contains(&word) || ISSUES.contains(&word)
    })
}

/// The month of a name in Indonesian, or in English as heads have it.
fn month_of(name: &str) -> Option<i8> {
    month_number(name).or_else(|| {
        Some(match name.trim_end_matches('.').to_lowercase().as_str() {
            "january" => 1,
            "february" => 2,
            "march" => 3,
            "may" => 5,
            "june" => 6,
            "july" => 7,
            "august" => 8,
            "october" => 10,
            "december" => 12,
            _ => return None,
        })
    })
}

/// `November 19, 2019`, where the line holds nothing but dates: in sentences it is the day of anything.
fn month_first(line: &str, three: &[Piece<'_>]) -> Option<Date> {
    let [month, day, year] = three else { return None };
    let behind_month = line.get(month.end..day.start)?.trim();
    let behind_day = line.get(day.end..year.start)?.trim();
    if !matches!(behind_month, "" | ".") || !matches!(behind_day, "" | ",") || !only_dates(line) {
        return None;
    }
    Date::new(year_number(year.text)?, month_of(month.text)?, i8::try_from(number(day.text, 2)?).ok()?).ok()
}

fn full_date(line: &str, three: &[Piece<'_>]) -> Option<Date> {
    let [a, b, c] = three else { return None };
    if let (Some(day), Some(month), Some(year)) = (number(a.text, 2), month_of(b.text), year_number(c.text)) {
        return Date::new(year, month, i8::try_from(day).ok()?).ok();
    }
    let sign = line.get(a.end..b.start)?;
    if !matches!(sign, "/" | "-" | ".") || line.get(b.end..c.start)? != sign {
        return None;
    }
    let middle = i8::try_from(number(b.text, 2)?).ok()?;
    if let Some(year) = year_number(a.text) {
        return Date::new(year, middle, i8::try_from(number(c.text, 2)?).ok()?).ok();
    }
    Date::new(year_number(c.text)?, middle, i8::try_from(number(a.text, 2)?).ok()?).ok()
}

/// `11:51 WIB`, `pukul 15.10 WITA`, close behind a date; a time whose zone is not stated is not taken.
fn time_of_day(line: &str, rest: &[Piece<'_>]) -> Option<(Time, i8)> {
    let near = rest.get(..rest.len().min(5))?;
    let at = near.windows(2).position(|two| {
        let [a, b] = two else { return false };
        number(a.text, 2).is_some() && b.text.len() == 2 && matches!(line.get(a.end..b.start), Some(":" | "."))
    })?;
    let hour = i8::try_from(number(near.get(at)?.text, 2)?).ok()?;
    let minute = i8::try_from(number(near.get(at + 1)?.text, 2)?).ok()?;
    let mut after = near.get(at + 2..)?.iter();
    let mut next = after.next()?;
    let mut second = 0;
    if let Some(value) = number(next.text, 2) {
        second = i8::try_from(value).ok()?;
        next = after.next()?;
    }
    Some((Time::new(hour, minute, second, 0).ok()?, zone_hours(next.text)?))
}

/// Hours from UTC of an Indonesian time zone.
fn zone_hours(name: &str) -> Option<i8> {
    match name.to_ascii_uppercase().as_str() {
        "WIB" => Some(7),
        "WITA" => Some(8),
        "WIT" => Some(9),
        _ => None,
    }
}

fn number(text: &str, digits: usize) -> Option<u16> {
    (text.len() <= digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn year_number(text: &str) -> Option<i16> {
    let year: i16 =
        (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())??;
    (1900..=2200).contains(&year).then_some(year)
}

/// How much of a body is searched for the day it reports, in bytes.
const SEARCHED: usize = 6000;

/// The day that a body reports, which stands for its day of publication: the first weekday with a date beside it,
/// `Rabu (19/6/2024)`, `Rabu (19/6)`, `Senin (15 Agustus)`, `Selasa, 4 Maret 2025`. A left-out year is the latest in
/// which the weekday fits, not after `not_after`; later dates are announcements and passed over.
pub(super) fn reported_day(body: &str, not_after: Date) -> Option<Date> {
    let body = body.get(..body.floor_char_boundary(SEARCHED))?;
    let all: Vec<Piece<'_>> = pieces(body).collect();
    all.iter().enumerate().find_map(|(at, piece)| {
        let day = (piece.text.chars().count() > 3).then(|| weekday(piece.text))??;
        let after = all.get(at + 1..(at + 6).min(all.len())).unwrap_or_default();
        // "Rabu malam (19/6)": up to two words may stand between.
        let skipped =
            after.iter().take(2).take_while(|piece| !piece.text.starts_with(|c: char| c.is_ascii_digit())).count();
        let after = after.get(skipped..)?;
        let gap = body.get(piece.end..after.first()?.start)?;
        if gap.contains(['.', ';', '?', '!']) || (skipped > 0 && !gap.contains('(')) {
            return None;
        }
        day_beside(body, after, day, not_after)
    })
}

fn day_beside(body: &str, after: &[Piece<'_>], named: Weekday, not_after: Date) -> Option<Date> {
    let [first, second, rest @ ..] = after else { return None };
    let day = i8::try_from(number(first.text, 2)?).ok()?;
    let (month, sign) = if let Some(month) = month_number(second.text) {
        (month, None)
    } else {
        let sign = body.get(first.end..second.start).filter(|sign| matches!(*sign, "/" | "-" | "."))?;
        (i8::try_from(number(second.text, 2)?).ok()?, Some(sign))
    };
    if rest.iter().take(2).any(|word| matches!(word.text, "mendatang" | "nanti" | "depan")) {
        return None;
    }
    let year = rest.first().and_then(|third| {
        let gap = body.get(second.end..third.start)?;
        if sign.map_or(gap.trim().is_empty(), |sign| gap == sign) { Some(third.text) } else { None }
    });
    let date = match year.filter(|text| text.starts_with(|c: char| c.is_ascii_digit())) {
        Some(text) => {
            let short = || number(text, 2).filter(|_| text.len() == 2).and_then(|year| i16::try_from(year + 2000).ok());
            match year_number(text).or_else(short) {
                Some(year) => Date::new(year, month, day).ok()?,
                // A year with a digit too few or too many is a slip: the weekday tells.
                None => latest_year(day, month, named, not_after)?,
            }
        }
        None => latest_year(day, month, named, not_after)?,
    };
    (date <= not_after).then_some(date)
}

/// A moment as mail writes it (RFC 2822), `Mon, 02 Dec 2024 07:15:00 +0700`, in RFC 3339.
pub(super) fn mail_date(text: &str) -> Option<String> {
    // Names of zones that mail does not know are read as UTC.
    let zone = [("WIB", "+0700"), ("WITA", "+0800"), ("WIT", "+0900")];
    let told = zone.iter().find_map(|(name, hours)| Some(format!("{}{hours}", text.trim().strip_suffix(name)?)));
    let zoned = jiff::fmt::rfc2822::parse(told.as_deref().unwrap_or(text)).ok()?;
    Some(format!("{}{}", zoned.strftime("%Y-%m-%dT%H:%M:%S"), zoned.strftime("%:z")))
}

/// A date given by a machine without a zone, `2024/08/15 10:00:00`, with that of the line among `written` that states the same day
/// and time for people to read; else what [`machine_date`] makes of it.
pub(super) fn machine_date_beside(value: &str, written: &[String]) -> Option<Published> {
    let day = machine_date(value).filter(|found| found.value.len() == 10);
    let same = day.as_ref().and_then(|day| {
        let short = written.iter().filter(|line| line.chars().count() <= 90);
        short.filter_map(|line| stated(line)).find(|found| {
            let clock = found.time.map(|(time, _)| format!("{:02}:{:02}", time.hour(), time.minute()));
            found.date.to_string() == day.value && clock.is_some_and(|clock| value.contains(&clock))
        })
    });
    same.map(Stated::published).or_else(|| machine_date(value))
}

/// A date given by a machine, `2016-02-23T14:49:30+07:00`, one as mail writes it, or anything that starts with a date, checked and
/// shortened to RFC 3339; without an offset only the day is kept.
pub(super) fn machine_date(value: &str) -> Option<Published> {
    if let Some(value) = mail_date(value) {
        return Some(Published { value, inferred: false });
    }
    let value = value.trim();
    // Templates without a date print the year 1.
    let plausible = |head: &&str| head.parse::<Date>().is_ok_and(|date| (1900..=2200).contains(&date.year()));
    let Some(head) = value.get(..10).filter(plausible) else {
        return stated(value).map(Stated::published);
    };
    let day = Published { value: head.to_owned(), inferred: false };
    let rest = value.get(10..).unwrap_or_default().trim_start_matches(['T', 't', ' ']);
    let zone_at = rest.find(['+', '-', 'Z', 'z', ' ']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at_checked(zone_at)?;
    let clock = clock.split('.').next().unwrap_or_default();
    let full = if clock.len() == 5 { format!("{clock}:00") } else { clock.to_owned() };
    let zone = zone.trim();
    let zone = match (zone, zone.len(), zone_hours(zone)) {
        (_, _, Some(hours)) => format!("+{hours:02}:00"),
        ("Z" | "z", ..) => "Z".to_owned(),
        (_, 6, _) => zone.to_owned(),
        (_, 5, _) => format!("{}:{}", zone.get(..3).unwrap_or_default(), zone.get(3..).unwrap_or_default()),
        _ => return Some(day),
    };
    let whole = format!("{head}T{full}{zone}");
    if whole.parse::<jiff::Timestamp>().is_ok() { Some(Published { value: whole, inferred: false }) } else { Some(day) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn value(line: &str) -> Option<String> {
        stated(line).map(|found| found.published().value)
    }

    #[test]
    fn heads_state_day_time_and_zone() {
        assert_eq!(value("Sabtu, 10 Mei 2025 / 11:51 WIB").as_deref(), Some("2025-05-10T11:51:00+07:00"));
        assert_eq!(value("Selasa, 16 Pebruari 2016 | 13.01 WITA").as_deref(), Some("2016-02-16T13:01:00+08:00"));
        assert_eq!(value("Minggu, 18 Juli 2021 – 18:52 WIT").as_deref(), Some("2021-07-18T18:52:00+09:00"));
        assert_eq!(value("16/02/2016, 14:38 WIB").as_deref(), Some("2016-02-16T14:38:00+07:00"));
        assert_eq!(value("Jum'at, 3 Nopember 2017").as_deref(), Some("2017-11-03"));
        assert_eq!(value("5 Januari 2024 10:00").as_deref(), Some("2024-01-05"), "a time without a zone is not taken");
        assert_eq!(value("31 Februari 2024"), None);
    }

    #[test]
    fn a_month_comes_first_where_a_line_says_nothing_else() {
        for line in ["November 19, 2019, 9:02 AM", "Published 11:11 PM EST Nov 19, 2019", "Tuesday, Nov. 19 2019"] {
            assert_eq!(value(line).as_deref(), Some("2019-11-19"), "{line}");
        }
        let both = "Posted: Fri 6:45 PM, Feb 16, 2018 | Updated: Sat 8:31 PM, Feb 17, 2018";
        assert_eq!(value(both).as_deref(), Some("2018-02-16"));
        assert_eq!(value("Updated: Sat 8:31 PM, Feb 17, 2018"), None, "the day of a change");
        assert_eq!(value("This March 28, 2017, file photo"), None);
        assert_eq!(value("19 March 2019").as_deref(), Some("2019-03-19"));
    }

    #[test]
    fn the_date_of_a_change_is_not_that_of_publication() {
        assert_eq!(value("Diperbarui: Kamis, 5 Desember 2024 09:00 WIB"), None);
        let both = "Diperbarui 5 Desember 2024, 09:00 WIB | Terbit 2 Desember 2024, 07:15 WIB";
        assert_eq!(value(both).as_deref(), Some("2024-12-02T07:15:00+07:00"));
        let both = "Dibuat 2 Des 2024, 07:15 WIB; diperbarui 5 Des 2024, 09:00 WIB";
        assert_eq!(value(both).as_deref(), Some("2024-12-02T07:15:00+07:00"));
        let title = "Update Haji, Senin 2 Juni 2025 07:15 WIB";
        assert_eq!(value(title).as_deref(), Some("2025-06-02T07:15:00+07:00"), "a word of a title is none of a change");
        assert_eq!(value("Update terakhir pada hari Senin, 2 Juni 2025 07:15 WIB"), None);
        assert_eq!(stated_at_all("Update: 5/12/2024").map(|found| found.date), Some(date(2024, 12, 5)));
    }

    #[test]
    fn a_date_of_mail_and_one_that_people_read_beside_it_keep_their_time() {
        let mail = machine_date("Mon, 02 Dec 2024 07:15:00 +0700").unwrap();
        assert_eq!((mail.value.as_str(), mail.inferred), ("2024-12-02T07:15:00+07:00", false));
        let beside = |line: &str| machine_date_beside("2024/08/15 10:00:00", &[line.to_owned()]).unwrap().value;
        assert_eq!(beside("Kamis, 15 Agu 2024 10.00 WITA"), "2024-08-15T10:00:00+08:00");
        assert_eq!(beside("Kamis, 15 Agu 2024 10:30 WITA"), "2024-08-15", "another time");
        assert_eq!(beside("Jumat, 16 Agu 2024 10:00 WITA"), "2024-08-15", "another day");
    }

    #[test]
    fn a_date_line_holds_nothing_else() {
        assert!(is_date_line("Sabtu, 10 Mei 2025 / 11:51 WIB"));
        assert!(is_date_line("Diperbarui: Kamis, 5 Desember 2024 09:00 WIB"));
        assert!(!is_date_line("Update Haji, Senin 2 Juni 2025 07:15 WIB"));
        assert!(!is_date_line("Rapat pada Sabtu, 10 Mei 2025 gagal"));
        assert!(!is_date_line("Sabtu"));
    }

    #[test]
    fn the_reported_day_takes_the_year_in_which_the_weekday_fits() {
        let today = date(2026, 1, 1);
        assert_eq!(reported_day("Ia berkata pada Kamis (15/8).", today), Some(date(2024, 8, 15)));
        assert_eq!(reported_day("Ia berkata pada Kamis malam (15/8/2019) itu.", today), Some(date(2019, 8, 15)));
        assert_eq!(reported_day("Ia berkata, Senin (15 Agustus), ia pergi.", today), Some(date(2022, 8, 15)));
        assert_eq!(reported_day("Pada Selasa, 4 Maret 2025, rapat digelar.", today), Some(date(2025, 3, 4)));
        assert_eq!(reported_day("Ia berkata pada Rabu (4/11/205).", today), Some(date(2020, 11, 4)));
    }

    #[test]
    fn announcements_and_bare_dates_are_no_reported_day() {
        let today = date(2024, 6, 20);
        assert_eq!(reported_day("Ia akan datang Senin (24/6/2024).", today), None);
        assert_eq!(reported_day("Ia akan datang Senin (24/6) mendatang.", today), None);
        assert_eq!(reported_day("Negara itu merdeka pada 17 Agustus 1945.", today), None);
        assert_eq!(reported_day("Setiap Rabu. Ada 12 orang.", today), None);
    }

    #[test]
    fn machine_dates_are_checked() {
        assert_eq!(machine_date("2016-02-23T14:49:30+0700").unwrap().value, "2016-02-23T14:49:30+07:00");
        assert_eq!(machine_date("2016-02-23 14:49").unwrap().value, "2016-02-23");
        assert_eq!(machine_date("2016-02-23T14:49:30.123Z").unwrap().value, "2016-02-23T14:49:30Z");
        assert_eq!(machine_date("2016-02-23T99:49:30Z").unwrap().value, "2016-02-23");
        assert_eq!(machine_date("kemarin"), None);
        assert_eq!(machine_date("0001-01-01T00:00:00Z"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_dated_without_harm(text in "\\PC{0,60}") {
            let _ = (stated(&text), reported_day(&text, date(2024, 1, 1)), machine_date(&text), is_date_line(&text));
        }

        #[test]
        fn a_written_date_is_read_back(year in 1990i16..2030, month in 1usize..=12, day in 1i8..=28) {
            let names = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];
            let line = format!("{day} {} {year}", names[month - 1]);
            prop_assert_eq!(stated(&line).unwrap().date, date(year, month as i8, day));
        }
    }
}
