//! The words of tables and sentences in both languages, in one place.
//!
//! English headings are keys for programs and stay as they are from version to version; Chinese
//! headings are for the reader of a workbook. The order of columns is the same in both.

use crate::assessment::{Basis, Lacking, Paired, Standing, Supply, Verdict};
use crate::finding::{Fate, Severity};
use crate::model::{DoubtKind, UnitLevel};
use crate::profile::{DemandGroup, Lang, Quantity, Tier};

/// One term in both languages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    zh: &'static str,
    en: &'static str,
}

impl Word {
    pub(super) const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// The term in one language.
    pub(super) const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// The change that is asked about.
pub(super) const QUESTION: Word = Word::new("提问", "question");

/// Key of the circle where a column holds keys of services.
pub(super) const CIRCLE_KEY: &str = "circle";
pub(super) const CIRCLE: Word = Word::new("便民生活圈", "whole circle");
pub(super) const CITY: Word = Word::new("全市", "city");
pub(super) const SUBDISTRICT: Word = Word::new("街道", "subdistrict");
/// A layer by its key.
pub(super) fn layer(key: &str, lang: Lang) -> &str {
    let zh = match key {
        "subdistricts" => "街道",
        "outlets" => "网点",
        "estates" => "居住用地",
        "people" => "人口",
        "communities" => "社区",
        "grids" => "网格",
        "units" => "其他单元",
        other => other,
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => key,
    }
}

/// One unit of a layer besides the subdistricts.
pub(super) fn level(level: UnitLevel) -> Word {
    match level {
        UnitLevel::Communities => Word::new("社区", "community"),
        UnitLevel::Grids => Word::new("网格", "grid"),
        UnitLevel::Units => Word::new("其他单元", "unit"),
    }
}

/// All units of such a layer together.
pub(super) fn all_units(level: UnitLevel) -> Word {
    match level {
        UnitLevel::Communities => Word::new("全部社区", "all communities"),
        UnitLevel::Grids => Word::new("全部网格", "all grids"),
        UnitLevel::Units => Word::new("全部其他单元", "all units"),
    }
}

/// What rates of a function count: units of a layer.
pub(super) fn count_kind(level: UnitLevel) -> Word {
    match level {
        UnitLevel::Communities => Word::new("社区数占比（I5）", "communities by count, I5"),
        UnitLevel::Grids => Word::new("网格数占比（I5）", "grids by count, I5"),
        UnitLevel::Units => Word::new("单元数占比（I5）", "units by count, I5"),
    }
}

/// What the rate of complete units counts.
pub(super) fn complete_kind(level: UnitLevel) -> Word {
    match level {
        UnitLevel::Communities => {
            Word::new("完整社区达标率（I9，社区数占比）", "complete communities by count, I9")
        }
        UnitLevel::Grids => Word::new("功能齐全的网格（网格数占比）", "complete grids by count"),
        UnitLevel::Units => Word::new("功能齐全的单元（单元数占比）", "complete units by count"),
    }
}

/// Why an outlet is doubtful.
pub(super) fn doubt(kind: DoubtKind) -> Word {
    match kind {
        DoubtKind::NotServing => {
            Word::new("名称表明未开业或已停业", "planned or closed by its name")
        }
        DoubtKind::LookAlike => {
            Word::new("名称含其他业态用词", "something else by a word in its name")
        }
        DoubtKind::NotNamed => {
            Word::new("名称不含该业态用词", "no word of its category in its name")
        }
        DoubtKind::HoursUnknown => Word::new(
            "营业时间不明，无法判断规定时刻是否营业",
            "not known whether it is open when it has to be",
        ),
    }
}

/// How much a finding matters.
pub(super) fn severity(of: Severity) -> Word {
    match of {
        Severity::Error => Word::new("错误", "error"),
        Severity::Warning => Word::new("警告", "warning"),
        Severity::Note => Word::new("提示", "note"),
    }
}

/// How a partner was found.
pub(super) fn paired(of: Paired) -> Word {
    match of {
        Paired::Linked => Word::new("已关联", "linked"),
        Paired::Near => Word::new("距离内", "near"),
        Paired::Not => Word::new("无", "no"),
    }
}

/// Behind a no that doubtful outlets would turn.
pub(super) const ONLY_WITH_DOUBTFUL: Word =
    Word::new("（计入待核网点则具备）", " (yes with doubtful outlets)");

/// How a unit stands with a function.
pub(super) fn standing(standing: Standing) -> Word {
    match standing {
        Standing::Available => Word::new("具备", "yes"),
        Standing::Unverified => Word::new("具备（待核）", "yes, unverified"),
        Standing::Lacks(reason) => lacking(reason),
        Standing::NoData => NO_DATA,
        Standing::NotApplicable => NOT_APPLICABLE,
    }
}

/// The word for a standing in `assessment.json`.
pub(super) fn standing_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Available => "available",
        Standing::Unverified => "unverified",
        Standing::Lacks(Lacking::None) => "none",
        Standing::Lacks(Lacking::TooFar) => "too_far",
        Standing::Lacks(Lacking::TooSmall) => "too_small",
        Standing::Lacks(Lacking::NotInclusive) => "not_inclusive",
        Standing::Lacks(Lacking::Closed) => "closed",
        Standing::NoData => "no_data",
        Standing::NotApplicable => "not_applicable",
    }
}

