//! The text that a page shows, with where it stands.

use std::collections::HashMap;
use std::rc::Rc;

use memchr::memmem::find;

use super::fonts::Font;
use super::objects::{Dict, File, Lexer, Object};

/// Forms within forms are shown up to this depth.
const DEEPEST: usize = 4;
/// The most operands of an operator, and states that are put by.
const MOST: usize = 256;

/// All operators of pages (ISO 32000-1, annex A).
const OPERATORS: &[u8] = b" b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re \
    RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \" ";

/// A piece of text where it stands on its page.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub text: String,
    pub x: f64,
    pub y: f64,
    /// Where it ends.
    pub end: f64,
    /// The size of its letters.
    pub size: f64,
}

/// A transformation: `[a b c d e f]` of the PDF standard.
type Matrix = (f64, f64, f64, f64, f64, f64);
const STILL: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0);

fn times(first: Matrix, then: Matrix) -> Matrix {
    (
        first.0 * then.0 + first.1 * then.2,
        first.0 * then.1 + first.1 * then.3,
        first.2 * then.0 + first.3 * then.2,
        first.2 * then.1 + first.3 * then.3,
        first.4 * then.0 + first.5 * then.2 + then.4,
        first.4 * then.1 + first.5 * then.3 + then.5,
    )
}

#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
}

/// Shows pages, one after the other; fonts are read once.
pub(super) struct Reader<'a> {
    file: &'a File<'a>,
    fonts: HashMap<u32, Rc<Font>>,
    shown: Shown,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Its texts in the order in which it shows them.
    pub pieces: Vec<Piece>,
    /// Whether some of what it shows is not there or damaged.
    pub is_damaged: bool,
    /// Whether it shows what may be text that cannot be read: a picture, or signs of a font that does not name them.
    pub has_more: bool,
}

impl<'a> Reader<'a> {
    pub fn new(file: &'a File<'a>) -> Self {
        Self { file, fonts: HashMap::new(), shown: Shown::default() }
    }

    /// What a page shows.
    pub fn page(&mut self, page: &Dict, resources: &Dict) -> Shown {
        let parts = match page.get(b"Contents".as_slice()) {
            Some(Object::List(parts)) => parts.clone(),
            Some(one) => match self.file.resolved(one) {
                Some(Object::List(parts)) => parts,
                _ => vec![one.clone()],
            },
            None => Vec::new(),
        };
        let mut content = Vec::new();
        for part in &parts {
            content.extend(self.content(part).map(|(_, bytes)| bytes).unwrap_or_default());
            content.push(b'\n');
        }
        self.show(&content, resources, STILL, 0);
        std::mem::take(&mut self.shown)
    }

    /// What a stream of the page holds; that some of it is not there is noted.
    fn content(&mut self, named: &Object) -> Option<(Dict, Vec<u8>)> {
        let stream = self.file.stream(named);
        self.shown.is_damaged |= stream.as_ref().is_none_or(|(_, unpacked)| !unpacked.is_whole);
        stream.map(|(dict, unpacked)| (dict, unpacked.bytes))
    }

