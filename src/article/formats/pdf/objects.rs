//! The objects of a PDF file, read where they are asked for.
//!
//! The cross-reference table is not used: hostile and mended files have wrong ones. All work is paid for from one budget, so
//! that no file costs more than its size allows, whatever refers to what.

use std::borrow::Cow;
use std::collections::BTreeMap;

use memchr::memmem::{self, find};

use super::filters::{Budget, Filter, Unpacked, undone};
use super::locks::Keys;

/// Arrays and dictionaries are read up to this depth.
const DEEPEST: usize = 32;
/// The most parts of an array or dictionary.
const MOST_PARTS: usize = 100_000;

pub(super) type Dict = BTreeMap<Vec<u8>, Object>;

/// An object, or an operator between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    List(Vec<Object>),
    Dict(Dict),
    Reference(u32),
    Word(Vec<u8>),
}

/// Reads objects one after the other.
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    pub at: usize,
    budget: &'a Budget,
}

impl<'a> Lexer<'a> {
    pub fn new(bytes: &'a [u8], at: usize, budget: &'a Budget) -> Self {
        Self { bytes, at, budget }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.iter().position(|byte| !is_blank(*byte)).unwrap_or(rest.len());
            self.at += blank;
            if self.rest().first() != Some(&b'%') {
                return;
            }
            let rest = self.rest();
            self.at += rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        }
    }

    /// Goes behind the picture whose bytes begin here.
    pub fn skip_picture(&mut self) {
        let rest = self.rest();
        let mut from = 0;
        while let Some(at) = rest.get(from..).and_then(|rest| find(rest, b"EI")) {
            from += at + 2;
            let before = from.checked_sub(3).and_then(|at| rest.get(at)).is_some_and(|byte| is_blank(*byte));
            if before && rest.get(from).is_none_or(|byte| is_blank(*byte)) {
                break;
            }
        }
        self.at += if from == 0 { rest.len() } else { from };
    }

    /// The next object or word; `None` at the end, where nothing fits, or when the budget is spent.
    pub fn next(&mut self) -> Option<Object> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Object> {
        let start = self.at;
        self.skip_blank();
        let rest = self.rest();
        let object = match (rest.first()?, rest.get(1)) {
            (b'/', _) => Object::Name(self.name()),
            (b'(', _) => Object::Text(self.literal()),
            (b'<', Some(b'<')) => {
                self.at += 2;
                Object::Dict(paired(self.parts(b">>", depth)?))
            }
            (b'<', _) => Object::Text(self.hexadecimal()),
            (b'[', _) => {
                self.at += 1;
                Object::List(self.parts(b"]", depth)?)
            }
            (b']' | b'>' | b')' | b'{' | b'}', _) => {
                self.at += 1;
                Object::Word(Vec::new())
            }
            _ => self.word(),
        };
        self.budget.pay(self.at - start)?;
        Some(object)
    }

    /// What stands before `end`, with references put together.
    fn parts(&mut self, end: &[u8], depth: usize) -> Option<Vec<Object>> {
        let mut parts = Vec::new();
        loop {
            self.skip_blank();
            if self.rest().starts_with(end) {
                self.at += end.len();
                return Some(parts);
            }
            if depth >= DEEPEST || parts.len() >= MOST_PARTS {
                return None;
            }
            match self.nested(depth + 1)? {
                Object::Word(word) if word == b"R" => {
                    parts.pop();
                    let number = parts.pop().and_then(|object| object.number())?;
                    parts.push(Object::Reference(number as u32));
                }
                object => parts.push(object),
            }
        }
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let rest = self.rest();
        let length = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        self.at += length;
        let mut name = Vec::with_capacity(length);
        let mut left = rest.get(..length).unwrap_or_default();
        while let Some((byte, after)) = left.split_first() {
            let code = after.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
            match code.filter(|_| *byte == b'#') {
                Some(code) => {
                    name.push(code);
                    left = after.get(2..).unwrap_or_default();
                }
                None => {
                    name.push(*byte);
                    left = after;
                }
            }
        }
        name
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut text, mut open) = (Vec::new(), 1_usize);
        while let Some(byte) = self.take() {
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                break;
            }
            text.push(byte);
        }
        text
    }

    fn take(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.take() else { return };
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' | b'f' | b'\n' => {}
            b'\r' => self.at += usize::from(self.rest().first() == Some(&b'\n')),
            b'0'..=b'7' => {
                let more = self.rest().iter().take(2).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
                let digits = self.bytes.get(self.at - 1..self.at + more).unwrap_or_default();
                let code = digits.iter().fold(0_u32, |code, digit| code * 8 + u32::from(digit - b'0'));
                text.push(code as u8);
                self.at += more;
            }
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let rest = self.rest();
        let length = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
        self.at += (length + 1).min(rest.len());
        let digits = rest.get(..length).unwrap_or_default().iter();
        let digits: Vec<u8> = digits.filter_map(|byte| Some(char::from(*byte).to_digit(16)? as u8)).collect();
        digits.chunks(2).map(|two| two.first().unwrap_or(&0) * 16 + two.get(1).unwrap_or(&0)).collect()
    }

    fn word(&mut self) -> Object {
        let rest = self.rest();
        let length = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len()).max(1);
        self.at += length.min(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        let number = std::str::from_utf8(word).ok().filter(|word| word.len() < 32).and_then(|word| word.parse().ok());
        match number {
            Some(number) if f64::is_finite(number) => Object::Number(number),
            _ => Object::Word(word.to_vec()),
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte) && !b"()<>[]{}/%".contains(&byte)
}

