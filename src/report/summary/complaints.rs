//! What residents report, in two sentences.

use super::super::Context;
use super::wrap::wrapped;
use crate::assessment::{Complaints, ServiceComplaints};
use crate::profile::{Lang, Service};

/// How many records there are and what became of them, then what they say of each service; none where the
/// city has no such layer.
pub(super) fn complaints(context: &Context) -> Option<String> {
    let all = context.assessment.complaints.as_ref()?;
    let total = &all.layers.first()?.total;
    let services = context.profile.services.iter().zip(total).filter(|(_, of)| of.complaints > 0);
    let list: Vec<String> = services.map(|(service, of)| said(context.lang, service, of)).collect();
    let services = (!list.is_empty()).then(|| match context.lang {
        Lang::En => format!(
            " Of them out of reach and within (complaints.csv; * fewer than 20 say little): {}.",
            list.join(", ")
        ),
        Lang::Zh => format!(
            "其中服务范围外、范围内（见 complaints.csv；* 不足 20 件，样本过少）：{}。",
            list.join("、")
        ),
    });
    let text = counts(context.lang, all) + &services.unwrap_or_default();
    Some(wrapped(&text, 0))
}

fn counts(lang: Lang, all: &Complaints) -> String {
    let Complaints { counted, no_place, outside, no_category, other_category, .. } = all;
    let read = all.read();
    let days = all.days.map(|[from, to]| match lang {
        Lang::En => format!(" from {from} to {to}"),
        Lang::Zh => format!("（{from} 至 {to}）"),
    });
    let days = days.unwrap_or_default();
    match lang {
        Lang::En => format!(
            "Complaints{days}: {read} read, {counted} counted; {no_place} without a place, {outside} \
             outside every subdistrict, {no_category} about nothing that is known, {other_category} about \
             what the profile does not ask for.",
        ),
        Lang::Zh => format!(
            "居民诉求{days}：读入 {read} 件，计入 {counted} 件；无位置 {no_place} 件，街道外 {outside} \
             件，无法判别类别 {no_category} 件，口径不含的类别 {other_category} 件。",
        ),
    }
}

/// `laundry 12/3*`, with the gaps that records confirm.
fn said(lang: Lang, service: &Service, of: &ServiceComplaints) -> String {
    let name = service.names.get(lang);
    let few = if of.is_few { "*" } else { "" };
    let (Some(out), Some(within)) = (of.out_of_reach, of.within_reach) else {
        return format!("{name} {}{few}", of.complaints);
    };
    let gaps = of.gaps_confirmed.filter(|&confirmed| confirmed > 0).zip(of.gaps);
    let gaps = gaps.map(|(confirmed, gaps)| match lang {
        Lang::En => format!(" ({confirmed} of {gaps} gaps)"),
        Lang::Zh => format!("（{gaps} 处盲区中 {confirmed} 处）"),
    });
    format!("{name} {out}/{within}{few}{}", gaps.unwrap_or_default())
}
