use std::time::{Duration, Instant};

use crate::app::{App, Counted, Example, Notice, Overlay, Picking, Proposal, Scope, Verdict};
use crate::entity::{Class, Decision, EntityRef, Mention, Ruling, Target};
use crate::library::{ArticleId, Changes, EntityCount, LibraryError, Reach, RulingId};
use crate::text::Span;

/// Rulings with the article that they are about; `None` for the whole library.
type Placed = (Option<ArticleId>, Vec<Ruling>);

impl App {
    /// Rules on a mention of the open article. A ruling on the whole library waits for a yes to what it will change.
    pub(super) fn rule(&mut self, index: usize, verdict: &Verdict) {
        let Some(mention) = self.reading.article.as_ref().and_then(|open| open.mentions().get(index)) else { return };
        self.rule_on(&mention.clone(), verdict);
    }

    fn rule_on(&mut self, mention: &Mention, verdict: &Verdict) {
        let Some(placed) = self.rulings_on(mention, verdict) else { return };
        match placed {
            (None, rulings) => self.propose(rulings),
            placed => self.keep_rulings(placed, 1),
        }
    }

    /// Says that the selected words, which the machine took for no name, are one of this class.
    pub(super) fn name_selection(&mut self, class: Class) {
        let reading = &self.reading;
        let Some(open) = &reading.article else { return };
        let Some(span) = reading.selected().and_then(|selection| selection.trimmed(open.body())) else {
            if let Some(index) = reading.target.mention {
                self.rule(index, &Verdict::Class(class));
            }
            return;
        };
        let on = self.target(open.body(), span, None);
        let ruling = Ruling { on, decision: Decision::Accept(class) };
        match self.rulings.scope {
            Scope::Library => self.propose(vec![ruling]),
            Scope::Article | Scope::Mention => self.keep_rulings((Some(open.id()), vec![ruling]), 1),
        }
    }

    /// Rules on the mention that is walked; with edges, on the one that the selection overlaps.
    pub(super) fn rule_walked(&mut self, verdict: &Verdict) {
        if let Some(index) = self.reading.target.mention {
            self.rule(index, verdict);
        }
    }

    /// The selected words are what the mention under them should cover.
    pub(super) fn rule_edges(&mut self) {
        let Some((index, span)) = self.overlapped() else { return };
        self.rule(index, &Verdict::Edges(span));
    }

    /// The selection with the mention that it overlaps, where one holds the other.
    pub(super) fn overlapped(&self) -> Option<(usize, Span)> {
        let reading = &self.reading;
        let open = reading.article.as_ref()?;
        let span = reading.selected()?.trimmed(open.body())?;
        let fits = |mention: &Mention| {
            mention.class != Class::Date
                && mention.span != span
                && (mention.span.contains(span) || span.contains(mention.span))
        };
        let index = open.mentions().iter().position(fits)?;
        Some((index, span))
    }

    /// Accepts the names that show, of the classes that are shown, as the machine found them. One step of undo.
    pub(super) fn accept_shown(&mut self) {
        let Some(open) = &self.reading.article else { return };
        let shown = Span::new(self.reading.position, self.reading.end);
        let shows = |mention: &&Mention| {
            mention.class != Class::Date && shown.overlaps(mention.span) && self.shows_class(mention.class)
        };
        let accept = |mention: &Mention| {
            let text = Some(mention.span.of(open.body()).to_owned());
            let on = Target { text, span: Some(mention.span), ..Target::default() };
            Ruling { on, decision: Decision::Accept(mention.class) }
        };
        let id = open.id();
        let rulings: Vec<Ruling> = open.mentions().iter().filter(shows).map(accept).collect();
        let count = rulings.len();
        if count > 0 {
            self.keep_rulings((Some(id), rulings), 1);
        }
        self.say(Notice::Accepted(count));
    }

    fn target(&self, body: &str, span: Span, class: Option<Class>) -> Target {
        let one = self.rulings.scope == Scope::Mention;
        Target { text: Some(span.of(body).to_owned()), class, span: one.then_some(span), entity: None }
    }

