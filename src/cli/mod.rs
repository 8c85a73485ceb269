//! The subcommands. Results on standard output, messages on standard error; exit status 0 done, 1 something
//! failed (each failure named), 2 wrong usage.

mod agreement;
mod annotate;
mod annotations;
mod backup;
mod batch;
mod compare;
mod desk;
mod entities;
mod export;
mod extract;
mod file;
mod find;
mod gold;
mod history;
mod import;
mod imports;
mod json;
mod lessons;
mod list;
mod merge;
mod printable;
mod related;
mod rule;
mod rule_batch;
mod similar;
mod tag;
mod tags;
mod train;
mod treaties;
mod upkeep;
mod window;

use std::ffi::OsString;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{Parser, Subcommand};

use desk::Desk;

/// Reads saved Indonesian news offline, lights up its names and follows its Baca Juga references.
#[derive(Debug, Parser)]
#[command(name = "sorot", version)]
struct Arguments {
    /// The library's folder [default: the platform's data folder].
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "SOROT_LIBRARY",
        value_parser = OsStringValueParser::new().map(PathBuf::from)
    )]
    library: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
    /// Files and folders to import before the window opens.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Takes title, text, references and metadata out of saved files: one JSON object a line.
    Extract(extract::Extract),
    /// Finds people, places, organisations, treaties and dates in a text: one JSON object a line.
    Entities(entities::Entities),
    /// Tags tokens, one a line, with people, places and organisations.
    Tag(tag::Tag),
    /// Trains the tagger on annotated files.
    Train(train::Train),
    /// Trains the judge of treaties on annotated files.
    TrainTreaties(treaties::TrainTreaties),
    /// Scores the tagger on annotated files.
    Evaluate(train::Evaluate),
    /// Imports files and folders, saying for each file what became of it.
    Import(import::Import),
    /// Takes in another library, a folder or a backup, so that nobody's work is lost.
    Merge(merge::Merge),
    /// Says how far two people agree on marks and names, and where they differ.
    Agreement(agreement::Show),
    /// Settles a difference between two people's marks: what is taken stands in the final layer.
    Adjudicate(agreement::Adjudicate),
    /// Lists the imports, newest first, or what became of each file of one.
    Imports(imports::Imports),
    /// Lists the articles, newest first.
    List(list::List),
    /// Shows one article.
    Show(list::Show),
    /// Puts two versions of an article side by side, or two articles.
    Compare(compare::Compare),
    /// Shows what an article refers to, what refers to it, and what is similar.
    Related(related::Show),
    /// Searches titles and texts.
    Search(find::Search),
    /// Lists the titles that references name and the library lacks.
    Wanted(find::Wanted),
    /// Shows where an entity is named.
    Entity(find::Entity),
    /// Marks words of an article, or many from JSON lines.
    Annotate(annotate::Annotate),
    /// Lists annotations in reading order.
    Annotations(annotations::List),
    /// Says that an annotation in doubt stands where it is, or where it stands.
    Settle(annotations::Settle),
    /// Parts an annotation in two, or cuts words out of it.
    Split(annotations::Split),
    /// Joins two annotations of an article into one.
    Join(annotations::Join),
    /// Files an article: star, read, rating, tags, collections, a note on the whole.
    File(file::File),
    /// Lists the tags in use, or renames one over the whole library.
    Tags(tags::Tags),
    /// Decides about names: for one mention, an article or the whole library.
    Rule(rule::Rule),
    /// Lists the rulings on names.
    Rulings(rule::List),
    /// Revokes a ruling.
    Revoke(rule::Revoke),
    /// Takes the last operations back.
    Undo(history::Undo),
    /// Does again what was taken back.
    Redo(history::Redo),
    /// Lists the newest operations.
    History(history::History),
    /// Removes the articles that came with the program; undo brings them back.
    RemoveSamples(upkeep::RemoveSamples),
    /// Writes highlighted notes to a file.
    Export(export::Export),
    /// Looks for anything wrong with the library, and mends what can be made anew.
    Check(upkeep::Check),
    /// Writes a verified copy of the whole library.
    Backup(backup::Make),
    /// Lists the library's backups, newest first.
    Backups(backup::List),
    /// Puts a backup in place of the library, after a backup of that.
    Restore(backup::Restore),
    /// Reads a damaged library as far as it goes into a new one.
    Salvage(backup::Salvage),
    /// Makes all that is derived from the saved pages anew.
    Rebuild(upkeep::Rebuild),
}

