//! The subcommands. Results on standard output, messages on standard error; exit status 0 done, 1 something
//! failed (each failure named), 2 wrong usage.

mod entities;
mod extract;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reads saved Indonesian news offline, lights up its names and follows its Baca Juga references.
#[derive(Debug, Parser)]
#[command(name = "sorot", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    /// The library's folder [default: the platform's data folder].
    #[arg(long, global = true, value_name = "DIR", env = "SOROT_LIBRARY")]
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
}

/// How a subcommand ended, when it ran at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything asked for was done.
    Done,
    /// Something failed and was named on standard error.
    Failed,
}

/// Runs the program on its own command line.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let outcome = match arguments.command {
        None => Ok(Outcome::Done),
        Some(Command::Extract(command)) => command.run(&mut out),
        Some(Command::Entities(command)) => command.run(&mut out),
    };
    let outcome = outcome.and_then(|outcome| out.flush().map(|()| outcome).map_err(anyhow::Error::from));
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("sorot: {error:#}");
            ExitCode::FAILURE
        }
    }
}
