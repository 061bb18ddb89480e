//! The words of a review in both languages.

use crate::assessment::{Cause, Contest, Contribution, Course, Deviation, KnownBy};
use crate::model::{Action, AgeGroup};
use crate::report::words::{self, Word};

pub(super) fn yes_no(yes: bool) -> Word {
    if yes { words::YES } else { words::NO }
}

/// What a measure does, as tables have it.
pub(super) fn action(of: Action) -> Word {
    Word::new(of.words()[0], of.key())
}

/// The same, as pages have it.
pub(super) fn deed(of: Action) -> Word {
    let [zh, en] = of.words();
    Word::new(zh, en)
}

/// What a measure does after all others.
pub(super) fn contribution(of: Contribution, action: Action) -> Word {
    let [zh, en] = of.label(action);
    Word::new(zh, en)
}

/// In what a measure that was done differs from the plan.
pub(super) fn deviation(of: Deviation) -> Word {
    match of {
        Deviation::Missing => Word::new("未实施", "missing"),
        Deviation::Unplanned => Word::new("规划外", "unplanned"),
        Deviation::Moved(_) => Word::new("移位", "moved"),
        Deviation::OtherCategory => Word::new("业态不符", "other category"),
        Deviation::OtherState => Word::new("状态不符", "other state"),
        Deviation::Smaller => Word::new("规模缩小", "smaller"),
        Deviation::Larger => Word::new("规模扩大", "larger"),
        Deviation::OtherHours => Word::new("时间不符", "other hours"),
        Deviation::Unstated => Word::new("未填报", "unstated"),
        Deviation::Late => Word::new("延期", "late"),
        Deviation::Early => Word::new("提前", "early"),
    }
}

pub(super) const AS_PLANNED: Word = Word::new("按规划建成", "as planned");

