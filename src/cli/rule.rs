//! `sorot rule`, `sorot rulings` and `sorot revoke`: a person's decisions about names.

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;

use crate::entity::{Class, Decision, Engine, Ruling, Target};
use crate::library::{ArticleId, Library, StoredRuling};
use crate::text::{CodePoints, Span};

use super::Outcome;
use super::desk::{Desk, find_article};
use super::printable::printable;

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Verb {
    /// The words name something of the class given by --to.
    Accept,
    /// The words, or the mentions of --entity, name nothing.
    Reject,
    /// Where the machine sees a name, it is of the class given by --to.
    Retype,
    /// The name is the words given by --to, which hold or lie in those of --text.
    Respan,
    /// The words name the entity given by --to.
    Alias,
    /// The entity given by --entity is the one given by --to.
    Merge,
    /// Mentions of --entity that are written as --text name another entity, given by --to.
    Split,
}

/// Where it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scope {
    /// For one occurrence in one article.
    Mention,
    /// For one article.
    Article,
    /// For the whole library.
    Library,
}

/// Arguments of `sorot rule`.
#[derive(Debug, clap::Args)]
pub(super) struct Rule {
    /// What is decided.
    #[arg(value_name = "DECISION", required_unless_present_any = ["batch", "revoke"])]
    verb: Option<Verb>,
    /// Reads rulings from standard input, one a line as JSON: {"decision", "to"?, "text"?, "class"?, "entity"?, "article"?,
    /// "start"?, "end"?}; a line is answered once its ruling is on disk.
    #[arg(long, conflicts_with_all = ["verb", "text", "entity", "to", "scope", "article", "dry_run", "revoke"])]
    batch: bool,
    /// Revokes the ruling with this id.
    #[arg(long, value_name = "ID", conflicts_with_all = ["verb", "text", "entity", "to", "scope", "article", "dry_run"])]
    revoke: Option<String>,
    /// The words of the mentions, exactly as written.
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    text: Option<String>,
    /// Only mentions that the machine gave this class; with --entity the class of that.
    #[arg(long, value_name = "CLASS", value_parser = class)]
    class: Option<Class>,
    /// The entity's canonical name.
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    entity: Option<String>,
    /// The class, words or name that is right.
    #[arg(long, value_name = "VALUE", value_parser = NonEmptyStringValueParser::new())]
    to: Option<String>,
    /// Where it holds [default: article where one is named, else library].
    #[arg(long, value_name = "SCOPE")]
    scope: Option<Scope>,
    /// The article, for the scopes mention and article.
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// Which occurrence of the words, from 1, for the scope mention.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    occurrence: u32,
    /// Only says how many articles and mentions it would touch.
    #[arg(long)]
    dry_run: bool,
}

fn class(text: &str) -> Result<Class, String> {
    let found = Class::ALL.into_iter().find(|class| class.name() == text);
    found.ok_or_else(|| "person, place, organization, treaty or date".to_owned())
}

impl Rule {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        if self.batch {
            return super::rule_batch::run(desk);
        }
        if let Some(id) = self.revoke.clone() {
            return Revoke { id }.run(desk);
        }
        let mut library = desk.library()?;
        let (article, ruling) = self.ruling(&library)?;
        if self.dry_run {
            let articles = library.touched_by(article, &ruling)?;
            let mentions = library.mentions_touched(&ruling, &articles)?;
            desk.line(&format!("would touch {mentions} mentions in {} articles", articles.len()))?;
            return Ok(Outcome::Done);
        }
        let (stored, _) = library.rule(article, ruling)?;
        let renewed = library.renew_all(&Engine::new())?;
        desk.answer(&line(&library, &stored, Some(renewed))?)?;
        Ok(Outcome::Done)
    }

    /// The ruling that the arguments describe, with the article that it is about.
    fn ruling(&self, library: &Library) -> anyhow::Result<(Option<ArticleId>, Ruling)> {
        let article = self.article.as_deref().map(|id| find_article(library, id)).transpose()?;
        let scope = self.scope.unwrap_or(if article.is_some() { Scope::Article } else { Scope::Library });
        let article = match (scope, article) {
            (Scope::Library, Some(_)) => bail!("the scope library takes no --article"),
            (Scope::Mention | Scope::Article, None) => bail!("this scope needs --article"),
            (_, article) => article,
        };
        let span = match (scope, article) {
            (Scope::Mention, Some(id)) => Some(self.occurrence(library, id)?),
            _ => None,
        };
        let entity = self.entity.as_deref().map(|name| self.entity_key(library, name)).transpose()?;
        let on =
            Target { text: self.text.clone(), class: if entity.is_some() { None } else { self.class }, span, entity };
        let decision = self.decision()?;
        check(&decision, &on)?;
        Ok((article, Ruling { on, decision }))
    }

    fn decision(&self) -> anyhow::Result<Decision> {
        let to = || self.to.clone().context("this decision needs --to");
        let class = || to().and_then(|to| class(&to).map_err(anyhow::Error::msg).context("--to"));
        let verb = self.verb.context("a decision is needed")?;
        Ok(match verb {
            Verb::Accept => Decision::Accept(class()?),
            Verb::Reject => Decision::Reject,
            Verb::Retype => Decision::Retype(class()?),
            Verb::Respan => Decision::Respan(to()?),
            Verb::Alias => Decision::Alias(to()?),
            Verb::Merge => Decision::Merge(to()?),
            Verb::Split => Decision::Split(to()?),
        })
    }

    /// The bytes of the occurrence that is meant.
    fn occurrence(&self, library: &Library, id: ArticleId) -> anyhow::Result<Span> {
        let words = self.text.as_deref().context("the scope mention needs --text")?;
        let stored = library.article(id)?.with_context(|| format!("no article {id}"))?;
        let which = self.occurrence as usize - 1;
        let found = stored.article.body.match_indices(words).nth(which).map(|(at, _)| at);
        let start = found.with_context(|| format!("the text does not hold \"{words}\" {} times", self.occurrence))?;
        Ok(Span { start, end: start + words.len() })
    }

    /// The key of the one entity with this name.
    fn entity_key(&self, library: &Library, name: &str) -> anyhow::Result<String> {
        let mut found = library.find_entities(name)?;
        found.retain(|entity| self.class.is_none_or(|class| class == entity.class));
        match found.as_slice() {
            [] => bail!("no entity \"{name}\" in the library"),
            [one] => Ok(one.key.clone()),
            [first, second, ..] => bail!(
                "\"{name}\" fits {} entities, for example {} and {}: give its full name or --class",
                found.len(),
                first.key,
                second.key
            ),
        }
    }
}

