//! The fold: how an event changes the state. It cannot refuse; what it is given has happened.

use super::{
    command::{MergeChoice, TaskChange, TextRef},
    deliberation::{Deliberation, RoundEnd},
    event::Event,
    model::*,
};
use crate::{
    area::AreaRef,
    clock::{Pause, Span},
    id::ProposalId,
    instant::Instant,
};

impl Proposal {
    /// The state after the event that drafts a proposal. Any other event yields `None`.
    pub fn from_draft(id: ProposalId, event: &Event, at: Instant) -> Option<Self> {
        let Event::Drafted {
            proponent,
            assisted_by,
            home,
            title,
            body,
            topic,
        } = event
        else {
            return None;
        };
        Some(Self {
            id,
            version: 1,
            state: State::Draft,
            proponent: *proponent,
            co_proponents: Vec::new(),
            assisted_by: *assisted_by,
            title: title.clone(),
            body: body.clone(),
            text_version: 1,
            text_checked: false,
            topic: *topic,
            home: home.clone(),
            custody: vec![Custody {
                area: home.clone(),
                at,
                how: CustodyReason::Entry,
                reason: None,
            }],
            links: Vec::new(),
            submitted_at: None,
            accepted_at: None,
            returned: None,
            lead_reviewer: None,
            appealed: false,
            lapsed: false,
            taken_up: false,
            answer: None,
            resolution: None,
            tasks: Vec::new(),
            suspended: false,
            request: None,
            delivery: None,
            ratings: Ratings::default(),
            supervisor_check: None,
            reworks: 0,
            closed_at: None,
            reopenings: 0,
            supervisions: Vec::new(),
            merge: None,
            supports: 0,
            comments: 0,
            deliberations: Vec::new(),
        })
    }

