//! What residents report, as `assessment.json` holds it.

use serde::Serialize;

use super::Context;
use super::layer_json::{LayerView, layer_view};
use crate::assessment::{Complaints, ServiceComplaints};

#[derive(Serialize)]
pub(super) struct ComplaintsView<'a> {
    read: u32,
    counted: u32,
    no_place: u32,
    outside: u32,
    no_category: u32,
    other_category: u32,
    undated: u32,
    from: Option<String>,
    to: Option<String>,
    layers: Vec<LayerView<'a, ServiceView<'a>>>,
}

#[derive(Serialize)]
struct ServiceView<'a> {
    service: &'a str,
    #[serde(flatten)]
    of: &'a ServiceComplaints,
}

/// The records by layer, unit and service; services of units without a record are left out.
pub(super) fn complaints_view<'a>(context: &Context<'a>) -> Option<ComplaintsView<'a>> {
    let all: &Complaints = context.assessment.complaints.as_ref()?;
    let layers = all.layers.iter().map(|layer| {
        layer_view(context, layer, |service, of: &ServiceComplaints| {
            (of.complaints > 0).then_some(ServiceView { service, of })
        })
    });
    let day = |at: usize| all.days.map(|days| days[at].to_string());
    Some(ComplaintsView {
        read: all.read(),
        counted: all.counted,
        no_place: all.no_place,
        outside: all.outside,
        no_category: all.no_category,
        other_category: all.other_category,
        undated: all.undated,
        from: day(0),
        to: day(1),
        layers: layers.collect(),
    })
}
