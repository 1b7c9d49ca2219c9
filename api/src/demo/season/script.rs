//! What the demo deliberates on: one story for each procedure, and how it ends.

/// How a story ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Adopted, formed, carried out.
    Adopted,
    /// Voted down.
    VotedDown,
    /// Too few take part.
    TooFew,
    /// Called off by the director.
    CalledOff,
}

/// One proposal of a story.
#[derive(Clone, Copy, Debug)]
pub struct Raised {
    /// Title.
    pub title: &'static str,
    /// Text.
    pub body: &'static str,
    /// For budgets: its cost in fen.
    pub cost_fen: u64,
}

/// A round with what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Story {
    /// Key of the template.
    pub template: &'static str,
    /// What the round is called.
    pub title: &'static str,
    /// What is asked.
    pub question: &'static str,
    /// Code of the topic.
    pub topic: &'static str,
    /// What is proposed.
    pub proposals: &'static [Raised],
    /// Statements; those with an odd index are the facilitator's.
    pub statements: &'static [&'static str],
    /// How it ends.
    pub fate: Fate,
}

const fn raised(title: &'static str, body: &'static str, cost_fen: u64) -> Raised {
    Raised { title, body, cost_fen }
}

/// What people say about cars in a yard; two camps differ on the first half.
const PARKING: &[&str] = &[
    "绿地不能再让给车位。",
    "没有车的住户不应承担划线费用。",
    "夜间车位应优先给本小区登记车辆。",
    "访客车辆前两小时免费是合理的。",
    "消防通道一米都不能占。",
    "停车收入应当每季度公开一次。",
    "孩子放学时间车辆要慢行。",
];

const LIFT: &[&str] = &[
    "费用应当按楼层分摊，一楼不出钱。",
    "井道不能挡住低层的采光。",
    "高龄老人的需要应当放在第一位。",
    "先把楼道堆物清掉再谈电梯。",
    "维护费用要在动工前写进协议。",
    "施工时间避开午休和夜间。",
    "方案要请专家看过再定。",
];

const PUBLIC: &[&str] = &[
    "钱要花在多数人天天用得到的地方。",
    "小区的老设备先修好，再添新的。",
    "孩子的活动场地多年没有变化了。",
    "项目完成后要有人长期管护。",
    "账目要贴在每个楼道里。",
    "志愿者可以参与监督施工。",
];

/// The stories of the autumn before the year, each in a neighborhood of its own.
pub const AUTUMN: &[Story] = &[
    Story {
        template: "online-consultation",
        title: "院内停车秩序征询",
        question: "院内停车应当怎样管理？",
        topic: "parking",
        proposals: &[raised(
            "重新划定院内停车位",
            "晚归的车常常堵住楼门，建议重新划线，留出消防通道。",
            0,
        )],
        statements: PARKING,
        fate: Fate::Adopted,
    },
    Story {
        template: "four-deliberations",
        title: "二号楼加装电梯决议",
        question: "是否同意二号楼加装电梯并按楼层分摊费用？",
        topic: "elevator",
        proposals: &[raised(
            "二号楼加装电梯",
            "六层老楼住着十七位七十岁以上老人，上下楼不便，申请加装电梯。",
            0,
        )],
        statements: LIFT,
        fate: Fate::Adopted,
    },
    Story {
        template: "three-meetings",
        title: "垃圾厢房移位听证",
        question: "垃圾厢房移到哪里？",
        topic: "waste_sorting",
        proposals: &[raised(
            "垃圾厢房移到北门",
            "厢房离一楼窗户不到三米，夏天开不了窗，建议移到北门围墙边。",
            0,
        )],
        statements: PUBLIC,
        fate: Fate::Adopted,
    },
    Story {
        template: "neighbors",
        title: "电动自行车充电协商",
        question: "是否同意在东侧车棚加装充电桩？",
        topic: "ebike_charging",
        proposals: &[raised(
            "东侧车棚加装充电桩",
            "飞线充电屡禁不止，建议物业出地、企业出桩、居民自管。",
            0,
        )],
        statements: PUBLIC,
        fate: Fate::Adopted,
    },
    Story {
        template: "owners-assembly",
        title: "公共部位漏水维修",
        question: "是否同意动用维修资金修缮屋面？",
        topic: "leak_repair",
        proposals: &[raised(
            "屋面漏水整体修缮",
            "顶楼五户雨天渗水，零修多次无效，申请动用维修资金整体修缮。",
            0,
        )],
        statements: PUBLIC,
        fate: Fate::Adopted,
    },
    Story {
        template: "budget-round",
        title: "社区公益创投",
        question: "请选择您支持的项目",
        topic: "childrens_play",
        proposals: &[
            raised("儿童滑梯换新", "塑料滑梯开裂，边角割手，建议整体更换。", 3_000_000),
            raised("健身步道补平", "步道多处翘起，老人晨练摔过两次。", 2_500_000),
            raised("中心花园夜间灯光秀", "节日里想让花园亮起来，购置投影灯组。", 6_000_000),
        ],
        statements: PUBLIC,
        fate: Fate::Adopted,
    },
    Story {
        template: "owners-assembly",
        title: "更换物业服务企业",
        question: "是否同意重新选聘物业服务企业？",
        topic: "property_mgmt",
        proposals: &[raised("重新选聘物业", "保洁不到位，报修三天无人应，建议重新选聘。", 0)],
        statements: PUBLIC,
        fate: Fate::TooFew,
    },
    Story {
        template: "three-meetings",
        title: "地面停车收费听证",
        question: "地面停车是否收费？",
        topic: "parking",
        proposals: &[raised("地面停车适度收费", "外来车辆长期占位，建议收费引导。", 0)],
        statements: PARKING,
        fate: Fate::TooFew,
    },
    Story {
        template: "neighbors",
        title: "广场舞时段协商",
        question: "是否同意广场舞延长到晚九点半？",
        topic: "noise",
        proposals: &[raised(
            "广场舞延长到晚九点半",
            "白天上班的居民只有晚上有空，希望延长半小时。",
            0,
        )],
        statements: PUBLIC,
        fate: Fate::VotedDown,
    },
    Story {
        template: "online-consultation",
        title: "文明养宠征询",
        question: "遛犬应当遵守哪些约定？",
        topic: "pets",
        proposals: &[raised(
            "遛犬时间与路线公约",
            "草坪上常有犬便，孩子不敢去玩，建议订立公约。",
            0,
        )],
        statements: PUBLIC,
        fate: Fate::CalledOff,
    },
];