    /// Folds one event that happened at `at`.
    pub fn evolve(&mut self, event: &Event, at: Instant) {
        self.version += 1;
        match event {
            Event::Drafted { .. }
            | Event::Followed { .. }
            | Event::Unfollowed { .. }
            | Event::NoteWritten { .. }
            | Event::CommentChecked { .. }
            | Event::CommentHidden { .. }
            | Event::CommentAppealed { .. }
            | Event::CommentAppealDecided { .. }
            // The pictures themselves stand in their own table.
            | Event::PhotosAttached { .. } => {}
            Event::Edited { title, body, topic } => {
                self.new_text(title, body);
                self.topic = topic.or(self.topic);
            }
            Event::Submitted { checked } => {
                self.state = State::Submitted;
                self.text_checked = *checked;
                self.submitted_at = Some(at);
                self.begin_link(Link::Submission, at);
            }
            Event::TextChecked { pass, .. } => self.text_checked = *pass,
            Event::Returned { missing } => {
                self.state = State::Returned;
                self.returned = Some(missing.clone());
                self.pause(at);
            }
            Event::Resubmitted { title, body, checked } => {
                self.new_text(title, body);
                self.text_checked = *checked;
                self.state = State::Submitted;
                self.unpause(at);
            }
            Event::Declined {
                reason,
                answer,
                publish_at,
            } => {
                self.state = State::Declined;
                self.answer = Some(Answer {
                    text: answer.clone(),
                    decided_at: at,
                    publish_at: *publish_at,
                    decline: Some(*reason),
                });
                self.end_link(at);
            }
            Event::Appealed { reason, to } => {
                self.appealed = true;
                self.answer = None;
                self.hand_over(to, CustodyReason::Appealed, reason, at);
            }
            Event::Merged { into, reason } => {
                self.state = State::Merged;
                self.answer = Some(Answer {
                    text: reason.clone(),
                    decided_at: at,
                    publish_at: at,
                    decline: None,
                });
                self.merge = Some(Merge {
                    into: *into,
                    at,
                    reason: reason.clone(),
                    settled: false,
                });
                self.end_link(at);
            }
            Event::Absorbed { proponents, .. } => {
                for who in proponents {
                    if !self.is_proponent(*who) {
                        self.co_proponents.push(*who);
                    }
                }
            }
            Event::MergeChosen { choice, .. } => {
                if *choice != MergeChoice::Stay {
                    self.supports = self.supports.saturating_sub(1);
                }
            }
            Event::Supported { .. } => self.supports = self.supports.saturating_add(1),
            Event::SupportMoved { .. } => {
                self.supports = self.supports.saturating_add(1);
                // Whoever comes to a proposal that was itself merged meanwhile is sent on by the
                // clock, also after the others of its window were settled.
                if let Some(merge) = &mut self.merge {
                    merge.settled = false;
                }
            }
            Event::SupportRevoked { .. } => self.supports = self.supports.saturating_sub(1),
            Event::MergeSettled => {
                if let Some(merge) = &mut self.merge {
                    merge.settled = true;
                }
            }
            Event::Accepted { topic, lead_reviewer } => {
                self.state = State::UnderReview;
                self.topic = Some(*topic);
                self.lead_reviewer = Some(*lead_reviewer);
                self.accepted_at.get_or_insert(at);
                self.begin_link(Link::Review, at);
            }
            Event::Escalated { to, reason } => self.hand_over(to, CustodyReason::Escalated, reason, at),
            Event::Delegated { to, reason } => self.hand_over(to, CustodyReason::Delegated, reason, at),
            Event::Withdrawn { reason } => {
                self.state = State::Withdrawn;
                if let Some(round) = self.running_round() {
                    self.round_ended(round, RoundEnd::Cancelled, at);
                }
                self.answer = reason.clone().map(|text| Answer {
                    text,
                    decided_at: at,
                    publish_at: at,
                    decline: None,
                });
                self.end_link(at);
            }
            Event::Lapsed => {
                self.state = State::Withdrawn;
                self.lapsed = true;
                self.end_link(at);
            }
            Event::Formed {
                resolution,
                tasks,
                direct,
                round,
            } => {
                self.state = State::Formed;
                self.resolution = Some(Resolution {
                    text: resolution.clone(),
                    formed_at: at,
                    objections: 0,
                    direct: *direct,
                    round: *round,
                });
                self.tasks = tasks
                    .iter()
                    .map(|task| Task {
                        id: task.id,
                        title: task.title.clone(),
                        unit: task.unit,
                        due: task.due,
                        budget_fen: task.budget_fen,
                        spent_fen: 0,
                        state: TaskState::Open,
                        milestones: Vec::new(),
                    })
                    .collect();
                self.begin_link(Link::Formation, at);
            }
            Event::NotAdopted { answer, publish_at, .. } => {
                self.state = State::NotAdopted;
                self.answer = Some(Answer {
                    text: answer.clone(),
                    decided_at: at,
                    publish_at: *publish_at,
                    decline: None,
                });
                self.end_link(at);
            }
            Event::Objected { .. } => {
                if let Some(resolution) = &mut self.resolution {
                    resolution.objections = resolution.objections.saturating_add(1);
                }
            }
            Event::ObjectionUpheld => {
                self.state = State::UnderReview;
                self.begin_link(Link::Review, at);
            }
            Event::Started => {
                self.state = State::Implementing;
                self.begin_link(Link::Implementation, at);
            }
            Event::Reported {
                task,
                change,
                text,
                spent_fen,
                files,
            } => {
                if let Some(task) = self.tasks.iter_mut().find(|t| t.id == *task) {
                    task.spent_fen = *spent_fen;
                    task.milestones.push(Milestone {
                        text: text.clone(),
                        at,
                        files: files.clone(),
                    });
                    task.state = match change {
                        TaskChange::Progress => task.state,
                        TaskChange::Done => TaskState::Done,
                        TaskChange::Cancelled => TaskState::Cancelled,
                    };
                }
            }
            Event::ExtensionRequested { task, due, reason } => {
                self.request = Some(Request::Extension {
                    task: *task,
                    due: *due,
                    reason: reason.clone(),
                });
            }
            Event::SuspensionRequested { reason } => {
                self.request = Some(Request::Suspension { reason: reason.clone() })
            }
            Event::RequestDecided { approve, .. } => self.settle_request(*approve, at),
            Event::Resumed { .. } => {
                self.suspended = false;
                self.unpause(at);
            }
            Event::Delivered { report } => {
                self.delivery = Some(Delivery {
                    report: report.clone(),
                    at,
                })
            }
            Event::DeliveryConfirmed { confirm, .. } => {
                self.delivery = None;
                if *confirm {
                    self.state = State::Evaluating;
                    self.request = None;
                    self.ratings = Ratings::default();
                    self.supervisor_check = None;
                    self.begin_link(Link::Evaluation, at);
                }
            }
            Event::Rated { score, replaces, .. } => {
                if let Some(old) = replaces {
                    self.ratings.count = self.ratings.count.saturating_sub(1);
                    self.ratings.sum = self.ratings.sum.saturating_sub(u32::from(*old));
                    self.ratings.satisfied = self.ratings.satisfied.saturating_sub(u32::from(*old >= 4));
                }
                self.ratings.count = self.ratings.count.saturating_add(1);
                self.ratings.sum = self.ratings.sum.saturating_add(u32::from(*score));
                self.ratings.satisfied = self.ratings.satisfied.saturating_add(u32::from(*score >= 4));
            }
            Event::CheckRecorded { finding } => self.supervisor_check = Some(finding.clone()),
            Event::Reworked => {
                self.reworks = self.reworks.saturating_add(1);
                self.back_to_work(at);
            }
            Event::Closed { answer } => {
                self.state = State::Closed;
                self.closed_at = Some(at);
                if let Some(text) = answer {
                    self.answer = Some(Answer {
                        text: text.clone(),
                        decided_at: at,
                        publish_at: at,
                        decline: None,
                    });
                }
                self.end_link(at);
            }
            Event::Reopened { .. } => {
                self.reopenings = self.reopenings.saturating_add(1);
                self.answer = None;
                self.back_to_work(at);
            }
            Event::RoundBegan { round, .. } => self.deliberations.push(Deliberation {
                round: *round,
                began_at: at,
                ended: None,
            }),
            Event::RoundEnded { round, end } => self.round_ended(*round, *end, at),
            Event::Commented { .. } => self.comments = self.comments.saturating_add(1),
            Event::SupervisionOpened {
                id,
                at: area,
                link,
                cause,
                ..
            } => self.supervisions.push(Supervision {
                id: *id,
                at: area.clone(),
                link: *link,
                cause: *cause,
                opened_at: at,
                answered_at: None,
            }),
            Event::TakenUp { .. } => {
                self.state = State::Submitted;
                self.taken_up = true;
                self.answer = None;
                self.begin_link(Link::Submission, at);
            }
            Event::SupervisionAnswered { id, .. } => {
                if let Some(card) = self.supervisions.iter_mut().find(|card| card.id == *id) {
                    card.answered_at = Some(at);
                }
            }
        }
    }

