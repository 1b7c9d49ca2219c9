//! Why a project won or lost: for machines as a value, for people in words.

use serde::Serialize;

/// What supporters of a project paid for another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Spent {
    /// The project that the money went to.
    pub project: usize,
    /// How much, in whole minor units, cut.
    pub amount: u64,
}

/// Why a project is funded or not. Amounts are in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// Its supporters bought it out of their equal shares.
    Bought {
        /// Turn at which it was bought, from 1.
        round: usize,
        /// How many people paid for it.
        payers: u64,
        /// Most that anybody paid per point (with approvals: per person), rounded up.
        price: u64,
        /// How many of them gave all that they had left because it was less than the price.
        gave_all: u64,
    },
    /// It has support and costs nothing.
    FreeOfCost,
    /// It fitted into the money that was left when its turn came.
    Fitted {
        /// Place in the order of satisfaction per cost, from 1.
        place: usize,
        /// How many people support it.
        support: u64,
        /// Money that was left before.
        left_before: u64,
    },
    /// Nobody supports it.
    NoSupport,
    /// It costs more than the whole budget.
    AboveBudget {
        /// Its cost.
        cost: u64,
        /// The whole budget.
        budget: u64,
    },
    /// Its supporters' shares do not suffice.
    Short {
        /// Its cost.
        cost: u64,
        /// How many people support it.
        support: u64,
        /// What their shares held at the end, cut.
        left: u64,
        /// What is missing, rounded up.
        short_by: u64,
        /// What its supporters' money went to, the largest amount first.
        spent_on: Vec<Spent>,
        /// Money of the budget that was left when its turn came in the completion, if there was
        /// one; it is less than the cost.
        remainder: Option<u64>,
    },
    /// It no longer fitted when its turn came.
    DoesNotFit {
        /// Place in the order of satisfaction per cost, from 1.
        place: usize,
        /// How many people support it.
        support: u64,
        /// Money that was left.
        left: u64,
        /// What was missing.
        short_by: u64,
        /// What was funded before, in order.
        chosen_before: Vec<usize>,
    },
}

/// How amounts are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// What stands before the number: `¥`, `EUR `.
    pub sign: String,
    /// Minor units are this many decimals of the currency (2 for fen).
    pub decimals: u32,
}

impl Currency {
    /// Yuan and fen.
    pub fn yuan() -> Self {
        Self {
            sign: "¥".to_owned(),
            decimals: 2,
        }
    }

    /// The amount in words for people: `¥1200`, `¥0.50`.
    pub fn write(&self, minor: u64) -> String {
        let unit = 10_u64.saturating_pow(self.decimals);
        let (whole, rest) = (minor / unit, minor % unit);
        if rest == 0 {
            format!("{}{whole}", self.sign)
        } else {
            format!("{}{whole}.{rest:0width$}", self.sign, width = self.decimals as usize)
        }
    }
}

/// How many projects a sentence names at most.
const NAMED: usize = 3;

impl Reason {
    /// Whether the project is funded.
    pub const fn won(&self) -> bool {
        matches!(self, Self::Bought { .. } | Self::FreeOfCost | Self::Fitted { .. })
    }

    /// The reason in Chinese.
    pub fn zh(&self, name: impl Fn(usize) -> String, currency: &Currency) -> String {
        let money = |amount: &u64| currency.write(*amount);
        match self {
            Self::Bought {
                round,
                payers,
                price,
                gave_all,
            } => {
                let all = match gave_all {
                    0 => String::new(),
                    _ => format!("，其中{gave_all}人份额不足、出尽余款"),
                };
                format!(
                    "当选：第{round}轮由{payers}名支持者共同出资，每份至多{}{all}。",
                    money(price)
                )
            }
            Self::FreeOfCost => "当选：有人支持且无需经费。".to_owned(),
            Self::Fitted {
                place,
                support,
                left_before,
            } => format!(
                "当选：排序第{place}位，{support}人支持，轮到时尚余{}，足够支付。",
                money(left_before)
            ),
            Self::NoSupport => "落选：无人支持。".to_owned(),
            Self::AboveBudget { cost, budget } => {
                format!("落选：造价{}超过全部预算{}。", money(cost), money(budget))
            }
            Self::Short {
                support,
                left,
                short_by,
                spent_on,
                remainder,
                ..
            } => {
                let why = if spent_on.is_empty() {
                    format!("，{support}名支持者的份额合计只有{}", money(left))
                } else {
                    let part = |spent: &Spent| format!("{}（{}）", name(spent.project), money(&spent.amount));
                    let named: Vec<String> = spent_on.iter().take(NAMED).map(part).collect();
                    let more = if spent_on.len() > NAMED { "等" } else { "" };
                    format!("，因为{support}名支持者的份额已用于{}{more}", named.join("、"))
                };
                let rest = remainder.map_or_else(String::new, |rest| format!("；预算余款{}也不足以支付", money(&rest)));
                format!("落选：尚差{}{why}{rest}。", money(short_by))
            }
            Self::DoesNotFit {
                place,
                support,
                left,
                short_by,
                chosen_before,
            } => {
                let before: Vec<String> = chosen_before.iter().take(NAMED).map(|&project| name(project)).collect();
                let more = if chosen_before.len() > NAMED { "等" } else { "" };
                let before = match before.is_empty() {
                    true => String::new(),
                    false => format!("，排在前面的{}{more}已用去经费", before.join("、")),
                };
                format!(
                    "落选：排序第{place}位，{support}人支持，轮到时只余{}，尚差{}{before}。",
                    money(left),
                    money(short_by)
                )
            }
        }
    }

