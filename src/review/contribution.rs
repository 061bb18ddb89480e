//! What a measure comes to after all others of its plan, by the words of tables, pages and sheets.

use serde::Serialize;

use crate::model::Action;

/// What a measure does after all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Contribution {
    /// It serves land or residents that nothing else serves, and loses none.
    Gains,
    /// It loses land or residents, and serves no others.
    Loses,
    /// It serves some, and loses others.
    GainsAndLoses,
    /// It changes outlets, but what they serve is served by others before and after.
    AddsNothing,
    /// Alone it gains or loses, but others of the plan do the same: nothing after them, yet not all of
    /// these can be struck.
    Replaceable,
    /// It changes outlets of categories of which no measured service is.
    NotMeasured,
    /// It changes no outlet that counts, or neither its category nor its place: its room, its hours.
    NotOfReach,
    /// It builds homes, which need outlets and are none.
    Homes,
    /// It changes how people walk, and no outlet.
    Walking,
}

impl Contribution {
    /// The word in tables: `adds_nothing`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Gains => "gains",
            Self::Loses => "loses",
            Self::GainsAndLoses => "gains_and_loses",
            Self::AddsNothing => "adds_nothing",
            Self::Replaceable => "replaceable",
            Self::NotMeasured => "not_measured",
            Self::NotOfReach => "not_of_reach",
            Self::Homes => "homes",
            Self::Walking => "walking",
        }
    }

    /// What to call it, in Chinese and in English; that a closure takes nothing is another thing than that an
    /// opening adds nothing.
    #[must_use]
    pub fn label(self, action: Action) -> [&'static str; 2] {
        match self {
            Self::AddsNothing if action == Action::Close => ["无人受损", "takes nothing"],
            Self::Gains => ["有新增", "gains"],
            Self::Loses => ["有减少", "loses"],
            Self::GainsAndLoses => ["有增有减", "gains and loses"],
            Self::AddsNothing => ["无作用", "adds nothing"],
            Self::Replaceable => ["可由其他措施替代", "needed only without the others"],
            Self::NotMeasured => ["口径未计量", "not measured"],
            Self::NotOfReach => ["不涉及覆盖", "not of reach"],
            Self::Walking => ["改变步行", "changes walks"],
            Self::Homes => ["新增住宅", "builds homes"],
        }
    }

    /// The same in a sentence.
    #[must_use]
    pub fn sentence(self, action: Action) -> [&'static str; 2] {
        match self {
            Self::Gains => [
                "有新增：其服务的部分用地或居民，规划中没有其他措施服务。",
                "It gains: it serves land or residents that nothing else of the plan serves.",
            ],
            Self::Loses => [
                "有减少：它使用地或居民失去服务，而不带来新的。",
                "It loses: land or residents lose a service by it, and it serves no others.",
            ],
            Self::GainsAndLoses => [
                "有增有减：服务了一些，也使另一些失去服务。",
                "It gains and loses: it serves some, and others lose a service by it.",
            ],
            Self::AddsNothing if action == Action::Close => [
                "无人受损：关闭后其服务范围仍由其他网点覆盖。",
                "It takes nothing from anybody: what it closes is served by others.",
            ],
            Self::AddsNothing => [
                "无作用：其服务范围已由其他网点覆盖。",
                "It adds nothing: what it reaches is served by others already.",
            ],
            Self::Replaceable => [
                "可由其他措施替代：单独实施有作用，但规划的其他措施有同样作用；不能全部取消。",
                "Needed only without the others: other measures of the plan do the same, yet not all of these \
                 can be struck.",
            ],
            Self::Homes => [
                "新增住宅：入住后可达哪些服务见 plan_homes.csv。",
                "Homes: what their residents will reach stands in plan_homes.csv.",
            ],
            Self::Walking => [
                "改变步行：沿道路可达的增减见 review.md 和 plan_streets.csv。",
                "It changes walks: what it does along streets stands in review.md and plan_streets.csv.",
            ],
            Self::NotMeasured => [
                "口径未计量其业态，作用未知。",
                "Its category is of no measured service: nothing is said of what it does.",
            ],
            Self::NotOfReach => [
                "不涉及覆盖：只改变规模、时间或未计入的网点。",
                "Not of reach: it changes room, hours, or an outlet that does not count.",
            ],
        }
    }
}
