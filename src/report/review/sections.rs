//! The later sections of `review.md`: phases, age groups, measures, gaps, what is not said, how to read
//! it.

use super::paper::Page;
use super::passage;
use super::words::{contribution, course, deed, group};
use crate::assessment::{Amount, Caveat, Course, Followed, Lack, UnitEffect};
use crate::model::AgeGroup;
use crate::profile::Lang;
use crate::report::words::Word;
use crate::units::{People, counted, percent_or_dash};

impl Page<'_> {
    pub(super) fn by_phase(&mut self) {
        self.head("各阶段（累计）", "By phase, each with those before it");
        let phases = &self.context.reviewed.review.phases;
        let circle = phases.iter().any(|phase| phase.effect.total.circle.is_some());
        if phases.is_empty() || !circle {
            self.line("没有阶段或生活圈无数据。", "No phase, or no data for the circle.");
            return;
        }
        for phase in phases {
            let Some(of) = phase.effect.total.circle else { continue };
            let [before, after] =
                [of.before, of.after].map(|served| percent_or_dash(served.land.share));
            let (number, measures, turned) = (phase.phase, phase.measures, self.turned(&of));
            let all = counted(measures, "measure");
            self.line(
                &format!(
                    "- {number}（{measures} 项）：便民生活圈{turned}；用地 {before} % → {after} %。"
                ),
                &format!(
                    "- {number} ({all}): the whole circle {turned}; land {before} % → {after} %."
                ),
            );
        }
    }

    pub(super) fn by_age(&mut self) {
        let total = self.total().clone();
        let groups: Vec<AgeGroup> = AgeGroup::ALL
            .into_iter()
            .filter(|group| total.residents.is_some_and(|heads| heads.group(*group).is_some()))
            .collect();
        if groups.is_empty() {
            return;
        }
        self.head("各年龄组（新增 / 减少，人）", "By age group, residents gained / lost");
        let mut cells = vec![self.say("服务", "service")];
        cells.extend(groups.iter().map(|of| group(*of).get(self.lang).to_owned()));
        self.row(&cells);
        self.row(&cells.iter().map(|_| "---".to_owned()).collect::<Vec<_>>());
        for lack in self.context.lacks() {
            let Some(of) = passage(&total, lack) else { continue };
            let mut cells = vec![self.service(lack)];
            cells.extend(groups.iter().map(|group| {
                let count = |amount: &Amount| {
                    let people = amount.people.and_then(|heads| heads.group(*group));
                    people.map_or("–".to_owned(), People::text)
                };
                format!("{} / {}", count(&of.gained), count(&of.lost))
            }));
            self.row(&cells);
        }
    }

    pub(super) fn measures(&mut self) {
        self.head("各项措施", "Measures");
        let words = [
            Word::new("措施", "measure"),
            Word::new("类型", "action"),
            Word::new("阶段", "phase"),
            Word::new("单独：新增 / 减少（人）", "alone: residents gained / lost"),
            Word::new(
                "其余措施之后：新增 / 减少（人）",
                "after all others: residents gained / lost",
            ),
            Word::new("作用", "comes to"),
        ];
        self.table_head(&words);
        let all = self.context.plan.measures.iter().zip(&self.context.reviewed.review.measures);
        for (at, (measure, effect)) in all.enumerate() {
            let turned = |of: &UnitEffect| self.most(of);
            let sheet = self.context.pictures.and_then(|of| of.sheets.get(at)?.as_ref());
            let label = Self::label(measure);
            self.row(&[
                sheet.map_or_else(|| label.clone(), |sheet| format!("[{label}]({sheet})")),
                deed(measure.action).get(self.lang).to_owned(),
                measure.phase.to_string(),
                turned(&effect.alone),
                turned(&effect.after_others),
                contribution(effect.contribution, measure.action).get(self.lang).to_owned(),
            ]);
        }
    }

    /// Residents gained and lost, service by service and of the circle; hectares where they are nobody's.
    fn most(&self, of: &UnitEffect) -> String {
        let turned = self.context.lacks().filter_map(|lack| {
            let passage = passage(of, lack).filter(|passage| !passage.is_still())?;
            let [gained, lost] = [passage.gained, passage.lost];
            let heads = gained.people.zip(lost.people).map(|(gained, lost)| [gained.all, lost.all]);
            let pair = heads.filter(|heads| heads.iter().any(|people| people.0 > 0)).map_or_else(
                || {
                    let [gained, lost] = [gained, lost].map(|amount| amount.land.hectares_text());
                    self.say(&format!("{gained} / {lost} 公顷"), &format!("{gained} / {lost} ha"))
                },
                |[gained, lost]| format!("{} / {}", gained.text(), lost.text()),
            );
            Some(format!("{} {pair}", self.service(lack)))
        });
        let turned: Vec<String> = turned.collect();
        if turned.is_empty() { "–".to_owned() } else { turned.join("<br>") }
    }

    pub(super) fn gaps(&mut self) {
        self.head("盲区", "Gaps");
        let reviewed = self.context.reviewed;
        let mut lines = 0;
        for lack in self.context.lacks() {
            let of_lack = |at: &Followed| match (at.before, at.after.first()) {
                (Some(at), _) => reviewed.today.gaps.listed[at].lack == lack,
                (None, Some(&at)) => reviewed.planned.gaps[at].lack == lack,
                (None, None) => false,
            };
            let counts: Vec<String> = Course::ALL
                .into_iter()
                .filter_map(|of| {
                    let gaps = reviewed.gaps.iter().filter(|gap| gap.course == of);
                    let count = gaps.filter(|gap| of_lack(gap)).count();
                    let word = course(of).get(self.lang);
                    (count > 0).then(|| match self.lang {
                        Lang::Zh => format!("{word} {count}"),
                        Lang::En => format!("{count} {word}"),
                    })
                })
                .collect();
            if counts.is_empty() {
                continue;
            }
            lines += 1;
            let (service, counts) = (self.service(lack), counts.join(&self.say("、", ", ")));
            self.line(&format!("- {service}：{counts}。"), &format!("- {service}: {counts}."));
        }
        if lines > 0 && self.has_homes() {
            self.line(
                "\n规划后的盲区含新建住宅的用地和居民。",
                "\nGaps after the plan hold the land and the residents of its new homes.",
            );
        }
        if lines == 0 {
            self.line("现状与规划均无列出的盲区。", "No gap is listed, today or after the plan.");
        }
    }

    pub(super) fn caveats(&mut self) {
        let caveats = &self.context.reviewed.review.caveats;
        if caveats.is_empty() {
            return;
        }
        self.head("未能说明的事项", "What the figures do not say");
        for caveat in caveats {
            let (zh, en) = match caveat {
                Caveat::FirstOutlets(at) => {
                    let service = self.service(Lack::Service(*at));
                    (
                        format!(
                            "- {service}：现状数据中没有任何网点，规划新增的网点无从对比，未计入新增，也未计入生活圈。"
                        ),
                        format!(
                            "- {service}: no outlet in today's data, so that there is nothing to hold the \
                             plan against; it is in no gain, and the circle leaves it out."
                        ),
                    )
                }
                Caveat::CircleGapsNotFollowed => (
                    "- 规划前后生活圈计入的服务不同，生活圈的盲区未作对比。".to_owned(),
                    "- The circle counts other services after the plan: its gaps are not followed."
                        .to_owned(),
                ),
                Caveat::HomesWithoutAges => (
                    "- 有新建住宅未填齐各年龄组人数：未填的年龄组按 0 计。".to_owned(),
                    "- New homes do not state every age group that the city's people have: a group that is not \
                     stated counts as nobody."
                        .to_owned(),
                ),
                Caveat::NoPeople => (
                    "- 没有人口数据，只比较用地。".to_owned(),
                    "- No people in the data: land alone is compared.".to_owned(),
                ),
            };
            self.line(&zh, &en);
        }
    }

    pub(super) fn method(&mut self) {
        self.head("读法", "How to read this");
        let profile = self.context.today.profile;
        let (zh, en) = if profile.categories.iter().any(|rule| rule.open_at.is_some()) {
            (
                "规模（床位、座位、面积）的变化不改变服务范围；口径规定了营业时间的业态，届时不营业的网点不计入。",
                "Room (beds, seats, floor) changes nothing in reach; hours do for the categories that the \
                 rule set asks to be open at a time: an outlet that is closed then does not count.",
            )
        } else {
            (
                "规模（床位、座位、面积）和营业时间的变化不改变服务范围。",
                "Room (beds, seats, floor) and hours change nothing in reach.",
            )
        };
        self.line(
            &format!(
            "新增：规划后在服务范围内而现状不在的居民和居住用地；减少：现状在而规划后不在的。两者从不相抵。\
             规划减现状等于新增减减少。“其余措施之后”是取消该措施时整个规划少得到的部分。\
             待核网点不计入。{zh}"
            ),
            &format!(
            "Gained: residents and residential land within reach after the plan and not today; lost: \
             those within reach today and not after it. The two are never set off against each other; \
             after less before is gained less lost. \"After all others\" is what the plan loses without \
             the measure. Doubtful outlets do not count. {en}"
            ),
        );
        let reviewed = self.context.reviewed;
        let all = [
            ("plan_changes.csv", true),
            ("plan_measures.csv", true),
            ("plan_homes.csv", self.has_homes()),
            ("plan_provision.csv", !profile.provisions.is_empty()),
            ("plan_streets.csv", reviewed.walks.is_some()),
            ("plan_gaps.csv", true),
            ("plan_room.csv", !profile.capacities.is_empty()),
            ("plan_rules.csv", !self.context.rules.is_empty()),
            ("plan_sensitivity.csv", self.context.firmness.is_some()),
        ];
        let tables = all.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name);
        let tables = tables.collect::<Vec<_>>().join(&self.say("、", ", "));
        self.line(&format!("\n明细：{tables}。"), &format!("\nIn detail: {tables}."));
    }
}
