use std::sync::Arc;

use crate::app::{App, Notice, Verdict};
use crate::entity::{Decision, Ruling, Target};

impl App {
    /// Rules on the words of a mention of the open article: in that article, or everywhere. What is shown changes at
    /// once; other articles are made anew between frames.
    pub(super) fn rule(&mut self, mention: usize, verdict: Verdict, everywhere: bool) {
        let Some(open) = &self.reading.article else { return };
        let Some(mention) = open.mentions().get(mention) else { return };
        let id = open.id();
        let text = Some(mention.span.of(open.body()).to_owned());
        let (class, decision) = match verdict {
            Verdict::Right => (None, Decision::Accept(mention.class)),
            Verdict::Wrong => (Some(mention.class), Decision::Reject),
            Verdict::Class(class) => (Some(mention.class), Decision::Retype(class)),
        };
        let ruling = Ruling { on: Target { text, class, ..Target::default() }, decision };
        let scope = (!everywhere).then_some(id);
        let touched = self.library.touched_by(scope, &ruling);
        let articles = self.settle(touched).map_or(0, |touched| touched.len());
        let ruled = self.library.rule(scope, ruling);
        let Some((_, changes)) = self.settle(ruled) else { return };
        let renewed = self.library.renew(&Arc::clone(&self.engine), id);
        self.settle(renewed);
        self.reading.target.mention = None;
        self.reload_article();
        self.after(changes);
        self.say(Notice::Ruled(articles));
    }
}
