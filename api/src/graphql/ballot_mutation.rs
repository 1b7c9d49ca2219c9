//! Opening ballots and voting.

use super::{
    arguments::{ids, instant},
    ballot::{Ballot, BallotKind, ElectorateKind, Secrecy},
    error::{failed, refused},
    node_id::{Kind, decode, encode},
    viewer::{app, viewer},
};
use crate::{
    store::ballots,
    usecase::{Request, ballot, paper_vote},
};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use serde::Serialize;
use uuid::Uuid;
use yiting_domain::{
    ballot::{
        owners,
        threshold::{self, Bound},
    },
    id::Pseudonym,
    poll::{Choice, OptionPoints, OptionScore, PollOption, QuorumRule, Rule, Share},
    refusal::Refusal,
};

/// An option to be put on the paper.
#[derive(InputObject, Serialize)]
pub struct BallotOptionInput {
    /// At most 200 characters.
    title: String,
    /// For budgets: its cost in fen.
    #[graphql(default)]
    cost_fen: u64,
}

/// A share, `part` of `of`.
#[derive(InputObject, Serialize)]
pub struct ShareInput {
    /// Above the line.
    part: u32,
    /// Below the line.
    of: u32,
    /// Whether meeting it exactly suffices (以上); otherwise more is needed (过).
    at_least: bool,
}

/// Which majority owners need by art. 278.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Serialize)]
#[graphql(remote = "owners::Matter")]
pub enum Matter {
    /// More than half of the participating area and number.
    Ordinary,
    /// At least three quarters of both (items 6 to 8).
    Grave,
}

/// A ballot with its whole rule, none of which can change afterwards.
#[derive(InputObject, Serialize)]
pub struct AnnounceBallotInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The area that votes.
    area: ID,
    /// What is asked, at most 200 characters.
    title: String,
    /// On what it rests, at most 1 000 characters.
    legal_basis: String,
    /// By which rule it is counted.
    kind: BallotKind,
    /// Who has a vote.
    electorate: ElectorateKind,
    /// How it can be checked.
    secrecy: Secrecy,
    /// What can be voted for; none for yes and no, at most 100.
    #[graphql(default)]
    options: Vec<BallotOptionInput>,
    /// Seats to fill.
    #[graphql(default = 1)]
    seats: u32,
    /// Options that one vote may name; all when left out.
    most: Option<u32>,
    /// For yes and no: the share of yes over yes and no; more than half when left out.
    threshold: Option<ShareInput>,
    /// Votes that must be cast, as a number.
    quorum_count: Option<u64>,
    /// Votes that must be cast, as a share of the electorate.
    quorum_share: Option<ShareInput>,
    /// For owners.
    #[graphql(default_with = "Matter::Ordinary")]
    matter: Matter,
    /// For scores: how many must have scored an option for it to win.
    #[graphql(default = 1)]
    minimum: u64,
    /// For budgets: what may be spent, in fen.
    #[graphql(default)]
    budget_fen: u64,
    /// For budgets: how many points each vote distributes over projects, at most 1 000; 0 for approvals.
    #[graphql(default)]
    points: u32,
    /// Whether the turnout stays hidden until closing. Results always do.
    #[graphql(default)]
    hide_turnout: bool,
    /// For sealed ballots: the two persons who recount.
    #[graphql(default)]
    auditors: Vec<ID>,
    /// For delegates and enterprises: the persons who vote.
    #[graphql(default)]
    listed: Vec<ID>,
    /// What it is about.
    #[graphql(default)]
    proposals: Vec<ID>,
    /// From when on votes are taken, RFC 3339; at once when left out.
    opens_at: Option<String>,
    /// Until when, RFC 3339.
    closes_at: String,
}

/// An answer to a question.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Serialize)]
#[graphql(remote = "threshold::Choice")]
pub enum BallotAnswer {
    /// 赞成
    Yes,
    /// 反对
    No,
    /// 弃权
    Abstain,
}

/// An option and its score.
#[derive(InputObject, Serialize)]
pub struct ScoreInput {
    /// The option.
    option: ID,
    /// 0 to 5.
    score: u8,
}

