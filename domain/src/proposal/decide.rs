//! The decision: a command becomes events, or a typed refusal.

use super::{
    clocks::{reading, window_ends},
    command::{Action, Command, Facts, MergeChoice, PlannedTask, Policy, TextRef},
    comment::{CommentView, may_answer, may_on_comment},
    deliberation::basis,
    event::Event,
    model::{Proposal, State, SupervisionCause, TaskState},
    tick::{card_id, card_stands, moved, opened_id, unsatisfied_card},
};
use crate::{
    area::AreaRef,
    clock::Colour,
    id::{Pseudonym, TopicId},
    instant::Instant,
    people::Actor,
    permission::{AreaAction, may, may_in_area},
    refusal::Refusal,
};

/// What a command makes happen: events on the proposal itself and, for a merge, on the other one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// Events on the proposal that the command was for.
    pub here: Vec<Event>,
    /// Events on the surviving proposal of a merge.
    pub on_target: Vec<Event>,
}

impl From<Event> for Decided {
    fn from(event: Event) -> Self {
        Self {
            here: vec![event],
            on_target: Vec::new(),
        }
    }
}

/// Drafts a proposal in `home`. Level 1 and a residence there, or staff of `home` who record it
/// for `on_behalf_of` (assisted entry).
///
/// # Errors
/// [`Refusal::PhoneRequired`], [`Refusal::NotResidentHere`], [`Refusal::Forbidden`],
/// [`Refusal::BadTarget`] where the area is not one in which proposals are raised.
pub fn draft(
    actor: Option<&Actor>,
    home: AreaRef,
    title: TextRef,
    body: TextRef,
    topic: Option<TopicId>,
    on_behalf_of: Option<Pseudonym>,
) -> Result<Event, Refusal> {
    let me = actor.ok_or(Refusal::Unauthenticated)?.pseudonym;
    let (proponent, assisted_by) = match on_behalf_of {
        Some(resident) => {
            may_in_area(AreaAction::DraftForResident, actor, &home)?;
            (resident, Some(me))
        }
        None => {
            may_in_area(AreaAction::DraftProposal, actor, &home)?;
            (me, None)
        }
    };
    Ok(Event::Drafted {
        proponent,
        assisted_by,
        home,
        title,
        body,
        topic,
    })
}

