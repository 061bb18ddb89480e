//! Texts of findings of streets and gates, and how they read in Chinese.

use super::Phrase;

/// In the order of the codes; of one code the first that fits counts.
pub(super) const PHRASES: &[Phrase] = &[
    (
        "barrier-empty",
        "the file has no line; a barrier is one at least",
        "文件中没有线；障碍至少须有一条",
    ),
    (
        "barrier-empty",
        "draw the line that nobody is to cross, or name the file that has it",
        "绘制不得穿越的线，或给出含有该线的文件",
    ),
    (
        "change-without-effect",
        "the change that is asked about gives no resident a service within reach and takes none away",
        "所问的变更没有使任何居民增加或失去可达的服务",
    ),
    (
        "change-without-effect",
        "is the gate open already, or does the barrier cross no street?",
        "核对出入口是否原已开放、屏障是否穿过街道",
    ),
    (
        "gate-alone",
        "{} of {} name neither an estate nor an outlet, the first {}; nobody goes through; 1 of them is closed, and cuts the street that it stands on",
        "{2}中有 {1} 个既未注明地块也未注明网点，第一个是 {3}；无人由此出入；其中 1 个关闭，截断所在的道路",
    ),
    (
        "gate-alone",
        "{} of {} name neither an estate nor an outlet, the first {}; nobody goes through; {} of them are closed, and cut the streets that they stand on",
        "{2}中有 {1} 个既未注明地块也未注明网点，第一个是 {3}；无人由此出入；其中 {4} 个关闭，截断所在的道路",
    ),
    (
        "gate-alone",
        "{} of {} names neither an estate nor an outlet, the first {}; nobody goes through; 1 of them is closed, and cuts the street that it stands on",
        "{2}中有 {1} 个既未注明地块也未注明网点，第一个是 {3}；无人由此出入；其中 1 个关闭，截断所在的道路",
    ),
    (
        "gate-alone",
        "{} of {} names neither an estate nor an outlet, the first {}; nobody goes through; {} of them are closed, and cut the streets that they stand on",
        "{2}中有 {1} 个既未注明地块也未注明网点，第一个是 {3}；无人由此出入；其中 {4} 个关闭，截断所在的道路",
    ),
    (
        "gate-alone",
        "{} of {} name neither an estate nor an outlet, the first {}; nobody goes through",
        "{2}中有 {1} 个既未注明地块也未注明网点，第一个是 {3}；无人由此出入",
    ),
    (
        "gate-alone",
        "{} of {} names neither an estate nor an outlet, the first {}; nobody goes through",
        "{2}中有 {1} 个既未注明地块也未注明网点，第一个是 {3}；无人由此出入",
    ),
    (
        "gate-alone",
        "write the id of the estate or outlet that it belongs to",
        "填写其所属地块或网点的编号",
    ),
    ("gate-far", "gate {} is {} from the border of its estate", "出入口 {1} 距其地块边界 {2}"),
    ("gate-far", "gate {} is more than {} from every street", "出入口 {1} 距所有道路均超过 {2}"),
    ("gate-far", "is it the right estate, and the right place?", "核对所属地块和位置"),
    (
        "gate-nowhere",
        "gate {} leads into an estate {} that the city does not have; nobody uses it",
        "出入口 {1} 所属的地块 {2} 不存在；无人由此出入",
    ),
    (
        "gate-nowhere",
        "gate {} leads into an outlet {} that the city does not have; nobody uses it",
        "出入口 {1} 所属的网点 {2} 不存在；无人由此出入",
    ),
    ("gate-nowhere", "give it the id that stands in that layer", "填写该图层中已有的编号"),
    (
        "gate-status",
        "status {} is neither open nor closed; taken as open",
        "状态 {1} 既非 open 也非 closed，按开放处理",
    ),
    ("gate-status", "write open or closed", "填写 open 或 closed"),
    (
        "gate-twice",
        "{} with an id that an earlier one has, the first {}",
        "{1}与前面的编号相同，第一个是 {2}",
    ),
    (
        "gate-twice",
        "give each its own, so that one of them can be asked about alone",
        "各设不同的编号，以便单独询问其中之一",
    ),
    (
        "gates-closed",
        "{} residents live in estates whose gates are all closed; along streets they reach what is inside alone",
        "{1} 名居民所在地块的出入口全部关闭；沿街步行只能到达地块之内",
    ),
    (
        "gates-closed",
        "say which gates are open, or take out all gates of an estate that is open",
        "注明开放的出入口；若该地块不封闭，删去其全部出入口",
    ),
    (
        "line-too-short",
        "{} with fewer than 2 different positions; left out",
        "{1}的不同位置不足 2 个，未采用",
    ),
    (
        "near-no-street",
        "{} residents and {} outlets are more than {} from every street; along streets they reach nothing",
        "{1} 名居民和 {2} 个网点距所有道路均超过 {3}；沿街步行一无可达",
    ),
    (
        "near-no-street",
        "are streets missing there? the circle counts them as before",
        "核对该处是否缺少道路；圆形服务范围照常计算",
    ),
    (
        "no-streets",
        "no line of the layer can be walked; nothing is measured along streets",
        "该图层没有可步行的线；不计算沿街步行",
    ),
    (
        "no-streets",
        "a change along streets is asked about, and the city has none that can be walked",
        "提问涉及沿街变更，但本市没有可步行的街道",
    ),
    (
        "no-streets",
        "add a layer of streets (streets.geojson), or leave --barrier and --open-gate",
        "补充道路图层（streets.geojson），或不用 --barrier 和 --open-gate",
    ),
    ("not-walked", "{} not walked: {}", "{1}不可步行：{2}"),
    (
        "square-large",
        "{} with more than {} entries and corners; walked along the rings and not across",
        "{1}的出入点与拐角超过 {2} 个；沿其边界步行，不从中穿过",
    ),
    (
        "square-large",
        "divide it where it is drawn, or leave it: walks over it come out too long",
        "在数据中将其分成几块；或保持不变，则穿过它的步行距离偏长",
    ),
    (
        "square-open",
        "{} with rings that do not close; walked along the rings and not across",
        "{1}的边界不闭合；沿其边界步行，不从中穿过",
    ),
    (
        "square-open",
        "{} with rings that are drawn twice; walked along the rings and not across",
        "{1}的边界重复绘制；沿其边界步行，不从中穿过",
    ),
    (
        "square-open",
        "{} with rings that cross themselves; walked along the rings and not across",
        "{1}的边界自相交；沿其边界步行，不从中穿过",
    ),
    (
        "square-open",
        "draw each ring closed, once and without crossing itself: walks over it come out too long",
        "将各边界绘成闭合、不重复、不自相交的环；否则穿过它的步行距离偏长",
    ),
    (
        "street-cut",
        "{} of the borders of {} with gates have no gate within 10 m; streets are cut there, {} at estate {}",
        "道路有 {1}穿过 {2}有出入口地块的边界而 10 m 内没有出入口；道路在该处断开，其中{3}在地块 {4}",
    ),
    (
        "street-cut",
        "{} of the border of {} with gates have no gate within 10 m; streets are cut there, {} at estate {}",
        "道路有 {1}穿过 {2}有出入口地块的边界而 10 m 内没有出入口；道路在该处断开，其中{3}在地块 {4}",
    ),
    (
        "street-cut",
        "{} of the borders of {} with gates has no gate within 10 m; streets are cut there, {} at estate {}",
        "道路有 {1}穿过 {2}有出入口地块的边界而 10 m 内没有出入口；道路在该处断开，其中{3}在地块 {4}",
    ),
    (
        "street-cut",
        "{} of the border of {} with gates has no gate within 10 m; streets are cut there, {} at estate {}",
        "道路有 {1}穿过 {2}有出入口地块的边界而 10 m 内没有出入口；道路在该处断开，其中{3}在地块 {4}",
    ),
    (
        "street-cut",
        "draw the gates that are missing, or take out all gates of an estate that is open",
        "补绘缺少的出入口；若该地块不封闭，删去其全部出入口",
    ),
    (
        "street-cut",
        "cut {} where it crosses the border of an estate with gates and no gate is within 10 m, first of estate {}",
        "穿过有出入口地块的边界而 10 m 内没有出入口，断开{1}，首先在地块 {2}",
    ),
    (
        "street-cut",
        "lead it through a gate; or put the gate into gates.geojson, as closed, and open it by a measure",
        "改经出入口；或将该出入口以封闭状态写入 gates.geojson，再以措施开放",
    ),
    (
        "street-islands",
        "{} of {} of streets in {} pieces do not hang together with the longest piece; {} residents live on them; the next longest piece is at {}",
        "{2} 道路中有 {1}（{3} 段）与最长的一片不相连；其上居住 {4} 人；其中最长的一段位于 {5}",
    ),
    (
        "street-nodes",
        "the list of nodes does not fit the positions of {}; joined to others by place",
        "{1}的节点列表与位置不符；改按位置与其他道路相接",
    ),
    (
        "street-nodes",
        "import the extract again, or take the property out",
        "重新导入，或删去该属性",
    ),
    (
        "street-outside",
        "{} more than {} from every subdistrict; not measured along",
        "{1}距所有街道均超过 {2}，不用于步行计算",
    ),
    (
        "streets-without-people",
        "{} lines of streets, and no layer has residents: nothing is measured along them",
        "有 {1} 条道路，但没有图层带有居民：不计算沿街步行",
    ),
    (
        "streets-without-people",
        "give people.geojson, or `people` of the estates",
        "补充 people.geojson，或地块的 people",
    ),
];