/// The stories that have just begun when the demo is served.
pub const MORNING: &[Story] = &[
    Story {
        template: "online-consultation",
        title: "路灯改造征询",
        question: "哪些路段的灯最该先换？",
        topic: "street_lighting",
        proposals: &[raised("东弄路灯改造", "东弄三盏灯坏了半年，放学路上一片黑。", 0)],
        statements: PUBLIC,
        fate: Fate::Adopted,
    },
    Story {
        template: "four-deliberations",
        title: "社区食堂选址决议",
        question: "是否同意在活动室一楼开设社区食堂？",
        topic: "canteen",
        proposals: &[raised(
            "活动室一楼开设社区食堂",
            "独居老人吃饭难，活动室一楼白天空着。",
            0,
        )],
        statements: PUBLIC,
        fate: Fate::Adopted,
    },
    Story {
        template: "three-meetings",
        title: "健身步道走向听证",
        question: "步道从哪里经过？",
        topic: "fitness_trail",
        proposals: &[raised("沿河健身步道", "河边空地可以修一条八百米步道。", 0)],
        statements: PUBLIC,
        fate: Fate::Adopted,
    },
    Story {
        template: "neighbors",
        title: "快递柜位置协商",
        question: "是否同意快递柜移到西门？",
        topic: "parcel_locker",
        proposals: &[raised("快递柜移到西门", "北门人车混行，取件排队堵路。", 0)],
        statements: PUBLIC,
        fate: Fate::Adopted,
    },
    Story {
        template: "owners-assembly",
        title: "雨污分流改造",
        question: "是否同意配合雨污分流改造并承担自用部分？",
        topic: "rain_sewage",
        proposals: &[raised(
            "配合雨污分流改造",
            "阳台洗衣水接入雨水管，河道发黑，申请整体改造。",
            0,
        )],
        statements: PUBLIC,
        fate: Fate::Adopted,
    },
    Story {
        template: "budget-round",
        title: "年度公益创投",
        question: "请选择您支持的项目",
        topic: "volunteering",
        proposals: &[
            raised("楼道口加装扶手和坐凳", "老人回家路上能歇一歇。", 1_800_000),
            raised("周末少儿图书角", "活动室周末开放，志愿者轮值。", 1_500_000),
            raised("河边夜跑照明", "夜跑的人多，灯太少。", 4_000_000),
        ],
        statements: PUBLIC,
        fate: Fate::Adopted,
    },
    Story {
        template: QUICK_VOTE,
        title: "楼组公约表决",
        question: "是否同意楼组公约修订稿？",
        topic: "stairwell_group",
        proposals: &[raised(
            "修订楼组公约",
            "公约写于十年前，没有提到电动车和快递，建议修订。",
            0,
        )],
        statements: PUBLIC,
        fate: Fate::Adopted,
    },
];

/// The template that one committee made its own.
pub const QUICK_VOTE: &str = "quick-vote";
