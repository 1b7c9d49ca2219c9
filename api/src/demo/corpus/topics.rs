//! The topic catalogue (议题清单) of the demo district.

/// One topic of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// A stable code, also the key of the proposal texts.
    pub code: &'static str,
    /// One of the four categories of the published work plans.
    pub category_zh: &'static str,
    /// The name that residents see.
    pub name_zh: &'static str,
    /// The English name.
    pub name_en: &'static str,
}

/// Community services.
pub const SERVICE: &str = "社区服务类";
/// Public safety.
pub const SAFETY: &str = "公共安全类";
/// Renewal and building works.
pub const RENEWAL: &str = "整治建设类";
/// Self-government.
pub const AUTONOMY: &str = "自治共治类";

const fn topic(code: &'static str, category_zh: &'static str, name_zh: &'static str, name_en: &'static str) -> Topic {
    Topic {
        code,
        category_zh,
        name_zh,
        name_en,
    }
}

/// All topics, by category.
pub const TOPICS: &[Topic] = &[
    topic("elder_meal", SERVICE, "老年助餐", "Meals for the elderly"),
    topic("aging_friendly", SERVICE, "适老化改造", "Age-friendly alterations"),
    topic("fitness_trail", SERVICE, "健身步道", "Fitness trails"),
    topic("parcel_locker", SERVICE, "快递柜", "Parcel lockers"),
    topic("childrens_play", SERVICE, "儿童活动场地", "Children's play areas"),
    topic("canteen", SERVICE, "社区食堂", "Community canteen"),
    topic("ebike_charging", SAFETY, "电动自行车充电", "E-bike charging"),
    topic("falling_objects", SAFETY, "高空抛物", "Objects falling from height"),
    topic("corridor_clutter", SAFETY, "楼道堆物", "Clutter in stairwells"),
    topic("street_lighting", SAFETY, "路灯照明", "Lighting of paths"),
    topic("fire_lane", SAFETY, "消防通道", "Fire lanes"),
    topic("elevator", RENEWAL, "加装电梯", "Retrofitted lifts"),
    topic("parking", RENEWAL, "停车管理", "Parking"),
    topic("leak_repair", RENEWAL, "漏水维修", "Leak repairs"),
    topic("greening", RENEWAL, "绿化补种", "Replanting of greenery"),
    topic("rain_sewage", RENEWAL, "雨污分流", "Separation of rain and waste water"),
    topic("bike_shed", RENEWAL, "非机动车棚", "Bicycle sheds"),
    topic("waste_sorting", RENEWAL, "垃圾分类", "Waste sorting"),
    topic("pets", AUTONOMY, "文明养宠", "Considerate pet keeping"),
    topic("noise", AUTONOMY, "噪音扰民", "Noise"),
    topic("property_mgmt", AUTONOMY, "物业管理", "Property management"),
    topic(
        "committee_election",
        AUTONOMY,
        "业委会选举",
        "Owners' committee elections",
    ),
    topic("stairwell_group", AUTONOMY, "楼组自治", "Stairwell self-government"),
    topic("volunteering", AUTONOMY, "志愿服务", "Volunteering"),
];

/// The topic with a code.
pub fn topic_by_code(code: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.code == code)
}
