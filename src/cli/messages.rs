//! The only place that prints: findings and failures on standard error, the rest on standard output.
//!
//! The form is that of STYLE section 6: what is wrong, where, what to do; five of one code, then a
//! count. In Chinese a finding begins with the title of its code and has the remedy that goes with it; what
//! was seen stands between them, in English. What comes from files may hold anything, so control characters
//! are escaped and long names shortened. Colour is for terminals only and never where `NO_COLOR` is set.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use indicatif::ProgressDrawTarget;
use walkshed::finding::{Code, Finding, Findings, Place, Severity};
use walkshed::profile::Lang;
pub(super) use walkshed::units::counted;
use walkshed::watch::Watch;

use super::explain::word;
use super::failure::Failure;

/// Findings of one code that are printed in full.
const SHOWN: usize = 5;

/// Letters of a name that are printed.
const LONGEST_NAME: usize = 60;

/// Where to look for the findings that are not printed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rest {
    /// All of them stand in a table of the output folder.
    InTable,
    /// There is no table.
    Nowhere,
}

/// How much a run says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Loudness {
    /// Errors only.
    Quiet,
    /// Findings and results.
    Plain,
    /// And what is read, and how long each stage takes.
    Verbose,
}

/// How loud a run is, and whether it goes on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Messages {
    loudness: Loudness,
    lang: Lang,
    is_coloured: bool,
    watch: &'static Watch,
}

impl Messages {
    /// Colour as the terminal and its variables ask for.
    pub(super) fn new(loudness: Loudness, lang: Lang, watch: Watch) -> Self {
        let is_coloured = is_coloured(io::stderr().is_terminal(), |name| std::env::var_os(name));
        // One for the whole run of the program, so that messages can be handed round by value.
        Self { loudness, lang, is_coloured, watch: Box::leak(Box::new(watch)) }
    }

    /// For tests of what is not printed.
    #[cfg(test)]
    pub(super) fn silent(watch: Watch) -> Self {
        Self { is_coloured: false, ..Self::new(Loudness::Quiet, Lang::En, watch) }
    }

