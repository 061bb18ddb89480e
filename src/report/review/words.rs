//! The words of a review in both languages.

use crate::assessment::{Contest, Contribution, Course};
use crate::model::{Action, AgeGroup};
use crate::report::words::{self, Word};

pub(super) fn yes_no(yes: bool) -> Word {
    if yes { words::YES } else { words::NO }
}

/// What a measure does.
pub(super) fn action(of: Action) -> Word {
    match of {
        Action::Open => Word::new("新建", Action::Open.key()),
        Action::Close => Word::new("关闭", Action::Close.key()),
        Action::Move => Word::new("迁建", Action::Move.key()),
        Action::Resize => Word::new("扩建", Action::Resize.key()),
        Action::Change => Word::new("变更", Action::Change.key()),
    }
}

/// What a measure does after all others.
pub(super) fn contribution(of: Contribution, action: Action) -> Word {
    match of {
        Contribution::AddsNothing if action == Action::Close => {
            Word::new("无人受损", "takes nothing")
        }
        Contribution::Gains => Word::new("有新增", "gains"),
        Contribution::Loses => Word::new("有减少", "loses"),
        Contribution::GainsAndLoses => Word::new("有增有减", "gains and loses"),
        Contribution::AddsNothing => Word::new("无作用", "adds nothing"),
        Contribution::Replaceable => {
            Word::new("可由其他措施替代", "needed only without the others")
        }
        Contribution::NotMeasured => Word::new("口径未计量", "not measured"),
        Contribution::NotOfReach => Word::new("不涉及覆盖", "not of reach"),
    }
}

/// How a plan stands against another.
pub(super) fn contest(of: Contest) -> Word {
    match of {
        Contest::Beats => Word::new("优于", Contest::Beats.key()),
        Contest::Beaten => Word::new("劣于", Contest::Beaten.key()),
        Contest::Level => Word::new("相当", Contest::Level.key()),
        Contest::Neither => Word::new("各有长短", Contest::Neither.key()),
        Contest::CostUnknown => Word::new("费用不全", "cost unknown"),
    }
}

/// What becomes of a gap.
pub(super) fn course(of: Course) -> Word {
    match of {
        Course::Closed => Word::new("消除", Course::Closed.key()),
        Course::Shrunk => Word::new("缩小", Course::Shrunk.key()),
        Course::Untouched => Word::new("不变", Course::Untouched.key()),
        Course::Shifted => Word::new("移位", Course::Shifted.key()),
        Course::Grown => Word::new("扩大", Course::Grown.key()),
        Course::New => Word::new("新增", Course::New.key()),
    }
}

/// An age group.
pub(super) fn group(of: AgeGroup) -> Word {
    match of {
        AgeGroup::Age0To2 => Word::new("0至2岁", "0 to 2"),
        AgeGroup::Age3To5 => Word::new("3至5岁", "3 to 5"),
        AgeGroup::Age60Plus => Word::new("60岁及以上", "60 and more"),
        AgeGroup::Age80Plus => Word::new("80岁及以上", "80 and more"),
    }
}

/// Residents of an age group, in a sentence.
pub(super) fn group_of(of: AgeGroup) -> Word {
    match of {
        AgeGroup::Age0To2 => Word::new("0至2岁人口", "the residents of 0 to 2 years"),
        AgeGroup::Age3To5 => Word::new("3至5岁人口", "the residents of 3 to 5 years"),
        AgeGroup::Age60Plus => Word::new("60岁及以上人口", "the residents of 60 years and more"),
        AgeGroup::Age80Plus => Word::new("80岁及以上人口", "the residents of 80 years and more"),
    }
}

pub(super) const EVERY_SERVICE: Word = Word::new("各项服务", "every service");

/// Headings of tables.
pub(super) mod heading {
    use super::Word;

