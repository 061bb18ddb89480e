//! What a plan has to reach: the rules of a file that a review holds it against.
//!
//! TOML, one `[[rule]]` each: that nobody loses what is within reach today, that a rate is at least so much, by
//! circles or along streets, or that supply is enough for the need, in the city or in every subdistrict, by a phase
//! or after the whole plan.
//!
//! ```toml
//! [[rule]]
//! name = "nobody loses a clinic"   # what it is called; else made of what it says
//! nobody_loses = true
//! service = "clinic"               # key of the profile, or "circle"; without, every service
//!
//! [[rule]]
//! service = "circle"
//! rate = "land"                    # land, people, age_0_2, age_3_5, age_60plus or age_80plus
//! at_least_percent = 95
//! in = "every_subdistrict"         # or "city", which it is without
//! by = 2027                        # a phase; without, after the whole plan
//!
//! [[rule]]
//! service = "clinic"
//! rate = "people"
//! at_least_percent = 80
//! reach = "streets"                # walks along streets, of residents; without, circles
//!
//! [[rule]]
//! provision = "eldercare_beds"     # key of a provision of the rule set
//! at_least = 30                    # in its own unit; without, within the limits of the rule set
//! in = "every_subdistrict"
//! ```

use serde::{Deserialize, Serialize};

use super::Profile;
use super::lines::Lines;
use crate::finding::{Finding, Findings, Place, nearest};
use crate::model::AgeGroup;
use crate::units::Share;

/// Key of all services of the circle together.
const CIRCLE: &str = "circle";

/// What a rate counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Land.
    Land,
    /// Every resident.
    People,
    /// Residents of an age group.
    #[serde(untagged)]
    Group(AgeGroup),
}

impl Counted {
    /// The word in files and tables: `land`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Land => "land",
            Self::People => "people",
            Self::Group(group) => group.key(),
        }
    }

    fn all() -> impl Iterator<Item = Self> {
        [Self::Land, Self::People].into_iter().chain(AgeGroup::ALL.map(Self::Group))
    }
}

/// Which services a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Each service with data today.
    Every,
    /// That at this position of the profile.
    Service(usize),
    /// All services of the circle together.
    Circle,
}

/// What a rule demands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// No resident, and no land, loses what is within reach today.
    NobodyLoses,
    /// A rate.
    Rate {
        /// What it counts.
        of: Counted,
        /// The least that it may be.
        at_least: Share,
        /// In each subdistrict by itself; else in the city.
        in_every_subdistrict: bool,
    },
    /// Supply against need.
    Supply {
        /// Position of the provision in the profile.
        provision: usize,
        /// The least that it may be, in its own unit; none where the limits of the profile hold.
        at_least: Option<f64>,
        /// In each subdistrict by itself; else in the city.
        in_every_subdistrict: bool,
    },
}

/// How residents reach outlets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reaching {
    /// Within circles.
    Circles,
    /// Along streets, no further than the radius.
    Streets,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Requirement {
    /// What it is called; none where the file gives it no name.
    pub name: Option<String>,
    /// Which services it is about; of supply, what the provision counts.
    pub service: Asked,
    /// How residents reach them.
    pub reach: Reaching,
    /// What it demands.
    pub demand: Demand,
    /// The phase by which; none after the whole plan.
    pub by: Option<u32>,
}

impl Requirement {
    /// Whether circles alone tell how it ends.
    #[must_use]
    pub fn is_of_circles(&self) -> bool {
        self.reach == Reaching::Circles && !matches!(self.demand, Demand::Supply { .. })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<toml::Spanned<Written>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: Option<String>,
    service: Option<String>,
    nobody_loses: Option<bool>,
    rate: Option<String>,
    at_least_percent: Option<f64>,
    reach: Option<String>,
    provision: Option<String>,
    at_least: Option<f64>,
    #[serde(rename = "in")]
    place: Option<String>,
    by: Option<u32>,
}

/// Reads the text of a file of rules for a profile; no rules where a finding is an error.
#[must_use]
pub fn requirements(text: &str, file: &str, profile: &Profile) -> (Vec<Requirement>, Findings) {
    let lines = Lines::new(text, file);
    let mut findings = Findings::new();
    let written: File = match toml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            let place = error.span().map_or_else(|| Place::file(file), |span| lines.place(&span));
            let message = error.message().replace('\n', " ");
            findings.push(Finding::error("toml", place, message));
            return (Vec::new(), findings);
        }
    };
    if written.rule.is_empty() {
        let message = "no [[rule]]: nothing is required of the plan";
        let finding = Finding::error("requirement", Place::file(file), message);
        findings.push(finding.with_help("write a rule, or leave --require out"));
    }
    let rules = written.rule.iter().filter_map(|written| {
        let place = lines.place(&written.span());
        match requirement(written.get_ref(), profile) {
            Ok(rule) => Some(rule),
            Err((message, help)) => {
                findings.push(Finding::error("requirement", place, message).with_help(help));
                None
            }
        }
    });
    let rules = rules.collect();
    if findings.has_errors() { (Vec::new(), findings) } else { (rules, findings) }
}