fn paired(parts: Vec<Object>) -> Dict {
    let mut dict = Dict::new();
    let mut parts = parts.into_iter();
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        if let Object::Name(name) = name {
            dict.insert(name, value);
        }
    }
    dict
}

impl Object {
    pub fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    pub fn name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub fn list(&self) -> Option<&[Object]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    pub fn dict(&self) -> Option<&Dict> {
        if let Self::Dict(dict) = self { Some(dict) } else { None }
    }
}

/// An object's number, and how often that had been given to others before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub number: u32,
    pub generation: u16,
}

/// Where an object stands: in the file, or in a stream that was unpacked.
#[derive(Debug, Clone, Copy)]
enum Place {
    File(usize, Slot),
    Stream(usize, usize),
}

/// Whether what a file holds is encrypted.
enum Lock {
    Open,
    /// It is, and there is a key to it.
    Opened(Keys),
    Shut,
}

/// A file with the places of its objects.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    pub budget: Budget,
    streams: Vec<Vec<u8>>,
    places: BTreeMap<u32, Place>,
    lock: Lock,
}

impl<'a> File<'a> {
    /// Finds the objects of a file.
    pub fn new(bytes: &'a [u8]) -> Self {
        let (streams, places, lock) = (Vec::new(), BTreeMap::new(), Lock::Open);
        let mut file = Self { bytes, budget: Budget::new(bytes.len()), streams, places, lock };
        let starts = starts(bytes);
        // What was appended last counts.
        file.places.extend(starts.iter().map(|(slot, at)| (slot.number, Place::File(*at, *slot))));
        file.lock = file.unlocked();
        for (place, (slot, at)) in starts.iter().enumerate() {
            let end = starts.get(place + 1).map_or(bytes.len(), |(_, at)| *at);
            let head = bytes.get(*at..end.min(at + 1024)).unwrap_or_default();
            if find(head, b"/ObjStm").is_some() {
                file.open_objects(*at, *slot);
            }
        }
        file
    }

