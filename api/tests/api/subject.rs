//! The cast around one neighborhood, and proposals in its custody brought to any state.

use crate::world::{World, global, key};
use serde_json::{Value, json};
use yiting_domain::people::{Actor, Role};

/// A word of the demo's list that a person must look at before it is shown.
pub const DOUBTFUL: &str = "加微信";

/// Who moves the proposals of neighborhood `n1`.
pub struct Cast {
    pub proponent: Actor,
    pub neighbour: Actor,
    pub director: Actor,
    pub street: Actor,
    pub implementer: Actor,
    pub supervisor: Actor,
}

/// A proposal in a certain situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Situation {
    Draft,
    Submitted,
    Unchecked,
    Returned,
    Declined,
    UnderReview,
    Merged,
    Formed,
    Implementing,
    Requested,
    Suspended,
    TaskDone,
    Delivered,
    Evaluating,
    WindowOver,
    Closed,
    Supervised,
    Commented,
    CommentPending,
    CommentHidden,
    CommentAppealed,
}

/// What a test needs to name in its inputs.
pub struct Subject {
    pub id: String,
    pub task: String,
    pub comment: String,
    pub supervision: String,
    pub other: String,
}

const READ: &str = "query($id: ID!) { node(id: $id) { ... on Proposal { tasks { id } supervisions { id }
    comments { nodes { id } } } } }";

impl Cast {
    pub async fn gather(world: &World) -> Self {
        Self {
            proponent: world.resident("提案人", "b1").await,
            neighbour: world.resident("邻居", "b2").await,
            director: world.staff(Role::CommitteeDirector, "n1").await,
            street: world.staff(Role::StreetLead, "s1").await,
            implementer: world.staff(Role::Implementer, "d").await,
            supervisor: world.staff(Role::Supervisor, "d").await,
        }
    }