/// Decides one command. See the table in [`crate::permission::rule`].
///
/// # Errors
/// The refusal of [`may`], or one about the command's own values.
pub fn decide(
    p: &Proposal,
    command: &Command,
    actor: Option<&Actor>,
    facts: &Facts,
    policy: Policy<'_>,
    now: Instant,
) -> Result<Decided, Refusal> {
    may(command.action(), actor, p, facts, policy, now)?;
    let who = actor.ok_or(Refusal::Unauthenticated)?;
    let me = who.pseudonym;
    let event = match command {
        Command::Edit { title, body, topic } => Event::Edited {
            title: title.clone(),
            body: body.clone(),
            topic: *topic,
        },
        Command::Submit { checked } => Event::Submitted { checked: *checked },
        Command::CheckText { pass, reason } => {
            if !pass {
                // A text that a person rejected goes back to its author with the reason.
                let reason = reason.clone().ok_or(Refusal::TextRequired)?;
                let mut events = vec![Event::TextChecked {
                    pass: false,
                    reason: Some(reason.clone()),
                }];
                if p.state == State::Submitted {
                    events.push(Event::Returned { missing: reason });
                }
                return Ok(Decided {
                    here: events,
                    on_target: Vec::new(),
                });
            }
            Event::TextChecked {
                pass: true,
                reason: reason.clone(),
            }
        }
        Command::Return { missing } => Event::Returned {
            missing: missing.clone(),
        },
        Command::Resubmit { title, body, checked } => Event::Resubmitted {
            title: title.clone(),
            body: body.clone(),
            checked: *checked,
        },
        Command::Decline {
            reason,
            answer,
            publish_at,
        } => Event::Declined {
            reason: *reason,
            answer: answer.clone(),
            publish_at: publish_time(*publish_at, now)?,
        },
        Command::Appeal { reason } => {
            let to = facts.parent.clone().ok_or(Refusal::NoSuchTier)?;
            Event::Appealed {
                reason: reason.clone(),
                to,
            }
        }
        Command::Merge { into, reason } => return merge(p, into, who, reason),
        Command::Accept { topic, lead_reviewer } => Event::Accepted {
            topic: *topic,
            lead_reviewer: *lead_reviewer,
        },
        Command::Escalate { to, reason } => {
            let up = to.path.covers(&p.custodian().path) && to.path != p.custodian().path;
            accept_target(up && to.tier.has_platform())?;
            Event::Escalated {
                to: to.clone(),
                reason: reason.clone(),
            }
        }
        Command::Delegate { to, reason } => {
            let down = p.custodian().path.covers(&to.path) && to.path != p.custodian().path;
            accept_target(down && to.tier.has_platform())?;
            Event::Delegated {
                to: to.clone(),
                reason: reason.clone(),
            }
        }
        Command::Withdraw { reason } => Event::Withdrawn { reason: reason.clone() },
        Command::Form {
            resolution,
            tasks,
            direct,
        } => {
            let round = basis(p, true, *direct)?;
            check_plan(tasks, now)?;
            Event::Formed {
                resolution: resolution.clone(),
                tasks: tasks.clone(),
                direct: round.is_none(),
                round,
            }
        }
        Command::Reject {
            answer,
            direct,
            publish_at,
        } => {
            let round = basis(p, false, *direct)?;
            Event::NotAdopted {
                answer: answer.clone(),
                publish_at: publish_time(*publish_at, now)?,
                round,
            }
        }
        Command::Object { reason } => return Ok(object(p, me, reason, policy, now)),
        Command::Report {
            task,
            change,
            text,
            spent_fen,
            files,
        } => {
            let known = p.task(*task).ok_or(Refusal::NoSuchTask)?;
            own_task(who, known.unit)?;
            if known.state != TaskState::Open {
                return Err(Refusal::WrongState);
            }
            if *spent_fen < known.spent_fen || *spent_fen > MAX_FEN {
                return Err(Refusal::Invalid);
            }
            Event::Reported {
                task: *task,
                change: *change,
                text: text.clone(),
                spent_fen: *spent_fen,
                files: files.clone(),
            }
        }
        Command::RequestExtension { task, due, reason } => {
            let known = p.task(*task).ok_or(Refusal::NoSuchTask)?;
            own_task(who, known.unit)?;
            if known.state != TaskState::Open {
                return Err(Refusal::WrongState);
            }
            if *due <= known.due {
                return Err(Refusal::Invalid);
            }
            Event::ExtensionRequested {
                task: *task,
                due: *due,
                reason: reason.clone(),
            }
        }
        Command::RequestSuspension { reason } => Event::SuspensionRequested { reason: reason.clone() },
        Command::DecideRequest { approve, reason } => Event::RequestDecided {
            approve: *approve,
            reason: reason.clone(),
        },
        Command::Resume { reason } => Event::Resumed { reason: reason.clone() },
        Command::Deliver { report } => Event::Delivered { report: report.clone() },
        Command::ConfirmDelivery { confirm, reason } => Event::DeliveryConfirmed {
            confirm: *confirm,
            reason: reason.clone(),
        },
        Command::Rate { score, words } => {
            if !(1..=5).contains(score) {
                return Err(Refusal::Invalid);
            }
            Event::Rated {
                by: me,
                score: *score,
                replaces: facts.rated,
                words: words.clone(),
            }
        }
        Command::RecordCheck { finding } => Event::CheckRecorded {
            finding: finding.clone(),
        },
        Command::Close { answer } => {
            // A director who is faster than the clock does not spare the platform its supervision.
            let mut here: Vec<Event> = unsatisfied_card(p, policy, facts.parent.as_ref()).into_iter().collect();
            here.push(Event::Closed {
                answer: Some(answer.clone()),
            });
            return Ok(Decided {
                here,
                on_target: Vec::new(),
            });
        }
        Command::Reopen { evidence, files } => Event::Reopened {
            evidence: evidence.clone(),
            files: files.clone(),
        },
        Command::Support => return Ok(support(p, me, facts.parent.as_ref(), policy, now)),
        Command::RevokeSupport => Event::SupportRevoked { by: me },
        Command::ChooseAfterMerge { choice } => return Ok(choose(p, me, *choice, facts)),
        Command::Follow => Event::Followed { by: me },
        Command::Unfollow => Event::Unfollowed { by: me },
        Command::Comment {
            id,
            text,
            reply_to,
            checked,
        } => {
            reply_to.as_ref().map_or(Ok(()), may_answer)?;
            Event::Commented {
                id: *id,
                by: me,
                text: text.clone(),
                reply_to: reply_to.map(|parent| parent.id),
                checked: *checked,
            }
        }
        Command::CheckComment { comment, pass, reason } => {
            may_on_comment(command.action(), actor, p, comment, facts, policy, now)?;
            Event::CommentChecked {
                id: comment.id,
                pass: *pass,
                reason: reason.clone(),
            }
        }
        Command::HideComment { comment, reason } => {
            may_on_comment(command.action(), actor, p, comment, facts, policy, now)?;
            Event::CommentHidden {
                id: comment.id,
                reason: reason.clone(),
            }
        }
        Command::AppealComment { comment, reason } => {
            may_on_comment(command.action(), actor, p, comment, facts, policy, now)?;
            Event::CommentAppealed {
                id: comment.id,
                reason: reason.clone(),
            }
        }
        Command::DecideCommentAppeal {
            comment,
            restore,
            reason,
        } => {
            may_on_comment(command.action(), actor, p, comment, facts, policy, now)?;
            Event::CommentAppealDecided {
                id: comment.id,
                restore: *restore,
                reason: reason.clone(),
            }
        }
        Command::WriteNote { text } => Event::NoteWritten {
            by: me,
            text: text.clone(),
        },
        Command::OpenSupervision { reason } => Event::SupervisionOpened {
            id: opened_id(p, p.version),
            at: facts
                .parent
                .as_ref()
                .map_or_else(|| p.custodian().path.clone(), |area| area.path.clone()),
            link: p.state.link(),
            cause: SupervisionCause::Opened,
            reason: Some(reason.clone()),
        },
        Command::AnswerSupervision { id, answer } => {
            let card = p
                .supervisions
                .iter()
                .find(|card| card.id == *id)
                .ok_or(Refusal::NotFound)?;
            if card.answered_at.is_some() {
                return Err(Refusal::NothingPending);
            }
            Event::SupervisionAnswered {
                id: *id,
                answer: answer.clone(),
            }
        }
    };
    Ok(event.into())
}

