//! The command line: what was typed becomes a run, its findings are printed, its outputs written.

mod args;
mod check;
mod date;
mod drawing;
mod explain;
mod failure;
mod map;
mod messages;
mod output;
mod profile;
mod read;
mod report;
mod sample;
mod settings;

use std::process::ExitCode;

use clap::Parser as _;

use self::args::{Command, CommandLine};
use self::failure::{Outcome, Stop};
use self::messages::Messages;

/// Runs the program: exit status 0 done; 1 done, but warnings were denied; 2 not done.
pub(crate) fn run() -> ExitCode {
    let command = match CommandLine::try_parse() {
        Ok(line) => line.command,
        Err(error) => {
            messages::usage(&error);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let messages = Messages::new(command.is_quiet());
    let ended = match &command {
        Command::Report(args) => report::run(args, messages),
        Command::Map(args) => map::run(args, messages),
        Command::Check(args) => check::run(args, messages),
        Command::Profile(command) => profile::run(command, messages),
        Command::Sample(args) => sample::run(args, messages),
    };
    match ended {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Warned) => ExitCode::from(1),
        Err(Stop::Refused) => ExitCode::from(2),
        Err(Stop::Failed(failure)) => {
            messages.failure(&failure);
            ExitCode::from(2)
        }
    }
}