    /// Takes in the objects that are packed into a stream.
    fn open_objects(&mut self, at: usize, slot: Slot) {
        let Some((dict, start)) = self.stream_at(at) else { return };
        let Some(Unpacked { bytes, .. }) = self.unpacked(&dict, start, slot) else { return };
        let first = dict.get(b"First".as_slice()).and_then(Object::number).unwrap_or_default() as usize;
        let mut found = Vec::new();
        let mut lexer = Lexer::new(&bytes, 0, &self.budget);
        while lexer.at < first
            && let (Some(Object::Number(number)), Some(Object::Number(offset))) = (lexer.next(), lexer.next())
        {
            found.push((number as u32, first.saturating_add(offset as usize)));
        }
        let stream = self.streams.len();
        for (number, offset) in found {
            let place = self.places.entry(number).or_insert(Place::Stream(stream, offset));
            if let Place::Stream(..) = place {
                *place = Place::Stream(stream, offset);
            }
        }
        self.streams.push(bytes);
    }

    fn at(&self, number: u32) -> Option<Object> {
        match *self.places.get(&number)? {
            Place::File(at, slot) => {
                let object = Lexer::new(self.bytes, at, &self.budget).next()?;
                Some(if let Lock::Opened(keys) = &self.lock { keys.object(slot, object) } else { object })
            }
            Place::Stream(stream, at) => Lexer::new(self.streams.get(stream)?, at, &self.budget).next(),
        }
    }

    /// The object that another one stands for.
    pub fn resolved(&self, object: &Object) -> Option<Object> {
        let mut object = object.clone();
        for _ in 0..8 {
            match object {
                Object::Reference(number) => object = self.at(number)?,
                other => return Some(other),
            }
        }
        None
    }

    /// What a dictionary holds under a name, resolved.
    pub fn get(&self, dict: &Dict, name: &str) -> Option<Object> {
        self.resolved(dict.get(name.as_bytes())?)
    }

    /// A dictionary within a dictionary.
    pub fn dict(&self, dict: &Dict, name: &str) -> Option<Dict> {
        if let Object::Dict(dict) = self.get(dict, name)? { Some(dict) } else { None }
    }

    /// The dictionary of the stream that a reference names, and its bytes.
    pub fn stream(&self, object: &Object) -> Option<(Dict, Unpacked)> {
        let Object::Reference(number) = object else { return None };
        let Place::File(at, slot) = *self.places.get(number)? else { return None };
        let (dict, start) = self.stream_at(at)?;
        let bytes = self.unpacked(&dict, start, slot)?;
        Some((dict, bytes))
    }

    fn stream_at(&self, at: usize) -> Option<(Dict, usize)> {
        let mut lexer = Lexer::new(self.bytes, at, &self.budget);
        let Object::Dict(dict) = lexer.next()? else { return None };
        lexer.skip_blank();
        let rest = lexer.rest().strip_prefix(b"stream")?;
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        Some((dict, self.bytes.len() - rest.len()))
    }

    /// A stream's bytes; `None` where it is packed in a way that texts are not, or is a bomb.
    fn unpacked(&self, dict: &Dict, start: usize, slot: Slot) -> Option<Unpacked> {
        let rest = self.plain(dict, self.bytes.get(start..)?, slot)?;
        let names = self.each(dict, "Filter");
        let options = self.each(dict, "DecodeParms");
        let filters = names.iter().enumerate().map(|(place, name)| {
            let options = options.get(place).and_then(Object::dict);
            let number = |key: &str| self.get(options?, key)?.number();
            Filter::new(name.name()?, &number)
        });
        let filters: Vec<Filter> = filters.collect::<Option<_>>()?;
        // What is deflated ends by itself, so that a wrong length does no harm.
        let length = if filters.first().is_some_and(Filter::ends_by_itself) { None } else { find(&rest, b"endstream") };
        undone(rest.get(..length.unwrap_or(rest.len()))?, &filters, &self.budget)
    }