/// The standing that such a word is for, as tables say it.
pub(super) fn standing_of_key(key: &str) -> Option<Word> {
    let lacks =
        [Lacking::None, Lacking::TooFar, Lacking::TooSmall, Lacking::NotInclusive, Lacking::Closed];
    [Standing::Available, Standing::Unverified, Standing::NoData, Standing::NotApplicable]
        .into_iter()
        .chain(lacks.map(Standing::Lacks))
        .find(|of| standing_key(*of) == key)
        .map(standing)
}

/// Why a unit lacks a function.
pub(super) fn lacking(reason: Lacking) -> Word {
    match reason {
        Lacking::None => Word::new("缺：无设施", "no: none"),
        Lacking::TooFar => Word::new("缺：过远", "no: too far"),
        Lacking::TooSmall => Word::new("缺：规模不足", "no: too small"),
        Lacking::NotInclusive => Word::new("缺：非普惠", "no: not inclusive"),
        Lacking::Closed => Word::new("缺：该时段不营业", "no: closed at the hour"),
    }
}

pub(super) const COMPLETE: Word = Word::new("功能齐全", "all functions");
pub(super) const COMPLETE_KEY: &str = "complete";
pub(super) const OUTLET_INSIDE: Word = Word::new("单元内有网点", "an outlet inside");
pub(super) const OR: Word = Word::new("，或", ", or ");

pub(super) const YES: Word = Word::new("是", "yes");
pub(super) const NO: Word = Word::new("否", "no");

pub(super) const OK: Word = Word::new("正常", "ok");
pub(super) const NO_DATA: Word = Word::new("无数据", "no data");
pub(super) const NOT_APPLICABLE: Word = Word::new("不适用", "not applicable");
pub(super) const NOTE_NOBODY: Word = Word::new(
    "没有小区或人口点符合该服务的需求条件，未作评价；不等于覆盖率为零",
    "no estate or place of people meets what the rules ask of those who need this service: not measured, which is not 0 %",
);
pub(super) const NOTE_NO_DATA: Word = Word::new(
    "输入中没有该服务的任何营业网点，未作评价；不等于覆盖率为零",
    "no open outlet of this service in the whole input: not measured, which is not 0 %",
);
pub(super) const NOTE_ONLY_DOUBTFUL: Word = Word::new(
    "输入中该服务只有待核网点，未作评价；不等于覆盖率为零",
    "only doubtful outlets of this service in the whole input: not measured without them, which is not 0 %",
);
pub(super) const NOTE_NO_LAND: Word =
    Word::new("单元内没有评价用地，比率无分母", "no land in the unit: the rate has no denominator");
pub(super) const NOTE_LEFT_OUT: Word =
    Word::new("因无数据未计入生活圈：", "left out of the circle for want of data: ");