    /// The rulings that a verdict on a mention of the open article is.
    fn rulings_on(&self, mention: &Mention, verdict: &Verdict) -> Option<Placed> {
        let open = self.reading.article.as_ref()?;
        let words = |class| self.target(open.body(), mention.span, class);
        let entity = |text| Target { text, entity: Some(mention.entity.key.clone()), ..Target::default() };
        let (on, decision) = match verdict {
            Verdict::Right => (words(None), Decision::Accept(mention.class)),
            Verdict::Wrong => (words(Some(mention.class)), Decision::Reject),
            Verdict::Class(class) => (words(Some(mention.class)), Decision::Retype(*class)),
            Verdict::Edges(span) => (words(None), Decision::Respan(span.of(open.body()).to_owned())),
            Verdict::Names(name, _) => (words(None), Decision::Alias(name.clone())),
            Verdict::Same(name) => (entity(None), Decision::Merge(name.clone())),
            Verdict::Other(name) => {
                let target = words(None);
                (Target { entity: Some(mention.entity.key.clone()), ..target }, Decision::Split(name.clone()))
            }
        };
        // What an entity is, it is everywhere.
        let wide = self.rulings.scope == Scope::Library || matches!(verdict, Verdict::Same(_));
        let mut rulings = vec![Ruling { on, decision }];
        if let Verdict::Names(_, Some(class)) = verdict
            && *class != mention.class
        {
            rulings.insert(0, Ruling { on: words(Some(mention.class)), decision: Decision::Retype(*class) });
        }
        Some(((!wide).then(|| open.id()), rulings))
    }

    /// The most examples that a proposal shows.
    const EXAMPLES: usize = 6;
    /// The most articles whose mentions are counted for a proposal: it is to come at once.
    const COUNTED: usize = 40;

    /// Shows what a ruling on the whole library will change, for the person to say yes.
    fn propose(&mut self, rulings: Vec<Ruling>) {
        let Some(ruling) = rulings.last() else { return };
        let reach = self.library.reach_of(ruling, Self::COUNTED);
        let Some(Reach { articles, some }) = self.settle(reach) else { return };
        let counted = self.library.mentions_touched(ruling, &some);
        let Some(mentions) = self.settle(counted) else { return };
        let mentions = Counted { count: mentions, all: some.len() >= articles };
        let mut examples = Vec::new();
        for id in some.into_iter().take(Self::EXAMPLES) {
            let stored = self.library.article(id);
            let Some(Some(stored)) = self.settle(stored) else { continue };
            let span = place_of(ruling, &stored.article.body, &stored.mentions);
            examples.extend(span.map(|span| example(id, &stored.row.title, &stored.article.body, span)));
        }
        self.rulings.proposal = Some(Proposal { rulings, articles, mentions, examples });
        self.overlay = Some(Overlay::Proposal);
    }

    /// The person said yes to the ruling that was shown.
    pub(super) fn confirm_proposal(&mut self) {
        self.overlay = None;
        if let Some(proposal) = self.rulings.proposal.take() {
            self.keep_rulings((None, proposal.rulings), proposal.articles);
        }
    }

    /// Keeps rulings, which may touch so many articles, as one step.
    fn keep_rulings(&mut self, (article, rulings): Placed, articles: usize) {
        let ruled = self.library.rule_all(rulings.into_iter().map(|ruling| (article, ruling)).collect());
        let Some((_, changes)) = self.settle(ruled) else { return };
        self.reading.deselect();
        self.settle_names(changes);
        self.say(Notice::Ruled(articles));
    }

    /// After an operation: where it was about names, those are made anew, as many at once as a person waits for.
    pub(super) fn settle_names(&mut self, changes: Changes) {
        self.after(changes);
        if changes.names {
            self.renew_at_once();
        }
    }

    /// Lets the person choose the entity of the mention that is walked.
    pub(super) fn pick_entity(&mut self, index: usize) {
        let Some(open) = &self.reading.article else { return };
        let Some(mention) = open.mentions().get(index).cloned() else { return };
        let name = mention.entity.name.clone();
        let words = mention.span.of(open.body()).to_owned();
        self.rulings.picking = Some(Picking { article: open.id(), mention, words });
        self.overlay = Some(Overlay::Entity);
        self.find_candidates(&name);
    }