    fn show(&mut self, content: &[u8], resources: &Dict, page: Matrix, depth: usize) {
        let mut state =
            State { page, font: None, size: 0.0, letter_space: 0.0, word_space: 0.0, scale: 1.0, leading: 0.0 };
        let mut put_by: Vec<State> = Vec::new();
        let (mut line, mut text) = (STILL, STILL);
        let mut operands: Vec<Object> = Vec::new();
        // What holds words and none that a page may be made of is damaged.
        let (mut words, mut known) = (0_usize, 0_usize);
        let mut lexer = Lexer::new(content, 0, &self.file.budget);
        while let Some(object) = lexer.next() {
            let Object::Word(operator) = object else {
                if operands.len() < MOST {
                    operands.push(object);
                }
                continue;
            };
            words += 1;
            known += usize::from(known == 0 && find(OPERATORS, &[b" ", operator.as_slice(), b" "].concat()).is_some());
            let number = |place: usize| operands.get(place).and_then(Object::number).unwrap_or_default();
            let matrix = || (number(0), number(1), number(2), number(3), number(4), number(5));
            match operator.as_slice() {
                b"q" if put_by.len() < MOST => put_by.push(state.clone()),
                b"Q" => state = put_by.pop().unwrap_or(state),
                b"cm" => state.page = times(matrix(), state.page),
                b"BT" => (line, text) = (STILL, STILL),
                b"Tm" => (line, text) = (matrix(), matrix()),
                b"Td" | b"TD" => {
                    if operator == b"TD" {
                        state.leading = -number(1);
                    }
                    line = times((1.0, 0.0, 0.0, 1.0, number(0), number(1)), line);
                    text = line;
                }
                b"T*" | b"'" | b"\"" => {
                    line = times((1.0, 0.0, 0.0, 1.0, 0.0, -state.leading), line);
                    text = line;
                }
                b"TL" => state.leading = number(0),
                b"Tc" => state.letter_space = number(0),
                b"Tw" => state.word_space = number(0),
                b"Tz" => state.scale = number(0) / 100.0,
                b"Tf" => {
                    state.size = number(1);
                    state.font = operands.first().and_then(Object::name).and_then(|name| self.font(resources, name));
                }
                b"Do" if depth < DEEPEST => {
                    let name = operands.first().and_then(Object::name).unwrap_or_default().to_vec();
                    self.form(&name, resources, state.page, depth);
                }
                // The bytes of a picture in the page are no operators.
                b"ID" => {
                    self.shown.has_more = true;
                    lexer.skip_picture();
                }
                _ => {}
            }
            match operator.as_slice() {
                b"Tj" | b"'" | b"\"" | b"TJ" => self.write(operands.last(), &state, &mut text),
                _ => {}
            }
            operands.clear();
        }
        self.shown.is_damaged |= words > 0 && known == 0;
    }

    fn font(&mut self, resources: &Dict, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = self.file.dict(resources, "Font")?;
        let named = fonts.get(name)?;
        if let Object::Reference(number) = named
            && let Some(font) = self.fonts.get(number)
        {
            return Some(Rc::clone(font));
        }
        let Object::Dict(dict) = self.file.resolved(named)? else { return None };
        let font = Rc::new(Font::read(self.file, &dict));
        if let Object::Reference(number) = named {
            self.fonts.insert(*number, Rc::clone(&font));
        }
        Some(font)
    }

    fn form(&mut self, name: &[u8], resources: &Dict, page: Matrix, depth: usize) {
        let Some(named) = self.file.dict(resources, "XObject").and_then(|forms| forms.get(name).cloned()) else {
            return;
        };
        let Some(head) = self.file.resolved(&named) else { return };
        if head.dict().and_then(|head| head.get(b"Subtype".as_slice())).and_then(Object::name) != Some(b"Form") {
            self.shown.has_more = true;
            return;
        }
        let Some((dict, content)) = self.content(&named) else { return };
        let own = self.file.get(&dict, "Matrix");
        let number = |place: usize| own.as_ref()?.list()?.get(place)?.number();
        let matrix = (|| Some((number(0)?, number(1)?, number(2)?, number(3)?, number(4)?, number(5)?)))();
        let inner = self.file.dict(&dict, "Resources");
        let page = times(matrix.unwrap_or(STILL), page);
        self.show(&content, inner.as_ref().unwrap_or(resources), page, depth + 1);
    }

    /// Shows a text, or an array of texts and the steps between them.
    fn write(&mut self, shown: Option<&Object>, state: &State, text: &mut Matrix) {
        let Some(font) = &state.font else { return };
        let parts = match shown {
            Some(Object::List(parts)) => parts.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => return,
        };
        for part in parts {
            let mut step = 0.0;
            match part {
                Object::Number(back) => step = -back / 1000.0 * state.size * state.scale,
                Object::Text(bytes) => {
                    let (letters, width, spaces, codes) = font.decode(bytes);
                    self.shown.has_more |= letters.is_empty() && !bytes.is_empty();
                    let spaced = state.letter_space * codes as f64 + state.word_space * spaces as f64;
                    step = (width / 1000.0 * state.size + spaced) * state.scale;
                    let at = times(*text, state.page);
                    let end = times(times((1.0, 0.0, 0.0, 1.0, step, 0.0), *text), state.page);
                    let size = state.size.abs() * (at.2 * at.2 + at.3 * at.3).sqrt();
                    // Letters that stand upright only: what runs along the edge is no story.
                    if at.1.abs() <= at.0.abs() && [at.4, at.5, end.4, size].iter().all(|number| number.is_finite()) {
                        self.shown.pieces.push(Piece { text: letters, x: at.4, y: at.5, end: end.4, size });
                    }
                }
                _ => {}
            }
            *text = times((1.0, 0.0, 0.0, 1.0, step, 0.0), *text);
        }
    }
}