pub(super) const NOTE_NO_FUNCTION: Word = Word::new(
    "输入中没有该功能的任何营业网点，或没有有用地的单元，未作评价；不等于占比为零",
    "no open outlet of this function in the whole input, or no unit with land: not measured, which is not 0 %",
);
pub(super) const NOTE_UNVERIFIED: Word = Word::new(
    "待核单元所依据的网点未填报规模、价格或营业时间",
    "units are unverified where size, price or hours of the outlets that this hangs on are not stated",
);
pub(super) const NOTE_FUNCTION_DOUBTFUL: Word = Word::new(
    "待核网点未计入；计入后具备的单元更多",
    "doubtful outlets do not count; with them more units have it",
);
pub(super) const NOTE_OUT_OF_REACH: Word = Word::new(
    "输入中有该服务的网点，但其服务范围未触及任何评价用地和居民：零为实测值；若输入未覆盖本市的此类网点，应将其移出，按无数据处理",
    "the input has outlets of this service, but none within its radius of any land or resident here: the nought is measured; if the files lack those of this city, take the others out, and it is no data",
);
pub(super) const NOTE_ITEMS_LEFT_OUT: Word =
    Word::new("因无数据未计入：", "left out for want of data: ");
pub(super) const INCLUSIVE: Word = Word::new("普惠", "inclusive price");

/// What becomes of the features of a file.
pub(super) const READ: Word = Word::new("读入", "read");
pub(super) const PEOPLE: Word = Word::new("人口", "people");
pub(super) const ALL_FILES: Word = Word::new("全部文件", "all files");
pub(super) const COLON: Word = Word::new("：", ": ");

/// The bucket that a feature ended in.
pub(super) fn fate(of: Fate) -> Word {
    match of {
        Fate::Used => Word::new("直接采用", "used"),
        Fate::Repaired => Word::new("修正后采用", "repaired"),
        Fate::Outside => Word::new("范围外", "outside"),
        Fate::LeftOut => Word::new("未采用", "left out"),
    }
}

/// Between the items of a list in one cell.
pub(super) const LIST: Word = Word::new("、", "; ");
/// Between two remarks in one cell.
pub(super) const CLAUSES: Word = Word::new("；", "; ");
/// What a figure that does not exist prints as in sentences and on the terminal.
pub(super) const DASH: &str = "–";

/// Whose the rule of a rate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Authority {
    /// The radius is that of the clause.
    Clause,
    /// The radius is an assumption that has to be confirmed.
    Assumed,
    /// The user has set or confirmed the radius.
    User,
    /// The whole rule set is a supplement.
    Supplement,
}

/// What kind of rate the figures of a service are.
pub(super) fn rate_kind(basis: Basis, by: Authority) -> Word {
    match basis {
        Basis::ResidentialLand => match by {
            Authority::Clause => Word::new("居住用地覆盖率（I1）", "residential land, I1"),
            Authority::Assumed => Word::new(
                "居住用地覆盖率（按 I1 算法，半径为假设值）",
                "residential land, by the formula of I1 with an assumed radius",
            ),
            Authority::User => Word::new(
                "居住用地覆盖率（按 I1 算法，半径由用户设定或确认）",
                "residential land, by the formula of I1 with a radius that the user set or confirmed",
            ),
            Authority::Supplement => Word::new(
                "居住用地覆盖率（按 I1 算法的补充口径，非官方指标）",
                "residential land, by the formula of I1: a supplement, not the official indicator",
            ),
        },
        Basis::BuildingGround => Word::new(
            "近似值：按住宅建筑基底面积计算，非官方指标",
            "approximation on the ground of residential buildings, not the official indicator",
        ),
        Basis::LandInBox => Word::new(
            "近似值：统计单元为矩形范围，非官方指标",
            "approximation: residential land in a box, not in a subdistrict, not the official indicator",
        ),
        Basis::WholeArea => Word::new(
            "近似值：按辖区总面积计算，非官方指标",
            "approximation on the whole area, not the official indicator",
        ),
    }
}

