//! The command line: what was typed becomes a run, its findings are printed, its outputs written.

mod accept;
mod annotations;
mod args;
mod cache;
mod check;
mod compare;
mod date;
mod drawing;
mod explain;
mod failure;
mod fix;
mod guides;
mod import;
mod map;
mod messages;
mod one_file;
mod output;
mod profile;
mod progress;
mod question;
mod read;
mod report;
mod review;
mod sample;
mod settings;
mod values;
mod walk;
mod work;

use std::process::ExitCode;

use clap::Parser as _;
use walkshed::watch::Watch;

use self::args::{Command, CommandLine};
use self::failure::{Outcome, Stop};
use self::messages::Messages;

/// Runs the program: exit status 0 done; 1 done, but warnings were denied; 2 not done; 130 stopped.
pub(crate) fn run() -> ExitCode {
    messages::own_up_to_panics();
    work::sheltered(run_command).unwrap_or(ExitCode::from(NOT_DONE))
}

/// Exit statuses of a run that has no result.
const NOT_DONE: u8 = 2;
const STOPPED: u8 = 130;

fn run_command() -> ExitCode {
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => {
            messages::usage(&error);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(NOT_DONE));
        }
    };
    let stop = walkshed::watch::Stop::told_by(work::asked_by_signals());
    let command = &line.command;
    let lang = settings::lang(command.voice());
    let messages = Messages::new(line.loudness.loudness(), lang, Watch::new(stop));
    let ended = match command {
        Command::Report(args) => report::run(args, messages),
        Command::Map(args) => map::run(args, messages),
        Command::Check(args) => check::run(args, messages),
        Command::Compare(args) => compare::run(args, messages),
        Command::Explain(args) => walk::run(args, messages),
        Command::Review(args) => review::run(args, messages),
        Command::Accept(args) => accept::run(args, messages),
        Command::Profile(command) => profile::run(command, messages),
        Command::Import(command) => import::run(command, messages),
        Command::Sample(args) => sample::run(args, messages),
        Command::Completions(args) => guides::completions(args.shell),
        Command::Man(args) => guides::man(&args.dir, messages),
    };
    match ended {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Warned) => ExitCode::from(1),
        // Whatever failed once the run was asked to stop: that is why.
        Err(_) if messages.watch().is_stopped() => {
            messages::stopped(command.out());
            ExitCode::from(STOPPED)
        }
        Err(Stop::Failed(failure)) => {
            messages.failure(&failure);
            ExitCode::from(NOT_DONE)
        }
        Err(Stop::Refused | Stop::Panicked | Stop::Asked) => ExitCode::from(NOT_DONE),
    }
}