/// What is wrong with a rule, and what to do.
type Wrong = (String, String);

/// A rule; or what is wrong with it.
fn requirement(written: &Written, profile: &Profile) -> Result<Requirement, Wrong> {
    let name = written.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let (name, by) = (name.map(str::to_owned), written.by);
    if let Some(key) = &written.provision {
        let demand = supply(written, key, profile)?;
        return Ok(Requirement {
            name,
            service: Asked::Every,
            reach: Reaching::Circles,
            demand,
            by,
        });
    }
    let service = match written.service.as_deref() {
        None => Asked::Every,
        Some(CIRCLE) => Asked::Circle,
        Some(key) => Asked::Service(position(key, profile)?),
    };
    let demand = match (written.nobody_loses, &written.rate, written.at_least_percent) {
        _ if written.at_least.is_some() => {
            let message = "at_least is of a provision";
            let help = "write at_least_percent beside rate, or name a provision";
            return Err((message.to_owned(), help.to_owned()));
        }
        (Some(true), None, None) if written.place.is_none() => Demand::NobodyLoses,
        (None, Some(rate), Some(percent)) => rate_of(written, rate, percent)?,
        (None | Some(_), _, _) => {
            let message =
                "a rule says nobody_loses = true, or rate with at_least_percent, or provision";
            let help = "write one of the three; in holds for rates and provisions alone";
            return Err((message.to_owned(), help.to_owned()));
        }
    };
    let reach = reaching(written, service, demand)?;
    Ok(Requirement { name, service, reach, demand, by })
}

/// How a rule has residents reach outlets.
fn reaching(written: &Written, service: Asked, demand: Demand) -> Result<Reaching, Wrong> {
    let wrong = |message: &str, help: &str| Err((message.to_owned(), help.to_owned()));
    match written.reach.as_deref() {
        None | Some("circles") => Ok(Reaching::Circles),
        Some("streets") if service == Asked::Circle => wrong(
            "along streets each service stands by itself: the circle is of circles",
            "name a service, or leave service out for each of them",
        ),
        Some("streets") if matches!(demand, Demand::Rate { of: Counted::Land, .. }) => wrong(
            "along streets residents are counted, and no land",
            "write rate = \"people\", or an age group",
        ),
        Some("streets") => Ok(Reaching::Streets),
        Some(other) => {
            let help = "write \"circles\" or \"streets\"".to_owned();
            Err((format!("reach is \"{other}\""), help))
        }
    }
}

/// What a rule asks of a provision.
fn supply(written: &Written, key: &str, profile: &Profile) -> Result<Demand, Wrong> {
    let Written { service, nobody_loses, rate, at_least_percent, reach, .. } = written;
    let is_of_reach = service.is_some()
        || nobody_loses.is_some()
        || rate.is_some()
        || at_least_percent.is_some()
        || reach.is_some();
    if is_of_reach {
        let message = "a rule of a provision says nothing of service, rate, reach or losses";
        let help = "leave these out, or write two rules";
        return Err((message.to_owned(), help.to_owned()));
    }
    let of_subdistricts = || {
        let all = profile.provisions.iter().enumerate();
        all.filter(|(_, of)| of.is_of(None))
    };
    let Some((provision, of)) = of_subdistricts().find(|(_, of)| of.key == key) else {
        let keys: Vec<&str> = of_subdistricts().map(|(_, of)| of.key.as_str()).collect();
        let help = known(key, &keys);
        return Err((format!("the rule set {} has no provision \"{key}\"", profile.key), help));
    };
    if written.at_least.is_none() && of.min.is_none() && of.max.is_none() {
        let message = format!("the rule set {} has no limit for {key}", profile.key);
        return Err((message, "write at_least, in its own unit".to_owned()));
    }
    if let Some(least) = written.at_least.filter(|least| !(least.is_finite() && *least >= 0.0)) {
        return Err((format!("at_least is {least}"), "write a number from 0".to_owned()));
    }
    let in_every_subdistrict = in_every_subdistrict(written)?;
    Ok(Demand::Supply { provision, at_least: written.at_least, in_every_subdistrict })
}

/// What is known instead of a key.
fn known(key: &str, keys: &[&str]) -> String {
    match nearest(key, keys.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None if keys.is_empty() => "it has none".to_owned(),
        None => format!("known are {}", keys.join(", ")),
    }
}