    /// Looks for entities whose names hold these words: those of the library, then those that the engine's lists know.
    pub(super) fn find_candidates(&mut self, words: &str) {
        const MOST_LISTED: usize = 20;
        let found = self.library.find_entities(words);
        let mut candidates = self.settle(found).unwrap_or_default();
        for (class, name) in self.engine.find_known(words, MOST_LISTED) {
            let EntityRef { key, name } = EntityRef::named(class, name);
            if candidates.iter().all(|known| known.key != key) {
                candidates.push(EntityCount { key, name, class, mentions: 0, articles: 0 });
            }
        }
        self.rulings.candidates = candidates;
    }

    /// The person chose an entity for the mention; refused where other words stand there by now.
    pub(super) fn picked(&mut self, verdict: &Verdict) {
        self.overlay = None;
        let Some(Picking { article, mention, words }) = self.rulings.picking.take() else { return };
        let open = self.reading.article.as_ref();
        if open.is_some_and(|open| open.id() == article && mention.span.of(open.body()) == words) {
            self.rule_on(&mention, verdict);
        } else {
            self.settle::<()>(Err(LibraryError::Changed(article)));
        }
    }

    /// Shows all rulings.
    pub(super) fn show_ledger(&mut self) {
        self.reload_ledger();
        self.overlay = Some(Overlay::Ledger);
    }

    fn reload_ledger(&mut self) {
        let rulings = self.library.rulings(None);
        self.rulings.ledger = self.settle(rulings).unwrap_or_default();
        self.rulings.ledger.reverse();
        self.rulings.touches.clear();
    }

    /// Counts what the rulings of the open ledger are about, some between two frames. True while there is more to count.
    pub(super) fn count_ledger(&mut self) -> bool {
        const BETWEEN_FRAMES: Duration = Duration::from_millis(5);
        if self.overlay != Some(Overlay::Ledger) {
            return false;
        }
        let started = Instant::now();
        while started.elapsed() < BETWEEN_FRAMES {
            let desk = &self.rulings;
            let next = desk.ledger.iter().find(|stored| !desk.touches.contains_key(&stored.id)).cloned();
            let Some(next) = next else { return false };
            let count = self.library.touches_now(&next);
            let count = self.settle(count).unwrap_or_default();
            self.rulings.touches.insert(next.id, count);
        }
        true
    }

    /// Revokes a ruling of the ledger.
    pub(super) fn revoke(&mut self, id: RulingId) {
        let revoked = self.library.revoke(id);
        if let Some(changes) = self.settle(revoked) {
            self.settle_names(changes);
            self.reload_ledger();
        }
    }
}

/// A place that a ruling touches in a text.
fn place_of(ruling: &Ruling, body: &str, mentions: &[Mention]) -> Option<Span> {
    let named = ruling.on.entity.as_ref().and_then(|key| mentions.iter().find(|mention| mention.entity.key == *key));
    named.map(|mention| mention.span).or_else(|| {
        let words = ruling.on.text.as_deref()?;
        let start = body.find(words)?;
        Some(Span { start, end: start + words.len() })
    })
}

/// The most letters that an example shows on each side.
const AROUND: usize = 60;

fn example(article: ArticleId, title: &str, body: &str, span: Span) -> Example {
    let before = body.get(..span.start).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = body.get(span.end..).unwrap_or_default().split('\n').next().unwrap_or_default();
    Example {
        article,
        title: title.to_owned(),
        before: last_words(before),
        words: span.of(body).to_owned(),
        after: first_words(after),
    }
}

/// The end of a text, from the beginning of a word on.
fn last_words(text: &str) -> String {
    let Some((from, _)) = text.char_indices().rev().nth(AROUND) else { return text.to_owned() };
    let words = text.get(from..).and_then(|end| end.split_once(char::is_whitespace));
    format!("… {}", words.map_or("", |(_, words)| words))
}

/// The beginning of a text, up to the end of a word.
fn first_words(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(AROUND + 1) else { return text.to_owned() };
    let words = text.get(..end).and_then(|beginning| beginning.rsplit_once(char::is_whitespace));
    format!("{} …", words.map_or("", |(words, _)| words))
}
