//! Who the parties of a treaty are, where its sentence names them.

use super::verbs::{Act, Deed};
use super::{About, Place, Standing};
use crate::entity::Class;

/// Words that may stand between the parties of a list.
const BETWEEN: &[&str] = &[
    ",",
    "dan",
    "serta",
    "dengan",
    "-",
    "–",
    "—",
    "pemerintah",
    "negara",
    "republik",
    "kerajaan",
    "kelompok",
    "gerakan",
    "pihak",
    "presiden",
    "pemimpin",
    "raja",
    "perdana",
    "menteri",
    "luar",
    "negeri",
];

/// Tokens before a verb in which its subject is looked for.
const SUBJECT: usize = 25;

impl<'a> About<'a> {
    /// The parties that the sentence names, in reading order.
    pub(super) fn parties(&self, deeds: &[Deed]) -> Vec<Place<'a>> {
        let mut parties = self.inside();
        parties.extend(self.behind_treaty());
        for deed in deeds.iter().filter(|deed| matches!(deed.act, Act::Sign | Act::Agree)) {
            if deed.standing == Standing::Denied || deed.is_noun {
                continue;
            }
            parties.extend(if deed.active { self.subject(deed) } else { self.agents(deed) });
        }
        parties
    }

    /// "pakta nuklir AS-India": states that the name itself joins.
    fn inside(&self) -> Vec<Place<'a>> {
        let document = self.scene.document;
        let nested = |place: &&Place<'_>| {
            place.start > self.treaty.start && place.end <= self.treaty.end && place.mention.class == Class::Place
        };
        let from = self.scene.all.partition_point(|place| place.start <= self.treaty.start);
        let near = self.scene.all.iter().skip(from).take_while(|place| place.start < self.treaty.end);
        let places: Vec<Place<'_>> = near.filter(nested).copied().collect();
        let joined = places.windows(2).any(|pair| match pair {
            [one, two] => {
                (one.end..two.start).count() == 1 && matches!(document.lower(one.end).as_str(), "-" | "–" | "—" | "dan")
            }
            _ => false,
        });
        if joined { places } else { Vec::new() }
    }

    /// "antara Rusia dan Korea Utara", "dengan Jepang": right behind the treaty.
    fn behind_treaty(&self) -> Vec<Place<'a>> {
        let lead = self.scene.document.lower(self.treaty.end);
        let least = match lead.as_str() {
            "antara" | "antar" => 2,
            "dengan" | "bersama" => 1,
            _ => return Vec::new(),
        };
        let listed = self.listed(self.treaty.end + 1);
        if listed.len() >= least { listed } else { Vec::new() }
    }

    /// Names in a row from a token on.
    fn listed(&self, mut at: usize) -> Vec<Place<'a>> {
        let document = self.scene.document;
        let mut found = Vec::new();
        while at < self.sentence.end {
            let after_comma = document.word(at.saturating_sub(1)) == ",";
            match self.scene.name_at(at).filter(is_party) {
                // "dengan Cina, Korea Utara tidak ...": behind a comma a list must go on, or a new clause has begun.
                Some(place) if after_comma && !matches!(document.word(place.end), "," | "dan" | "serta") => {
                    break;
                }
                Some(place) => {
                    found.push(place);
                    at = place.end;
                }
                None if BETWEEN.contains(&document.lower(at).as_str()) => at += 1,
                None => break,
            }
        }
        found
    }

    /// "ditandatangani oleh Rusia dan Korea Utara".
    fn agents(&self, deed: &Deed) -> Vec<Place<'a>> {
        let document = self.scene.document;
        let at = if document.lower(deed.end) == "oleh" { deed.end + 1 } else { deed.end };
        if document.word(at) == "," { Vec::new() } else { self.listed(at) }
    }

    /// "Presiden Rusia Vladimir Putin dan pemimpin Korea Utara Kim Jong Un menandatangani": the states of the subject.
    fn subject(&self, deed: &Deed) -> Vec<Place<'a>> {
        let document = self.scene.document;
        let from = deed.at.saturating_sub(SUBJECT).max(self.sentence.start);
        // A comma between two names is one of a list; another one parts off a clause.
        let lists = |at: usize| {
            let next = if matches!(document.word(at + 1), "dan" | "serta") { at + 2 } else { at + 1 };
            self.scene.name_ending_at(at).is_some() && self.scene.name_at(next).is_some()
        };
        let ends = |at: &usize| {
            document.word(*at) == "," && !lists(*at)
                || matches!(document.word(*at), ";" | ":" | "." | "\"" | "“" | "”")
                || matches!(
                    document.lower(*at).as_str(),
                    "yang"
                        | "meski"
                        | "tetapi"
                        | "sejak"
                        | "bahwa"
                        | "ketika"
                        | "setelah"
                        | "sebelum"
                        | "saat"
                        | "usai"
                )
        };
        let start = (from..deed.at).rev().find(ends).map_or(from, |at| at + 1);
        let states: Vec<Place<'_>> = (start..deed.at)
            .filter_map(|at| self.scene.name_at(at))
            .filter(|place| place.mention.class == Class::Place && place.mention.is_certain())
            .filter(|place| !self.is_no_subject(*place))
            .collect();
        // One state alone signs with somebody; who that is would be a guess, but that it is a party is not.
        states
    }
}

/// States and bodies can be parties.
fn is_party(place: &Place<'_>) -> bool {
    matches!(place.mention.class, Class::Place | Class::Organization) && place.mention.is_certain()
}
