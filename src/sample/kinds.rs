//! The categories of outlets in the fictional city: how many, where, how large, by what name.

/// Where outlets of a category are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pull {
    /// Along streets, much denser where the city is denser.
    Shops,
    /// In estates, by the number of residents.
    Public,
}

/// One category.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) key: &'static str,
    /// Of a thousand outlets, health centres left out, so many are of this category.
    pub(super) share: u32,
    pub(super) pull: Pull,
    /// Whether the everyday circle asks for it.
    pub(super) in_circle: bool,
    /// Share of blocks that have none, whoever lives there: what makes gaps in the core too.
    pub(super) patchy: f64,
    /// Floor area in square metres, from and to.
    pub(super) floor: (f64, f64),
    /// Places, beds or seats, from and to, where that is what counts.
    pub(super) capacity: Option<(f64, f64)>,
    /// Opening hours in the syntax of OpenStreetMap.
    pub(super) hours: &'static [&'static str],
    /// Invented chains; those without one are named after their street or estate.
    pub(super) chains: &'static [&'static str],
    /// What names end in.
    pub(super) nouns: &'static [&'static str],
}

/// The health centre: one a subdistrict, placed by itself.
pub(super) const CENTRE: Kind = Kind {
    key: "community_health_center",
    share: 0,
    pull: Pull::Public,
    in_circle: true,
    patchy: 0.0,
    floor: (1_700.0, 4_200.0),
    capacity: None,
    hours: &["Mo-Su 08:00-17:00", "Mo-Su 08:00-20:00"],
    chains: &[],
    nouns: &["社区卫生服务中心"],
};

const fn shop(
    key: &'static str,
    share: u32,
    floor: (f64, f64),
    nouns: &'static [&'static str],
) -> Kind {
    Kind {
        key,
        share,
        pull: Pull::Shops,
        in_circle: true,
        patchy: 0.45,
        floor,
        capacity: None,
        hours: &["Mo-Su 09:00-20:00", "Mo-Su 09:30-19:30", "Mo-Sa 09:00-18:00"],
        chains: &[],
        nouns,
    }
}

const fn public(
    key: &'static str,
    share: u32,
    floor: (f64, f64),
    nouns: &'static [&'static str],
) -> Kind {
    Kind {
        key,
        share,
        pull: Pull::Public,
        in_circle: true,
        patchy: 0.6,
        floor,
        capacity: None,
        hours: &["Mo-Fr 08:00-17:30"],
        chains: &[],
        nouns,
    }
}

/// The other categories, in the order in which the outlets of a block are written.
pub(super) const KINDS: [Kind; 13] = [
    Kind {
        hours: &["24/7", "Mo-Su 07:00-23:00", "Mo-Su 06:30-22:30"],
        chains: &["云邻便利", "溪客便利", "晴禾便利"],
        ..shop("convenience_store", 215, (35.0, 140.0), &["便利店", "社区超市"])
    },
    Kind {
        hours: &["Mo-Su 05:30-10:00", "Mo-Su 06:00-10:30", "Mo-Su 06:00-13:30"],
        chains: &["早禾包点", "溪上粥铺"],
        ..shop("breakfast", 115, (20.0, 120.0), &["早餐店", "包子铺", "豆浆店", "粥铺"])
    },
    Kind {
        patchy: 0.4,
        hours: &["Mo-Su 06:30-20:00", "Mo-Su 07:00-21:00"],
        chains: &["田云生鲜"],
        ..shop("vegetable_retail", 110, (60.0, 1_400.0), &["菜店", "生鲜超市", "菜市场"])
    },
    Kind {
        chains: &["净溪洗衣"], ..shop("laundry", 75, (20.0, 90.0), &["洗衣店", "干洗店"])
    },
    Kind {
        chains: &["邻安家政"],
        ..shop("housekeeping", 50, (25.0, 120.0), &["家政服务站", "家政服务部"])
    },
    Kind {
        patchy: 0.4,
        in_circle: false,
        ..shop("beauty_hair", 60, (20.0, 110.0), &["理发店", "美发店"])
    },
    Kind {
        patchy: 0.4,
        hours: &["Mo-Su 08:30-21:00"],
        chains: &["邻递驿站"],
        in_circle: false,
        ..shop("parcel_delivery", 60, (15.0, 80.0), &["快递驿站", "快递服务点"])
    },
    Kind {
        hours: &["Mo-Su 08:00-22:00", "24/7"],
        chains: &["云康药房"],
        in_circle: false,
        ..shop("pharmacy", 55, (50.0, 220.0), &["药店", "药房"])
    },
    Kind {
        patchy: 0.8,
        hours: &["Mo-Su 08:00-21:30"],
        chains: &["云溪百惠"],
        in_circle: false,
        ..shop("supermarket", 25, (320.0, 3_800.0), &["超市", "综合超市"])
    },
    Kind {
        hours: &["Mo-Fr 08:00-17:00; Sa 08:00-12:00"],
        ..public("community_health_station", 65, (120.0, 360.0), &["社区卫生服务站"])
    },
    Kind {
        capacity: Some((10.0, 40.0)),
        hours: &["Mo-Su 08:00-18:00"],
        ..public("eldercare_daycare", 55, (180.0, 760.0), &["养老服务驿站", "日间照料中心"])
    },
    Kind {
        patchy: 0.9,
        capacity: Some((60.0, 260.0)),
        hours: &["24/7"],
        in_circle: false,
        ..public("eldercare_home", 15, (2_400.0, 9_000.0), &["养老院", "养老照料中心"])
    },
    Kind {
        capacity: Some((120.0, 420.0)),
        hours: &["Mo-Fr 07:30-17:30"],
        ..public("kindergarten", 100, (1_800.0, 4_600.0), &["幼儿园"])
    },
];