    pub(in super::super) const PHASE: Word = Word::new("阶段", "phase");
    pub(in super::super) const LAND: [Word; 4] = [
        Word::new("现状覆盖用地（公顷）", "land_served_before_ha"),
        Word::new("新增覆盖用地（公顷）", "land_gained_ha"),
        Word::new("减少覆盖用地（公顷）", "land_lost_ha"),
        Word::new("规划覆盖用地（公顷）", "land_served_after_ha"),
    ];
    pub(in super::super) const LAND_PERCENT: [Word; 2] = [
        Word::new("现状用地覆盖率（%）", "land_coverage_before_percent"),
        Word::new("规划用地覆盖率（%）", "land_coverage_after_percent"),
    ];
    pub(in super::super) const MEETS: [Word; 2] = [
        Word::new("现状达标", "land_meets_target_before"),
        Word::new("规划达标", "land_meets_target_after"),
    ];
    pub(in super::super) const PEOPLE: [Word; 4] = [
        Word::new("现状覆盖人口", "people_served_before"),
        Word::new("新增覆盖人口", "people_gained"),
        Word::new("减少覆盖人口", "people_lost"),
        Word::new("规划覆盖人口", "people_served_after"),
    ];
    pub(in super::super) const PEOPLE_PERCENT: [Word; 2] = [
        Word::new("现状人口覆盖率（%）", "people_coverage_before_percent"),
        Word::new("规划人口覆盖率（%）", "people_coverage_after_percent"),
    ];
    pub(in super::super) const GROUPS: [[Word; 2]; 4] = [
        [
            Word::new("新增覆盖0至2岁", "age_0_2_gained"),
            Word::new("减少覆盖0至2岁", "age_0_2_lost"),
        ],
        [
            Word::new("新增覆盖3至5岁", "age_3_5_gained"),
            Word::new("减少覆盖3至5岁", "age_3_5_lost"),
        ],
        [
            Word::new("新增覆盖60岁及以上", "age_60plus_gained"),
            Word::new("减少覆盖60岁及以上", "age_60plus_lost"),
        ],
        [
            Word::new("新增覆盖80岁及以上", "age_80plus_gained"),
            Word::new("减少覆盖80岁及以上", "age_80plus_lost"),
        ],
    ];
    pub(in super::super) const PLAN: Word = Word::new("方案", "plan");
    pub(in super::super) const MEASURES: Word = Word::new("措施数", "measures");
    pub(in super::super) const COSTS_UNSTATED: Word =
        Word::new("未填费用的措施数", "costs_unstated");
    pub(in super::super) const AGAINST: Word = Word::new("对比", "against");
    pub(in super::super) const CONTEST: Word = Word::new("比较结果", "contest");
    pub(in super::super) const MEASURE_ID: Word = Word::new("措施编号", "measure_id");
    pub(in super::super) const MEASURE_NAME: Word = Word::new("措施名称", "measure_name");
    pub(in super::super) const ACTION: Word = Word::new("措施类型", "action");
    pub(in super::super) const COST: Word = Word::new("费用", "cost");
    pub(in super::super) const OUTLET_ID: Word = Word::new("现状网点编号", "outlet_id");
    pub(in super::super) const CATEGORY: Word = Word::new("业态", "category");
    pub(in super::super) const CONTRIBUTION: Word = Word::new("作用", "contribution");
    pub(in super::super) const ALONE: [Word; 4] = [
        Word::new("单独新增人口", "people_gained_alone"),
        Word::new("单独减少人口", "people_lost_alone"),
        Word::new("单独新增用地（公顷）", "land_gained_alone_ha"),
        Word::new("单独减少用地（公顷）", "land_lost_alone_ha"),
    ];
    pub(in super::super) const AFTER_OTHERS: [Word; 4] = [
        Word::new("其余措施之后新增人口", "people_gained_after_others"),
        Word::new("其余措施之后减少人口", "people_lost_after_others"),
        Word::new("其余措施之后新增用地（公顷）", "land_gained_after_others_ha"),
        Word::new("其余措施之后减少用地（公顷）", "land_lost_after_others_ha"),
    ];
    pub(in super::super) const COURSE: Word = Word::new("变化", "course");
    pub(in super::super) const GAP: [Word; 2] =
        [Word::new("现状盲区编号", "gap_id_before"), Word::new("规划盲区编号", "gap_ids_after")];
    pub(in super::super) const GAP_LAND: [Word; 2] = [
        Word::new("现状盲区用地（公顷）", "gap_before_ha"),
        Word::new("规划盲区用地（公顷）", "gap_after_ha"),
    ];
    pub(in super::super) const GAP_PEOPLE: [Word; 2] = [
        Word::new("现状盲区人口", "gap_people_before"),
        Word::new("规划盲区人口", "gap_people_after"),
    ];
    pub(in super::super) const COMMUNITY: Word = Word::new("社区", "community");
    pub(in super::super) const ESTATES: Word = Word::new("涉及小区", "estates");
    pub(in super::super) const SEATED: [Word; 2] = [
        Word::new("现状有位可用人口", "people_with_a_place_before"),
        Word::new("规划有位可用人口", "people_with_a_place_after"),
    ];
    pub(in super::super) const SEATED_PERCENT: [Word; 2] = [
        Word::new("现状有位可用占比（%）", "people_with_a_place_before_percent"),
        Word::new("规划有位可用占比（%）", "people_with_a_place_after_percent"),
    ];
    pub(in super::super) const FULL: [Word; 2] = [
        Word::new("现状可达但已满", "people_in_reach_but_full_before"),
        Word::new("规划可达但已满", "people_in_reach_but_full_after"),
    ];
    pub(in super::super) const UNSTATED: [Word; 2] = [
        Word::new("现状可达但容量未填报", "people_in_reach_of_unstated_before"),
        Word::new("规划可达但容量未填报", "people_in_reach_of_unstated_after"),
    ];
    pub(in super::super) const OUT_OF_REACH: [Word; 2] = [
        Word::new("现状不可达", "people_out_of_reach_before"),
        Word::new("规划不可达", "people_out_of_reach_after"),
    ];
    pub(in super::super) const DISTANCE: [Word; 2] = [
        Word::new("现状有位者平均距离（米）", "mean_distance_of_placed_before_m"),
        Word::new("规划有位者平均距离（米）", "mean_distance_of_placed_after_m"),
    ];
    pub(in super::super) const ACCESS: [Word; 2] =
        [Word::new("现状可达性", "access_before"), Word::new("规划可达性", "access_after")];
    pub(in super::super) const PLACES: [Word; 2] = [
        Word::new("现状全部输入：容量", "places_in_input_before"),
        Word::new("规划全部输入：容量", "places_in_input_after"),
    ];
    pub(in super::super) const SILENT: [Word; 2] = [
        Word::new("现状全部输入：未填报容量（个）", "outlets_in_input_unstated_before"),
        Word::new("规划全部输入：未填报容量（个）", "outlets_in_input_unstated_after"),
    ];
    pub(in super::super) const RULE: Word = Word::new("规则序号", "rule");
    pub(in super::super) const RULE_NAME: Word = Word::new("规则名称", "rule_name");
    pub(in super::super) const DEMAND: Word = Word::new("要求", "demand");
    pub(in super::super) const KEPT: Word = Word::new("符合", "kept");
    pub(in super::super) const RATE: Word = Word::new("覆盖率（%）", "rate_percent");
}