/// What kind of rate the figures of the circle are.
pub(super) fn circle_kind(basis: Basis) -> Word {
    match basis {
        Basis::ResidentialLand => {
            Word::new("居住用地，全部服务同时可达", "residential land that reaches every service")
        }
        Basis::BuildingGround => Word::new(
            "近似值：住宅建筑基底，全部服务同时可达",
            "approximation: ground of residential buildings that reaches every service",
        ),
        Basis::LandInBox => Word::new(
            "近似值：矩形范围内居住用地，全部服务同时可达",
            "approximation: residential land in a box that reaches every service",
        ),
        Basis::WholeArea => Word::new(
            "近似值：按辖区总面积计算，全部服务同时可达",
            "approximation on the whole area: land that reaches every service",
        ),
    }
}

/// The land that rates are measured on.
pub(super) fn land(basis: Basis) -> Word {
    match basis {
        Basis::ResidentialLand | Basis::LandInBox => Word::new("居住用地", "residential land"),
        Basis::BuildingGround => Word::new("住宅建筑基底", "ground of residential buildings"),
        Basis::WholeArea => Word::new("辖区用地", "land"),
    }
}

/// Whose need a service answers.
pub(super) fn demand(group: DemandGroup) -> Word {
    match group {
        DemandGroup::All => Word::new("全体居民", "all residents"),
        DemandGroup::Age60Plus => Word::new("60岁及以上", "aged 60 and over"),
        DemandGroup::Age3To5 => Word::new("3至5岁", "aged 3 to 5"),
    }
}

/// A quantity in a cell: in English the key of rule sets, which programs read. A column of the outlets has
/// the name that the file gives it, which is said.
pub(super) fn quantity_cell(of: &Quantity, lang: Lang) -> String {
    match (lang, of) {
        (Lang::Zh, Quantity::Column(name)) => format!("{name}（网点文件的列）"),
        (Lang::Zh, _) => of.words(lang).to_owned(),
        (Lang::En, _) => of.key().to_owned(),
    }
}

/// The level at which limits hold; in English the key of rule sets.
pub(super) fn tier_cell(of: Tier, lang: Lang) -> &'static str {
    let zh = match of {
        Tier::Min15 => "十五分钟生活圈",
        Tier::Min10 => "十分钟生活圈",
        Tier::Min5 => "五分钟生活圈",
        Tier::Block => "居住街坊",
        Tier::Subdistrict => "街道",
        Tier::Community => "社区",
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => of.key(),
    }
}

/// What stands behind a ratio of supply against need.
pub(super) fn supply(of: Supply) -> Word {
    match of {
        Supply::Ok => OK,
        Supply::NoData => NO_DATA,
        Supply::NotStated => Word::new("未填报", "not stated"),
        Supply::NotApplicable => NOT_APPLICABLE,
    }
}

/// How a ratio stands with its limits.
pub(super) fn verdict(of: Verdict) -> Word {
    match of {
        Verdict::Met => Word::new("达标", "met"),
        Verdict::Below => Word::new("低于下限", "below"),
        Verdict::Above => Word::new("高于上限", "above"),
        Verdict::Unverified => Word::new("待核", "unverified"),
    }
}

/// Headings of tables; the English ones are also the property names of `gaps.geojson`.
pub(super) mod heading {
    use super::Word;

