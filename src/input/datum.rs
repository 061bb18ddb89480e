//! Outlets whose own source says that they are in a shifted Chinese datum.
//!
//! Map services in China publish GCJ-02, which is WGS 84 moved by a few hundred metres; the amount
//! follows the widely known polynomial with sines about 105 E, 35 N. It is used here to tell by how
//! much such outlets are off, never to move them.

use super::outlets::Draft;
use super::plan::LayerPlan;
use super::words::{counted, quoted};
use crate::finding::{Finding, Findings};
use crate::model::LonLat;
use crate::units::Metres;

/// Sources whose coordinates are GCJ-02.
const GCJ02: [&str; 9] =
    ["amap", "gaode", "autonavi", "高德", "高德地图", "tencent", "腾讯", "腾讯地图", "qq"];

/// Sources whose coordinates are BD-09, a further shift on top of GCJ-02.
const BD09: [&str; 4] = ["baidu", "bmap", "百度", "百度地图"];

/// Warns where outlets say that they come from such a source.
pub(super) fn say_mix(drafts: &[Draft], plan: &LayerPlan, findings: &mut Findings) {
    for (sources, datum) in [(&GCJ02[..], "GCJ-02"), (&BD09[..], "BD-09")] {
        let mut count = 0;
        let mut word = None;
        let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
        for draft in drafts {
            let Some(source) = draft.source.as_deref() else { continue };
            if !sources.contains(&source.to_lowercase().as_str()) {
                continue;
            }
            count += 1;
            word.get_or_insert(source);
            let off = offset(draft.at).0;
            (least, most) = (least.min(off), most.max(off));
        }
        let Some(word) = word else { continue };
        let off = match datum {
            "GCJ-02" => format!("{least:.0}-{most:.0} m off here"),
            _ => "about 1 km off".to_owned(),
        };
        let message = format!(
            "{count} of {} say source {}, which is {datum} ({off}); no coordinates were moved",
            counted(drafts.len(), "outlet"),
            quoted(word)
        );
        let rest = if count == drafts.len() { "them" } else { "these" };
        findings.push(
            Finding::warning("datum-mix", plan.whole(), message).with_help(format!(
                "convert {rest} to WGS 84 or CGCS2000, as the subdistricts are"
            )),
        );
    }
}

/// How far GCJ-02 is off at a place.
fn offset(at: LonLat) -> Metres {
    use std::f64::consts::PI;
    let (x, y) = (at.lon - 105.0, at.lat - 35.0);
    let wave = |v: f64, terms: [(f64, f64); 2]| -> f64 {
        terms.iter().map(|(size, turns)| size * (v * PI * turns).sin()).sum::<f64>() * 2.0 / 3.0
    };
    let ripple = wave(x, [(20.0, 6.0), (20.0, 2.0)]);
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + ripple
        + wave(y, [(20.0, 1.0), (40.0, 1.0 / 3.0)])
        + wave(y, [(160.0, 1.0 / 12.0), (320.0, 1.0 / 30.0)]);
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + ripple
        + wave(x, [(20.0, 1.0), (40.0, 1.0 / 3.0)])
        + wave(x, [(150.0, 1.0 / 12.0), (300.0, 1.0 / 30.0)]);
    Metres(east.hypot(north))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beijing_is_off_by_half_a_kilometre() {
        // The published pair 116.404, 39.915 -> 116.41024, 39.91640 (both in degrees): 0.00624
        // degrees east at 85.5 km a degree are 534 m, 0.0014 north at 111 km are 156 m: 556 m.
        let off = offset(LonLat { lon: 116.404, lat: 39.915 }).0;
        assert!((off - 556.0).abs() < 5.0, "{off}");
    }
}