fn position(key: &str, profile: &Profile) -> Result<usize, Wrong> {
    let found = profile.services.iter().position(|service| service.key == key);
    found.ok_or_else(|| {
        let keys: Vec<&str> =
            profile.services.iter().map(|service| service.key.as_str()).chain([CIRCLE]).collect();
        (format!("the rule set {} has no service \"{key}\"", profile.key), known(key, &keys))
    })
}

fn in_every_subdistrict(written: &Written) -> Result<bool, Wrong> {
    match written.place.as_deref() {
        None | Some("city") => Ok(false),
        Some("every_subdistrict") => Ok(true),
        Some(other) => {
            let help = "write \"city\" or \"every_subdistrict\"".to_owned();
            Err((format!("in is \"{other}\""), help))
        }
    }
}

fn rate_of(written: &Written, rate: &str, percent: f64) -> Result<Demand, Wrong> {
    let Some(of) = Counted::all().find(|counted| counted.key() == rate) else {
        let keys: Vec<&str> = Counted::all().map(Counted::key).collect();
        return Err((format!("no rate is called \"{rate}\""), known(rate, &keys)));
    };
    if !(0.0..=100.0).contains(&percent) {
        let help = "write per cent, 0 to 100".to_owned();
        return Err((format!("at_least_percent is {percent}"), help));
    }
    let in_every_subdistrict = in_every_subdistrict(written)?;
    Ok(Demand::Rate { of, at_least: Share(percent / 100.0), in_every_subdistrict })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::builtin;

    fn read(text: &str) -> (Vec<Requirement>, Vec<String>) {
        let (rules, findings) = requirements(text, "rules.toml", &builtin("circle15").unwrap());
        let said = findings.iter().map(|f| format!("{} {}: {}", f.code, f.place.path, f.message));
        (rules, said.collect())
    }

    #[test]
    fn rules_are_read_with_their_services() {
        let (rules, said) = read(
            "[[rule]]\nname = \"a\"\nnobody_loses = true\n\n[[rule]]\nservice = \"circle\"\n\
             rate = \"age_60plus\"\nat_least_percent = 90\nin = \"every_subdistrict\"\nby = 2027\n",
        );
        assert!(said.is_empty(), "{said:?}");
        assert_eq!((rules[0].service, rules[0].demand), (Asked::Every, Demand::NobodyLoses));
        let rate = Demand::Rate {
            of: Counted::Group(AgeGroup::Age60Plus),
            at_least: Share(0.9),
            in_every_subdistrict: true,
        };
        assert_eq!(
            (rules[1].service, rules[1].demand, rules[1].by),
            (Asked::Circle, rate, Some(2027))
        );
    }

    #[test]
    fn a_rule_that_cannot_be_meant_is_an_error_with_its_line() {
        let rows = [
            ("", "requirement : no [[rule]]"),
            ("[[rule]]\n", "requirement line 1: a rule says nobody_loses"),
            ("[[rule]]\nnobody_loses = false\n", "requirement line 1: a rule says nobody_loses"),
            (
                "\n[[rule]]\nservice = \"laundri\"\nnobody_loses = true\n",
                "requirement line 2: the rule set circle15 has no service \"laundri\"",
            ),
            (
                "[[rule]]\nrate = \"area\"\nat_least_percent = 3\n",
                "requirement line 1: no rate is called \"area\"",
            ),
            (
                "[[rule]]\nrate = \"land\"\nat_least_percent = 950\n",
                "requirement line 1: at_least_percent is 950",
            ),
            (
                "[[rule]]\nrate = \"land\"\nat_least = 0.95\n",
                "requirement line 1: at_least is of a provision",
            ),
            ("[[rule]]\nrate = \"land\"\nleast = 0.95\n", "toml line 3: unknown field `least`"),
            (
                "[[rule]]\nrate = \"land\"\nat_least_percent = 9\nreach = \"streets\"\n",
                "requirement line 1: along streets residents are counted",
            ),
            (
                "[[rule]]\nservice = \"circle\"\nnobody_loses = true\nreach = \"streets\"\n",
                "requirement line 1: along streets each service stands by itself",
            ),
            (
                "[[rule]]\nnobody_loses = true\nreach = \"roads\"\n",
                "requirement line 1: reach is \"roads\"",
            ),
            (
                "[[rule]]\nprovision = \"beds\"\n",
                "requirement line 1: the rule set circle15 has no provision \"beds\"",
            ),
            (
                "[[rule]]\nprovision = \"beds\"\nrate = \"people\"\n",
                "requirement line 1: a rule of a provision says nothing of service",
            ),
            ("[[rule]\n", "toml line 1: "),
        ];
        for (text, expected) in rows {
            let (rules, said) = read(text);
            assert!(rules.is_empty());
            assert!(said.len() == 1 && said[0].starts_with(expected), "{expected}: {said:?}");
        }
    }
}
