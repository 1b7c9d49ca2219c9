//! The invented district: names of areas, blocks, people and responsible units. No name is meant to be a real one.

use super::dice::Dice;

/// The five kinds of residential block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// 售后公房, sold public housing.
    PublicSold,
    /// 普通商品房, ordinary commodity housing.
    OrdinaryCommodity,
    /// 涉外商品房, housing with many foreign residents.
    ForeignCommodity,
    /// 老洋房, old garden houses.
    GardenHouse,
    /// 动迁安置房, resettlement housing.
    Resettlement,
}

/// All kinds.
pub const BLOCK_KINDS: &[BlockKind] = &[
    BlockKind::PublicSold,
    BlockKind::OrdinaryCommodity,
    BlockKind::ForeignCommodity,
    BlockKind::GardenHouse,
    BlockKind::Resettlement,
];

impl BlockKind {
    /// The code of the kind.
    pub fn code(self) -> &'static str {
        match self {
            Self::PublicSold => "public_sold",
            Self::OrdinaryCommodity => "ordinary_commodity",
            Self::ForeignCommodity => "foreign_commodity",
            Self::GardenHouse => "garden_house",
            Self::Resettlement => "resettlement",
        }
    }

    /// The kind with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        BLOCK_KINDS.iter().copied().find(|kind| kind.code() == code)
    }

    /// The Chinese name.
    pub fn name_zh(self) -> &'static str {
        match self {
            Self::PublicSold => "售后公房",
            Self::OrdinaryCommodity => "普通商品房",
            Self::ForeignCommodity => "涉外商品房",
            Self::GardenHouse => "老洋房",
            Self::Resettlement => "动迁安置房",
        }
    }

    /// The least and the greatest number of households in a block of this kind.
    pub fn household_range(self) -> (u32, u32) {
        match self {
            Self::PublicSold => (420, 1650),
            Self::OrdinaryCommodity => (280, 1400),
            Self::ForeignCommodity => (160, 720),
            Self::GardenHouse => (18, 120),
            Self::Resettlement => (600, 2400),
        }
    }
}

/// A number of households that fits the kind.
pub fn household_count(dice: &mut Dice, kind: BlockKind) -> u32 {
    let (low, high) = kind.household_range();
    dice.between(low, high)
}

/// The name of the demo district.
pub const DISTRICT_NAME: &str = "棠浦区";

/// The names of its streets.
pub const STREET_NAMES: &[&str] = &[
    "棠溪街道",
    "霁桥街道",
    "墨池街道",
    "听枫街道",
    "石榴湾街道",
    "归帆镇",
    "麦隐街道",
    "云栅街道",
    "桑榆里街道",
    "鹭洲镇",
];

const ROOTS_A: &[&str] = &[
    "霁", "棠", "砚", "槿", "芷", "榆", "栎", "鹭", "苇", "桕", "岚", "皋", "汀", "澄", "樨", "杼", "荻", "栀", "穗",
    "橘",
];
const ROOTS_B: &[&str] = &[
    "桥", "溪", "浜", "塘", "湾", "渡", "泾", "坊", "陂", "埠", "岸", "圃", "园", "堰", "田", "井", "亭", "汇",
];

/// A two-character invented place word such as 霁桥.
fn root(dice: &mut Dice) -> String {
    format!("{}{}", dice.word(ROOTS_A), dice.word(ROOTS_B))
}

fn stem(street_name: &str) -> &str {
    ["街道", "镇", "乡"]
        .iter()
        .find_map(|suffix| street_name.strip_suffix(suffix))
        .unwrap_or(street_name)
}

/// The name of a neighborhood (居民区) below a street.
pub fn neighborhood_name(dice: &mut Dice, street_name: &str) -> String {
    if dice.chance(25) {
        let ordinal = dice.word(&["第一", "第二", "第三", "第四", "第五"]);
        return format!("{}{ordinal}居民区", stem(street_name));
    }
    format!("{}居民区", root(dice))
}

/// The name of a residential block of a kind. Names can repeat: a caller that needs unique ones rolls again.
pub fn block_name(dice: &mut Dice, street_name: &str, kind: BlockKind) -> String {
    let word = if dice.chance(25) {
        stem(street_name).to_owned()
    } else {
        root(dice)
    };
    let ordinal = dice.word(&["一", "二", "三", "四", "五", "六"]);
    match kind {
        BlockKind::PublicSold => match dice.below(4) {
            0 => format!("{word}新村"),
            1 => format!("{word}路{}弄", dice.between(12, 880)),
            _ => format!("{word}{ordinal}村"),
        },
        BlockKind::OrdinaryCommodity => {
            format!(
                "{word}{}",
                dice.word(&["雅筑", "晓庭", "花苑", "新庭", "小筑", "名园", "书苑", "和庭"])
            )
        }
        BlockKind::ForeignCommodity => {
            format!(
                "{word}{}",
                dice.word(&["国际公寓", "国际花园", "水岸公寓", "寓所", "领寓", "国际社区"])
            )
        }
        BlockKind::GardenHouse => match dice.below(3) {
            0 => format!(
                "{}庐",
                dice.word(&["砚耕", "槿和", "听棠", "栖桐", "怀芷", "守拙", "饮霁", "汲泉"])
            ),
            1 => format!("{word}别墅"),
            _ => format!("{word}里"),
        },
        BlockKind::Resettlement => match dice.below(3) {
            0 => format!("{word}佳苑"),
            1 => format!("{word}家园{ordinal}期"),
            _ => format!("{word}{}", dice.word(&["馨苑", "乐苑", "安苑", "睦苑"])),
        },
    }
}

