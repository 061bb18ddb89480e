//! Who answers for a gap: the departments of the service, or of all services that a place lacks.

use crate::assessment::{Gap, Lack};
use crate::profile::{Names, Profile, Service};

/// The services that a gap lacks, in the order of the profile.
pub(super) fn lacking<'a>(profile: &'a Profile, gap: &Gap) -> Vec<&'a Service> {
    match gap.lack {
        Lack::Service(at) => vec![&profile.services[at]],
        Lack::Circle => gap.missing.iter().map(|&at| &profile.services[at]).collect(),
    }
}

/// Departments in the lead, each once, in the order of the profile.
pub(super) fn leading<'a>(profile: &'a Profile, gap: &Gap) -> Vec<&'a Names> {
    let mut lead: Vec<&Names> = Vec::new();
    for service in lacking(profile, gap) {
        if !lead.contains(&&service.lead) {
            lead.push(&service.lead);
        }
    }
    lead
}

/// Departments that help and do not lead, each once, in the order of the profile.
pub(super) fn supporting<'a>(profile: &'a Profile, gap: &Gap) -> Vec<&'a Names> {
    let lead = leading(profile, gap);
    let mut help: Vec<&Names> = Vec::new();
    for name in lacking(profile, gap).into_iter().flat_map(|service| &service.supporting) {
        if !help.contains(&name) && !lead.contains(&name) {
            help.push(name);
        }
    }
    help
}
