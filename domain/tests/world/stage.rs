//! Stories told in one line: a proposal in any state, in anybody's custody.

use super::{Case, World};
use yiting_domain::{
    area::Tier,
    people::Actor,
    proposal::{Action, Command, State, TaskState},
    refusal::Refusal,
};

impl World {
    /// Does it in the way that carries the proposal forward.
    pub fn does(&mut self, name: &str, case: Case, action: Action) {
        let command = self.command(name, case, action);
        let done = self.give(name, case, &command);
        let (now, state) = (self.now.rfc3339(), self.state(case));
        done.unwrap_or_else(|refusal| panic!("{name} could not {} ({state:?}, {now}): {refusal}", action.name()));
    }

    /// Tries it and is refused.
    pub fn refused(&mut self, name: &str, case: Case, action: Action) -> Refusal {
        let command = self.command(name, case, action);
        let done = self.give(name, case, &command);
        done.expect_err(&format!("{name} could {}", action.name()))
    }

    fn command(&self, name: &str, case: Case, action: Action) -> Command {
        self.craft(action, Some(&self.who(name)), case, 0).command
    }

    /// Whoever of the cast may do it, does it.
    pub fn everybody(&mut self, case: Case, action: Action) {
        for name in self.cast.iter().map(|person| person.name.clone()).collect::<Vec<_>>() {
            if self.may(action, Some(&self.who(&name)), case).is_ok() {
                self.does(&name, case, action);
            }
        }
    }

    fn role_at(&self, case: Case, words: [&str; 4]) -> String {
        let here = self.proposal(case).custodian();
        let place = self
            .places
            .iter()
            .find(|place| place.area.path == here.path)
            .expect("a platform");
        let word = match here.tier {
            Tier::Block => words[0],
            Tier::Neighborhood => words[1],
            Tier::Street => words[2],
            _ => words[3],
        };
        format!("{word}@{}", place.name)
    }

    /// Staff of the custodian.
    pub fn staff(&self, case: Case) -> String {
        self.role_at(case, ["convener", "worker", "officer", "officer"])
    }

    /// Director of the custodian.
    pub fn director(&self, case: Case) -> String {
        self.role_at(case, ["convener", "director", "lead", "lead"])
    }

    /// Supervisor of the custodian.
    pub fn supervisor(&self, case: Case) -> String {
        self.role_at(case, ["supervisor"; 4])
    }

    /// Member of the custodian's works unit.
    pub fn implementer(&self, case: Case) -> String {
        self.role_at(case, ["implementer"; 4])
    }

    /// Who decides what the custodian may not: staff of the platform above; at the top its director.
    pub fn parent_staff(&self, case: Case) -> String {
        self.parent(case).map_or_else(
            || self.director(case),
            |parent| {
                let place = self
                    .places
                    .iter()
                    .find(|place| place.area == parent)
                    .expect("a platform");
                let word = if parent.tier == Tier::Neighborhood {
                    "worker"
                } else {
                    "officer"
                };
                format!("{word}@{}", place.name)
            },
        )
    }

    pub fn proponent(&self, case: Case) -> String {
        let raised = self.proposal(case).proponent;
        let person = self.cast.iter().find(|person| person.actor.pseudonym == raised);
        person.expect("one of the cast").name.clone()
    }

    /// A draft that will go to the platform of `place`, by somebody of the first block there.
    pub fn draft_for(&mut self, place: &str, role: &str) -> Case {
        let inside = |name: &str| name == place || name.starts_with(&format!("{place}."));
        let block = self
            .places
            .iter()
            .find(|at| at.area.tier == Tier::Block && inside(&at.name));
        let block = block.expect("a block").name.clone();
        let tier = self.place(place).tier;
        let home = if tier == Tier::Neighborhood { place } else { &block };
        self.drafts(&format!("{role}@{block}"), home, None).expect("a draft")
    }

    /// Handed in, with a text that passed, in the custody of `place`.
    pub fn raised_by(&mut self, role: &str, place: &str) -> Case {
        let case = self.draft_for(place, role);
        self.does(&self.proponent(case), case, Action::Submit);
        let (to, reason) = (self.place(place), self.text());
        if self.proposal(case).custodian() != &to {
            let staff = self.staff(case);
            self.give(&staff, case, &Command::Escalate { to, reason })
                .expect("a hand-over");
        }
        case
    }

    pub fn raised(&mut self, place: &str) -> Case {
        self.raised_by("neighbour", place)
    }

