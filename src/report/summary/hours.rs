//! The sentence of the summary on outlets that are closed when the profile asks for their category.

use super::super::Context;
use crate::model::OpenAt;
use crate::profile::{Lang, Service};

/// The times at which the profile asks for the categories of a service: `Tu 22:00`.
pub(in crate::report) fn asked_times(context: &Context, service: &Service) -> String {
    let asked = service.providers.iter().filter_map(|p| context.profile.open_at(&p.category));
    let mut times: Vec<String> = asked.map(OpenAt::text).collect();
    times.dedup();
    times.join(", ")
}

/// Which services have outlets that are closed at the time, how many and at what time; none where none has.
pub(super) fn closed_then(context: &Context) -> Option<String> {
    let services = context.profile.services.iter().zip(&context.assessment.services);
    let list: Vec<String> = services
        .filter(|(_, data)| data.closed_then > 0)
        .map(|(service, data)| {
            let (name, count, times) =
                (service.names.get(context.lang), data.closed_then, asked_times(context, service));
            match context.lang {
                Lang::En => format!("{name} {count} ({times})"),
                Lang::Zh => format!("{name} {count} 个（{times}）"),
            }
        })
        .collect();
    (!list.is_empty()).then(|| match context.lang {
        Lang::En => format!(
            "Closed at the time that the profile asks for, and serving nothing: {}.",
            list.join(", ")
        ),
        Lang::Zh => format!("口径要求的时刻不营业、不计入服务的网点：{}。", list.join("、")),
    })
}

/// Whether a service of the circle has outlets that are closed at the time asked for.
pub(super) fn is_closed_then(context: &Context) -> bool {
    let mut services = context.profile.services.iter().zip(&context.assessment.services);
    services.any(|(service, data)| service.in_circle && data.closed_then > 0)
}