    /// The watch over the run.
    pub(super) fn watch(self) -> &'static Watch {
        self.watch
    }

    /// Where a bar can be drawn; none where nobody watches or wants it.
    pub(super) fn bar_target(self) -> Option<ProgressDrawTarget> {
        let is_wanted = self.loudness != Loudness::Quiet && io::stderr().is_terminal();
        is_wanted.then(ProgressDrawTarget::stderr)
    }

    /// Prints how long something took, in a verbose run.
    pub(super) fn timing(self, what: &str, took: Duration) {
        self.detail(&format!("{:>9.3} s  {what}", took.as_secs_f64()));
    }

    /// Prints a line in a verbose run.
    pub(super) fn detail(self, line: &str) {
        if self.loudness == Loudness::Verbose {
            say(&format!("{}\n", safe(line)));
        }
    }

    /// Prints what was done besides, on standard error, unless the run is quiet.
    pub(super) fn remark(self, line: &str) {
        if self.loudness != Loudness::Quiet {
            say(&format!("{}\n", safe(line)));
        }
    }

    /// The same in the language of the run.
    pub(super) fn remark_in(self, english: &str, chinese: &str) {
        self.remark(if self.lang == Lang::Zh { chinese } else { english });
    }

    /// Prints findings, errors first; warnings and notes only where the run is not quiet.
    pub(super) fn findings(self, findings: &Findings, rest: Rest) {
        say(&self.page(findings, rest));
    }

    /// Prints why the run cannot go on.
    pub(super) fn failure(self, failure: &Failure) {
        let mut page = String::new();
        self.push_head(&mut page, Severity::Error, failure.code, &failure.message);
        self.push_help(&mut page, failure.code, &failure.help);
        say(&page);
    }

    /// Prints a result on standard output, unless the run is quiet.
    pub(super) fn summary(self, text: &str) -> Result<(), Failure> {
        if self.loudness == Loudness::Quiet { Ok(()) } else { data(text) }
    }

    fn page(self, findings: &Findings, rest: Rest) -> String {
        let mut page = String::new();
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            if self.loudness == Loudness::Quiet && severity != Severity::Error {
                continue;
            }
            let mut codes: Vec<&str> = Vec::new();
            for finding in findings.iter().filter(|f| f.severity == severity) {
                if !codes.contains(&finding.code) {
                    codes.push(finding.code);
                }
            }
            for code in codes {
                let of_code = findings.iter().filter(|f| f.severity == severity && f.code == code);
                self.push_code(&mut page, &of_code.collect::<Vec<_>>(), rest);
            }
        }
        page
    }

    fn push_code(self, page: &mut String, findings: &[&Finding], rest: Rest) {
        for finding in findings.iter().take(SHOWN) {
            self.push_head(page, finding.severity, finding.code, &finding.message);
            let _ = writeln!(page, "  --> {}", place(&finding.place));
            self.push_help(page, finding.code, &finding.help);
        }
        if let Some(first) = findings.get(SHOWN) {
            let more = findings.len() - SHOWN;
            let count = match (self.lang, rest) {
                (Lang::En, Rest::InTable) => {
                    format!("{more} more of this kind; findings.csv has them all")
                }
                (Lang::En, Rest::Nowhere) => format!("{more} more of this kind"),
                (Lang::Zh, Rest::InTable) => format!("此类还有 {more} 条，全部见 findings.csv"),
                (Lang::Zh, Rest::Nowhere) => format!("此类还有 {more} 条"),
            };
            self.push_head(page, first.severity, first.code, &count);
        }
    }

    fn push_head(self, page: &mut String, severity: Severity, code: &str, message: &str) {
        let (on, off) = match (self.is_coloured, severity) {
            (false, _) => ("", ""),
            (true, Severity::Error) => ("\u{1b}[1;31m", "\u{1b}[0m"),
            (true, Severity::Warning) => ("\u{1b}[1;33m", "\u{1b}[0m"),
            (true, Severity::Note) => ("\u{1b}[1;34m", "\u{1b}[0m"),
        };
        let _ = match (self.lang, Code::find(code)) {
            (Lang::Zh, Some(entry)) => {
                let word = word(severity);
                let (title, _) = entry.in_chinese();
                let said = entry.text_in_chinese(message);
                let message = safe(said.as_deref().unwrap_or(message));
                writeln!(page, "{on}{word}[{code}]{off}：{title}\n  {message}")
            }
            _ => writeln!(page, "{on}{}[{code}]{off}: {}", severity.word(), safe(message)),
        };
    }

    /// What to do, once: in Chinese what holds for this finding, or, where that is not known, what holds for the
    /// code, with the English in brackets.
    fn push_help(self, page: &mut String, code: &str, help: &str) {
        if self.lang == Lang::Zh {
            let remedy = Code::find(code).map(|entry| entry.remedy_in_chinese(help));
            if let Some(remedy) = remedy.filter(|remedy| !remedy.is_empty()) {
                let _ = writeln!(page, "  处理：{}", safe(&remedy));
            }
        } else if !help.is_empty() {
            let _ = writeln!(page, "  help: {}", safe(help));
        }
    }
}

/// Prints what was asked for on standard output. A reader that has gone away has seen enough.
pub(super) fn data(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new("write", format!("standard output: {}", reason(&error))))
        }
        _ => Ok(()),
    }
}

/// Prints what the command line parser says: help and version on standard output, errors on
/// standard error.
pub(super) fn usage(error: &clap::Error) {
    // Nothing is left to be told to where that fails.
    let _ = error.print();
}

/// Prints that the run has stopped, and that its outputs are as they were.
pub(super) fn stopped(out: Option<&Path>) {
    let as_it_was = out.map(|out| format!("; {} is as it was", shown_folder(out)));
    say(&format!("stopped{}\n", safe(&as_it_was.unwrap_or_default())));
}

