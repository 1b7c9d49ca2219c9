//! A command for any action: well formed wherever this world has what it needs.

use super::{Case, World, places};
use yiting_domain::{
    id::{CommentId, SupervisionId, TaskId, TopicId, UnitId},
    people::Actor,
    proposal::{Action, Command, CommentState, CommentView, MergeChoice, PlannedTask, Task, TaskChange, TaskState},
};

/// A command, and whether its values are such that only the rules can refuse it.
pub struct Crafted {
    pub command: Command,
    pub sound: bool,
}

impl World {
    /// `pick` chooses among the variants; 0 is the one that carries a proposal forward.
    pub fn craft(&self, action: Action, actor: Option<&Actor>, case: Case, pick: u64) -> Crafted {
        let p = self.proposal(case);
        let text = || self.text();
        let yes = pick.is_multiple_of(2);
        let publish_at = (!yes).then(|| self.now.plus_days(3));
        let mut sound = true;
        let command = match action.name() {
            "edit" => Command::Edit {
                title: text(),
                body: text(),
                topic: None,
            },
            "submit" => Command::Submit { checked: yes },
            "check_text" => Command::CheckText {
                pass: yes,
                reason: Some(text()),
            },
            "return" => Command::Return { missing: text() },
            "resubmit" => Command::Resubmit {
                title: text(),
                body: text(),
                checked: yes,
            },
            "decline" => Command::Decline {
                reason: yiting_domain::proposal::DeclineReason::OutOfScope,
                answer: text(),
                publish_at,
            },
            "appeal" => Command::Appeal { reason: text() },
            "merge" => {
                let target = nth(self.merge_targets(case, actor), pick);
                sound = target.is_some();
                let into = Box::new(self.proposal(target.unwrap_or(case)).clone());
                Command::Merge { into, reason: text() }
            }
            "accept" => Command::Accept {
                topic: TopicId(places::uuid(8, 1)),
                lead_reviewer: self.cast[0].actor.pseudonym,
            },
            "escalate" | "delegate" => {
                let here = &p.custodian().path;
                let up = action == Action::Escalate;
                let mut fits: Vec<_> = self.places.iter().map(|place| &place.area).collect();
                fits.retain(|to| {
                    to.path != *here
                        && if up {
                            to.path.covers(here)
                        } else {
                            here.covers(&to.path)
                        }
                });
                // The nearest first.
                fits.sort_by_key(|to| to.path.as_str().len().abs_diff(here.as_str().len()));
                let found = nth(fits, pick);
                sound = found.is_some();
                let (to, reason) = (found.unwrap_or_else(|| p.custodian()).clone(), text());
                if up {
                    Command::Escalate { to, reason }
                } else {
                    Command::Delegate { to, reason }
                }
            }
            "withdraw" => Command::Withdraw { reason: yes.then(text) },
            "form" => Command::Form {
                resolution: text(),
                tasks: self.plan(case, pick),
                direct: true,
            },
            "reject" => Command::Reject {
                answer: text(),
                direct: true,
                publish_at,
            },
            "object" => Command::Object { reason: text() },
            "report" => {
                // Offered only while there is one: without it the command is refused, and the test fails.
                let task = own_task(actor, &p.tasks);
                let change = [TaskChange::Done, TaskChange::Progress, TaskChange::Cancelled];
                Command::Report {
                    task: task.map_or(TaskId(places::uuid(6, 0)), |task| task.id),
                    change: nth(change.into(), pick).expect("three"),
                    text: text(),
                    spent_fen: task.map_or(0, |task| task.spent_fen + pick % 100),
                    files: Vec::new(),
                }
            }
            "request_extension" => {
                let task = own_task(actor, &p.tasks);
                let later = task.map_or_else(|| self.now.shanghai_date(), |task| task.due);
                Command::RequestExtension {
                    task: task.map_or(TaskId(places::uuid(6, 0)), |task| task.id),
                    due: later + chrono::Days::new(1 + pick % 40),
                    reason: text(),
                }
            }
            "request_suspension" => Command::RequestSuspension { reason: text() },
            "decide_request" => Command::DecideRequest {
                approve: yes,
                reason: text(),
            },
            "resume" => Command::Resume { reason: text() },
            "deliver" => Command::Deliver { report: text() },
            "confirm_delivery" => Command::ConfirmDelivery {
                confirm: yes,
                reason: text(),
            },
            "rate" => Command::Rate {
                score: u8::try_from(5 - pick % 5).expect("a score"),
                words: yes.then(text),
            },
            "record_check" => Command::RecordCheck { finding: text() },
            "close" => Command::Close { answer: text() },
            "reopen" => Command::Reopen {
                evidence: text(),
                files: Vec::new(),
            },
            "support" => Command::Support,
            "revoke_support" => Command::RevokeSupport,
            "choose_after_merge" => {
                let choices = [MergeChoice::Follow, MergeChoice::Stay, MergeChoice::Withdraw];
                Command::ChooseAfterMerge {
                    choice: nth(choices.into(), pick).expect("three"),
                }
            }
            "follow" => Command::Follow,
            "unfollow" => Command::Unfollow,
            "comment" => Command::Comment {
                id: CommentId(places::uuid(9, self.serial())),
                text: text(),
                reply_to: self
                    .voices(case)
                    .comments
                    .values()
                    .find(|c| may_be_answered(c))
                    .copied()
                    .filter(|_| pick.is_multiple_of(3)),
                checked: yes,
            },
            "check_comment" | "hide_comment" | "appeal_comment" | "decide_comment_appeal" => {
                let found = self.comment_for(action, actor, case);
                sound = found.is_some();
                // Where there is none: one on which the action makes no sense.
                let state = if action == Action::HideComment {
                    CommentState::Hidden
                } else {
                    CommentState::Visible
                };
                let comment = found.unwrap_or(CommentView {
                    id: CommentId(places::uuid(9, 0)),
                    author: self.cast[0].actor.pseudonym,
                    state,
                    is_reply: false,
                    appealed: true,
                });
                let reason = text();
                match action {
                    Action::CheckComment => Command::CheckComment {
                        comment,
                        pass: yes,
                        reason,
                    },
                    Action::HideComment => Command::HideComment { comment, reason },
                    Action::AppealComment => Command::AppealComment { comment, reason },
                    _ => Command::DecideCommentAppeal {
                        comment,
                        restore: yes,
                        reason,
                    },
                }
            }
            "write_note" => Command::WriteNote { text: text() },
            "open_supervision" => Command::OpenSupervision { reason: text() },
            "answer_supervision" => {
                let waiting = p.supervisions.iter().filter(|card| card.answered_at.is_none());
                let card = nth(waiting.collect(), pick);
                sound = card.is_some();
                let id = card.map_or(SupervisionId(places::uuid(6, 0)), |card| card.id);
                Command::AnswerSupervision { id, answer: text() }
            }
            other => panic!("teach the test the new action {other}: a command for it in tests/world/craft.rs"),
        };
        Crafted { command, sound }
    }