    /// Carries a submitted proposal on until it stands in `goal`.
    pub fn bring(&mut self, case: Case, goal: State) {
        for _ in 0..12 {
            if self.state(case) == goal {
                return;
            }
            let (staff, director) = (self.staff(case), self.director(case));
            match (self.state(case), goal) {
                (State::Submitted, State::Returned) => self.does(&staff, case, Action::Return),
                (State::Submitted, State::Declined) => self.does(&staff, case, Action::Decline),
                (State::Submitted, State::Withdrawn) => self.does(&self.proponent(case), case, Action::Withdraw),
                (State::Submitted, State::Merged) => {
                    let here = self.proposal(case).custodian().clone();
                    let place = self.places.iter().find(|place| place.area == here).expect("a platform");
                    let place = place.name.clone();
                    self.raised_by("owner", &place);
                    self.does(&staff, case, Action::Merge);
                }
                (State::Submitted, _) => self.does(&staff, case, Action::Accept),
                (State::UnderReview, State::NotAdopted) => self.does(&director, case, Action::Reject),
                (State::UnderReview, _) => self.does(&director, case, Action::Form),
                (State::Formed, _) => self.working_days_pass(5),
                (State::Implementing, _) => {
                    self.finish_tasks(case);
                    self.does(&self.implementer(case), case, Action::Deliver);
                    self.does(&staff, case, Action::ConfirmDelivery);
                }
                (State::Evaluating, _) => {
                    self.does(&self.supervisor(case), case, Action::RecordCheck);
                    self.working_days_pass(10);
                }
                (state, goal) => panic!("no way from {state:?} to {goal:?}"),
            }
        }
        panic!("never came to {goal:?}");
    }

    /// Each works unit reports its open tasks done.
    pub fn finish_tasks(&mut self, case: Case) {
        let open = |world: &Self| {
            let tasks = world.proposal(case).tasks.iter();
            tasks
                .filter(|task| task.state == TaskState::Open)
                .map(|task| task.unit)
                .next()
        };
        while let Some(unit) = open(self) {
            let place = self.places.iter().find(|place| place.unit == unit).expect("a unit");
            let name = format!("implementer@{}", place.name);
            self.does(&name, case, Action::Report);
        }
    }

    /// A proposal in the custody of `place`, in `state`, with all that `action` needs.
    pub fn ready_for(&mut self, action: Action, state: State, place: &str) -> Case {
        if state == State::Draft {
            return self.draft_for(place, "neighbour");
        }
        let case = match action.name() {
            "check_text" if state == State::Submitted => self.waiting_for_check(place),
            _ => self.raised(place),
        };
        match action.name() {
            "revoke_support" | "choose_after_merge" => self.everybody(case, Action::Support),
            "answer_supervision" => self.does(&self.supervisor(case), case, Action::OpenSupervision),
            "merge" => {
                self.raised_by("owner", place);
            }
            "check_comment" => self.comment(case, 1),
            "hide_comment" => self.comment(case, 0),
            "appeal_comment" | "decide_comment_appeal" => {
                self.comment(case, 0);
                self.does(&self.staff(case), case, Action::HideComment);
                if action == Action::DecideCommentAppeal {
                    self.does(&self.proponent(case), case, Action::AppealComment);
                }
            }
            _ => {}
        }
        self.bring(case, state);
        let implementer = self.implementer(case);
        match action.name() {
            "unfollow" => self.everybody(case, Action::Follow),
            "decide_request" | "resume" => {
                self.does(&implementer, case, Action::RequestSuspension);
                if action == Action::Resume {
                    self.does(&self.parent_staff(case), case, Action::DecideRequest);
                }
            }
            "deliver" | "confirm_delivery" => {
                self.finish_tasks(case);
                if action == Action::ConfirmDelivery {
                    self.does(&implementer, case, Action::Deliver);
                }
            }
            "close" => {
                self.does(&self.supervisor(case), case, Action::RecordCheck);
                // The clock has not looked yet: this is the director's moment.
                self.now = yiting_domain::clock::due_instant(self.now, 10, &self.calendar);
            }
            _ => {}
        }
        case
    }

    /// The proponent speaks; an odd `pick` makes the content check unsure.
    fn comment(&mut self, case: Case, pick: u64) {
        let name = self.proponent(case);
        let said = self.craft(Action::Comment, Some(&self.who(&name)), case, pick);
        self.give(&name, case, &said.command).expect("a comment");
    }

    fn waiting_for_check(&mut self, place: &str) -> Case {
        let case = self.draft_for(place, "neighbour");
        self.give(&self.proponent(case), case, &Command::Submit { checked: false })
            .expect("handed in");
        let (to, reason) = (self.place(place), self.text());
        if self.proposal(case).custodian() != &to {
            let staff = self.staff(case);
            self.give(&staff, case, &Command::Escalate { to, reason })
                .expect("a hand-over");
        }
        case
    }

    /// The first of the cast, the proponent before all, who may do it.
    pub fn somebody_who_may(&self, action: Action, case: Case) -> Option<Actor> {
        let proponent = self.who(&self.proponent(case));
        let all = std::iter::once(proponent).chain(self.cast.iter().map(|person| person.actor.clone()));
        let mut able = all.filter(|actor| self.may(action, Some(actor), case).is_ok());
        able.find(|actor| self.craft(action, Some(actor), case, 0).sound)
    }
}