    pub(in super::super) const LEVEL: Word = Word::new("层级", "level");
    pub(in super::super) const UNIT_ID: Word = Word::new("单元编号", "unit_id");
    pub(in super::super) const UNIT_NAME: Word = Word::new("单元名称", "unit_name");
    pub(in super::super) const PARENT: Word = Word::new("上级区域", "parent");
    pub(in super::super) const SERVICE: Word = Word::new("服务代码", "service");
    pub(in super::super) const SERVICE_NAME: Word = Word::new("服务名称", "service_name");
    pub(in super::super) const RATE_KIND: Word = Word::new("指标类型", "kind_of_rate");
    pub(in super::super) const LAND_KIND: Word = Word::new("用地类型", "kind_of_land");
    pub(in super::super) const PROFILE: Word = Word::new("口径", "profile");
    pub(in super::super) const RADIUS: Word = Word::new("服务半径", "radius");
    pub(in super::super) const MINUTES: Word = Word::new("步行分钟（标签）", "minutes_label");
    pub(in super::super) const CLAUSE: Word = Word::new("半径依据", "radius_clause");
    pub(in super::super) const CONFIDENCE: Word = Word::new("半径可信度", "radius_confidence");
    pub(in super::super) const STATUS: Word = Word::new("状态", "status");
    pub(in super::super) const NOTE: Word = Word::new("说明", "note");
    pub(in super::super) const OUTLETS: Word = Word::new("单元内营业网点（个）", "outlets_inside");
    pub(in super::super) const LAND: Word = Word::new("评价用地（公顷）", "land_ha");
    pub(in super::super) const LAND_SERVED: Word =
        Word::new("服务范围内用地（公顷）", "land_served_ha");
    pub(in super::super) const LAND_UNSERVED: Word =
        Word::new("服务范围外用地（公顷）", "land_unserved_ha");
    pub(in super::super) const LAND_PERCENT: Word =
        Word::new("用地覆盖率（%）", "land_coverage_percent");
    pub(in super::super) const TARGET: Word =
        Word::new("用地覆盖率目标（%）", "land_coverage_target_percent");
    pub(in super::super) const TARGET_CLAUSE: Word = Word::new("目标依据", "target_clause");
    pub(in super::super) const MEETS_TARGET: Word =
        Word::new("用地覆盖率达标", "land_meets_target");
    pub(in super::super) const PEOPLE: [Word; 4] = [
        Word::new("人口（人）", "people"),
        Word::new("服务范围内人口（人）", "people_served"),
        Word::new("服务范围外人口（人）", "people_unserved"),
        Word::new("人口覆盖率（%）", "people_coverage_percent"),
    ];
    pub(in super::super) const AGE_60PLUS: [Word; 4] = [
        Word::new("60岁及以上（人）", "age_60plus"),
        Word::new("服务范围内60岁及以上（人）", "age_60plus_served"),
        Word::new("服务范围外60岁及以上（人）", "age_60plus_unserved"),
        Word::new("60岁及以上人口覆盖率（%）", "age_60plus_coverage_percent"),
    ];
    pub(in super::super) const AGE_3_5: [Word; 4] = [
        Word::new("3至5岁（人）", "age_3_5"),
        Word::new("服务范围内3至5岁（人）", "age_3_5_served"),
        Word::new("服务范围外3至5岁（人）", "age_3_5_unserved"),
        Word::new("3至5岁人口覆盖率（%）", "age_3_5_coverage_percent"),
    ];
    pub(in super::super) const MEDIAN: Word =
        Word::new("居民至最近网点距离中位数（米）", "people_median_distance_m");
    pub(in super::super) const P90: Word =
        Word::new("居民至最近网点距离第90百分位（米）", "people_p90_distance_m");
    pub(in super::super) const GAPS: Word = Word::new("盲区（处）", "gaps_listed");

    pub(in super::super) const DOUBTFUL: Word =
        Word::new("单元内待核网点（个）", "doubtful_outlets_inside");
    pub(in super::super) const WITH_DOUBTFUL: [Word; 4] = [
        Word::new("计入待核：服务范围内用地（公顷）", "land_served_with_doubtful_ha"),
        Word::new("计入待核：用地覆盖率（%）", "land_coverage_with_doubtful_percent"),
        Word::new("计入待核：服务范围内人口（人）", "people_served_with_doubtful"),
        Word::new("计入待核：人口覆盖率（%）", "people_coverage_with_doubtful_percent"),
    ];
    pub(in super::super) const MEETS_TARGET_WITH_DOUBTFUL: Word =
        Word::new("计入待核：用地覆盖率达标", "land_meets_target_with_doubtful");
    pub(in super::super) const OUTLET_ID: Word = Word::new("网点编号", "outlet_id");
    pub(in super::super) const OUTLET_NAME: Word = Word::new("网点名称", "name");
    pub(in super::super) const CATEGORY: Word = Word::new("设施类别代码", "category");
    pub(in super::super) const CATEGORY_NAME: Word = Word::new("设施类别", "category_name");
    pub(in super::super) const DOUBT: Word = Word::new("待核原因", "reason");
    pub(in super::super) const PATTERN: Word = Word::new("用词", "pattern");

