//! Indonesian names of months and weekdays, and the year that a text leaves out.

use jiff::civil::{Date, Weekday};

/// The month, 1 to 12, that `name` means: Indonesian names, older spellings ("Pebruari", "Nopember") and
/// abbreviations, in any case, with or without a closing full stop. `None` for any other word.
#[must_use]
pub fn month_number(name: &str) -> Option<i8> {
    let name = name.trim_end_matches('.').to_lowercase();
    Some(match name.as_str() {
        "januari" | "jan" => 1,
        "februari" | "pebruari" | "feb" | "peb" => 2,
        "maret" | "mar" => 3,
        "april" | "apr" => 4,
        "mei" => 5,
        "juni" | "jun" => 6,
        "juli" | "jul" => 7,
        "agustus" | "agu" | "ags" | "agt" | "agust" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "oktober" | "okt" | "oct" => 10,
        "november" | "nopember" | "nov" | "nop" => 11,
        "desember" | "des" | "dec" => 12,
        _ => return None,
    })
}

/// The day of the week that `name` means: Indonesian names, their spellings ("Jum'at", "Ahad") and
/// abbreviations of three letters, in any case. `None` for any other word.
#[must_use]
pub fn weekday(name: &str) -> Option<Weekday> {
    let name = name.trim_end_matches('.').to_lowercase();
    Some(match name.as_str() {
        "senin" | "sen" => Weekday::Monday,
        "selasa" | "sel" => Weekday::Tuesday,
        "rabu" | "rab" => Weekday::Wednesday,
        "kamis" | "kam" => Weekday::Thursday,
        "jumat" | "jum'at" | "jum’at" | "jum`at" | "jum" => Weekday::Friday,
        "sabtu" | "sab" => Weekday::Saturday,
        "minggu" | "ahad" | "min" | "mgg" => Weekday::Sunday,
        _ => return None,
    })
}

/// How far back a left-out year is looked for: after 28 years weekdays repeat, and 40 also covers
/// 29 February across a century's missing leap day.
const YEARS_BACK: i16 = 40;

/// The latest date not after `not_after` on which `day` (1 to 31) of `month` (1 to 12) falls on `weekday`;
/// `None` where the last forty years have none.
#[must_use]
pub fn latest_year(day: i8, month: i8, weekday: Weekday, not_after: Date) -> Option<Date> {
    let latest = not_after.year();
    (latest.saturating_sub(YEARS_BACK)..=latest)
        .rev()
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|date| *date <= not_after && date.weekday() == weekday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn old_spellings_and_abbreviations_are_months() {
        assert_eq!(month_number("Pebruari"), Some(2));
        assert_eq!(month_number("NOPEMBER"), Some(11));
        assert_eq!(month_number("Agt."), Some(8));
        assert_eq!(month_number("bulan"), None);
    }

    #[test]
    fn friday_has_two_spellings_and_sunday_two_names() {
        assert_eq!(weekday("Jum'at"), weekday("jumat"));
        assert_eq!(weekday("Ahad"), Some(Weekday::Sunday));
        assert_eq!(weekday("kemarin"), None);
    }

    #[test]
    fn the_year_is_the_latest_in_which_the_weekday_fits() {
        assert_eq!(latest_year(17, 8, Weekday::Thursday, date(2025, 3, 1)), Some(date(2023, 8, 17)));
        assert_eq!(latest_year(30, 2, Weekday::Monday, date(2025, 3, 1)), None);
    }

    #[test]
    fn the_day_itself_counts_and_the_day_after_does_not() {
        let day = date(2024, 2, 29);
        assert_eq!(latest_year(29, 2, Weekday::Thursday, day), Some(day));
        assert_eq!(latest_year(29, 2, Weekday::Thursday, date(2024, 2, 28)), Some(date(1996, 2, 29)));
    }

    proptest! {
        #[test]
        fn a_found_date_fits_and_no_later_one_does(day in 1i8..=31, month in 1i8..=12, year in 1990i16..2100, offset in 1i8..=7) {
            let not_after = date(year, 6, 15);
            let wanted = Weekday::from_monday_one_offset(offset).unwrap();
            if let Some(found) = latest_year(day, month, wanted, not_after) {
                prop_assert!(found <= not_after && found.weekday() == wanted && found.day() == day && found.month() == month);
                for later in found.year() + 1..=year {
                    let fits = Date::new(later, month, day).is_ok_and(|d| d <= not_after && d.weekday() == wanted);
                    prop_assert!(!fits);
                }
            }
        }
    }
}
