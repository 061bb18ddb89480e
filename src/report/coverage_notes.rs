//! What `coverage.csv` says beside figures that are missing, or that a reader would take for more than they
//! are.

use super::Context;
use super::summary::hours::asked_times;
use super::words;
use crate::assessment::{LandRate, ServiceFigures};
use crate::profile::{Lang, Service};

/// Why figures of a service are missing in a unit, or what their nought is; none where they say all.
pub(super) fn note_of_service(
    context: Context<'_>,
    service: &Service,
    of: &ServiceFigures,
) -> Option<String> {
    let lang = context.lang;
    match &of.land {
        None if of.with_doubtful.is_some() => Some(words::NOTE_ONLY_DOUBTFUL.get(lang).to_owned()),
        None => Some(no_data(context, service)),
        Some(LandRate { share: None, .. }) => Some(words::NOTE_NO_LAND.get(lang).to_owned()),
        Some(_) if is_out_of_reach(&context, service) => {
            Some(words::NOTE_OUT_OF_REACH.get(lang).to_owned())
        }
        Some(_) => None,
    }
}

/// The services that the circle leaves out for want of data; none where there is none.
pub(super) fn note_of_circle(context: Context<'_>) -> Option<String> {
    let lang = context.lang;
    let out: Vec<&str> = context.left_out_of_circle().map(|s| s.names.get(lang)).collect();
    (!out.is_empty())
        .then(|| words::NOTE_LEFT_OUT.get(lang).to_owned() + &out.join(words::LIST.get(lang)))
}

/// Why nothing is known of a service: nobody needs it, no open outlet, or none that is open at the time
/// asked for.
fn no_data(context: Context<'_>, service: &Service) -> String {
    let mut services = context.profile.services.iter().zip(&context.assessment.services);
    let data = services.find(|(of, _)| of.key == service.key).map(|(_, data)| data);
    if data.is_some_and(|data| !data.is_needed) {
        return words::NOTE_NOBODY.get(context.lang).to_owned();
    }
    let (count, time) = (data.map_or(0, |data| data.closed_then), asked_times(&context, service));
    match (count, context.lang) {
        (0, lang) => words::NOTE_NO_DATA.get(lang).to_owned(),
        (_, Lang::Zh) => format!(
            "输入中该服务的网点有 {count} 个，在 {time} 均不营业，未作评价；不等于覆盖率为零"
        ),
        (_, Lang::En) => format!(
            "outlets of this service in the whole input: {count}, none of them open at {time}: not \
             measured, which is not 0 %"
        ),
    }
}

/// Whether no outlet of a service reaches anything of the city.
fn is_out_of_reach(context: &Context<'_>, service: &Service) -> bool {
    let at = context.profile.services.iter().position(|of| of.key == service.key);
    at.is_some_and(|at| context.assessment.is_out_of_reach(at))
}
