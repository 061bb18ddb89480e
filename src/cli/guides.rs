//! Completions for shells and manual pages, made from the one definition of the arguments.

use std::io::{self, Write};
use std::path::Path;

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::{CommandLine, EXIT_STATUS, STREAMS};
use super::failure::{Outcome, Stop};
use super::messages::{Messages, data};
use super::output::OutputFolder;

/// `walkshed completions SHELL`: prints what the shell has to read.
pub(super) fn completions(shell: Shell) -> Result<Outcome, Stop> {
    let mut script = Vec::new();
    let mut command = CommandLine::command();
    clap_complete::generate(shell, &mut command, env!("CARGO_PKG_NAME"), &mut script);
    data(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}

/// `walkshed man DIR`: writes `walkshed.1` and a page for each command under it.
pub(super) fn man(folder: &Path, messages: Messages) -> Result<Outcome, Stop> {
    let folder = OutputFolder::prepare(folder, messages)?;
    let mut staged = folder.stage()?;
    let mut names = Vec::new();
    for command in with_subcommands(&documented()) {
        let page = page_of(&command);
        let name = page.get_filename();
        staged.add(&name, |out| write_page(&page, &command, out))?;
        names.push(name);
    }
    staged.place()?;
    messages.summary(&format!("{}\n", names.join("\n")))?;
    Ok(Outcome::Done)
}

/// The definition of the arguments with all names filled in.
fn documented() -> Command {
    let mut command = CommandLine::command().disable_help_subcommand(true);
    command.build();
    command
}

/// A command and all under it, in the order of help texts.
fn with_subcommands(command: &Command) -> Vec<Command> {
    let under = command.get_subcommands().flat_map(with_subcommands);
    std::iter::once(command.clone()).chain(under).collect()
}

/// Variables that every command listens to.
const VARIABLES: [(&str, &str); 4] = [
    ("NO_COLOR", "No colour, even on a terminal, where it is set and not empty."),
    ("CLICOLOR_FORCE", "Colour even in a pipe, where it is set and neither empty nor 0."),
    ("LC_ALL, LC_MESSAGES, LANG", "The language where --lang is not given: zh or en."),
    (
        "SOURCE_DATE_EPOCH",
        "The day that outputs carry where --date is not given, in seconds since 1970.",
    ),
];

fn page_of(command: &Command) -> Man {
    let program = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    Man::new(command.clone()).source(program)
}

fn write_page(page: &Man, command: &Command, mut out: &mut dyn Write) -> io::Result<()> {
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    page.render_description_section(&mut out)?;
    page.render_options_section(&mut out)?;
    if command.has_subcommands() {
        page.render_subcommands_section(&mut out)?;
    }
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]).text([roman(EXIT_STATUS.replace('\n', " "))]);
    roff.control("PP", []).text([roman(STREAMS)]);
    roff.control("SH", ["ENVIRONMENT"]);
    for (names, what) in VARIABLES {
        roff.control("TP", []).text([bold(names)]).text([roman(what)]);
    }
    roff.to_writer(&mut out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(name: &str) -> String {
        let commands = with_subcommands(&documented());
        let command = commands.iter().find(|c| page_of(c).get_filename() == name).unwrap();
        let mut page = Vec::new();
        write_page(&page_of(command), command, &mut page).unwrap();
        String::from_utf8(page).unwrap()
    }

    #[test]
    fn a_page_has_the_flags_of_its_command_and_those_of_all() {
        let page = text_of("walkshed-report.1");
        for word in ["\\-\\-out", "\\-\\-quiet", ".SH \"EXIT STATUS\"", "NO_COLOR"] {
            assert!(page.contains(word), "no {word} in {page}");
        }
        assert!(text_of("walkshed.1").contains("walkshed\\-report(1)"));
    }

    #[test]
    fn no_two_commands_have_one_page() {
        let commands = with_subcommands(&documented());
        let mut names: Vec<_> = commands.iter().map(|c| page_of(c).get_filename()).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "{names:?}");
        assert!(names.iter().any(|name| name == "walkshed-profile-diff.1"), "{names:?}");
    }
}
