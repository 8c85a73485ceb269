//! What every view gets: the application to read, the theme, and a way to ask for things.

use std::cell::RefCell;

use crate::app::{App, Command, Words};
use crate::entity::{Class, Mention, Reason};
use crate::library::FINAL;

use super::theme::Theme;

/// A moment as people where the program runs write it, to the minute; `None` where it cannot be read.
pub fn local_time(at: &str) -> Option<String> {
    let at: jiff::Timestamp = at.parse().ok()?;
    Some(jiff::tz::TimeZone::system().to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string())
}

/// Shared, read-only state for drawing one frame, and the commands sent meanwhile.
pub struct View<'a> {
    /// The application.
    pub app: &'a App,
    /// The colours.
    pub theme: &'a Theme,
    outbox: RefCell<Vec<Command>>,
}

impl<'a> View<'a> {
    /// A view with nothing sent yet.
    pub fn new(app: &'a App, theme: &'a Theme) -> Self {
        Self { app, theme, outbox: RefCell::default() }
    }

    /// Asks for something, to be done after the frame is drawn.
    pub fn send(&self, command: impl Into<Command>) {
        self.outbox.borrow_mut().push(command.into());
    }

    /// What was asked for, in order.
    pub fn into_commands(self) -> Vec<Command> {
        self.outbox.into_inner()
    }

    /// The interface's texts.
    pub fn words(&self) -> &Words {
        self.app.words()
    }

    /// A text of the interface.
    pub fn text(&self, key: &str) -> String {
        self.app.words().text(key)
    }

    /// The name of a class.
    pub fn class(&self, class: Class) -> String {
        self.text(class_keys(class).0)
    }

    /// One of a class as a sentence says it: a person.
    pub fn one_of(&self, class: Class) -> String {
        self.text(class_keys(class).1)
    }

    /// Who made a mark: a person, or two people's work when it was settled.
    pub fn author(&self, author: &str) -> String {
        if author == FINAL { self.text("author-final") } else { author.to_owned() }
    }

    /// Why a name was marked, in a sentence.
    pub fn why(&self, mention: &Mention) -> String {
        let (key, detail) = reason(&mention.why);
        match detail {
            Some(detail) => self.words().with(key, &[("detail", detail.into())]),
            None => self.text(key),
        }
    }

    /// A name as a screen reader says it: its words, class and entity.
    pub fn spoken_name(&self, body: &str, mention: &Mention) -> String {
        let (text, class) = (mention.span.of(body), self.class(mention.class));
        let name = &mention.entity.name;
        if name == text { format!("{text}, {class}") } else { format!("{text}, {class}: {name}") }
    }
}

/// The text keys of a class, and of one of it.
const fn class_keys(class: Class) -> (&'static str, &'static str) {
    match class {
        Class::Person => ("class-person", "one-person"),
        Class::Place => ("class-place", "one-place"),
        Class::Organization => ("class-organization", "one-organization"),
        Class::Treaty => ("class-treaty", "one-treaty"),
        Class::Date => ("class-date", "one-date"),
    }
}

/// The text key and the detail of a reason.
fn reason(why: &Reason) -> (&'static str, Option<&str>) {
    match why {
        Reason::KnownName => ("why-known-name", None),
        Reason::AliasOf(name) => ("why-alias-of", Some(name)),
        Reason::AfterTitle(title) => ("why-after-title", Some(title)),
        Reason::AfterCue(cue) => ("why-after-cue", Some(cue)),
        Reason::ShortFormOf(name) => ("why-short-form-of", Some(name)),
        Reason::OneOf(names) => ("why-one-of", Some(names)),
        Reason::AbbreviationOf(name) => ("why-abbreviation-of", Some(name)),
        Reason::Speaks(verb) => ("why-speaks", Some(verb)),
        Reason::QuotedTitle(head) => ("why-quoted-title", Some(head)),
        Reason::NamedTreaty(head) => ("why-named-treaty", Some(head)),
        Reason::DescribedTreaty(head) => ("why-described-treaty", Some(head)),
        Reason::PointsBackTo(name) if name.is_empty() => ("why-points-back", None),
        Reason::PointsBackTo(name) => ("why-points-back-to", Some(name)),
        Reason::DatePattern(true) => ("why-date-inferred", None),
        Reason::DatePattern(false) => ("why-date", None),
        Reason::Masthead => ("why-masthead", None),
        Reason::SeenElsewhere(name) => ("why-seen-elsewhere", Some(name)),
        Reason::Model => ("why-model", None),
        Reason::Ruled => ("why-ruled", None),
        Reason::RuledHere => ("why-ruled-here", None),
    }
}