/// Says of each panic that it is our mistake, instead of what the language says.
pub(super) fn own_up_to_panics() {
    let said = Once::new();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or_else(String::new, |at| format!(" at {at}"));
        let why = panic.payload_as_str().unwrap_or("unknown");
        // Threads side by side may run into the same one.
        said.call_once(|| say(&bug(&place, why)));
    }));
}

fn bug(place: &str, why: &str) -> String {
    let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    format!(
        "error[bug]: {name} {version} made a mistake{}: {}\n  help: no output was changed; \
         please report this line with the command, and the files if you may\n",
        safe(place),
        safe(why)
    )
}

/// Whether to colour: `NO_COLOR` forbids it (no-color.org), `CLICOLOR_FORCE` asks for it even in a
/// pipe (bixense.com/clicolors); else a terminal that is not dumb has it.
fn is_coloured(is_terminal: bool, variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    if set("NO_COLOR").is_some() {
        return false;
    }
    let is_forced = set("CLICOLOR_FORCE").is_some_and(|value| value != "0");
    is_forced || is_terminal && set("TERM").is_none_or(|term| term != "dumb")
}

/// A folder with a slash behind it.
fn shown_folder(folder: &Path) -> String {
    let text = folder.display().to_string();
    if text.ends_with(['/', '\\']) { text } else { format!("{text}/") }
}

fn say(page: &str) {
    // A closed standard error is no reason to stop.
    let _ = io::stderr().lock().write_all(page.as_bytes());
}

/// An operating system's reason in our form: lower case, without the number.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A place as a line of text shows it.
pub(super) fn place(place: &Place) -> String {
    let mut text = safe(&place.file);
    if !place.path.is_empty() {
        let _ = write!(text, ": {}", safe(&place.path));
    }
    if let Some(name) = &place.name {
        let short: String = name.chars().take(LONGEST_NAME).collect();
        let cut = if short.len() < name.len() { "…" } else { "" };
        let _ = write!(text, " (\"{}{cut}\")", safe(&short));
    }
    text
}