/// A project and the points given to it.
#[derive(InputObject, Serialize)]
pub struct PointsInput {
    /// The project.
    option: ID,
    /// From 1 on.
    points: u32,
}

/// A vote: exactly one of answer, options, scores, order and points, by the kind of the ballot.
#[derive(InputObject)]
pub struct CastVoteInput {
    /// Idempotency key; a later vote under another key replaces this one.
    client_mutation_id: String,
    /// The ballot.
    ballot: ID,
    /// Yes, no or abstain.
    answer: Option<BallotAnswer>,
    /// Approved options or projects.
    options: Option<Vec<ID>>,
    /// Scored options.
    scores: Option<Vec<ScoreInput>>,
    /// Options, the best first.
    order: Option<Vec<ID>>,
    /// Budgets with points: projects with points.
    points: Option<Vec<PointsInput>>,
    /// Open ballots: whether my name may be published with my choice.
    #[graphql(default)]
    named: bool,
}

/// A vote as it stands on paper: exactly one of answer, options, scores, order and points.
#[derive(InputObject, Serialize)]
pub struct EnterPaperVoteInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The ballot.
    ballot: ID,
    /// Who voted so.
    voter: ID,
    /// Yes, no or abstain.
    answer: Option<BallotAnswer>,
    /// Approved options or projects.
    options: Option<Vec<ID>>,
    /// Scored options.
    scores: Option<Vec<ScoreInput>>,
    /// Options, the best first.
    order: Option<Vec<ID>>,
    /// Budgets with points: projects with points.
    points: Option<Vec<PointsInput>>,
}

/// A paper vote to be confirmed by a second person.
#[derive(InputObject, Serialize)]
pub struct ConfirmPaperVoteInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The paper vote.
    paper: ID,
}

/// A paper vote that waits for its confirmation.
#[derive(SimpleObject)]
pub struct PaperPayload {
    client_mutation_id: String,
    /// Its global id.
    paper: ID,
}

/// A ballot to be called off.
#[derive(InputObject, Serialize)]
pub struct CancelBallotInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The ballot.
    ballot: ID,
    /// At most 1 000 characters.
    reason: String,
}

/// The key of an auditor.
#[derive(InputObject, Serialize)]
pub struct GiveAuditorKeyInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The ballot.
    ballot: ID,
    /// The public key, 64 hexadecimal digits, as `yiting tally key` prints it. The secret one stays with you.
    public_key: String,
}

/// A ballot after a change.
#[derive(SimpleObject)]
pub struct BallotPayload {
    client_mutation_id: String,
    /// The ballot.
    ballot: Ballot,
}

/// An acknowledged vote.
#[derive(SimpleObject)]
pub struct VotePayload {
    client_mutation_id: String,
    /// Finds the own entry in the published list. Each vote has its own, and the last counts. Null for
    /// a vote that was acknowledged before and is sent again after closing.
    receipt: Option<String>,
    /// The ballot.
    ballot: Ballot,
}

/// Mutations about ballots.
#[derive(Default)]
pub struct BallotMutation;

pub(super) const fn share(given: &ShareInput) -> Share {
    Share {
        part: given.part,
        of: given.of,
        bound: if given.at_least {
            Bound::AtLeast
        } else {
            Bound::MoreThan
        },
    }
}

async fn read(ctx: &Context<'_>, id: Uuid) -> Result<Ballot> {
    let row = ballots::by_id(app(ctx).db.reader(), id)
        .await
        .map_err(|e| failed(ctx, e))?;
    Ballot::new(ctx, row.ok_or_else(|| refused(ctx, Refusal::NotFound, Some("ballot")))?)
}

/// The parts of a vote, of which exactly one is given.
type Parts<'a> = (
    Option<BallotAnswer>,
    &'a Option<Vec<ID>>,
    &'a Option<Vec<ScoreInput>>,
    &'a Option<Vec<ID>>,
    &'a Option<Vec<PointsInput>>,
);