const SURNAMES: &[(&str, u32)] = &[
    ("王", 72),
    ("李", 72),
    ("张", 68),
    ("刘", 54),
    ("陈", 52),
    ("杨", 31),
    ("黄", 25),
    ("赵", 24),
    ("周", 22),
    ("吴", 22),
    ("徐", 18),
    ("孙", 16),
    ("朱", 15),
    ("马", 13),
    ("胡", 13),
    ("郭", 12),
    ("林", 12),
    ("何", 12),
    ("高", 11),
    ("罗", 10),
    ("郑", 10),
    ("梁", 9),
    ("谢", 8),
    ("宋", 8),
    ("唐", 8),
    ("许", 7),
    ("韩", 7),
    ("冯", 7),
    ("沈", 7),
    ("曹", 6),
    ("彭", 6),
    ("曾", 6),
    ("陆", 6),
    ("顾", 6),
    ("钱", 5),
    ("蒋", 5),
    ("丁", 5),
    ("范", 4),
    ("姚", 4),
    ("金", 4),
    ("戴", 3),
    ("俞", 3),
    ("欧阳", 1),
    ("诸葛", 1),
    ("上官", 1),
    ("司徒", 1),
];
const GIVEN_SINGLE: &[&str] = &[
    "敏", "静", "丽", "强", "军", "洋", "勇", "艳", "杰", "涛", "明", "超", "霞", "平", "刚", "萍", "红", "琴", "浩",
    "宁", "颖", "岚", "昕", "琳", "瑜", "凯", "磊", "蓉",
];
const GIVEN_FIRST: &[&str] = &[
    "建", "国", "志", "秀", "玉", "桂", "文", "永", "慧", "雅", "思", "子", "雨", "晓", "佳", "海", "春", "美", "淑",
    "宏", "俊", "嘉", "梓", "若", "明", "立", "长", "根", "惠", "月",
];
const GIVEN_SECOND: &[&str] = &[
    "华", "英", "珍", "芳", "兰", "明", "平", "民", "生", "琴", "涵", "轩", "怡", "宁", "辰", "峰", "荣", "芬", "娣",
    "林", "康", "洁", "琪", "远", "然", "云", "宝", "妹", "清", "安",
];

/// A real name, with the common surnames as frequent as they are.
pub fn person_name(dice: &mut Dice) -> String {
    let surname = dice.pick_weighted(SURNAMES);
    if dice.chance(22) {
        format!("{surname}{}", dice.word(GIVEN_SINGLE))
    } else {
        format!("{surname}{}{}", dice.word(GIVEN_FIRST), dice.word(GIVEN_SECOND))
    }
}

/// The name that a resident shows in public.
pub fn nickname(dice: &mut Dice) -> String {
    let surname = dice.word(&[
        "张", "王", "李", "陈", "周", "吴", "徐", "孙", "朱", "沈", "顾", "陆", "何", "林", "高", "宋",
    ]);
    match dice.below(6) {
        0 => {
            let floor = dice.word(&["一楼", "二楼", "三楼", "四楼", "五楼", "六楼", "顶楼", "隔壁", "对门"]);
            format!("{floor}的{}{surname}", dice.word(&["老", "小", "阿"]))
        }
        1 => {
            let habit = [
                "爱晒太阳",
                "不吃香菜",
                "早起遛弯",
                "慢慢骑车",
                "等电梯",
                "养薄荷",
                "午后打盹",
                "爱听雨",
                "数楼梯",
                "爱逛菜场",
            ];
            let being = [
                "猫",
                "麻雀",
                "乌龟",
                "邻居",
                "老树",
                "金鱼",
                "蜗牛",
                "向日葵",
                "刺猬",
                "小黄",
            ];
            format!("{}的{}", dice.word(&habit), dice.word(&being))
        }
        2 => {
            let trade = ["师傅", "老师", "阿姨", "爷叔", "医生", "大姐", "伯伯", "同学"];
            format!("{surname}{}{}", dice.word(&trade), dice.between(2, 99))
        }
        3 => {
            let child = [
                "豆豆",
                "糖糖",
                "乐乐",
                "米粒",
                "团子",
                "小满",
                "朵朵",
                "阿福",
                "果果",
                "小石头",
            ];
            format!(
                "{}{}",
                dice.word(&child),
                dice.word(&["妈妈", "爸爸", "奶奶", "外公", "外婆"])
            )
        }
        4 => {
            let when = ["清晨", "晚风", "春天", "下雨天", "周末", "黄昏", "秋日"];
            let what = ["小板凳", "自行车", "一杯茶", "阳台", "窗台", "旧书", "豆浆"];
            format!("{}的{}", dice.word(&when), dice.word(&what))
        }
        _ => {
            let role = ["业主", "住户", "热心人", "退休工人", "新邻居", "老邻居"];
            format!("{}号楼{}", dice.between(1, 48), dice.word(&role))
        }
    }
}