    /// The bytes of a stream, which begin here, as they were before they were encrypted; with what follows it where they
    /// were not.
    fn plain<'b>(&self, dict: &Dict, rest: &'b [u8], slot: Slot) -> Option<Cow<'b, [u8]>> {
        let Lock::Opened(keys) = &self.lock else { return Some(Cow::Borrowed(rest)) };
        let said = self.get(dict, "Length").and_then(|length| length.number()).map(|length| length as usize);
        let ends =
            |length: &usize| rest.get(*length..).unwrap_or_default().trim_ascii_start().starts_with(b"endstream");
        let length = said.filter(ends).or_else(|| find(rest, b"endstream")).unwrap_or(rest.len());
        self.budget.pay(length)?;
        Some(Cow::Owned(keys.stream(slot, rest.get(..length)?)))
    }

    /// What a dictionary holds once or several times.
    fn each(&self, dict: &Dict, name: &str) -> Vec<Object> {
        match self.get(dict, name) {
            Some(Object::List(all)) => all.iter().filter_map(|one| self.resolved(one)).collect(),
            one => one.into_iter().collect(),
        }
    }

    /// The catalogue that the last trailer names.
    pub fn root(&self) -> Option<Dict> {
        self.named_at_the_end(b"/Root", |root| root.contains_key(b"Pages".as_slice()))
    }

    /// What the file says of itself.
    pub fn info(&self) -> Option<Dict> {
        let says = |info: &Dict| {
            ["Title", "Author", "CreationDate", "Producer"].iter().any(|key| info.contains_key(key.as_bytes()))
        };
        self.named_at_the_end(b"/Info", says)
    }

    /// What the first of the two identifiers of the file is; empty where it has none.
    pub fn id(&self) -> Vec<u8> {
        let first = self.said_at_the_end(b"/ID").find_map(|object| object.list()?.first().cloned());
        if let Some(Object::Text(id)) = first { id } else { Vec::new() }
    }

    /// The dictionary that the last trailer calls so and that is one.
    fn named_at_the_end(&self, name: &'static [u8], is_it: impl Fn(&Dict) -> bool) -> Option<Dict> {
        let dicts = self.said_at_the_end(name).filter_map(|object| match object {
            Object::Dict(dict) => Some(dict),
            _ => None,
        });
        dicts.into_iter().find(is_it)
    }

    /// What stands behind a name in trailers, the last first.
    fn said_at_the_end(&self, name: &'static [u8]) -> impl Iterator<Item = Object> {
        // The name also stands in other dictionaries; a few places are tried.
        memmem::rfind_iter(self.bytes, name).take(8).filter_map(|at| {
            match Lexer::new(self.bytes, at + name.len(), &self.budget).next()? {
                Object::Number(number) => self.at(number as u32),
                other => Some(other),
            }
        })
    }

    /// Whether it is encrypted and does not open without a password, or in no way that is known.
    pub fn is_locked(&self) -> bool {
        matches!(self.lock, Lock::Shut)
    }

    /// Whether the file is encrypted, with the key where it opens without a password.
    fn unlocked(&self) -> Lock {
        const NAME: &[u8] = b"/Encrypt";
        let behind = memmem::find_iter(self.bytes, NAME).filter_map(|at| self.bytes.get(at + NAME.len()));
        if !behind.into_iter().any(|byte| is_blank(*byte) || *byte == b'<') {
            return Lock::Open;
        }
        let lock = self.named_at_the_end(NAME, |lock| lock.contains_key(b"V".as_slice()));
        lock.and_then(|lock| Keys::of(self, &lock)).map_or(Lock::Shut, Lock::Opened)
    }
}

/// The objects of a file with the places behind "7 0 obj".
fn starts(bytes: &[u8]) -> Vec<(Slot, usize)> {
    let found = memmem::find_iter(bytes, b"obj").filter_map(|at| {
        let head = bytes.get(at.saturating_sub(24)..at)?;
        let mut words = head.rsplit(|byte| is_blank(*byte)).filter(|word| !word.is_empty());
        let mut number = || std::str::from_utf8(words.next()?).ok()?.parse::<u32>().ok();
        let (generation, number) = (number()?, number()?);
        let slot = Slot { number, generation: u16::try_from(generation).unwrap_or_default() };
        head.last().is_some_and(|byte| is_blank(*byte)).then_some((slot, at + 3))
    });
    found.collect()
}
