//! Texts of findings of imports, and how they read in Chinese.

use super::Phrase;

/// In the order of the codes; of one code the first that fits counts.
pub(super) const PHRASES: &[Phrase] = &[
    (
        "admin-level",
        "{} of admin_level {}; levels in the file: {}",
        "采用 admin_level {2}（{1}）；文件中的级别：{3}",
    ),
    ("admin-level", "{}; levels in the file: {}", "{1}；文件中的级别：{2}"),
    ("admin-level", "--admin-level N", "需要其他级别时用 --admin-level N 指定"),
    ("border-open", "border {}; left out", "边界{1}，未采用"),
    (
        "border-open",
        "take a larger extract, or draw the unit in subdistricts.geojson",
        "取更大范围的数据，或在 subdistricts.geojson 中绘制该单元",
    ),
    (
        "code-padded",
        "type codes of five digits in {}; read with the 0 in front",
        "{1}的类型码只有五位，按首位补 0 读取",
    ),
    (
        "code-padded",
        "a spreadsheet took them for numbers: save the column as text",
        "类型码被表格软件当作数字：请将该列存为文本",
    ),
    (
        "extent",
        "one unit over the extent of the data: west {}, south {}, east {}, north {}",
        "以数据范围为唯一单元：西 {1}，南 {2}，东 {3}，北 {4}",
    ),
    (
        "extent",
        "not an administrative border; --extent=W,S,E,N takes another box",
        "并非行政边界；可用 --extent=W,S,E,N 指定其他范围",
    ),
    ("land-open", "residential land {}; left out", "居住用地{1}，未采用"),
    (
        "no-border",
        "no administrative border closes; admin levels in the file: {}",
        "没有闭合的行政边界；文件中的级别：{1}",
    ),
    (
        "no-border",
        "take a larger extract, name another --admin-level, or pass --extent for one unit over all the data",
        "取更大范围的数据，用 --admin-level 换级别，或用 --extent 以全部范围为一个单元",
    ),
    ("no-border", "no node with a place: there is no extent", "没有带位置的节点：没有数据范围"),
    (
        "no-estates",
        "{} in the file; estates.geojson is not written",
        "文件中{1}；未写出 estates.geojson",
    ),
    (
        "no-estates",
        "rates fall back to the whole area of a unit; {}",
        "比率改按单元的全部面积计算；{1}",
    ),
    ("no-estates", "rates fall back to the whole area of a unit", "比率改按单元的全部面积计算"),
    ("no-type-column", "no column of types; the headings are {}", "没有类型列；表头为 {1}"),
    (
        "no-type-column",
        "call it typecode (060200), or type ({})",
        "将该列命名为 typecode（060200）或 type（{1}）",
    ),
    (
        "nodes-missing",
        "{} of ways is not in the file: {} cut there, {} left with fewer than 2 nodes",
        "文件缺少道路的 {1}：{2}在此中断，{3} 条只剩不足 2 个节点",
    ),
    (
        "nodes-missing",
        "{} of ways are not in the file: {} cut there, {} left with fewer than 2 nodes",
        "文件缺少道路的 {1}：{2}在此中断，{3} 条只剩不足 2 个节点",
    ),
    (
        "nodes-missing",
        "streets end there: take a wider extract than the area that counts",
        "道路在该处终止：取比统计范围更大的数据",
    ),
    ("osm-area", "{}: {}; left out", "{1}：{2}，未采用"),
    (
        "osm-area",
        "mend it in OpenStreetMap, or draw it by hand",
        "在 OpenStreetMap 中修正，或手工绘制",
    ),
    (
        "osm-cut",
        "file ends inside {}, byte {}; {} blobs were whole",
        "文件在{1}内中断（第 {2} 字节）；此前有 {3} 个完整数据块",
    ),
    (
        "osm-cut",
        "file ends before </osm>, byte {}; {} elements were whole",
        "文件在 </osm> 之前中断（第 {1} 字节）；此前有 {2} 个完整元素",
    ),
    (
        "osm-damaged",
        "blob {} has a header of {} bytes, at byte {}",
        "数据块 {1} 的块头长 {2} 字节，位于第 {3} 字节",
    ),
    (
        "osm-damaged",
        "the header of blob {} cannot be read, at byte {}",
        "数据块 {1} 的块头无法读取，位于第 {2} 字节",
    ),
    (
        "osm-damaged",
        "blob {} is {} bytes long, at byte {}",
        "数据块 {1} 长 {2} 字节，位于第 {3} 字节",
    ),
    ("osm-damaged", "blob {} cannot be read, at byte {}", "数据块 {1} 无法读取，位于第 {2} 字节"),
    (
        "osm-damaged",
        "blob {} unpacks to more than 32 MiB, at byte {}",
        "数据块 {1} 解压后超过 32 MiB，位于第 {2} 字节",
    ),
    ("osm-damaged", "blob {} is damaged, at byte {}", "数据块 {1} 损坏，位于第 {2} 字节"),
    ("osm-deleted", "{} deleted; left out", "{1}标记为已删除，未采用"),
    (
        "osm-empty",
        "the extract is empty: no node, way or relation",
        "提取数据为空：没有节点、路径或关系",
    ),
    ("osm-empty", "export it again", "重新导出"),
    ("osm-feature", "the file asks its reader for {}", "文件要求读取程序支持 {1}"),
    (
        "osm-feature",
        "make a plain extract of one moment, as with `osmium time-filter`",
        "制作某一时刻的普通提取数据，如用 `osmium time-filter`",
    ),
    ("osm-no-place", "{} without a place on the Earth; left out", "{1}没有地球上的位置，未采用"),
    (
        "osm-packing",
        "blob {} is packed with {}; read is zlib, or unpacked",
        "数据块 {1} 以 {2} 压缩；可读取 zlib 压缩或不压缩的",
    ),
    (
        "osm-packing",
        "write it again with `osmium cat -o new.osm.pbf`, which packs with zlib",
        "用 `osmium cat -o new.osm.pbf` 重新写出（采用 zlib 压缩）",
    ),
    (
        "osm-repeated",
        "{} more than once by id; the last one counts",
        "{1}的编号重复出现，以最后一个为准",
    ),
    (
        "outlet-cut",
        "{} cut by the edge of the extract or without an area; taken at the middle node",
        "{1}被数据边缘截断或没有面积，取其中间节点为位置",
    ),
    (
        "poi-abroad",
        "{} lies outside of China, where {} is not used; not moved",
        "{1}位于中国之外，该处不用 {2}；未移动",
    ),
    (
        "poi-abroad",
        "{} lie outside of China, where {} is not used; not moved",
        "{1}位于中国之外，该处不用 {2}；未移动",
    ),
    (
        "poi-abroad",
        "longitude stands first; --crs names another system",
        "经度应在前；其他坐标系用 --crs 指明",
    ),
    ("poi-repeated", "the same place again in {}; counted once", "{1}重复了已有的地点，只计一次"),
    (
        "poi-unmapped",
        "{} of types that mean no category, or not by their names: {}; left out",
        "{1}的类型不对应任何类别，或名称不符：{2}；未采用",
    ),
    (
        "poi-unmapped",
        "import.json lists every type with its number",
        "import.json 列出了各类型及其数量",
    ),
    ("xml", "{}, at byte {}", "{1}，位于第 {2} 字节"),
    ("xml", "a document type with its own rules", "文档类型带有自定义规则"),
    ("xml", "an extract inside an extract", "提取数据内又有提取数据"),
    ("xml", "changes inside an extract", "提取数据内含有变更记录"),
    ("xml", "a {} inside another element", "{1} 位于另一元素之内"),
    ("xml", "a {} without an id", "{1} 没有编号"),
    ("xml", "a tag without key or value", "标签没有键或值"),
    ("xml", "a node of a way without its id", "路径的节点没有编号"),
    ("xml", "a member of no kind", "成员没有类型"),
    ("xml", "a member without its id", "成员没有编号"),
];