/// Ten thousand million yuan: more than any plan of a district, and far from overflow when summed.
const MAX_FEN: u64 = 1_000_000_000_000;

/// The most tasks that a plan may have.
const MAX_TASKS: usize = 50;

/// The latest that an answer may be held back, in days.
const MAX_HOLD_DAYS: i64 = 30;

fn publish_time(wanted: Option<Instant>, now: Instant) -> Result<Instant, Refusal> {
    match wanted {
        None => Ok(now),
        Some(at) if at >= now && at <= now.plus_days(MAX_HOLD_DAYS) => Ok(at),
        Some(_) => Err(Refusal::Invalid),
    }
}

fn accept_target(fits: bool) -> Result<(), Refusal> {
    if fits { Ok(()) } else { Err(Refusal::BadTarget) }
}

fn own_task(actor: &Actor, unit: crate::id::UnitId) -> Result<(), Refusal> {
    if actor.is_member_of(unit) {
        Ok(())
    } else {
        Err(Refusal::Forbidden)
    }
}

fn check_plan(tasks: &[PlannedTask], now: Instant) -> Result<(), Refusal> {
    let today = now.shanghai_date();
    let distinct: std::collections::BTreeSet<_> = tasks.iter().map(|t| t.id).collect();
    let sound = !tasks.is_empty()
        && tasks.len() <= MAX_TASKS
        && distinct.len() == tasks.len()
        && tasks.iter().all(|t| t.due >= today && t.budget_fen <= MAX_FEN);
    if sound { Ok(()) } else { Err(Refusal::Invalid) }
}

