//! Texts of findings of outlets, their categories and their datum, and how they read in Chinese.

use super::Phrase;

/// In the order of the codes; of one code the first that fits counts.
pub(super) const PHRASES: &[Phrase] = &[
    ("category-left-out", "{} left out on purpose: {}", "按设置排除 {1}：{2}"),
    (
        "category-two-readings",
        "{} in {} is read as {}; it may mean {}",
        "{2}的类别词 {1} 按 {3} 理解；也可能指 {4}",
    ),
    (
        "category-two-readings",
        "map it under [outlets.categories] in walkshed.toml: {} = {}, or {} if it is right",
        "在 walkshed.toml 的 [outlets.categories] 中写明：{=1} = {2}；若理解无误则写 {3}",
    ),
    (
        "datum-mix",
        "{} of {} says source {}, which is {} ({} off here), and fits the {} only so; no coordinates were moved",
        "{2}中有 {1} 个来源为 {3}，采用 {4}（在此相差 {5}），且只有如此才与{6}吻合；未移动任何坐标",
    ),
    (
        "datum-mix",
        "{} of {} say source {}, which is {} ({} off here), and fit the {} only so; no coordinates were moved",
        "{2}中有 {1} 个来源为 {3}，采用 {4}（在此相差 {5}），且只有如此才与{6}吻合；未移动任何坐标",
    ),
    (
        "datum-mix",
        "{} of {} says source {}, which is {} ({} off here), and fit the {} only so; no coordinates were moved",
        "{2}中有 {1} 个来源为 {3}，采用 {4}（在此相差 {5}），且只有如此才与{6}吻合；未移动任何坐标",
    ),
    (
        "datum-mix",
        "{} of {} says source {}, which is {} ({} off here); no coordinates were moved",
        "{2}中有 {1} 个来源为 {3}，采用 {4}（在此相差 {5}）；未移动任何坐标",
    ),
    (
        "datum-mix",
        "{} of {} say source {}, which is {} ({} off here); no coordinates were moved",
        "{2}中有 {1} 个来源为 {3}，采用 {4}（在此相差 {5}）；未移动任何坐标",
    ),
    (
        "datum-mix",
        "pass --outlets-crs {}, or convert them",
        "用 --outlets-crs {=1} 声明，或先行转换",
    ),
    (
        "datum-mix",
        "pass --outlets-crs {}, or convert the {}",
        "用 --outlets-crs {=1} 声明，或先行转换这 {2} 个",
    ),
    (
        "datum-mix",
        "{} of {} says source {}, which publishes {}, but fits the {} as read: converted since, it seems",
        "{2}中有 {1} 个来源为 {3}，该来源发布 {4}，但按原样即与{5}吻合：看来已转换",
    ),
    (
        "datum-mix",
        "{} of {} say source {}, which publishes {}, but fit the {} as read: converted since, it seems",
        "{2}中有 {1} 个来源为 {3}，该来源发布 {4}，但按原样即与{5}吻合：看来已转换",
    ),
    (
        "datum-mix",
        "{} of {} says source {}, which is WGS 84, and was converted from {} ({} off here)",
        "{2}中有 {1} 个来源为 {3}，本为 WGS 84，却由 {4} 作了转换（在此相差 {5}）",
    ),
    (
        "datum-mix",
        "{} of {} say source {}, which is WGS 84, and were converted from {} ({} off here)",
        "{2}中有 {1} 个来源为 {3}，本为 WGS 84，却由 {4} 作了转换（在此相差 {5}）",
    ),
    ("datum-mix", "add --outlets-crs {} to keep them", "补上 --outlets-crs {=1} 使其保持原样"),
    (
        "datum-shift",
        "the {} fit {} as {} ({} off here), not as they are read; no coordinates were moved",
        "{1}只有按 {3} 才与{2}吻合（在此相差 {4}），按原样则否；未移动任何坐标",
    ),
    (
        "datum-shift",
        "{} fit the {} as {} on {} ({} off here), not as they are read; no coordinates were moved",
        "{1}只有按 {3}（后者按 {4}）才与{2}吻合（在此相差 {5}），按原样则否；未移动任何坐标",
    ),
    (
        "datum-shift",
        "{} fit the {} as {} ({} off here), not as they are read; no coordinates were moved",
        "{1}只有按 {3} 才与{2}吻合（在此相差 {4}），按原样则否；未移动任何坐标",
    ),
    ("datum-shift", "about {} of {} ({} %)", "{2}中约有 {1} 个（{3} %）"),
    ("datum-shift", "{} of source {}", "来源为 {2} 的 {1}"),
    (
        "datum-shift",
        "the {} are declared {} and seem to be WGS 84: leave that away",
        "{1}声明为 {2}，而看似 WGS 84：去掉该声明",
    ),
    (
        "datum-shift",
        "give them a source of their own and pass --outlets-crs SOURCE={}; likeliest are {}",
        "为其单设来源词，再用 --outlets-crs 来源={=1} 声明；最可能的是 {2}",
    ),
    (
        "datum-shift",
        "put them into a file of their own with crs = {} in walkshed.toml",
        "将其放入单独的文件，并在 walkshed.toml 中写明 crs = {1}",
    ),
    ("datum-shift", "pass {}, or convert the {}", "用 {=1} 声明，或先行转换{2}"),
    ("datum-shift", "pass {}", "用 {=1} 声明"),
    (
        "datum-untested",
        "whether the {} are in GCJ-02 or BD-09 cannot be told: they lie to estates, homes and borders as chance would have it",
        "无法判断这 {1}是否采用 GCJ-02 或 BD-09：它们与地块、居住点和边界的相对位置没有规律",
    ),
    (
        "datum-untested",
        "compare some of them with a map, or say what they are in: --outlets-crs wgs84",
        "抽查若干网点与地图比对，或声明坐标系：--outlets-crs wgs84",
    ),
    (
        "doubtful-outlet",
        "{}, as {} each does not serve by its name ({}): {}; doubtful",
        "{1}列为 {2}，名称表明尚未或不再服务（{3}）：{4}；存疑",
    ),
    (
        "doubtful-outlet",
        "{}, as {} each may be something else by its name ({}): {}; doubtful",
        "{1}列为 {2}，从名称看可能是其他设施（{3}）：{4}；存疑",
    ),
    (
        "doubtful-outlet",
        "{}, as {} each is not called one ({}): {}; doubtful",
        "{1}列为 {2}，名称中没有该类用词（{3}）：{4}；存疑",
    ),
    (
        "doubtful-outlet",
        "{}, as {} each does not say whether it is open when it has to be: {}; doubtful",
        "{1}列为 {2}，未说明规定时刻是否营业：{3}；存疑",
    ),
    (
        "doubtful-outlet",
        "{} as {} does not serve by its name ({}): doubtful",
        "{1} 列为 {2}，名称表明尚未或不再服务（{3}）：存疑",
    ),
    (
        "doubtful-outlet",
        "{} as {} may be something else by its name ({}): doubtful",
        "{1} 列为 {2}，从名称看可能是其他设施（{3}）：存疑",
    ),
    (
        "doubtful-outlet",
        "{} as {} is not called one ({}): doubtful",
        "{1} 列为 {2}，名称中没有该类用词（{3}）：存疑",
    ),
    (
        "doubtful-outlet",
        "{} as {} does not say whether it is open when it has to be: doubtful",
        "{1} 列为 {2}，未说明规定时刻是否营业：存疑",
    ),
    (
        "doubtful-outlet",
        "it counts for nothing after the plan; set confirmed to true where it will be what its category says",
        "规划后不计入；确为该类设施的，将 confirmed 设为 true",
    ),
    (
        "doubtful-outlet",
        "it counts for nothing after the plan; write its hours as OpenStreetMap does ({})",
        "规划后不计入；请按 {1} 的形式填写营业时间",
    ),
    (
        "doubtful-outlet",
        "rates are given without doubtful outlets, and with them; set confirmed to true on those that are what their category says, and take the others out",
        "比率分别给出不含与含存疑网点两种；核实无误的将 confirmed 设为 true，其余删去",
    ),
    (
        "doubtful-outlet",
        "rates are given without doubtful outlets, and with them; ask for the hours, and write them as OpenStreetMap does ({})",
        "比率分别给出不含与含存疑网点两种；请查明营业时间，按 {1} 的形式填写",
    ),
    (
        "multipoint",
        "MultiPoint of {} points, taken as outlets {} to {}",
        "MultiPoint 含 {1} 个点，按 {2} 至 {3} 各为一个网点",
    ),
    (
        "multipoint",
        "MultiPoint of {} points, taken as outlets {} and {}",
        "MultiPoint 含 {1} 个点，按 {2} 与 {3} 两个网点处理",
    ),
    (
        "multipoint",
        "MultiPoint of {} points, taken as outlets of their own",
        "MultiPoint 含 {1} 个点，各为一个网点",
    ),
    (
        "multipoint",
        "leave one point where it is one outlet; give each a feature of its own else",
        "同一网点只留一个点；不是同一网点的各设要素",
    ),
    (
        "no-category",
        "none of the {} outlets has {}: none is counted",
        "{1} 个网点都没有 {2}，全部不计入",
    ),
    (
        "no-category",
        "name the property that has it under [outlets.properties] in walkshed.toml",
        "在 walkshed.toml 的 [outlets.properties] 中写明存放类别的属性名",
    ),
    ("no-category", "no {}: this outlet is not counted", "没有 {1}，该网点不计入"),
    (
        "no-category",
        "fill it in, or set it under [outlets.defaults] in walkshed.toml",
        "填写类别，或在 walkshed.toml 的 [outlets.defaults] 中设置",
    ),
    (
        "no-category",
        "open what? no category, and no target",
        "未说明开设什么：没有类别，也没有 target",
    ),
    (
        "no-category",
        "fill it in, or write the id of an outlet that is planned or closed",
        "在该措施中填写类别，或在 target 中填写规划中或已关闭网点的编号",
    ),
    (
        "no-outlets",
        "0 outlets of a known category and place among {}; all land is a gap that no figure measures: every service is no data",
        "{1}中没有类别和位置都明确的网点：全部用地都是无从度量的盲区，各项服务均为无数据",
    ),
    (
        "no-outlets",
        "0 outlets; all land is a gap that no figure measures: every service is no data",
        "没有任何网点：全部用地都是无从度量的盲区，各项服务均为无数据",
    ),
    ("no-outlets", "0 outlets of {}", "{1}中没有任何网点"),
    (
        "no-outlets",
        "export the layer again, unless the city has none",
        "重新导出该图层，除非本市确无网点",
    ),
    ("no-outlets", "mend what is said of each of them", "逐一修正其问题"),
    ("no-outlets", "export the places again, with their types", "连同类型重新导出这些地点"),
    ("no-outlets", "no outlet of any category in the file", "文件中没有任何类别的网点"),
    (
        "no-such-source",
        "no outlet says source {}, which was declared {}",
        "没有来源为 {1} 的网点，而已为其声明 {2}",
    ),
    ("no-such-source", "write the source as the outlets have it", "按网点中的写法填写来源"),
    (
        "not-open",
        "{} of {} is planned or closed; in no rate",
        "{2}中有 {1} 个规划中或已关闭，不计入任何比率",
    ),
    (
        "not-open",
        "{} of {} are planned or closed; in no rate",
        "{2}中有 {1} 个规划中或已关闭，不计入任何比率",
    ),
    ("not-yes-or-no", "{} is {}, neither yes nor no", "{1} 为 {2}，既非是也非否"),
    (
        "opening-hours",
        "opening hours {} are not as OpenStreetMap writes them",
        "营业时间 {1} 不是 OpenStreetMap 的写法",
    ),
    (
        "opening-hours",
        "write them as in {}; until then it is not known when the outlet is open",
        "按 {1} 的形式填写；此前该网点的营业时间按未知处理",
    ),
    (
        "outlet-outside",
        "[{}] is outside, {} from the nearest subdistrict; kept, serves nothing",
        "[{1}] 在所有街道之外，距最近的街道 {2}；保留，但不服务任何地块",
    ),
    ("outlet-outside", "swapped, it would lie in {}", "交换经纬度后位于 {1} 内"),
    ("outlet-outside", "mend its place, or take it out", "修正其位置，或删去"),
    (
        "same-outlet",
        "{}; capacity {} counts, not {}, floor area {} counts, not {}",
        "{1}；capacity 取 {2} 而非 {3}，floor_area 取 {4} 而非 {5}",
    ),
    ("same-outlet", "{}; capacity {} counts, not {}", "{1}；capacity 取 {2} 而非 {3}"),
    ("same-outlet", "{}; floor area {} counts, not {}", "{1}；floor_area 取 {2} 而非 {3}"),
    ("same-outlet", "{} again, {} from {}; {}", "{1} 再次出现，距 {3} {2}；{4}"),
    ("same-outlet", "{} times within {}: {}; {}", "{1} 次出现在 {2} 范围内：{3}；{4}"),
    (
        "same-outlet",
        "pass --merge-duplicates to count it once, or take it out, if it is one outlet",
        "确为同一网点的，用 --merge-duplicates 只计一次，或删去其一",
    ),
    ("same-outlet", "take one of them out if it is one outlet", "确为同一网点的，删去其一"),
    (
        "same-place",
        "{} of {} at the same place, [{}]; a failed geocoding?",
        "{2}中有 {1} 个位于同一点 [{3}]：地理编码可能失败",
    ),
    ("same-place", "look their addresses up again, each by itself", "逐一重新查询其地址"),
    (
        "unknown-category",
        "unknown category {} in {}: listed, not counted",
        "{2}的类别词 {1} 无法识别：列出，不计入",
    ),
    ("unknown-category", "{} is {}: the file lost the leading 0", "{1} 即 {2}：文件丢失了首位的 0"),
    (
        "unknown-category",
        "map it under [outlets.categories] in walkshed.toml, to a key or to false",
        "在 walkshed.toml 的 [outlets.categories] 中对应到类别键名，或写 false",
    ),
    ("unknown-category", "no service of {} is called {}", "规则集 {1} 中没有名为 {2} 的服务"),
    ("unknown-category", "there are: {}", "--category 可用：{=1}"),
    ("unknown-category", "the city has no outlet of the category {}", "本市没有类别为 {1} 的网点"),
    ("unknown-category", "its outlets have {}", "本市网点的类别有：{=1}"),
    ("unknown-category", "unknown category {}", "类别 {1} 无法识别"),
    (
        "unknown-category",
        "write a key of the category table, or one that the profile adds",
        "填写类别表中的键名，或规则集所加的键名",
    ),
    (
        "unknown-category",
        "did you mean {}? its outlets have {}",
        "是否为 {=1}？本市网点的类别有：{=2}",
    ),
    (
        "unknown-status",
        "status {} is not open, planned or closed; taken as open",
        "状态 {1} 不是 open、planned 或 closed，按营业处理",
    ),
];