    /// The reason in English.
    pub fn en(&self, name: impl Fn(usize) -> String, currency: &Currency) -> String {
        let money = |amount: &u64| currency.write(*amount);
        match self {
            Self::Bought {
                round,
                payers,
                price,
                gave_all,
            } => {
                let all = match gave_all {
                    0 => String::new(),
                    _ => format!("; {gave_all} of them gave all that they had left"),
                };
                format!(
                    "Won: bought in round {round} by {payers} supporters at no more than {} a share{all}.",
                    money(price)
                )
            }
            Self::FreeOfCost => "Won: it has support and costs nothing.".to_owned(),
            Self::Fitted {
                place,
                support,
                left_before,
            } => format!(
                "Won: place {place} with {support} supporters, and {} was left when its turn came.",
                money(left_before)
            ),
            Self::NoSupport => "Lost: nobody supports it.".to_owned(),
            Self::AboveBudget { cost, budget } => {
                format!(
                    "Lost: it costs {}, more than the whole budget of {}.",
                    money(cost),
                    money(budget)
                )
            }
            Self::Short {
                support,
                left,
                short_by,
                spent_on,
                remainder,
                ..
            } => {
                let why = if spent_on.is_empty() {
                    format!(
                        " because the shares of its {support} supporters hold {} only",
                        money(left)
                    )
                } else {
                    let part = |spent: &Spent| format!("{} ({})", name(spent.project), money(&spent.amount));
                    let mut named: Vec<String> = spent_on.iter().take(NAMED).map(part).collect();
                    if spent_on.len() > NAMED {
                        named.push("others".to_owned());
                    }
                    format!(
                        " because the money of its {support} supporters went to {}",
                        listed(&named)
                    )
                };
                let rest = remainder.map_or_else(String::new, |rest| {
                    format!(
                        ", and the {} left of the budget does not pay for it either",
                        money(&rest)
                    )
                });
                format!("Lost: short by {}{why}{rest}.", money(short_by))
            }
            Self::DoesNotFit {
                place,
                support,
                left,
                short_by,
                chosen_before,
            } => {
                let mut before: Vec<String> = chosen_before.iter().take(NAMED).map(|&project| name(project)).collect();
                if chosen_before.len() > NAMED {
                    before.push("others".to_owned());
                }
                let before = match before.is_empty() {
                    true => String::new(),
                    false => format!(" after {}", listed(&before)),
                };
                format!(
                    "Lost: place {place} with {support} supporters; {} was left{before}, short by {}.",
                    money(left),
                    money(short_by)
                )
            }
        }
    }
}

/// `A`, `A and B`, `A, B and C`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_names_the_amount_and_where_the_money_went() {
        let reason = Reason::Short {
            cost: 500_000,
            support: 12,
            left: 100_000,
            short_by: 400_000,
            spent_on: vec![
                Spent {
                    project: 0,
                    amount: 70_050,
                },
                Spent {
                    project: 1,
                    amount: 30_000,
                },
            ],
            remainder: None,
        };
        let name = |project: usize| ["长椅", "路灯"][project].to_owned();
        let yuan = Currency::yuan();
        assert_eq!(
            reason.zh(name, &yuan),
            "落选：尚差¥4000，因为12名支持者的份额已用于长椅（¥700.50）、路灯（¥300）。"
        );
        assert_eq!(
            reason.en(name, &yuan),
            "Lost: short by ¥4000 because the money of its 12 supporters went to 长椅 (¥700.50) and 路灯 (¥300)."
        );
        assert!(!reason.won());
    }
}