/// Merging needs a target that is open, another proposal, and in a subtree where the actor is staff.
fn merge(p: &Proposal, into: &Proposal, who: &Actor, reason: &TextRef) -> Result<Decided, Refusal> {
    let ours = &p.custodian().path;
    let theirs = &into.custodian().path;
    let related = ours.covers(theirs) || theirs.covers(ours) || who.is_staff_of(theirs);
    let open = into.state.is_open() && into.text_checked;
    accept_target(p.id != into.id && open && related)?;
    let mut proponents = vec![p.proponent];
    proponents.extend(&p.co_proponents);
    Ok(Decided {
        here: vec![Event::Merged {
            into: into.id,
            reason: reason.clone(),
        }],
        on_target: vec![Event::Absorbed { from: p.id, proponents }],
    })
}

fn object(p: &Proposal, me: Pseudonym, reason: &TextRef, policy: Policy<'_>, now: Instant) -> Decided {
    let mut here = vec![Event::Objected {
        by: me,
        reason: reason.clone(),
    }];
    let threshold = policy
        .profile_at(p.current_link().map_or(now, |l| l.span.start))
        .objection_threshold;
    let count = p.resolution.as_ref().map_or(0, |r| r.objections).saturating_add(1);
    if count >= threshold {
        here.push(Event::ObjectionUpheld);
    }
    Decided {
        here,
        on_target: Vec::new(),
    }
}

fn support(p: &Proposal, me: Pseudonym, parent: Option<&AreaRef>, policy: Policy<'_>, now: Instant) -> Decided {
    let mut here = vec![Event::Supported { by: me }];
    let profile = policy.profile_at(p.current_link().map_or(now, |l| l.span.start));
    let count = p.supports.saturating_add(1);
    let reached = profile.support_threshold.is_some_and(|threshold| count >= threshold);
    if reached && p.state == State::Declined && !p.taken_up {
        here.push(Event::TakenUp { supports: count });
    }
    // A stale proposal with that much support is put before the tier above, once per stay.
    let stale = p.state == State::Submitted && reading(p, policy, now).is_some_and(|clock| clock.colour == Colour::Red);
    if reached && stale && !card_stands(p, SupervisionCause::Supported) {
        here.push(Event::SupervisionOpened {
            id: card_id(p, SupervisionCause::Supported),
            at: parent.map_or_else(|| p.custodian().path.clone(), |area| area.path.clone()),
            link: p.state.link(),
            cause: SupervisionCause::Supported,
            reason: None,
        });
    }
    Decided {
        here,
        on_target: Vec::new(),
    }
}

fn choose(p: &Proposal, me: Pseudonym, choice: MergeChoice, facts: &Facts) -> Decided {
    let on_target = if choice == MergeChoice::Follow {
        moved(p.id, &[(me, facts.supports_target)])
    } else {
        Vec::new()
    };
    Decided {
        here: vec![Event::MergeChosen {
            supporter: me,
            choice,
            by_default: false,
        }],
        on_target,
    }
}

/// The actions on one comment with the answer of the rule engine.
pub fn comment_offers(
    actor: Option<&Actor>,
    p: &Proposal,
    comment: &CommentView,
    facts: &Facts,
    policy: Policy<'_>,
    now: Instant,
) -> Vec<(Action, Result<(), Refusal>)> {
    Action::ON_COMMENT
        .iter()
        .map(|action| (*action, may_on_comment(*action, actor, p, comment, facts, policy, now)))
        .collect()
}

/// All actions on the proposal itself with the answer of the rule engine: what `viewerCan` shows.
pub fn offers(
    actor: Option<&Actor>,
    p: &Proposal,
    facts: &Facts,
    policy: Policy<'_>,
    now: Instant,
) -> Vec<(Action, Result<(), Refusal>)> {
    Action::ALL
        .iter()
        .filter(|action| !Action::ON_COMMENT.contains(action))
        .map(|action| (*action, may(*action, actor, p, facts, policy, now)))
        .collect()
}

/// Whether the appeal window of a decline is over, which makes it final.
pub fn decline_is_final(p: &Proposal, policy: Policy<'_>, now: Instant) -> bool {
    p.state == State::Declined && (p.appealed || window_ends(p, policy).appeal.is_none_or(|end| now >= end))
}