    /// A comment on which this action makes sense.
    fn comment_for(&self, action: Action, actor: Option<&Actor>, case: Case) -> Option<CommentView> {
        let fits = |comment: &&CommentView| match action {
            Action::CheckComment => comment.state == CommentState::Pending,
            Action::HideComment => comment.state == CommentState::Visible,
            Action::AppealComment => {
                let own = actor.is_some_and(|a| a.pseudonym == comment.author);
                comment.state == CommentState::Hidden && !comment.appealed && own
            }
            _ => comment.state == CommentState::Appealed,
        };
        self.voices(case).comments.values().find(fits).copied()
    }

    /// Open proposals with a public text in the same subtree, or where the actor is staff too.
    fn merge_targets(&self, case: Case, actor: Option<&Actor>) -> Vec<Case> {
        let here = &self.proposal(case).custodian().path;
        let fits = |other: &Case| {
            let into = self.proposal(*other);
            let there = &into.custodian().path;
            let related = here.covers(there) || there.covers(here) || actor.is_some_and(|a| a.is_staff_of(there));
            *other != case && into.state.is_open() && into.text_checked && related
        };
        (0..self.cases.len()).map(Case).filter(fits).collect()
    }

    /// One task for the custodian's works unit and one for the district's; usually in two months,
    /// sometimes by tonight.
    fn plan(&self, case: Case, pick: u64) -> Vec<PlannedTask> {
        let days = [60, 20, 0][usize::try_from(pick % 3).expect("small")];
        let here = &self.proposal(case).custodian().path;
        let own = self
            .places
            .iter()
            .find(|place| place.area.path == *here)
            .expect("a platform");
        let task = |unit: UnitId| PlannedTask {
            id: TaskId(places::uuid(6, self.serial())),
            title: self.text(),
            unit,
            due: self.now.shanghai_date() + chrono::Days::new(days),
            budget_fen: 100_000,
        };
        vec![task(own.unit), task(self.places[0].unit)]
    }
}

fn may_be_answered(comment: &CommentView) -> bool {
    comment.state == CommentState::Visible && !comment.is_reply
}

fn own_task<'a>(actor: Option<&Actor>, tasks: &'a [Task]) -> Option<&'a Task> {
    let own = |task: &&Task| task.state == TaskState::Open && actor.is_some_and(|a| a.is_member_of(task.unit));
    tasks.iter().find(own)
}

fn nth<T>(mut from: Vec<T>, pick: u64) -> Option<T> {
    let length = u64::try_from(from.len()).expect("small");
    let at = pick.checked_rem(length)?;
    Some(from.swap_remove(usize::try_from(at).expect("small")))
}
