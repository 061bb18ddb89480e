//! What residents report, as `assessment.json` holds it.

use serde::Serialize;

use super::Context;
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
    layers: Vec<LayerView<'a>>,
}

#[derive(Serialize)]
struct LayerView<'a> {
    level: &'static str,
    units: Vec<UnitView<'a>>,
    total: Vec<ServiceView<'a>>,
}

#[derive(Serialize)]
struct UnitView<'a> {
    id: &'a str,
    services: Vec<ServiceView<'a>>,
}

#[derive(Serialize)]
struct ServiceView<'a> {
    service: &'a str,
    #[serde(flatten)]
    of: &'a ServiceComplaints,
}

/// The records by layer, unit and service; services of units without a record are left out.
pub(super) fn complaints_view<'a>(context: &Context<'a>) -> Option<ComplaintsView<'a>> {
    let context = *context;
    let all: &Complaints = context.assessment.complaints.as_ref()?;
    let services = |of: &'a [ServiceComplaints]| -> Vec<ServiceView<'a>> {
        let of = context.profile.services.iter().zip(of).filter(|(_, of)| of.complaints > 0);
        of.map(|(service, of)| ServiceView { service: &service.key, of }).collect()
    };
    let layers = all.layers.iter().map(|layer| {
        let (level, ids) = context.units_of(layer.level);
        let units = ids.into_iter().zip(&layer.units);
        LayerView {
            level,
            units: units.map(|(id, of)| UnitView { id, services: services(of) }).collect(),
            total: services(&layer.total),
        }
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
