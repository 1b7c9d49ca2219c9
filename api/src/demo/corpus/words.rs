//! The local word list of the demo's content check: mild, small, and meant to be replaced by an operator's own.

/// What the content check does when it finds a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A person looks at it before it is published.
    Review,
    /// It is sent back at once.
    Reject,
}

use Verdict::{Reject, Review};

const WORDS: &[(&str, Verdict, &str)] = &[
    ("加微信返利", Reject, "advertising"),
    ("扫码领红包", Reject, "advertising"),
    ("刷单", Reject, "advertising"),
    ("兼职日结", Reject, "advertising"),
    ("日赚", Reject, "advertising"),
    ("稳赚不赔", Reject, "advertising"),
    ("高额返利", Reject, "advertising"),
    ("免费领取", Review, "advertising"),
    ("限时特价", Review, "advertising"),
    ("清仓甩卖", Review, "advertising"),
    ("代理加盟", Reject, "advertising"),
    ("招代理", Reject, "advertising"),
    ("内部渠道", Review, "advertising"),
    ("低价转让", Review, "advertising"),
    ("点击链接", Review, "advertising"),
    ("优惠券群", Review, "advertising"),
    ("拼单群", Review, "advertising"),
    ("保健品特惠", Reject, "advertising"),
    ("包治百病", Reject, "advertising"),
    ("祖传秘方", Review, "advertising"),
    ("贷款秒批", Reject, "fraud"),
    ("无抵押贷款", Reject, "fraud"),
    ("信用卡套现", Reject, "fraud"),
    ("代办证件", Reject, "fraud"),
    ("代开发票", Reject, "fraud"),
    ("刻章办证", Reject, "fraud"),
    ("中奖通知", Reject, "fraud"),
    ("安全账户", Review, "fraud"),
    ("验证码发我", Reject, "fraud"),
    ("先交保证金", Review, "fraud"),
    ("养老投资高息", Reject, "fraud"),
    ("保本高收益", Reject, "fraud"),
    ("加微信", Review, "contact"),
    ("加我微信", Review, "contact"),
    ("微信号", Review, "contact"),
    ("加V", Review, "contact"),
    ("加扣扣", Review, "contact"),
    ("QQ群", Review, "contact"),
    ("手机号码", Review, "contact"),
    ("联系电话1", Review, "contact"),
    ("身份证号", Review, "personal_data"),
    ("门牌密码", Reject, "personal_data"),
    ("门禁密码", Reject, "personal_data"),
    ("银行卡号", Reject, "personal_data"),
    ("他家电话", Review, "personal_data"),
    ("曝光他家", Review, "personal_data"),
    ("人肉搜索", Reject, "personal_data"),
    ("笨蛋", Review, "insult"),
    ("蠢货", Review, "insult"),
    ("白痴", Review, "insult"),
    ("神经病", Review, "insult"),
    ("脑子有病", Review, "insult"),
    ("不要脸", Review, "insult"),
    ("缺德", Review, "insult"),
    ("滚出去", Review, "insult"),
    ("老不死", Reject, "insult"),
    ("骗子", Review, "insult"),
    ("走着瞧", Review, "threat"),
    ("给你好看", Review, "threat"),
    ("打断你的腿", Reject, "threat"),
    ("砸了他家", Reject, "threat"),
    ("听说要出大事", Review, "rumour"),
    ("不转不是", Review, "rumour"),
];

/// All words: the word, what to do, and a reason code (advertising, fraud, contact, personal_data, insult, threat, rumour).
pub fn word_list() -> &'static [(&'static str, Verdict, &'static str)] {
    WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_word_stands_twice_in_the_list() {
        let words: BTreeSet<&str> = word_list().iter().map(|(word, _, _)| *word).collect();
        assert_eq!(words.len(), word_list().len());
        assert!(words.len() >= 60);
    }
}