    pub(in super::super) const GAP_ID: Word = Word::new("盲区编号", "gap_id");
    pub(in super::super) const RANK: Word = Word::new("排序", "rank");
    pub(in super::super) const LACKS: Word = Word::new("缺少服务代码", "lacks");
    pub(in super::super) const LACKS_NAME: Word = Word::new("缺少服务", "lacks_name");
    pub(in super::super) const MISSING: Word =
        Word::new("生活圈中不可达的服务", "missing_services");
    pub(in super::super) const COMMUNITY: Word = Word::new("社区", "community");
    pub(in super::super) const ESTATES: Word = Word::new("涉及小区", "estates");
    pub(in super::super) const GAP_AREA: Word = Word::new("盲区面积（公顷）", "gap_area_ha");
    pub(in super::super) const GAP_PEOPLE: Word = Word::new("盲区内人口（人）", "people_in_gap");
    pub(in super::super) const GAPS_AREA: Word = Word::new("盲区面积合计（公顷）", "gaps_area_ha");
    pub(in super::super) const GAPS_PEOPLE: Word =
        Word::new("盲区内人口合计（人）", "people_in_gaps");
    pub(in super::super) const DEMAND_GROUP: Word = Word::new("需求人群", "demand_group");
    pub(in super::super) const DEMAND_PEOPLE: Word =
        Word::new("盲区内需求人群（人）", "demand_people_in_gap");
    pub(in super::super) const LON: Word = Word::new("经度（度）", "lon");
    pub(in super::super) const LAT: Word = Word::new("纬度（度）", "lat");
    pub(in super::super) const NEAREST_ID: Word = Word::new("最近网点编号", "nearest_outlet_id");
    pub(in super::super) const NEAREST_NAME: Word =
        Word::new("最近网点名称", "nearest_outlet_name");
    pub(in super::super) const NEAREST_DISTANCE: Word =
        Word::new("至最近网点距离（米）", "nearest_outlet_distance_m");
    pub(in super::super) const COMPLAINTS: Word = Word::new("诉求（件）", "complaints");
    pub(in super::super) const LEAD: Word = Word::new("牵头部门", "lead_department");
    pub(in super::super) const SUPPORTING: Word = Word::new("配合部门", "supporting_departments");

    pub(in super::super) const SUBDISTRICT: Word = Word::new("所在街道", "subdistrict");
    pub(in super::super) const ITEM: Word = Word::new("功能代码", "function");
    pub(in super::super) const ITEM_NAME: Word = Word::new("功能名称", "function_name");
    pub(in super::super) const RULE: Word = Word::new("判定规则", "rule");
    pub(in super::super) const RULE_CLAUSE: Word = Word::new("判定依据", "rule_clause");
    pub(in super::super) const RULE_CONFIDENCE: Word = Word::new("判定可信度", "rule_confidence");
    pub(in super::super) const DEMANDS: Word = Word::new("设施要求", "demands");
    pub(in super::super) const DEMANDS_CLAUSE: Word = Word::new("要求依据", "demands_clause");
    pub(in super::super) const DEMANDS_CONFIDENCE: Word =
        Word::new("要求可信度", "demands_confidence");
    pub(in super::super) const REASON: Word = Word::new("原因", "reason");
    pub(in super::super) const HAS: Word = Word::new("具备功能数（项）", "functions_available");
    pub(in super::super) const COUNTED_ITEMS: Word =
        Word::new("计入功能数（项）", "functions_counted");
    pub(in super::super) const IS_COMPLETE: Word = Word::new("功能齐全", "complete");
    pub(in super::super) const COUNTED: Word = Word::new("计入单元（个）", "units_counted");
    pub(in super::super) const INSIDE: [Word; 2] = [
        Word::new("单元内有网点的单元（个）", "units_with_outlet_inside"),
        Word::new("单元内有网点占比（%）", "units_with_outlet_inside_percent"),
    ];
    pub(in super::super) const WITHIN_REACH: [Word; 2] = [
        Word::new("用地覆盖率达阈值的单元（个）", "units_within_reach"),
        Word::new("用地覆盖率达阈值占比（%）", "units_within_reach_percent"),
    ];
    pub(in super::super) const AVAILABLE: [Word; 2] = [
        Word::new("具备功能的单元（个）", "units_available"),
        Word::new("具备功能占比（%）", "units_available_percent"),
    ];
    pub(in super::super) const AVAILABLE_WITH_DOUBTFUL: Word =
        Word::new("计入待核网点后具备的单元（个）", "units_available_with_doubtful");
    pub(in super::super) const UNVERIFIED: Word = Word::new("其中待核（个）", "units_unverified");
    pub(in super::super) const UNMET: [Word; 5] = [
        Word::new("缺：无设施（个）", "units_lacking_none"),
        Word::new("缺：过远（个）", "units_lacking_too_far"),
        Word::new("缺：规模不足（个）", "units_lacking_too_small"),
        Word::new("缺：非普惠（个）", "units_lacking_not_inclusive"),
        Word::new("缺：该时段不营业（个）", "units_lacking_closed"),
    ];

