//! The tags: BIOES inside the model, IOB2 outside.

/// What the tagger tells apart, in the order of the tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A named human.
    Person,
    /// A place.
    Place,
    /// An organisation.
    Organization,
}

impl Kind {
    /// Every kind, in the order of the tags.
    pub const ALL: [Self; 3] = [Self::Person, Self::Place, Self::Organization];

    /// The name in CoNLL files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Place => "LOC",
            Self::Organization => "ORG",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How many tags there are: outside, and begin, inside, end, single for each kind.
pub const TAGS: usize = 13;

/// A tag: 0 outside; then begin, inside, end, single of each kind.
pub type Tag = u8;

const BEGIN: u8 = 0;
const INSIDE: u8 = 1;
const END: u8 = 2;
const SINGLE: u8 = 3;

/// A run of tokens that names something: from the first to the one after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chunk {
    /// The first token.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    /// What it names.
    pub kind: Kind,
}

/// Whether `next` may follow `tag`.
#[must_use]
pub const fn may_follow(tag: Tag, next: Tag) -> bool {
    let opens = tag > 0 && matches!((tag - 1) % 4, BEGIN | INSIDE);
    let continues = next > 0 && matches!((next - 1) % 4, INSIDE | END);
    if opens || continues { opens && continues && (tag - 1) / 4 == (next - 1) / 4 } else { true }
}

/// Whether a sentence may begin with a tag.
#[must_use]
pub const fn may_begin(tag: Tag) -> bool {
    may_follow(0, tag)
}

/// Whether a sentence may end with a tag.
#[must_use]
pub const fn may_end(tag: Tag) -> bool {
    may_follow(tag, 0)
}

/// The tags of a sentence of `length` tokens with these chunks, which lie apart.
#[must_use]
pub fn encode(length: usize, chunks: &[Chunk]) -> Vec<Tag> {
    let mut tags = vec![0; length];
    for chunk in chunks {
        let base = 1 + 4 * chunk.kind as u8;
        for at in chunk.start..chunk.end.min(length) {
            let part = match (at == chunk.start, at + 1 == chunk.end) {
                (true, true) => SINGLE,
                (true, false) => BEGIN,
                (false, true) => END,
                (false, false) => INSIDE,
            };
            if let Some(tag) = tags.get_mut(at) {
                *tag = base + part;
            }
        }
    }
    tags
}

/// The chunks that well-formed tags stand for.
#[must_use]
pub fn decode(tags: &[Tag]) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut start = 0;
    for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| **tag > 0) {
        let part = (tag - 1) % 4;
        if matches!(part, BEGIN | SINGLE) {
            start = at;
        }
        if matches!(part, END | SINGLE)
            && let Some(kind) = Kind::ALL.get(usize::from((tag - 1) / 4))
        {
            chunks.push(Chunk { start, end: at + 1, kind: *kind });
        }
    }
    chunks
}

/// The chunks that IOB2 tags stand for; a stray `I-` begins one, as the scorers read it.
#[must_use]
pub fn chunks_of_iob2(tags: &[&str]) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        let Some((head, kind)) = tag.split_once('-') else { continue };
        let Some(kind) = Kind::named(kind) else { continue };
        match chunks.last_mut().filter(|last| head == "I" && last.end == at && last.kind == kind) {
            Some(last) => last.end = at + 1,
            None => chunks.push(Chunk { start: at, end: at + 1, kind }),
        }
    }
    chunks
}

/// The IOB2 name of each tag.
#[must_use]
pub fn iob2(tags: &[Tag]) -> Vec<String> {
    let name = |tag: &Tag| {
        let kind = tag.checked_sub(1).and_then(|tag| Kind::ALL.get(usize::from(tag / 4)));
        kind.map_or_else(
            || "O".to_owned(),
            |kind| format!("{}-{}", if matches!((tag - 1) % 4, BEGIN | SINGLE) { 'B' } else { 'I' }, kind.name()),
        )
    };
    tags.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stray_insides_begin_a_chunk() {
        let chunks = chunks_of_iob2(&["I-PER", "I-PER", "I-LOC", "O", "B-ORG", "B-ORG"]);
        let seen: Vec<(usize, usize, Kind)> = chunks.iter().map(|chunk| (chunk.start, chunk.end, chunk.kind)).collect();
        assert_eq!(
            seen,
            [(0, 2, Kind::Person), (2, 3, Kind::Place), (4, 5, Kind::Organization), (5, 6, Kind::Organization)]
        );
    }

    proptest! {
        #[test]
        fn chunks_survive_their_tags(cuts in proptest::collection::vec((1usize..4, 0usize..4), 0..12)) {
            let mut at = 0;
            let mut chunks = Vec::new();
            for (length, kind) in cuts {
                if let Some(kind) = Kind::ALL.get(kind) {
                    chunks.push(Chunk { start: at, end: at + length, kind: *kind });
                }
                at += length;
            }
            let tags = encode(at, &chunks);
            prop_assert_eq!(decode(&tags), chunks);
            prop_assert!(tags.windows(2).all(|pair| may_follow(pair[0], pair[1])));
            let names = iob2(&tags);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            prop_assert_eq!(encode(at, &chunks_of_iob2(&names)), tags);
        }
    }
}
