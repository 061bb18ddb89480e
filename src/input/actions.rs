//! The words by which a plan says what a measure does.

use super::feature::RawFeature;
use super::measures::ACTION;
use super::plan::Here;
use super::values::text;
use super::words::quoted;
use crate::finding::{Finding, Findings, nearest};
use crate::model::Action;

/// Words for each action.
const ACTIONS: [(&str, Action); 37] = [
    ("open", Action::Open),
    ("close", Action::Close),
    ("move", Action::Move),
    ("resize", Action::Resize),
    ("change", Action::Change),
    ("新建", Action::Open),
    ("新增", Action::Open),
    ("关闭", Action::Close),
    ("撤销", Action::Close),
    ("迁建", Action::Move),
    ("搬迁", Action::Move),
    ("扩建", Action::Resize),
    ("扩容", Action::Resize),
    ("变更", Action::Change),
    ("build", Action::Build),
    ("新建住宅", Action::Build),
    ("新建小区", Action::Build),
    ("street", Action::Street),
    ("path", Action::Path),
    ("步行道", Action::Path),
    ("新建步行道", Action::Path),
    ("小路", Action::Path),
    ("footpath", Action::Path),
    ("道路", Action::Street),
    ("新建道路", Action::Street),
    ("bridge", Action::Bridge),
    ("underpass", Action::Underpass),
    ("tunnel", Action::Underpass),
    ("天桥", Action::Bridge),
    ("人行天桥", Action::Bridge),
    ("地下通道", Action::Underpass),
    ("地道", Action::Underpass),
    ("open_gate", Action::OpenGate),
    ("开放出入口", Action::OpenGate),
    ("close_gate", Action::CloseGate),
    ("封闭出入口", Action::CloseGate),
    ("关闭出入口", Action::CloseGate),
];

/// What a measure does; none where a finding, which is an error, says that it is not known.
pub(super) fn action(
    here: &Here<'_>,
    raw: &RawFeature<'_>,
    label: &str,
    findings: &mut Findings,
) -> Option<Action> {
    let keys = Action::ALL.map(Action::key).join(", ");
    let place = here.property(ACTION, label).place();
    let Some(word) = text(here.value(raw, ACTION)) else {
        let message = "no action: what this measure does is not known";
        let help = format!("write one of {keys}");
        findings.push(Finding::error("unknown-action", place, message).with_help(help));
        return None;
    };
    let lower = word.to_lowercase();
    if let Some((_, action)) = ACTIONS.iter().find(|(known, _)| *known == lower) {
        return Some(*action);
    }
    let near = nearest(&word, ACTIONS.iter().map(|(known, _)| *known));
    let help =
        near.map_or_else(|| format!("write one of {keys}"), |near| format!("did you mean {near}?"));
    let message = format!("action {} is none of {keys}", quoted(&word));
    let finding = Finding::error("unknown-action", place, message).with_help(help);
    findings.push(finding.with_value(word));
    None
}