    pub(in super::super) const PROVISION: Word = Word::new("配置指标代码", "provision");
    pub(in super::super) const PROVISION_NAME: Word = Word::new("配置指标", "provision_name");
    pub(in super::super) const MEASURE: Word = Word::new("分子", "measure");
    pub(in super::super) const BASE: Word = Word::new("分母", "base");
    pub(in super::super) const PER: Word = Word::new("每（分母单位）", "per");
    pub(in super::super) const UNSTATED: Word = Word::new("其中未填报（个）", "outlets_unstated");
    pub(in super::super) const MEASURE_AMOUNT: Word = Word::new("分子值", "measure_amount");
    pub(in super::super) const BASE_AMOUNT: Word = Word::new("分母值", "base_amount");
    pub(in super::super) const RATIO: Word = Word::new("指标值（按已填报网点）", "value_as_stated");
    pub(in super::super) const VALUE_LOW: Word = Word::new("指标值下界", "value_low");
    pub(in super::super) const VALUE_HIGH: Word = Word::new("指标值上界", "value_high");
    pub(in super::super) const MIN: Word = Word::new("下限", "min");
    pub(in super::super) const MAX: Word = Word::new("上限", "max");
    pub(in super::super) const LIMIT_LEVEL: Word = Word::new("限值适用层级", "limits_hold_for");
    pub(in super::super) const VERDICT: Word = Word::new("是否达标", "verdict");
    pub(in super::super) const JUDGED: [Word; 4] = [
        Word::new("达标单元（个）", "units_met"),
        Word::new("低于下限单元（个）", "units_below"),
        Word::new("高于上限单元（个）", "units_above"),
        Word::new("待核单元（个）", "units_unverified_limits"),
    ];
    pub(in super::super) const LIMIT_CLAUSE: Word = Word::new("指标依据", "clause");
    pub(in super::super) const LIMIT_CONFIDENCE: Word = Word::new("指标可信度", "confidence");

    pub(in super::super) const SEVERITY: Word = Word::new("级别", "severity");
    pub(in super::super) const CODE: Word = Word::new("代码", "code");
    pub(in super::super) const FILE: Word = Word::new("文件", "file");
    pub(in super::super) const PATH: Word = Word::new("位置", "path");
    pub(in super::super) const FEATURE_NAME: Word = Word::new("要素名称", "name");
    pub(in super::super) const MESSAGE: Word = Word::new("问题", "message");
    pub(in super::super) const HELP: Word = Word::new("处理建议", "help");
    pub(in super::super) const FEATURE: Word = Word::new("要素序号", "feature");
    pub(in super::super) const VALUE: Word = Word::new("值", "value");
    pub(in super::super) const BEFORE: Word = Word::new("修正前", "before");
    pub(in super::super) const AFTER: Word = Word::new("修正后", "after");
    pub(in super::super) const LINE: Word = Word::new("行号", "line");
}

/// Names in a sentence, one after the other: by semicolons where a name has in itself what else stands
/// between names.
pub(super) fn named(names: &[String], lang: Lang) -> String {
    let (usual, other) = match lang {
        Lang::Zh => ("、", "；"),
        Lang::En => (", ", "; "),
    };
    let is_in_one = names.iter().any(|name| name.contains(usual));
    names.join(if is_in_one { other } else { usual })
}
