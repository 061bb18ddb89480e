//! The patterns of the category table of the planning standards (`name_include_regex`,
//! `name_exclude_regex`), and words of places that do not serve.
//!
//! A category needs its own words where every type code of the map service that is listed for it stands
//! with "+ name": no code alone settles a health centre or an eldercare station, and a private practice
//! differs from a health station by its name only.

use super::{NameRule, Pattern};

/// Key, own words, words of look-alikes, whether its own words are needed.
pub(super) const TABLE: &[(&str, &str, &str, bool)] = &[
    (
        "convenience_store",
        "便利|超市|7-ELEVEn|7-11|罗森|全家|便利蜂|好邻居|物美便利|京客隆",
        "烟酒|彩票|成人|批发|仓库|停业|暂停营业|装修",
        false,
    ),
    (
        "breakfast",
        "早餐|早点|包子|豆浆|油条|煎饼|粥|馄饨|豆腐脑|烧饼|护国寺|庆丰|南城香|和合谷",
        "火锅|烧烤|酒吧|酒店|培训|总部",
        false,
    ),
    (
        "vegetable_retail",
        "菜市场|农贸|生鲜|菜店|菜站|便民菜|蔬菜|果蔬|盒马|永辉|超市发|七鲜",
        "批发|五金|建材|小商品|旧货|花卉|水族|冷库|公司",
        false,
    ),
    ("laundry", "洗衣|干洗|洗染|洗鞋|皮具护理|福奈特|荣昌", "洗车|洗浴|洗碗|布草|设备", false),
    (
        "housekeeping",
        "家政|保洁|月嫂|保姆|家庭服务|钟点工",
        "培训学校|公司总部|清洗设备|管道",
        true,
    ),
    ("beauty_hair", "理发|美发|美容|造型|剪发", "医疗美容|医美|宠物|纹身|美甲|学校|用品", false),
    (
        "parcel_delivery",
        "驿站|快递柜|丰巢|代收|自提|菜鸟|收寄|邮政所|快递超市",
        "物流公司|货运|分拨|仓储|养老",
        false,
    ),
    (
        "repair",
        "维修|修理|修鞋|配钥匙|开锁|修表|修车铺|缝补|裁缝|小修小补",
        "汽车|4S|航空|设备厂|公司",
        false,
    ),
    ("supermarket", "超市|卖场|物美|永辉|京客隆|华联|沃尔玛", "屈臣氏|万宁|五金|烟酒|玩具", false),
    ("pharmacy", "药店|药房|大药房|医药", "兽药|农药|批发|器械|医院药房", false),
    ("photo_copy", "文印|打印|复印|图文|照相|快照", "婚纱|摄影基地|器材", false),
    ("recycling_point", "回收|废品|再生资源", "公司|汽车|手机回收网", true),
    (
        "community_canteen",
        "社区食堂|老年食堂|老年餐桌|助餐|长者食堂|邻里食堂",
        "学校|单位|职工|大学",
        true,
    ),
    (
        "community_health_center",
        "社区卫生服务中心|社区医院|街道卫生院",
        "停车场|急诊楼|宠物|口腔|行政楼|站$",
        true,
    ),
    ("community_health_station", "社区卫生服务站|卫生服务站|社区卫生站", "宠物|口腔|停车", true),
    (
        "eldercare_daycare",
        "养老服务驿站|养老驿站|日间照料|托老|养老服务中心|为老服务|颐养|长者驿站",
        "老年大学|养老金|保险|棋牌|老年用品|地产",
        true,
    ),
    (
        "eldercare_home",
        "养老院|敬老院|老年公寓|养老照料中心|护理院|福利院|养护院|颐养院",
        "儿童福利|疗养院宾馆|度假|培训",
        true,
    ),
    ("eldercare_regional_centre", "区域养老服务中心", "", true),
    ("kindergarten", "幼儿园|幼稚园|学前", "停车|门卫|早教|培训|集团公司|总部|家长|用品", false),
    ("nursery", "托育|托儿|婴幼儿照护|宝宝屋|托班", "游泳|摄影|用品|月子", true),
];

/// Words in the names of places that are to come, or serve no more (professional knowledge; the order
/// of cleaning in the standards, step 2, asks to drop such places and names no words). Only words that
/// hardly stand in the name of a place that serves: `规划` and `关闭` count behind a bracket alone.
pub(super) const NOT_SERVING: &str = "（筹|\\(筹|筹建|筹备|拟建|在建|待建|建设中|未开业|未开放|（规划|\\(规划|（关闭|\\(关闭|已关闭|停业|歇业|暂停营业|暂停服务|暂停开放|装修中|已搬迁|已搬走|已拆|已撤销|已注销";

/// Words that are as good as a category's own (professional knowledge). Categories that give what another
/// gives, and more: files often have one word for both (`clinic`, `eldercare`), which stands for the one
/// with the shorter reach. And shorter forms of names: `卫生站` of a health station, `驿站` of an eldercare
/// station.
const KIN: &[(&str, &str)] = &[
    ("community_health_station", "卫生站|社区卫生服务中心|社区医院|街道卫生院"),
    (
        "eldercare_daycare",
        "驿站|养老院|敬老院|老年公寓|养老照料中心|护理院|福利院|养护院|颐养院|区域养老服务中心",
    ),
];

/// Roots of the names of medical special fields and of alternative practice in European languages
/// (professional knowledge): a centre of them is a health centre by its tag, and serves no neighbourhood.
/// No root that stands in usual words: `dental`, not `dent`.
const FOREIGN: &str = "hypno|homeopat|homoeopat|homöopat|naturopat|heilprakti|alternativ|ayurved|reiki|\
                       osteopat|chiropra|kiropra|acupunct|akupunkt|physiother|fysioter|fisioter|dental|\
                       dentist|dentair|zahn|veterin|tierarzt|dermato|cardio|kardio|psych|psyk|psiq|\
                       orthop|ortop|ophthalm|oftalm|aesthet|esthét|kosmet|cosmet|fertil|radiolog|\
                       oncolog|onkolog|urolog|nephrolog|dialys|plastic surg|rehabilit";

/// Categories that a tag or a word puts every kind of clinic in.
const CLINICS: [&str; 2] = ["community_health_center", "community_health_station"];

pub(super) fn rule(key: &str) -> NameRule {
    let found = TABLE.iter().find(|entry| entry.0 == key);
    let (_, include, exclude, needs_include) = found.copied().unwrap_or(("", "", "", false));
    let kin = KIN.iter().find(|entry| entry.0 == key).map_or("", |entry| entry.1);
    // A test of the table sees that each of its texts is a pattern.
    let pattern = |text| Pattern::new(text).unwrap_or_default();
    NameRule {
        include: pattern(include),
        exclude: pattern(exclude),
        foreign: pattern(if CLINICS.contains(&key) { FOREIGN } else { "" }),
        needs_include,
        kin: pattern(kin),
        not_serving: pattern(NOT_SERVING),
    }
}