impl Command {
    fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        match self {
            Self::Extract(command) => command.run(desk),
            Self::Entities(command) => command.run(desk.out),
            Self::Tag(command) => command.run(desk.out),
            Self::Train(command) => command.run(desk),
            Self::TrainTreaties(command) => command.run(desk),
            Self::Evaluate(command) => command.run(desk.out),
            Self::Import(command) => command.run(desk),
            Self::Merge(command) => command.run(desk),
            Self::Agreement(command) => command.run(desk),
            Self::Adjudicate(command) => command.run(desk),
            Self::Imports(command) => command.run(desk),
            Self::List(command) => command.run(desk),
            Self::Show(command) => command.run(desk),
            Self::Compare(command) => command.run(desk),
            Self::Related(command) => command.run(desk),
            Self::Search(command) => command.run(desk),
            Self::Wanted(command) => command.run(desk),
            Self::Entity(command) => command.run(desk),
            Self::Annotate(command) => command.run(desk),
            Self::Annotations(command) => command.run(desk),
            Self::File(command) => command.run(desk),
            Self::Tags(command) => command.run(desk),
            Self::Settle(command) => command.run(desk),
            Self::Split(command) => command.run(desk),
            Self::Join(command) => command.run(desk),
            Self::Rule(command) => command.run(desk),
            Self::Rulings(command) => command.run(desk),
            Self::Revoke(command) => command.run(desk),
            Self::Undo(command) => command.run(desk),
            Self::Redo(command) => command.run(desk),
            Self::History(command) => command.run(desk),
            Self::RemoveSamples(command) => command.run(desk),
            Self::Export(command) => command.run(desk),
            Self::Check(command) => command.run(desk),
            Self::Backup(command) => command.run(desk),
            Self::Backups(command) => command.run(desk),
            Self::Restore(command) => command.run(desk),
            Self::Salvage(command) => command.run(desk),
            Self::Rebuild(command) => command.run(desk),
        }
    }
}

/// How a subcommand ended, when it ran at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything asked for was done.
    Done,
    /// Something failed and was named.
    Failed,
}

impl Outcome {
    /// Failed where anything did.
    const fn failed_if(failed: bool) -> Self {
        if failed { Self::Failed } else { Self::Done }
    }
}

/// Exit statuses.
const DONE: u8 = 0;
const FAILED: u8 = 1;
const USAGE: u8 = 2;

/// Runs the program on its own command line.
#[must_use]
pub fn run() -> ExitCode {
    let process_start = std::time::Instant::now();
    let (mut input, mut err) = (io::stdin().lock(), io::stderr());
    let mut out = io::BufWriter::new(io::stdout().lock());
    match parse(std::env::args_os(), &mut out, &mut err) {
        Err(status) => ExitCode::from(status),
        Ok(Arguments { library, command: Some(command), .. }) => {
            ExitCode::from(execute(&command, library, &mut input, &mut out, &mut err))
        }
        Ok(Arguments { library, command: None, paths }) => {
            drop((input, out));
            window::open_window(library.filter(|dir| !dir.as_os_str().is_empty()), paths, process_start)
        }
    }
}

/// Runs a subcommand in this process and gives its exit status. `arguments` begins with the program's name.
///
/// For tests and for programs that hold Sorot within; the window is not opened from here.
pub fn run_with(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    match parse(arguments, out, err) {
        Err(status) => status,
        Ok(Arguments { library, command: Some(command), .. }) => execute(&command, library, input, out, err),
        Ok(_) => {
            let _ = writeln!(err, "sorot: a subcommand is needed here");
            USAGE
        }
    }
}

/// What the command line asks for, or the status to end with after help, version or a complaint.
fn parse(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Arguments, u8> {
    let complaint = match Arguments::try_parse_from(arguments) {
        Ok(arguments) if arguments.command.is_some() && !arguments.paths.is_empty() => {
            let _ = writeln!(err, "sorot: name the subcommand before its paths");
            return Err(USAGE);
        }
        Ok(arguments) => return Ok(arguments),
        Err(complaint) => complaint,
    };
    // A closed terminal is no reason to complain about the complaint.
    if complaint.use_stderr() {
        let _ = write!(err, "{complaint}");
        Err(USAGE)
    } else {
        let _ = write!(out, "{complaint}").and_then(|()| out.flush());
        Err(DONE)
    }
}

fn execute(
    command: &Command,
    library: Option<PathBuf>,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let place = library.filter(|dir| !dir.as_os_str().is_empty());
    let mut desk = Desk { place, input, out, err };
    let outcome = command.run(&mut desk);
    match outcome.and_then(|outcome| desk.out.flush().map(|()| outcome).map_err(anyhow::Error::from)) {
        Ok(Outcome::Done) => DONE,
        Ok(Outcome::Failed) => FAILED,
        // Whoever read the output has seen enough.
        Err(error) if is_broken_pipe(&error) => DONE,
        Err(error) => {
            desk.say(&format!("{error:#}"));
            FAILED
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        cause.downcast_ref().is_some_and(broken)
            || cause.downcast_ref().and_then(serde_json::Error::io_error_kind) == Some(io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
