//! Texts of findings of plans and what is required of them, and how they read in Chinese.

use super::Phrase;

/// In the order of the codes; of one code the first that fits counts.
pub(super) const PHRASES: &[Phrase] = &[
    (
        "demand-not-reviewed",
        "service {} is needed by some alone, and a plan is reviewed for everybody",
        "服务 {1} 只有部分人需要，而规划审查面向所有居民",
    ),
    (
        "demand-not-reviewed",
        "take the service out of the profile that plans are reviewed by; a report follows its conditions",
        "从审查所用口径中删去该服务；report 按其条件计算",
    ),
    (
        "doubtful-target",
        "{} may not be what its category says, so that it counts for nothing today",
        "{1} 可能名不副实，目前不计入",
    ),
    (
        "doubtful-target",
        "look at it; write confirmed = true in the outlets layer where it is sound",
        "核实该网点；确认无误的在网点图层设 confirmed = true",
    ),
    ("homes", "homes for how many? no whole number of residents", "可住多少人：没有整数居民数"),
    (
        "homes",
        "write under people how many residents they will have; 0 where nobody is to live there",
        "在 people 中填写将有的居民数；无人居住的填 0",
    ),
    ("homes", "the age groups do not fit into {} residents", "各年龄组之和与 {1} 名居民不符"),
    (
        "homes",
        "write all residents under people, those of 80 years and more among those of 60",
        "people 填写全部居民；80 岁及以上的也计入 60 岁及以上",
    ),
    ("homes", "the land of these homes is no sound polygon", "该住宅的用地不是有效的多边形"),
    ("homes", "mend it (the warning beside this says where)", "修正其用地（位置见同处的警告）"),
    (
        "homes",
        "homes and streets take no outlet: what is the target?",
        "住宅与道路的措施不涉及网点：target 指什么",
    ),
    (
        "homes",
        "say in a measure of its own what becomes of the outlet",
        "网点的变动另设一项措施说明",
    ),
    (
        "homes-land-code",
        "land code {} is not residential: the land of these homes is in no rate, their residents are",
        "用地代码 {1} 不属于居住用地：该住宅的用地不计入任何比率，居民计入",
    ),
    (
        "homes-land-code",
        "residential by the profile: {}; mend the code",
        "规则集中的居住用地代码：{=1}；修正该代码",
    ),
    (
        "homes-overlap",
        "{} of {} ha are residential land of today, most of it of estate {}: no new land",
        "{2} 公顷中有 {1} 公顷是现状居住用地（主要属于地块 {3}），不算新增用地",
    ),
    (
        "homes-overlap",
        "draw new land alone; where homes take the place of others, the residents of today stay in the data",
        "只画新增用地；若为拆旧建新，原有居民仍在数据中",
    ),
    (
        "homes-overlap",
        "{} of {} ha are the land of the homes of {} too",
        "{2} 公顷中有 {1} 公顷也是 {=3} 的住宅用地",
    ),
    (
        "homes-overlap",
        "draw each piece of land once; residents of both are counted",
        "同一块地只画一次；两者的居民都计入",
    ),
    ("id-taken", "an outlet of the city has the id {} already", "本市已有编号为 {1} 的网点"),
    (
        "id-taken",
        "give the measure an id of its own; to change that outlet, name it as target",
        "为该措施另设编号；若要改动该网点，写入 target",
    ),
    (
        "loose-end",
        "{} end lies on no street (none within {})",
        "{1} 个端点不在任何道路上（{2} 内没有道路）",
    ),
    (
        "loose-end",
        "{} ends lie on no street (none within {})",
        "{1} 个端点不在任何道路上（{2} 内没有道路）",
    ),
    (
        "loose-end",
        "right where it ends there; otherwise draw it to the street that it is to meet",
        "若确为尽端则无妨；否则将其画到应相接的道路上",
    ),
    (
        "measure-outside",
        "lies in no subdistrict; counts as far as it reaches",
        "不在任何街道内；按其服务范围计入",
    ),
    (
        "measure-outside",
        "homes in no subdistrict: in no figure",
        "住宅不在任何街道内，不计入任何数字",
    ),
    (
        "no-change",
        "{} does not serve today: closing it changes nothing",
        "{1} 目前并不服务：关闭不会改变任何结果",
    ),
    ("no-change", "gate {} is so today: nothing changes", "出入口 {1} 目前即如此，没有改变"),
    ("no-change", "{} is so today: nothing changes", "{1} 目前即如此，没有改变"),
    (
        "no-change",
        "{} is not open: it serves nobody after this either; open it first",
        "{1} 未营业：此后仍不服务任何人；应先开设",
    ),
    ("no-change", "take it out, or mend its target", "删去该措施，或修正其 target"),
    ("no-measures", "0 measures: nothing would change", "没有任何措施：不会改变任何结果"),
    ("no-measures", "export the plan again", "重新导出该规划"),
    (
        "no-phase",
        "no phase, while others have one: taken as of the first",
        "没有期次，而其他措施有：按第一期处理",
    ),
    ("no-phase", "give it the phase, or the year, in which it is done", "填写其期次或年份"),
    ("no-target", "{} of which outlet? no target", "{1} 针对哪个网点：没有 target"),
    ("no-target", "{} which gate? no target", "{1} 针对哪个出入口：没有 target"),
    ("no-target", "write its id under target", "在 target 中填写其编号"),
    (
        "no-target",
        "write the id of a gate of the city under target",
        "在 target 中填写本市出入口的编号",
    ),
    (
        "not-reviewed",
        "the city has no streets, along which this could be walked",
        "本市没有道路图层，无法计算沿街步行",
    ),
    (
        "not-reviewed",
        "put streets.geojson into the city; or take the measure out: the review is then without it",
        "补充 streets.geojson；或删去该措施，审查即不含此项",
    ),
    (
        "phase",
        "phase {} is no year and no whole number of a phase",
        "期次 {1} 既不是年份，也不是整数期次",
    ),
    (
        "phase",
        "write a whole number of at most four digits, such as 2 or 2027",
        "填写不超过四位的整数，如 2 或 2027",
    ),
    (
        "plan-elsewhere",
        "all {} with a place lie outside every subdistrict, and reach none: a plan for another city?",
        "全部 {1}的位置都在所有街道之外且互不相及：可能是其他城市的规划",
    ),
    (
        "plan-elsewhere",
        "name the plan of this city; is it in another system? pass --plan-crs CRS",
        "给出本市的规划；采用其他坐标系的用 --plan-crs 声明",
    ),
    (
        "requirement",
        "no [[rule]]: nothing is required of the plan",
        "没有 [[rule]]：对规划没有任何要求",
    ),
    ("requirement", "write a rule, or leave --require out", "填写规则，或去掉 --require"),
    (
        "requirement",
        "a rule says nobody_loses = true, or rate with at_least_percent, or provision",
        "一条规则应写 nobody_loses = true，或写 rate 与 at_least_percent，或写 provision",
    ),
    (
        "requirement",
        "write one of the three; in holds for rates and provisions alone",
        "三者写其一；in 只用于比率和配置指标",
    ),
    ("requirement", "the rule set {} has no service {}", "规则集 {1} 没有服务 {2}"),
    ("requirement", "no rate is called {}", "没有名为 {1} 的比率"),
    ("requirement", "write per cent, 0 to 100", "填写百分数，0 至 100"),
    ("requirement", "at_least_percent is {}", "at_least_percent 为 {1}"),
    (
        "requirement",
        "write \"city\" or \"every_subdistrict\"",
        "填写 \"city\" 或 \"every_subdistrict\"",
    ),
    ("requirement", "in is {}", "in 为 {1}"),
    (
        "rule-before-plan",
        "by {}, but the first measures of {} are of {}: judged by today",
        "要求在 {1} 之前，而 {2} 最早的措施在 {3}：按现状判断",
    ),
    (
        "rule-before-plan",
        "mend the year, or give the measures theirs as phases",
        "改正年份，或以年份作为措施的期次",
    ),
    (
        "target-elsewhere",
        "drawn {} from its target {}, which stays where it is",
        "所绘位置距其 target {2} {1}，而后者并不移动",
    ),
    ("target-elsewhere", "drawn {} from gate {}", "所绘位置距出入口 {2} {1}"),
    ("target-twice", "the gate {} is the target of {} too", "出入口 {1} 也是 {2} 的 target"),
    ("target-twice", "{} is the target of {} too", "{1} 也是 {2} 的 target"),
    ("target-twice", "say in one measure what becomes of it", "合为一项措施"),
    (
        "unknown-action",
        "no action: what this measure does is not known",
        "没有 action：不知道该措施做什么",
    ),
    ("unknown-action", "write one of {}", "填写其中之一：{=1}"),
    ("unknown-action", "action {} is none of {}", "action 为 {1}，不在可用的之内：{=2}"),
    ("unknown-target", "no outlet of the city has the id {}", "本市没有编号为 {1} 的网点"),
    ("unknown-target", "no gate of the city has the id {}", "本市没有编号为 {1} 的出入口"),
    (
        "unknown-target",
        "write the id of an outlet of the city, as its file has it",
        "按文件中的写法填写本市网点的编号",
    ),
    (
        "unknown-target",
        "write the id of a gate of the city, as its file has it",
        "按文件中的写法填写本市出入口的编号",
    ),
];
