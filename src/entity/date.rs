//! Days, months, years and ranges.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use crate::text;

use super::candidate::{Candidate, Recogniser};
use super::document::Document;
use super::{Class, Context, DateValue, Reason};

/// Finds dates by their patterns.
#[derive(Debug)]
pub(super) struct Dates;

impl Recogniser for Dates {
    fn recognise(&self, document: &Document<'_>, context: &Context<'_>, _: &[Candidate]) -> Vec<Candidate> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < document.len() {
            match date_at(document, context, at) {
                Some((end, value)) => {
                    if let Some(span) = document.cover(at, end) {
                        found.push(candidate(span, value));
                    }
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }
}

fn candidate(span: text::Span, value: DateValue) -> Candidate {
    let why = Reason::DatePattern(value.inferred);
    Candidate { date: Some(value), ..Candidate::rule(span, Class::Date, why, 0.9) }
}

/// The date that begins at a token, and the token after it.
fn date_at(document: &Document<'_>, context: &Context<'_>, at: usize) -> Option<(usize, DateValue)> {
    let may_name_a_day = document.is_capital(at) && document.word(at).len() > 3;
    let weekday = if may_name_a_day { text::weekday(document.word(at)) } else { None };
    let next = if weekday.is_some() { at + 1 } else { at };
    if let Some(weekday) = weekday {
        let comma = next + usize::from(document.word(next) == ",");
        if document.word(next) == "(" {
            let (end, value) = slashed(document, context, next + 1, Some(weekday))?;
            return (document.word(end) == ")").then_some((end + 1, value));
        }
        return spelt(document, context, comma).or_else(|| slashed(document, context, comma, Some(weekday)));
    }
    if let Some(found) = clock(document, at).or_else(|| relative(document, context, at)) {
        return Some(found);
    }
    spelt(document, context, at).or_else(|| year_only(document, at)).or_else(|| match document.word(at) {
        "(" => slashed(document, context, at + 1, None)
            .filter(|(end, _)| document.word(*end) == ")")
            .map(|(end, value)| (end + 1, value)),
        _ => None,
    })
}

/// `19/6` or `19/6/2024`.
fn slashed(
    document: &Document<'_>,
    context: &Context<'_>,
    at: usize,
    weekday: Option<Weekday>,
) -> Option<(usize, DateValue)> {
    let day: i8 = number(document, at, 31)?;
    if document.word(at + 1) != "/" {
        return None;
    }
    let month: i8 = number(document, at + 2, 12)?;
    if document.word(at + 3) == "/"
        && let Some(year) = year(document, at + 4)
    {
        let date = Date::new(year, month, day).ok()?;
        return Some((at + 5, known(date.to_string())));
    }
    let date = infer(context.date?, month, day, weekday)?;
    Some((at + 3, DateValue { value: date.to_string(), inferred: true }))
}

/// `19 Juni 2024`, `19 Juni`, `Juni 2024`.
fn spelt(document: &Document<'_>, context: &Context<'_>, at: usize) -> Option<(usize, DateValue)> {
    let day: Option<i8> = number(document, at, 31);
    let month_at = at + usize::from(day.is_some());
    if !document.is_capital(month_at) {
        return None;
    }
    let month = text::month_number(document.word(month_at))?;
    match (day, year(document, month_at + 1)) {
        (Some(day), Some(year)) => Some((month_at + 2, known(Date::new(year, month, day).ok()?.to_string()))),
        (None, Some(year)) => Some((month_at + 2, known(format!("{year:04}-{month:02}")))),
        (Some(day), None) => {
            let date = infer(context.date?, month, day, None)?;
            Some((month_at + 1, DateValue { value: date.to_string(), inferred: true }))
        }
        (None, None) => None,
    }
}

/// `tahun 1961`, and a year after a word that takes one; `2020-2025` is a range.
fn year_only(document: &Document<'_>, at: usize) -> Option<(usize, DateValue)> {
    let headed = document.is(at, "tahun");
    let number = at + usize::from(headed);
    let from = year(document, number)?;
    let before = at.checked_sub(1).map(|before| document.lower(before)).unwrap_or_default();
    let takes = matches!(
        before.as_str(),
        "sejak" | "pada" | "hingga" | "sampai" | "akhir" | "awal" | "pertengahan" | "di" | "dari"
    );
    if !headed && !takes {
        return None;
    }
    let dash = matches!(document.word(number + 1), "-" | "–") && document.is_tight(number);
    if let Some(until) = year(document, number + 2).filter(|until| dash && *until > from) {
        return Some((number + 3, known(format!("{from}/{until}"))));
    }
    Some((number + 1, known(from.to_string())))
}

/// `pukul 15.10 WIB`: a time of day, with its offset where the zone is named.
fn clock(document: &Document<'_>, at: usize) -> Option<(usize, DateValue)> {
    if !document.is(at, "pukul") || !document.is_number(at + 1) {
        return None;
    }
    let written = document.word(at + 1);
    let (hour, minute, mut end) = if let Some((hour, minute)) = written.split_once('.') {
        (hour, minute, at + 2)
    } else if document.word(at + 2) == ":" && document.is_tight(at + 1) && document.is_number(at + 3) {
        (written, document.word(at + 3), at + 4)
    } else {
        (written, "00", at + 2)
    };
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
    if hour > 24 || minute > 59 {
        return None;
    }
    let zone = match document.word(end) {
        "WIB" => "+07:00",
        "WITA" | "Wita" => "+08:00",
        "WIT" => "+09:00",
        _ => "",
    };
    end += usize::from(!zone.is_empty());
    Some((end, known(format!("T{hour:02}:{minute:02}{zone}"))))
}

/// `kemarin`, `pekan lalu`, `bulan depan`: worked out from the day of the story.
fn relative(document: &Document<'_>, context: &Context<'_>, at: usize) -> Option<(usize, DateValue)> {
    let told = context.date?;
    let inferred = |value: String| DateValue { value, inferred: true };
    let day = |days: i64| told.checked_add(Span::new().days(days)).ok().map(|day| inferred(day.to_string()));
    // Mostly neither word is one of these, and the day need not be worked out.
    if !["kemarin", "besok"].iter().any(|word| document.is(at, word))
        && !["ini", "lalu", "kemarin", "depan", "mendatang"].iter().any(|word| document.is(at + 1, word))
    {
        return None;
    }
    let word = document.lower(at);
    let next = document.lower(at + 1);
    match (word.as_str(), next.as_str()) {
        ("kemarin", "lusa") => return Some((at + 2, day(-2)?)),
        ("kemarin", _) => return Some((at + 1, day(-1)?)),
        ("hari", "ini") => return Some((at + 2, day(0)?)),
        ("besok", _) => return Some((at + 1, day(1)?)),
        _ => {}
    }
    let by: i64 = match next.as_str() {
        "lalu" | "kemarin" => -1,
        "ini" => 0,
        "depan" | "mendatang" => 1,
        _ => return None,
    };
    let value = match word.as_str() {
        "pekan" | "minggu" => {
            let monday = told.checked_sub(Span::new().days(i64::from(told.weekday().to_monday_zero_offset()))).ok()?;
            let monday = monday.checked_add(Span::new().days(7 * by)).ok()?;
            let sunday = monday.checked_add(Span::new().days(6)).ok()?;
            format!("{monday}/{sunday}")
        }
        "bulan" => {
            let month = told.checked_add(Span::new().months(by)).ok()?;
            format!("{:04}-{:02}", month.year(), month.month())
        }
        "tahun" => format!("{:04}", i64::from(told.year()) + by),
        _ => return None,
    };
    // "Minggu ini" with a capital may as well be this Sunday.
    (word != "minggu" || !document.is_capital(at)).then(|| (at + 2, inferred(value)))
}

fn known(value: String) -> DateValue {
    DateValue { value, inferred: false }
}

/// The day nearest to the story's own, not long after it: news speak of what was, or will soon be.
fn infer(published: Date, month: i8, day: i8, weekday: Option<Weekday>) -> Option<Date> {
    let years = [published.year(), published.year() - 1, published.year() + 1];
    let fits = |date: &Date| weekday.is_none_or(|weekday| date.weekday() == weekday);
    let days = years.into_iter().filter_map(|year| Date::new(year, month, day).ok()).filter(fits);
    days.min_by_key(|date| date.duration_since(published).as_hours().abs())
}

fn number<T: std::str::FromStr + PartialOrd + From<i8>>(document: &Document<'_>, at: usize, most: i8) -> Option<T> {
    let value: T = document.word(at).parse().ok()?;
    (document.is_number(at) && value >= T::from(1) && value <= T::from(most)).then_some(value)
}

fn year(document: &Document<'_>, at: usize) -> Option<i16> {
    let word = document.word(at);
    let value: i16 = word.parse().ok()?;
    (word.len() == 4 && (1000..=2100).contains(&value)).then_some(value)
}
