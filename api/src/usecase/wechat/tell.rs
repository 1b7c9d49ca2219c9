//! From what happened to messages that are to be sent: in the transaction that delivers the notice,
//! one grant is reserved for each message, so that neither can be lost nor doubled without the other.

use super::super::{App, Failure};
use crate::{
    node_id::{Kind, encode},
    store::{
        areas, ballots, electorates,
        entity::wechat_message,
        messages::{self, MessageState},
        proposals,
    },
    wechat::template::{MessageKind, Values},
};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yiting_domain::{instant::Instant, poll::PollState};

/// What the message about an event of a proposal says: its kind, the state, what to do.
fn about(event: &str) -> Option<(MessageKind, &'static str, &'static str)> {
    use MessageKind::{Answer, Progress, Rating, Round};
    Some(match event {
        "proposal.accepted" => (Answer, "已受理", "点击查看办理时限"),
        "proposal.returned" => (Answer, "已退回", "请按说明补充后重新提交"),
        "proposal.declined" => (Answer, "不予受理", "点击查看理由，可提出申诉"),
        "proposal.merged" => (Answer, "已合并", "点击选择是否继续关注"),
        "proposal.not_adopted" => (Answer, "未采纳", "点击查看答复"),
        "proposal.escalated" => (Progress, "已上报", "点击查看接办平台"),
        "proposal.delegated" => (Progress, "已下派", "点击查看接办平台"),
        "proposal.formed" => (Progress, "公示中", "公示期内可提出异议"),
        "proposal.started" => (Progress, "落实中", "点击查看任务安排"),
        "proposal.closed" => (Progress, "已办结", "点击查看结果"),
        "proposal.round_began" => (Round, "议事中", "点击参加议事"),
        "proposal.round_ended" => (Round, "议事结束", "点击查看议事结果"),
        "proposal.delivery_confirmed" => (Rating, "待评价", "请为办理结果打分"),
        _ => return None,
    })
}

/// An event for those who are told of it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The district whose log has it.
    pub district: Uuid,
    /// Its place in that log.
    pub seq: u64,
    /// Its name.
    pub event: &'a str,
    /// The proposal.
    pub proposal: Uuid,
    /// When it happened.
    pub at: Instant,
}

/// Queues messages about a proposal to those of these people who have granted one.
///
/// # Errors
/// Faults.
pub async fn of_proposal(
    app: &App,
    tx: &DatabaseTransaction,
    told: Told<'_>,
    pseudonyms: &[Uuid],
) -> Result<(), Failure> {
    let Some((kind, state, note)) = about(told.event) else {
        return Ok(());
    };
    let Some(people) = granting(app, tx, kind, pseudonyms).await? else {
        return Ok(());
    };
    let Some(stored) = proposals::by_ids(tx, &[told.proposal]).await?.remove(&told.proposal) else {
        return Ok(());
    };
    let place = areas::by_id(tx, stored.state.home.id.0).await?;
    // Words that nobody has checked go to no phone.
    let title = match stored.state.text_checked {
        true => stored.title.clone(),
        false => "您的提案".to_owned(),
    };
    let values = Values {
        title,
        state,
        time: told.at,
        place: place.map(|area| area.name).unwrap_or_default(),
        number: stored.number.clone().unwrap_or_default(),
        note,
    };
    let id = encode(Kind::Proposal, told.proposal);
    let letter = Letter {
        district: told.district,
        topic: format!("{}/{}", told.district, told.seq),
        kind,
        page: format!("pages/proposal/proposal?id={}", id.as_str()),
        values,
    };
    queue(app, tx, &letter, &people).await
}

/// What is told about a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BallotNews {
    /// Votes are taken.
    Opened,
    /// It closes within a day.
    Closing,
}

/// A message of the outbox about a ballot.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct OfBallot {
    /// The ballot.
    pub ballot: Uuid,
    /// What is told.
    pub news: BallotNews,
}

/// Queues messages about a ballot to those of its electorate who have granted one and, when it closes
/// soon, have not voted.
///
/// # Errors
/// Faults.
pub async fn of_ballot(app: &App, tx: &DatabaseTransaction, told: OfBallot) -> Result<(), Failure> {
    let Some(row) = ballots::by_id(tx, told.ballot).await? else {
        return Ok(());
    };
    let (Some(list), Some(PollState::Open)) = (row.electorate_id, PollState::parse(&row.state)) else {
        return Ok(());
    };
    let mut members: Vec<Uuid> = electorates::members(tx, list)
        .await?
        .into_iter()
        .map(|member| member.pseudonym.0)
        .collect();
    members.sort_unstable();
    members.dedup();
    let (state, note, topic) = match told.news {
        BallotNews::Opened => ("表决中", "点击投票", "opened"),
        BallotNews::Closing => ("即将截止", "尚未投票，点击参加", "closing"),
    };
    if told.news == BallotNews::Closing {
        let voted = ballots::participants(tx, told.ballot).await?;
        members.retain(|who| !voted.contains(who));
    }
    let Some(people) = granting(app, tx, MessageKind::Ballot, &members).await? else {
        return Ok(());
    };
    let place = areas::by_id(tx, row.area_id).await?;
    let rule = super::super::ballot::rule_of(&row)?;
    let letter = Letter {
        district: row.district_id,
        topic: format!("ballot/{}/{topic}", row.id),
        kind: MessageKind::Ballot,
        page: format!("pages/ballot/ballot?id={}", encode(Kind::Ballot, row.id).as_str()),
        values: Values {
            title: rule.title,
            state,
            time: Instant::from_millis(row.closes_at),
            place: place.map(|area| area.name).unwrap_or_default(),
            number: String::new(),
            note,
        },
    };
    queue(app, tx, &letter, &people).await
}

/// Those who have granted a message of a kind; `None` where there are none.
async fn granting(
    app: &App,
    tx: &DatabaseTransaction,
    kind: MessageKind,
    pseudonyms: &[Uuid],
) -> Result<Option<Vec<Uuid>>, Failure> {
    let Some(template) = app.templates.of(kind) else {
        return Ok(None);
    };
    let people = messages::granting(tx, &template.id, pseudonyms).await?;
    Ok((!people.is_empty()).then_some(people))
}

/// A message that is the same for all who get it.
struct Letter {
    district: Uuid,
    topic: String,
    kind: MessageKind,
    page: String,
    values: Values,
}

async fn queue(app: &App, tx: &DatabaseTransaction, letter: &Letter, people: &[Uuid]) -> Result<(), Failure> {
    let Some(template) = app.templates.of(letter.kind) else {
        return Ok(());
    };
    let data = serde_json::to_string(&template.fill(&letter.values)).map_err(anyhow::Error::from)?;
    let people = messages::reserve(tx, &template.id, template.long_term, &letter.topic, people).await?;
    let now = app.now().millis();
    let rows = people.into_iter().map(|person| wechat_message::Model {
        id: app.fresh_id(),
        person_id: person,
        district_id: letter.district,
        topic: letter.topic.clone(),
        kind: letter.kind.name().to_owned(),
        template_id: template.id.clone(),
        page: letter.page.clone(),
        data: Some(data.clone()),
        state: MessageState::Waiting.name().to_owned(),
        attempts: 0,
        claimed_at: None,
        next_at: Some(now),
        errcode: None,
        reason: None,
        msgid: None,
        created_at: now,
        done_at: None,
    });
    Ok(messages::insert(tx, rows.collect()).await?)
}