fn choice(ctx: &Context<'_>, parts: Parts<'_>) -> Result<Choice> {
    let malformed = || refused(ctx, Refusal::MalformedVote, None);
    let option = |id: &ID| decode(Kind::BallotOption, id).map_err(|_| malformed());
    match parts {
        (Some(answer), None, None, None, None) => Ok(Choice::Answer(answer.into())),
        (None, Some(options), None, None, None) => {
            Ok(Choice::Options(options.iter().map(option).collect::<Result<_>>()?))
        }
        (None, None, None, Some(order), None) => Ok(Choice::Order(order.iter().map(option).collect::<Result<_>>()?)),
        (None, None, Some(scores), None, None) => {
            let scored = scores.iter().map(|scored| {
                Ok(OptionScore {
                    option: option(&scored.option)?,
                    score: scored.score,
                })
            });
            Ok(Choice::Scores(scored.collect::<Result<_>>()?))
        }
        (None, None, None, None, Some(points)) => {
            let given = points.iter().map(|given| {
                Ok(OptionPoints {
                    option: option(&given.option)?,
                    points: given.points,
                })
            });
            Ok(Choice::Points(given.collect::<Result<_>>()?))
        }
        _ => Err(malformed()),
    }
}

/// Mutations about ballots.
#[Object]
impl BallotMutation {
    /// Announces a ballot; it opens and closes by the clock. Codes: FORBIDDEN, INVALID_INPUT, BAD_TARGET.
    async fn announce_ballot(&self, ctx: &Context<'_>, input: AnnounceBallotInput) -> Result<BallotPayload> {
        let app = app(ctx);
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = Request::new("announceBallot", &input.client_mutation_id, &input)
            .map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
        let options: Vec<PollOption> = input
            .options
            .iter()
            .map(|option| PollOption {
                id: app.fresh_id(),
                title: option.title.trim().to_owned(),
                cost_fen: option.cost_fen,
            })
            .collect();
        let quorum = match (input.quorum_count, &input.quorum_share) {
            (None, None) => QuorumRule::None,
            (Some(count), None) => QuorumRule::Count(count),
            (None, Some(given)) => QuorumRule::Share(share(given)),
            (Some(_), Some(_)) => return Err(refused(ctx, Refusal::Invalid, Some("quorumShare"))),
        };
        let all = u32::try_from(options.len()).unwrap_or(u32::MAX).max(1);
        let rule = Rule {
            title: input.title.trim().to_owned(),
            legal_basis: input.legal_basis.trim().to_owned(),
            kind: input.kind.into(),
            electorate: input.electorate.into(),
            secrecy: input.secrecy.into(),
            seats: input.seats,
            most: input.most.unwrap_or(all),
            threshold: input.threshold.as_ref().map_or(Share::MAJORITY, share),
            quorum,
            matter: input.matter.into(),
            minimum: input.minimum,
            budget_fen: input.budget_fen,
            points: input.points,
            hide_turnout: input.hide_turnout,
            auditors: ids(ctx, Kind::Person, &input.auditors, "auditors", Pseudonym)?,
            options,
        };
        let new = ballot::NewBallot {
            area: decode(Kind::Area, &input.area).map_err(|r| refused(ctx, r, Some("area")))?,
            by: Some(actor.pseudonym),
            rule,
            proposals: ids(ctx, Kind::Proposal, &input.proposals, "proposals", |id| id)?,
            listed: ids(ctx, Kind::Person, &input.listed, "listed", Pseudonym)?,
            opens_at: match &input.opens_at {
                Some(text) => instant(ctx, text, "opensAt")?,
                None => app.now(),
            },
            closes_at: instant(ctx, &input.closes_at, "closesAt")?,
            round: None,
        };
        let id = ballot::announce(app, actor, &request, &new)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(BallotPayload {
            client_mutation_id: input.client_mutation_id,
            ballot: read(ctx, id).await?,
        })
    }