/// By what a measure that was done is known.
pub(super) fn known_by(of: KnownBy) -> Word {
    match of {
        KnownBy::Id => Word::new("编号", "id"),
        KnownBy::Target => Word::new("现状网点", "target"),
        KnownBy::Category => Word::new("业态和距离", "category"),
        KnownBy::Place => Word::new("位置", "place"),
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

/// Why data may be other than they say.
pub(super) fn cause(of: Cause) -> Word {
    match of {
        Cause::All => Word::new("全部因素", Cause::All.key()),
        Cause::Radius => Word::new("半径", Cause::Radius.key()),
        Cause::Position => Word::new("位置误差", Cause::Position.key()),
        Cause::Missing => Word::new("缺失网点", Cause::Missing.key()),
        Cause::Doubtful => Word::new("待核网点", Cause::Doubtful.key()),
        Cause::Population => Word::new("人口", Cause::Population.key()),
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
    pub(in super::super) const BUILT_ID: Word = Word::new("实施编号", "built_id");
    pub(in super::super) const KNOWN_BY: Word = Word::new("对应依据", "matched_by");
    pub(in super::super) const BECAME: Word = Word::new("验收结果", "became");
    pub(in super::super) const PLANNED_BUILT: [Word; 2] = [
        Word::new("规划业态代码", "category_planned"),
        Word::new("建成业态代码", "category_built"),
    ];
    pub(in super::super) const CATEGORY_NAMES: [Word; 2] = [
        Word::new("规划业态", "category_name_planned"),
        Word::new("建成业态", "category_name_built"),
    ];
    pub(in super::super) const MOVED: Word = Word::new("移位（米）", "moved_m");
    pub(in super::super) const CAPACITY: [Word; 2] =
        [Word::new("规划容量", "capacity_planned"), Word::new("建成容量", "capacity_built")];
    pub(in super::super) const FLOOR: [Word; 2] = [
        Word::new("规划面积（平方米）", "floor_area_planned_m2"),
        Word::new("建成面积（平方米）", "floor_area_built_m2"),
    ];
    pub(in super::super) const PHASES: [Word; 2] =
        [Word::new("规划阶段", "phase_planned"), Word::new("建成阶段", "phase_built")];
    pub(in super::super) const DEVIATION: [Word; 4] = [
        Word::new("偏差减少人口", "people_lost_by_deviation"),
        Word::new("偏差新增人口", "people_gained_by_deviation"),
        Word::new("偏差减少用地（公顷）", "land_lost_by_deviation_ha"),
        Word::new("偏差新增用地（公顷）", "land_gained_by_deviation_ha"),
    ];
    pub(in super::super) const AS_BUILT: [Word; 4] = [
        Word::new("建成现状下偏差减少人口", "people_lost_as_built"),
        Word::new("建成现状下偏差新增人口", "people_gained_as_built"),
        Word::new("建成现状下偏差减少用地（公顷）", "land_lost_as_built_ha"),
        Word::new("建成现状下偏差新增用地（公顷）", "land_gained_as_built_ha"),
    ];
    pub(in super::super) const MEANWHILE: [Word; 2] = [
        Word::new("延期期间未覆盖人口", "people_waiting"),
        Word::new("延期期间未覆盖用地（公顷）", "land_waiting_ha"),
    ];
    pub(in super::super) const MEASURE_ID: Word = Word::new("措施编号", "measure_id");
    pub(in super::super) const MEASURE_NAME: Word = Word::new("措施名称", "measure_name");
    pub(in super::super) const ACTION: Word = Word::new("措施类型", "action");
    pub(in super::super) const COST: Word = Word::new("费用", "cost");
    pub(in super::super) const OUTLET_ID: Word = Word::new("现状网点编号", "outlet_id");
    pub(in super::super) const CATEGORY: Word = Word::new("业态代码", "category");
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
    pub(in super::super) const PARTS: [Word; 2] = [
        Word::new("分摊新增人口", "people_gained_share"),
        Word::new("分摊减少人口", "people_lost_share"),
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
    pub(in super::super) const NEED_AFTER: Word =
        Word::new("规划后需求人口（含新建住宅）", "people_in_need_after");
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
    pub(in super::super) const HOMES_LAND: [Word; 3] = [
        Word::new("新建居住用地（公顷）", "new_land_ha"),
        Word::new("现状网点覆盖的新建用地（公顷）", "new_land_served_by_today_ha"),
        Word::new("规划后覆盖的新建用地（公顷）", "new_land_served_after_ha"),
    ];
    pub(in super::super) const HOMES_PEOPLE: [Word; 4] = [
        Word::new("新增居民", "new_residents"),
        Word::new("现状网点覆盖的新增居民", "new_residents_served_by_today"),
        Word::new("规划后覆盖的新增居民", "new_residents_served_after"),
        Word::new("规划后未覆盖的新增居民", "new_residents_unserved_after"),
    ];
    pub(in super::super) const HOMES_PERCENT: [Word; 2] = [
        Word::new("规划后用地覆盖率（含新建，%）", "land_coverage_after_with_homes_percent"),
        Word::new("规划后人口覆盖率（含新建，%）", "people_coverage_after_with_homes_percent"),
    ];
    pub(in super::super) const ALONG: [Word; 4] = [
        Word::new("现状沿道路可达人口", "people_along_streets_before"),
        Word::new("新增沿道路可达人口", "people_along_streets_gained"),
        Word::new("减少沿道路可达人口", "people_along_streets_lost"),
        Word::new("规划后沿道路可达人口", "people_along_streets_after"),
    ];
    pub(in super::super) const PROVIDED: [Word; 2] = [
        Word::new("现状指标值（按已填报网点）", "value_as_stated_before"),
        Word::new("规划后指标值（按已填报网点）", "value_as_stated_after"),
    ];
    pub(in super::super) const PROVIDED_LOW: [Word; 2] = [
        Word::new("现状指标值下界", "value_low_before"),
        Word::new("规划后指标值下界", "value_low_after"),
    ];
    pub(in super::super) const PROVIDED_HIGH: [Word; 2] = [
        Word::new("现状指标值上界", "value_high_before"),
        Word::new("规划后指标值上界", "value_high_after"),
    ];
    pub(in super::super) const PROVIDED_VERDICT: [Word; 2] =
        [Word::new("现状是否达标", "verdict_before"), Word::new("规划后是否达标", "verdict_after")];
    pub(in super::super) const SUBJECT: Word = Word::new("结论", "subject");
    pub(in super::super) const SUBJECT_ID: Word = Word::new("编号", "subject_id");
    pub(in super::super) const SUBJECT_NAME: Word = Word::new("名称", "subject_name");
    pub(in super::super) const CAUSE: Word = Word::new("因素", "cause");
    pub(in super::super) const RUNS: Word = Word::new("抽样次数", "runs");
    pub(in super::super) const FOUND: Word = Word::new("按现有数据", "found");
    pub(in super::super) const SAME: Word = Word::new("结论相同次数", "runs_that_agree");
    pub(in super::super) const SAME_PERCENT: Word =
        Word::new("结论相同占比（%）", "runs_that_agree_percent");
    pub(in super::super) const SPREAD: [Word; 3] = [
        Word::new("低值（5%分位）", "low_5_percent"),
        Word::new("中值", "median"),
        Word::new("高值（95%分位）", "high_95_percent"),
    ];
    pub(in super::super) const DATUM: Word = Word::new("单一数据", "datum");
    pub(in super::super) const DATUM_ID: Word = Word::new("数据编号", "datum_id");
    pub(in super::super) const DATUM_NAME: Word = Word::new("数据名称", "datum_name");
    pub(in super::super) const KEPT_THEN: Word = Word::new("改变后是否符合", "kept_then");
    pub(in super::super) const RATE: Word = Word::new("覆盖率（%）", "rate_percent");
    pub(in super::super) const RATIO: Word = Word::new("配置水平", "ratio");
}