    /// Drafts in `n1` and returns the id.
    pub async fn draft(&self, world: &World, body: &str) -> String {
        let input = json!({"clientMutationId": key(), "home": world.area("n1"), "title": "加装电梯", "body": body});
        let query = "mutation($i: DraftProposalInput!) { draftProposal(input: $i) { proposal { id } } }";
        let made = world
            .ask(Some(&self.proponent), query, json!({"i": input}))
            .await
            .expect("a draft");
        made["draftProposal"]["proposal"]["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    }

    async fn step(&self, world: &World, who: &Actor, mutation: &str, id: &str, more: Value) {
        let mut input = json!({"proposal": id});
        input
            .as_object_mut()
            .expect("an object")
            .extend(more.as_object().cloned().unwrap_or_default());
        let done = world.give(Some(who), mutation, &input).await;
        assert!(done.is_ok(), "{mutation}: {done:?}");
    }

    /// A submitted proposal.
    pub async fn submitted(&self, world: &World, body: &str) -> String {
        let id = self.draft(world, body).await;
        self.step(world, &self.proponent, "submitProposal", &id, json!({}))
            .await;
        id
    }

    /// An accepted proposal.
    pub async fn accepted(&self, world: &World) -> String {
        let id = self.submitted(world, "六层楼没有电梯，老人下楼难。").await;
        let topic = json!({"topic": global(b'T', world.topic)});
        self.step(world, &self.director, "acceptProposal", &id, topic).await;
        id
    }

    /// A proposal whose plan with one task is under way.
    pub async fn implementing(&self, world: &World) -> String {
        let id = self.accepted(world).await;
        self.step(world, &self.director, "formProposal", &id, plan(world)).await;
        world.pass_days(12).await;
        id
    }

    async fn task_of(&self, world: &World, id: &str) -> String {
        let seen = world
            .ask(Some(&self.director), READ, json!({"id": id}))
            .await
            .expect("seen");
        seen["node"]["tasks"][0]["id"].as_str().unwrap_or("").to_owned()
    }

    async fn work_until(&self, world: &World, wanted: Situation) -> String {
        use Situation::{Closed, Delivered, Evaluating, Requested, Suspended, TaskDone, WindowOver};
        let id = self.implementing(world).await;
        let reason = json!({"text": "雨季停工。"});
        if matches!(wanted, Requested | Suspended) {
            self.step(world, &self.implementer, "requestSuspension", &id, reason)
                .await;
            if wanted == Suspended {
                let approve = json!({"approve": true, "reason": "同意。"});
                self.step(world, &self.street, "decideRequest", &id, approve).await;
            }
            return id;
        }
        let task = self.task_of(world, &id).await;
        if matches!(wanted, TaskDone | Delivered | Evaluating | WindowOver | Closed) {
            let done = json!({"task": task, "change": "DONE", "text": "已完成。", "spentFen": 90});
            self.step(world, &self.implementer, "reportTask", &id, done).await;
        }
        if matches!(wanted, Delivered | Evaluating | WindowOver | Closed) {
            let report = json!({"text": "全部完成。"});
            self.step(world, &self.implementer, "deliverProposal", &id, report)
                .await;
        }
        if matches!(wanted, Evaluating | WindowOver | Closed) {
            let confirm = json!({"approve": true, "reason": "已查看。"});
            self.step(world, &self.director, "confirmDelivery", &id, confirm).await;
        }
        if wanted == Closed {
            let check = json!({"text": "属实。"});
            self.step(world, &self.supervisor, "recordSupervisorCheck", &id, check)
                .await;
            world.pass_days(20).await;
        }
        if wanted == WindowOver {
            let check = json!({"text": "属实。"});
            self.step(world, &self.supervisor, "recordSupervisorCheck", &id, check)
                .await;
            // Only the clock's hand moves: nothing closes it before somebody asks.
            world.app.clock.advance(20 * 86_400_000);
        }
        id
    }

    /// A proposal in this situation; `viewer` has supported and followed it where that is possible.
    pub async fn bring(&self, world: &World, wanted: Situation, viewer: Option<&Actor>) -> Subject {
        use Situation as S;
        let clean = "六层楼没有电梯，老人下楼难。";
        let id = match wanted {
            S::Draft => self.draft(world, clean).await,
            S::Unchecked => self.submitted(world, &format!("{clean}请{DOUBTFUL}联系。")).await,
            S::Submitted | S::Returned | S::Declined | S::Merged | S::Supervised => self.submitted(world, clean).await,
            S::UnderReview => self.accepted(world).await,
            S::Formed => {
                let id = self.accepted(world).await;
                self.step(world, &self.director, "formProposal", &id, plan(world)).await;
                id
            }
            S::Commented | S::CommentPending | S::CommentHidden | S::CommentAppealed => {
                self.submitted(world, clean).await
            }
            _ => self.work_until(world, wanted).await,
        };
        if wanted != S::Draft {
            for mutation in ["supportProposal", "followProposal"] {
                // Most may not; whoever may has a voice to take back.
                let _ = world.give(viewer, mutation, &json!({"proposal": id})).await;
            }
        }
        let other = match wanted {
            S::Merged | S::Submitted | S::UnderReview => self.accepted(world).await,
            _ => id.clone(),
        };
        match wanted {
            S::Returned => {
                self.step(
                    world,
                    &self.director,
                    "returnProposal",
                    &id,
                    json!({"text": "请补充。"}),
                )
                .await;
            }
            S::Declined => {
                let answer = json!({"reason": "OUT_OF_SCOPE", "answer": "不属社区事务。"});
                self.step(world, &self.director, "declineProposal", &id, answer).await;
            }
            S::Merged => {
                let into = json!({"into": other, "reason": "同一件事。"});
                self.step(world, &self.director, "mergeProposal", &id, into).await;
            }
            S::Supervised => {
                self.step(
                    world,
                    &self.supervisor,
                    "openSupervision",
                    &id,
                    json!({"text": "请说明。"}),
                )
                .await;
            }
            S::Commented | S::CommentPending | S::CommentHidden | S::CommentAppealed => {
                self.comment(world, &id, wanted).await;
            }
            _ => {}
        }
        let seen = world
            .ask(Some(&self.director), READ, json!({"id": id}))
            .await
            .expect("seen");
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        Subject {
            task: text(&seen["node"]["tasks"][0]["id"]),
            comment: text(&seen["node"]["comments"]["nodes"][0]["id"]),
            supervision: text(&seen["node"]["supervisions"][0]["id"]),
            id,
            other,
        }
    }

    async fn comment(&self, world: &World, id: &str, wanted: Situation) {
        let words = if wanted == Situation::CommentPending {
            DOUBTFUL
        } else {
            "支持，越快越好。"
        };
        self.step(world, &self.neighbour, "commentOnProposal", id, json!({"text": words}))
            .await;
        let seen = world
            .ask(Some(&self.director), READ, json!({"id": id}))
            .await
            .expect("seen");
        let comment = seen["node"]["comments"]["nodes"][0]["id"].clone();
        if matches!(wanted, Situation::CommentHidden | Situation::CommentAppealed) {
            let why = json!({"comment": comment, "reason": "与事项无关。"});
            self.step(world, &self.director, "hideComment", id, why).await;
        }
        if wanted == Situation::CommentAppealed {
            let why = json!({"comment": comment, "reason": "有关。"});
            self.step(world, &self.neighbour, "appealComment", id, why).await;
        }
    }
}

/// A resolution with one task.
pub fn plan(world: &World) -> Value {
    let due = world.app.now().plus_days(60).shanghai_date().to_string();
    let unit = global(b'O', world.unit);
    json!({"resolution": "同意加装。", "direct": true,
        "tasks": [{"title": "施工", "unit": unit, "due": due, "budgetFen": 100}]})
}