/// The name that a member of staff shows at work, with a title.
pub fn staff_name(dice: &mut Dice) -> String {
    let surname = *dice.pick_weighted(SURNAMES);
    let title = dice.word(&[
        "社工", "书记", "主任", "科员", "老师", "干事", "专员", "社工", "社工", "条线",
    ]);
    match title {
        "条线" => format!("{surname}{}（社区服务条线）", dice.word(GIVEN_SINGLE)),
        title => format!("{}{title}", surname),
    }
}

/// A responsible unit (承办单位).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// A stable code.
    pub code: &'static str,
    /// The name.
    pub name_zh: &'static str,
    /// What it answers for, in a few words.
    pub duty_zh: &'static str,
}

const fn unit(code: &'static str, name_zh: &'static str, duty_zh: &'static str) -> Unit {
    Unit { code, name_zh, duty_zh }
}

/// All responsible units of the demo.
pub const UNITS: &[Unit] = &[
    unit("urban_construction", "街道城建办", "小区改造、道路与市政设施"),
    unit("market_supervision", "市场监管所", "食品安全、特种设备、价格"),
    unit("greening", "绿化市容所", "绿化养护、垃圾分类、路灯景观"),
    unit("housing", "房管所", "房屋维修、物业指导、维修资金"),
    unit("property", "物业服务中心", "小区日常维护与秩序"),
    unit("police", "派出所", "治安、犬类管理、扰民处置"),
    unit("power", "供电公司", "供电增容与充电设施接入"),
    unit("water", "供排水公司", "给水、雨水与污水管网"),
    unit("gas", "燃气公司", "燃气管线迁改与安检"),
    unit("fire", "消防救援站", "消防通道与器材检查"),
    unit("urban_management", "城管执法中队", "占道、违建、油烟与噪声执法"),
    unit("traffic_police", "交警中队", "停车、标线与通行组织"),
    unit("civil_affairs", "街道社区服务办", "养老、助餐与社区服务"),
    unit("self_government", "街道自治办", "居民自治、业委会指导"),
    unit("safety", "街道平安办", "公共安全与矛盾调解"),
    unit("health", "社区卫生服务中心", "健康指导与志愿医疗"),
    unit("committee", "居民委员会", "组织协商与居民联络"),
    unit("owners", "业主委员会", "业主表决与公共收益"),
    unit("sports", "文化体育服务中心", "健身设施与活动场地"),
    unit("social_org", "邻里公益服务社", "社会组织，志愿服务与项目执行"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_of_block_gets_many_names_and_a_household_count_in_its_range() {
        for &kind in BLOCK_KINDS {
            let mut dice = Dice::new(5);
            let names: BTreeSet<String> = (0..100).map(|_| block_name(&mut dice, "棠溪街道", kind)).collect();
            assert!(names.len() >= 50, "{kind:?} has {} names", names.len());
            assert!(
                names.iter().all(|name| (2..=10).contains(&name.chars().count())),
                "{names:?}"
            );
            let (low, high) = kind.household_range();
            assert!((low..=high).contains(&household_count(&mut dice, kind)));
            assert_eq!(BlockKind::from_code(kind.code()), Some(kind));
        }
    }

    #[test]
    fn people_have_varied_names_of_natural_length() {
        let mut dice = Dice::new(6);
        let names: BTreeSet<String> = (0..1000).map(|_| person_name(&mut dice)).collect();
        assert!(names.len() >= 850, "{}", names.len());
        assert!(names.iter().all(|name| (2..=4).contains(&name.chars().count())));
        let nicknames: BTreeSet<String> = (0..1000).map(|_| nickname(&mut dice)).collect();
        assert!(nicknames.len() >= 450, "{}", nicknames.len());
        assert!(nicknames.iter().all(|name| (2..=12).contains(&name.chars().count())));
        assert!((0..200).all(|_| staff_name(&mut dice).chars().count() >= 2));
    }
}