    fn new_text(&mut self, title: &TextRef, body: &TextRef) {
        self.title = title.clone();
        self.body = body.clone();
        self.text_version += 1;
        self.text_checked = false;
    }

    /// A hand-over starts the receiver's screening clock; `submitted_at` stays.
    fn hand_over(&mut self, to: &AreaRef, how: CustodyReason, reason: &TextRef, at: Instant) {
        self.state = State::Submitted;
        self.custody.push(Custody {
            area: to.clone(),
            at,
            how,
            reason: Some(reason.clone()),
        });
        self.begin_link(Link::Submission, at);
    }

    /// Tasks stay as they are; those done can be reported on again, so they open.
    fn back_to_work(&mut self, at: Instant) {
        self.state = State::Implementing;
        self.closed_at = None;
        for task in &mut self.tasks {
            if task.state == TaskState::Done {
                task.state = TaskState::Open;
            }
        }
        self.begin_link(Link::Implementation, at);
    }

    fn settle_request(&mut self, approve: bool, at: Instant) {
        match self.request.take() {
            Some(Request::Extension { task, due, .. }) if approve => {
                if let Some(task) = self.tasks.iter_mut().find(|t| t.id == task) {
                    task.due = due;
                }
            }
            Some(Request::Suspension { .. }) if approve => {
                self.suspended = true;
                self.pause(at);
            }
            _ => {}
        }
    }

    fn begin_link(&mut self, link: Link, at: Instant) {
        self.end_link(at);
        let area = self.custodian().path.clone();
        self.links.push(LinkSpan {
            link,
            area,
            span: Span {
                start: at,
                pauses: Vec::new(),
                done: None,
            },
        });
    }

    fn end_link(&mut self, at: Instant) {
        self.unpause(at);
        if let Some(current) = self.links.last_mut() {
            current.span.done.get_or_insert(at);
        }
    }

    fn pause(&mut self, at: Instant) {
        if let Some(current) = self.links.last_mut() {
            current.span.pauses.push(Pause { from: at, to: None });
        }
    }

    fn unpause(&mut self, at: Instant) {
        if let Some(pause) = self.links.last_mut().and_then(|l| l.span.pauses.last_mut()) {
            pause.to.get_or_insert(at);
        }
    }
}