    /// Votes, or votes anew: the last acknowledged vote counts. Codes: BALLOT_NOT_OPEN,
    /// NOT_IN_ELECTORATE, MALFORMED_VOTE.
    async fn cast_vote(&self, ctx: &Context<'_>, input: CastVoteInput) -> Result<VotePayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        // The name of the operation and the input are hashed under the ballot's key further down: a
        // plain hash of three possible inputs would tell which it was.
        Request::new("castVote", &input.client_mutation_id, &())
            .map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
        let id = decode(Kind::Ballot, &input.ballot).map_err(|r| refused(ctx, r, Some("ballot")))?;
        let vote = ballot::Cast {
            ballot: id,
            choice: choice(
                ctx,
                (input.answer, &input.options, &input.scores, &input.order, &input.points),
            )?,
            named: input.named,
            key: input.client_mutation_id.clone(),
        };
        let taken = ballot::cast(app(ctx), actor, &vote).await.map_err(|e| failed(ctx, e))?;
        Ok(VotePayload {
            client_mutation_id: input.client_mutation_id,
            receipt: taken.receipt,
            ballot: Ballot::new(ctx, taken.row)?,
        })
    }

    /// Enters a paper vote; it counts when another of the staff confirms it. Codes: FORBIDDEN,
    /// BALLOT_NOT_OPEN, NOT_IN_ELECTORATE, MALFORMED_VOTE, ALREADY_PENDING.
    async fn enter_paper_vote(&self, ctx: &Context<'_>, input: EnterPaperVoteInput) -> Result<PaperPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = Request::new("enterPaperVote", &input.client_mutation_id, &input)
            .map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
        let paper = paper_vote::Paper {
            ballot: decode(Kind::Ballot, &input.ballot).map_err(|r| refused(ctx, r, Some("ballot")))?,
            voter: Pseudonym(decode(Kind::Person, &input.voter).map_err(|r| refused(ctx, r, Some("voter")))?),
            choice: choice(
                ctx,
                (input.answer, &input.options, &input.scores, &input.order, &input.points),
            )?,
        };
        let id = paper_vote::enter(app(ctx), actor, &request, &paper)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(PaperPayload {
            client_mutation_id: input.client_mutation_id,
            paper: encode(Kind::PaperVote, id),
        })
    }

    /// Confirms a paper vote that another entered; the receipt is for the voter. Codes: FORBIDDEN,
    /// NOTHING_PENDING, BALLOT_NOT_OPEN.
    async fn confirm_paper_vote(&self, ctx: &Context<'_>, input: ConfirmPaperVoteInput) -> Result<VotePayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = Request::new("confirmPaperVote", &input.client_mutation_id, &input)
            .map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
        let paper = decode(Kind::PaperVote, &input.paper).map_err(|r| refused(ctx, r, Some("paper")))?;
        let (ballot, receipt) = paper_vote::confirm(app(ctx), actor, &request, paper)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(VotePayload {
            client_mutation_id: input.client_mutation_id,
            receipt: Some(receipt),
            ballot: read(ctx, ballot).await?,
        })
    }

    /// Gives the key under which an auditor of a sealed ballot gets what opens it; until the closing another
    /// can be given. Codes: FORBIDDEN, BALLOT_NOT_OPEN, INVALID_INPUT.
    async fn give_auditor_key(&self, ctx: &Context<'_>, input: GiveAuditorKeyInput) -> Result<BallotPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = Request::new("giveAuditorKey", &input.client_mutation_id, &input)
            .map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
        let id = decode(Kind::Ballot, &input.ballot).map_err(|r| refused(ctx, r, Some("ballot")))?;
        ballot::give_key(app(ctx), actor, &request, id, &input.public_key)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(BallotPayload {
            client_mutation_id: input.client_mutation_id,
            ballot: read(ctx, id).await?,
        })
    }

    /// Calls a ballot off; its votes are destroyed uncounted. Codes: FORBIDDEN, BALLOT_NOT_OPEN.
    async fn cancel_ballot(&self, ctx: &Context<'_>, input: CancelBallotInput) -> Result<BallotPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = Request::new("cancelBallot", &input.client_mutation_id, &input)
            .map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
        let id = decode(Kind::Ballot, &input.ballot).map_err(|r| refused(ctx, r, Some("ballot")))?;
        ballot::cancel(app(ctx), actor, &request, id, &input.reason)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(BallotPayload {
            client_mutation_id: input.client_mutation_id,
            ballot: read(ctx, id).await?,
        })
    }
}
