//! Words that residents would look for, written by hand.

/// Whole words.
pub const WHOLE: [&str; 48] = [
    "电梯", "漏水", "路灯", "车位", "垃圾", "广场舞", "充电", "消防通道", "高空抛物", "化粪池", "快递柜", "业委会",
    "志愿者", "扶手", "坡道", "门禁", "灭火器", "油烟", "施工", "绿化", "草坪", "流浪猫", "信箱", "蟑螂", "白蚁",
    "晾衣架", "公厕", "滑梯", "健身器材", "停车难", "违章搭建", "承重墙", "燃气管", "除颤仪", "监控", "外墙", "积水",
    "托管班", "花盆", "僵尸车", "路面", "楼组长", "轮椅", "台风", "维修资金", "井道", "防水", "审计",
];

/// Parts from inside of words, which a dictionary does not cut out.
pub const PART: [&str; 30] = [
    "消火", "快件", "障碍", "动车棚", "控探", "共厕", "土裸", "舞扰", "衣架", "承重", "波纹", "报箱", "电化", "除颤",
    "换届", "颤仪", "委会", "愿服务", "墙脱", "章搭", "空抛", "线充", "梯经常", "道堆", "火器", "厢房", "童托",
    "身器", "浪猫", "粪池",
];

/// Single characters.
pub const ONE: [&str; 24] = [
    "梯", "狗", "猫", "厕", "犬", "粪", "渗", "臭", "坡", "柜", "噪", "舞", "蚊", "蚁", "桩", "箱", "锁", "鼠", "秋",
    "滑", "葱", "针", "烤", "藤",
];

/// Words of two characters.
pub const TWO: [&str; 30] = [
    "加梯", "外卖", "鞋柜", "车架", "床垫", "信箱", "积涝", "遛狗", "野猫", "酒瓶", "围挡", "飞线", "阳台", "扶手",
    "监控", "花盆", "外墙", "顶楼", "烟头", "草坪", "公证", "种菜", "打桩", "烧烤", "换届", "公章", "冬青", "麦冬",
    "井盖", "沙坑",
];

/// Latin letters or digits, alone or together with Chinese.
pub const MIXED: [&str; 24] = [
    "12345", "EV", "EV充电", "EV充电桩", "5G", "5G基站", "WiFi", "公共WiFi", "LED灯", "IC卡", "CCTV", "CCTV镜头",
    "AED", "AED除颤仪", "SOS按钮", "CPR", "APP里报修", "A4纸", "PDF", "Zoom", "24小时", "WeChat", "Alipay扫码",
    "12345工单",
];

/// Everyday words for matters that are named otherwise in many of the proposals, with the matters' codes.
pub const SYNONYMS: [(&str, &[&str]); 56] = [
    ("电瓶车充电棚", &["ebike_shed"]),
    ("电动自行车充电桩", &["ebike_shed"]),
    ("摄像头", &["camera"]),
    ("升降机", &["lift_new", "lift_old"]),
    ("噪音", &["noise_dance", "noise_site", "noise_fan"]),
    ("噪声", &["noise_dance", "noise_site", "noise_fan"]),
    ("洗手间", &["toilet"]),
    ("厕所", &["toilet"]),
    ("残疾人通道", &["ramp"]),
    ("宠物狗", &["dog"]),
    ("养狗", &["dog"]),
    ("孩子放学后看护", &["childcare"]),
    ("电瓶车进电梯", &["ebike_lift"]),
    ("楼道杂物", &["clutter"]),
    ("违建", &["illegal_build"]),
    ("私搭乱建", &["illegal_build"]),
    ("泊车难", &["parking_full"]),
    ("停车困难", &["parking_full"]),
    ("无线网", &["wifi"]),
    ("网络信号", &["wifi"]),
    ("老年食堂", &["meal"]),
    ("紧急按钮", &["care"]),
    ("养老护理", &["care"]),
    ("单车棚", &["ev_bike_shed"]),
    ("取件柜", &["locker"]),
    ("晒衣架", &["laundry"]),
    ("灭鼠", &["pest"]),
    ("除虫", &["pest"]),
    ("树木修剪", &["green_trim"]),
    ("剪树", &["green_trim"]),
    ("菜地", &["green_veg"]),
    ("路灯损坏", &["lamp"]),
    ("声控灯", &["stair_lamp"]),
    ("楼顶漏雨", &["leak_roof"]),
    ("屋面渗漏", &["leak_roof"]),
    ("下水管堵了", &["drain"]),
    ("道路积水", &["flood"]),
    ("道路破损", &["path_repair"]),
    ("电子门坏了", &["door"]),
    ("刷脸门禁", &["face_gate"]),
    ("灭火设备", &["extinguisher"]),
    ("急救器材", &["aed"]),
    ("天然气管", &["gas"]),
    ("楼上扔垃圾", &["falling"]),
    ("废弃汽车", &["zombie_car"]),
    ("快递被盗", &["theft"]),
    ("物管费", &["property_fee"]),
    ("业主大会选举", &["committee"]),
    ("义工", &["volunteer"]),
    ("公交车", &["bus"]),
    ("社区班车", &["bus"]),
    ("装潢噪音", &["noise_site"]),
    ("空调噪声", &["noise_fan"]),
    ("厨房油烟", &["smoke_oil"]),
    ("乱停车", &["parking_chaos"]),
    ("游乐场", &["playground"]),
];