/// A text that cannot steer a terminal: control characters and marks that turn the direction of
/// writing (Unicode Annex 9) are escaped.
pub(super) fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let turns = matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}' | '\u{061C}');
        if letter.is_control() || turns {
            out.extend(letter.escape_default());
        } else {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A message that colours nothing.
    fn messages(loudness: Loudness) -> Messages {
        Messages { is_coloured: false, ..Messages::new(loudness, Lang::En, Watch::default()) }
    }

    #[test]
    fn in_chinese_a_finding_has_the_title_and_the_remedy_of_its_code() {
        let messages = Messages { lang: Lang::Zh, ..messages(Loudness::Plain) };
        let mut findings = Findings::new();
        let place = Place::path("a.geojson", "features[4].geometry");
        findings.push(Finding::error("ring-too-small", place, "2 positions").with_help("add one"));
        findings.push(Finding::note("heights", Place::file("a.geojson"), "heights ignored"));
        (0..6).for_each(|i| findings.push(warning("overlap", &format!("features[{i}]"))));
        let page = messages.page(&findings, Rest::InTable);
        assert!(page.starts_with(
            "错误[ring-too-small]：环的不同位置不足三个，或没有面积\n  2 positions\n  --> a.geojson: \
             features[4].geometry\n  处理：重新绘制，或删去该要素（add one）\n警告[overlap]："
        ));
        assert!(page.ends_with(
            "\n  此类还有 1 条，全部见 findings.csv\n提示[heights]：坐标带有高程\n  heights ignored\n  --> a.geojson\n"
        ));
        assert_eq!(page.matches("处理：").count(), 6);
    }

    #[test]
    fn in_chinese_a_finding_that_a_phrase_is_known_for_is_all_chinese() {
        let messages = Messages { lang: Lang::Zh, ..messages(Loudness::Plain) };
        let mut findings = Findings::new();
        let message = "open what? no category, and no target";
        let finding = Finding::error("no-category", Place::file("plan.geojson"), message);
        let help = "fill it in, or write the id of an outlet that is planned or closed";
        findings.push(finding.with_help(help));
        assert_eq!(
            messages.page(&findings, Rest::Nowhere),
            "错误[no-category]：网点没有类别\n  未说明开设什么：没有类别，也没有 target\n  --> plan.geojson\n  \
             处理：在该措施中填写类别，或在 target 中填写规划中或已关闭网点的编号\n"
        );
    }

    fn warning(code: &'static str, path: &str) -> Finding {
        Finding::warning(code, Place::path("a.geojson", path), "what we saw")
    }

    #[test]
    fn a_finding_says_what_where_and_what_to_do() {
        let mut findings = Findings::new();
        let place = Place::path("a.geojson", "features[4].geometry").with_name("Centre");
        findings.push(Finding::error("ring-too-small", place, "2 positions").with_help("add one"));
        findings.push(Finding::note("heights", Place::file("a.geojson"), "heights ignored"));
        assert_eq!(
            messages(Loudness::Plain).page(&findings, Rest::Nowhere),
            "error[ring-too-small]: 2 positions\n  --> a.geojson: features[4].geometry (\"Centre\")\n\
             \x20 help: add one\nnote[heights]: heights ignored\n  --> a.geojson\n"
        );
    }

    #[test]
    fn five_of_a_code_are_shown_and_the_rest_counted() {
        let mut findings = Findings::new();
        (0..8).for_each(|i| findings.push(warning("overlap", &format!("features[{i}]"))));
        let page = messages(Loudness::Plain).page(&findings, Rest::InTable);
        assert_eq!(page.matches("-->").count(), 5);
        assert!(
            page.ends_with("warning[overlap]: 3 more of this kind; findings.csv has them all\n")
        );
    }

    #[test]
    fn errors_come_first_and_are_all_that_a_quiet_run_prints() {
        let mut findings = Findings::new();
        findings.push(warning("overlap", ""));
        findings.push(Finding::error("json", Place::file("b.geojson"), "ends early"));
        assert!(
            messages(Loudness::Plain).page(&findings, Rest::Nowhere).starts_with("error[json]")
        );
        assert!(!messages(Loudness::Quiet).page(&findings, Rest::Nowhere).contains("warning"));
    }

    #[test]
    fn a_name_from_a_file_cannot_steer_the_terminal() {
        let name = format!("\u{1b}[2J\u{202e}{}", "长".repeat(80));
        let text = place(&Place::file("a").with_name(&name));
        assert!(text.starts_with("a (\"\\u{1b}[2J\\u{202e}长"), "{text}");
        // 60 letters are kept, 5 of them are the escape sequence and the turning mark.
        assert_eq!(text.matches('长').count(), 55);
        assert!(text.ends_with("…\")"));
    }

    #[test]
    fn a_reason_is_in_lower_case_without_its_number() {
        let error = io::Error::from_raw_os_error(28);
        assert_eq!(reason(&error), "no space left on device");
    }

    #[test]
    fn colour_is_forbidden_before_it_is_forced_and_forced_before_it_is_for_terminals() {
        let with = |is_terminal, set: &[(&str, &str)]| {
            is_coloured(is_terminal, |name| {
                set.iter().find(|(set, _)| *set == name).map(|(_, value)| value.into())
            })
        };
        assert!(with(true, &[]) && !with(false, &[]));
        assert!(!with(true, &[("NO_COLOR", "1")]) && with(true, &[("NO_COLOR", "")]));
        assert!(!with(true, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
        assert!(
            with(false, &[("CLICOLOR_FORCE", "1")]) && !with(false, &[("CLICOLOR_FORCE", "0")])
        );
        assert!(!with(true, &[("TERM", "dumb")]));
    }

    #[test]
    fn a_mistake_of_ours_asks_for_a_report() {
        let text = bug(" at src/x.rs:1:2", "index\u{1b}");
        assert!(text.starts_with("error[bug]: walkshed "), "{text}");
        assert!(text.contains(" at src/x.rs:1:2: index\\u{1b}\n  help: no output was changed; "));
        assert!(text.contains("please report"), "{text}");
    }
}