/// Refuses a decision on something that it cannot be about.
pub(super) fn check(decision: &Decision, on: &Target) -> anyhow::Result<()> {
    match (decision, &on.text, &on.entity) {
        (Decision::Merge(_), _, None) => bail!("this decision needs an entity"),
        (Decision::Split(_), None, _) | (Decision::Split(_), _, None) => {
            bail!("this decision needs an entity and words")
        }
        (Decision::Respan(_), _, Some(_)) => bail!("edges are of words, not of an entity"),
        (Decision::Respan(_), None, _) => bail!("this decision needs words"),
        (_, None, None) => bail!("this decision needs words or an entity"),
        _ => Ok(()),
    }
}

/// A ruling as printed; offsets count Unicode code points of the article's body.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    #[serde(flatten)]
    decision: &'a Decision,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<Class>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    author: &'a str,
    created: &'a str,
    /// How many mentions it is about today.
    #[serde(skip_serializing_if = "Option::is_none")]
    mentions: Option<usize>,
    /// How many articles were analysed anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    renewed: Option<usize>,
}

/// The ruling as a line; the library holds the text of one on a single mention.
pub(super) fn line<'a>(
    library: &Library,
    stored: &'a StoredRuling,
    renewed: Option<usize>,
) -> anyhow::Result<Line<'a>> {
    let place = match stored.article.zip(stored.ruling.on.span) {
        Some((id, span)) => library.article(id)?.and_then(|held| {
            held.article.body.get(span.start..span.end)?;
            Some(CodePoints::new(&held.article.body).from_span(span))
        }),
        None => None,
    };
    let StoredRuling { id, article, ruling, author, created, reached: _, around: _ } = stored;
    Ok(Line {
        id: id.to_string(),
        article: article.map(|id| id.to_string()),
        decision: &ruling.decision,
        text: ruling.on.text.as_deref(),
        class: ruling.on.class,
        entity: ruling.on.entity.as_deref(),
        start: place.as_ref().map(|place| place.0),
        end: place.as_ref().map(|place| place.1),
        author,
        created,
        mentions: None,
        renewed,
    })
}

/// Arguments of `sorot rulings`.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// Only rulings whose words or names hold this.
    #[arg(value_name = "QUERY")]
    query: Option<String>,
    /// Only rulings of this article.
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// Only rulings on the whole library.
    #[arg(long, conflicts_with = "article")]
    wide: bool,
    /// Only rulings by this author.
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Prints one array, each ruling with how many mentions it is about today, in place of a line for each.
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let library = desk.library()?;
        let article = self.article.as_deref().map(|id| find_article(&library, id)).transpose()?;
        let mut rulings = library.rulings(self.query.as_deref())?;
        rulings.retain(|stored| {
            article.is_none_or(|id| stored.article == Some(id))
                && !(self.wide && stored.article.is_some())
                && self.author.as_ref().is_none_or(|author| *author == stored.author)
        });
        if !self.json {
            for stored in &rulings {
                desk.answer(&line(&library, stored, None)?)?;
            }
            return Ok(Outcome::Done);
        }
        let mut lines = Vec::with_capacity(rulings.len());
        for stored in &rulings {
            lines.push(Line { mentions: Some(library.touches_now(stored)?), ..line(&library, stored, None)? });
        }
        desk.answer(&lines)?;
        Ok(Outcome::Done)
    }
}

/// Arguments of `sorot revoke`.
#[derive(Debug, clap::Args)]
pub(super) struct Revoke {
    /// The ruling's id.
    #[arg(value_name = "ID")]
    id: String,
}

impl Revoke {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let mut library = desk.library()?;
        let id = self.id.parse().map_err(|_| anyhow::anyhow!("{} is no ruling's id", printable(&self.id)))?;
        library.revoke(id)?;
        let renewed = library.renew_all(&Engine::new())?;
        desk.line(&format!("revoked; {renewed} articles analysed anew"))?;
        Ok(Outcome::Done)
    }
}
