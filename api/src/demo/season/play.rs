//! One story on its way: raised, accepted, deliberated, and what became of it.

use super::{
    Place, Season,
    script::{Fate, QUICK_VOTE, Story},
};
use crate::{
    demo::corpus,
    store::{proposals, rounds},
    usecase::{Failure, procedure, proposal, round as usecase},
};
use uuid::Uuid;
use yiting_domain::{
    ballot::owners::Matter,
    clock::SlaProfile,
    electorate::ElectorateKind,
    id::{ProposalId, Pseudonym, TaskId, UnitId},
    people::Actor,
    poll::{PollKind, PollOption, QuorumRule, Secrecy, Share},
    proposal::{Command, PlannedTask, Proposal, RoundEnd, State, TaskChange, TaskState},
    round::{
        BallotPlan, ConsultationPlan, Label, MeetingPlan, Need, Phase, PlannedOption, Round, RoundState, Step,
        StepPlan, StepState, Template, Work,
    },
};

/// How many of the residents are on a list of delegates.
const DELEGATES: usize = 8;

/// A story with where it stands.
pub(super) struct Play {
    pub(super) place: Place,
    pub(super) story: &'static Story,
    /// The day on which it begins.
    pub(super) begins: i64,
    proposals: Vec<ProposalId>,
    round: Option<Uuid>,
    /// What has been taken part in.
    pub(super) taken: Vec<Uuid>,
}

impl Play {
    pub(super) const fn new(place: Place, story: &'static Story, begins: i64) -> Self {
        Self {
            place,
            story,
            begins,
            proposals: Vec::new(),
            round: None,
            taken: Vec::new(),
        }
    }

    pub(super) fn delegates(&self) -> &[Actor] {
        self.place.residents.get(..DELEGATES).unwrap_or(&self.place.residents)
    }

    /// Does what is next.
    pub(super) async fn advance(&mut self, season: &mut Season<'_>) -> Result<(), Failure> {
        if self.proposals.is_empty() {
            return self.raise(season).await;
        }
        let Some(id) = self.round else {
            return self.start(season).await;
        };
        let row = rounds::by_ids(season.app.db.reader(), &[id]).await?.pop();
        let Some(row) = row else { return Ok(()) };
        let round = rounds::round(&row)?;
        let open = round.steps.iter().find(|step| step.state == StepState::Open);
        if let Some(step) = open {
            if self.story.fate == Fate::CalledOff && !self.taken.is_empty() {
                return self.call_off(season, id).await;
            }
            self.take_part(season, step).await?;
        }
        if round.state == RoundState::Concluded {
            self.write_minutes(season, &round).await?;
            for id in self.proposals.clone() {
                let found = proposals::by_ids(season.app.db.reader(), &[id.0]).await?.remove(&id.0);
                if let Some(found) = found {
                    self.follow(season, &found.state).await?;
                }
            }
        }
        Ok(())
    }

    /// One of the residents: in a year with very many proposals, one who may hand in another.
    async fn proponent(&self, season: &mut Season<'_>) -> Result<Actor, Failure> {
        let mut chosen = season.dice.pick(&self.place.residents).clone();
        let limit = SlaProfile::standard().open_proposals_limit;
        let mut fewest = proposals::count_open(season.app.db.reader(), chosen.pseudonym.0).await?;
        for other in &self.place.residents {
            if fewest < limit {
                break;
            }
            let open = proposals::count_open(season.app.db.reader(), other.pseudonym.0).await?;
            if open < fewest {
                (fewest, chosen) = (open, other.clone());
            }
        }
        Ok(chosen)
    }

    async fn raise(&mut self, season: &mut Season<'_>) -> Result<(), Failure> {
        for (number, raised) in self.story.proposals.iter().enumerate() {
            let app = season.app;
            let proponent = self.proponent(season).await?;
            let new = proposal::NewDraft {
                id: ProposalId(app.fresh_id()),
                home: self.place.area,
                title: app.seal(raised.title, 60)?,
                body: app.seal(raised.body, 5_000)?,
                topic: season.topic(self.story.topic),
                on_behalf_of: None,
                photos: Vec::new(),
            };
            let request = season.request();
            proposal::create(app, &proponent, &request, &new).await?;
            season
                .give(&proponent, new.id, Command::Submit { checked: false })
                .await?;
            for who in self.place.residents.iter().skip(number + 1).step_by(5) {
                if who.pseudonym != proponent.pseudonym {
                    season.give(who, new.id, Command::Support).await?;
                }
            }
            if let Some(topic) = season.topic(self.story.topic) {
                let lead_reviewer = self.place.worker.pseudonym;
                let accept = Command::Accept { topic, lead_reviewer };
                season.give(&self.place.worker, new.id, accept).await?;
            }
            self.proposals.push(new.id);
        }
        Ok(())
    }

    async fn start(&mut self, season: &mut Season<'_>) -> Result<(), Failure> {
        let (app, request) = (season.app, season.request());
        let template = procedure::of(app.db.reader(), self.place.area, self.story.template).await?;
        let plans = template.steps.iter().map(|step| self.plan(season, step)).collect();
        let new = usecase::NewRound {
            area: self.place.area,
            title: self.story.title.to_owned(),
            template: template.key.clone(),
            version: None,
            proposals: self.proposals.clone(),
            plans,
            starts_at: app.now(),
        };
        self.round = Some(usecase::start(app, &self.place.director, &request, &new).await?);
        if self.story.topic == "elevator" {
            season.ask_expert(&self.place.director, self.proposals[0]).await?;
        }
        season.jobs().await
    }

    fn plan(&self, season: &Season<'_>, step: &Step) -> StepPlan {
        let names = |people: &[Actor]| -> Vec<Pseudonym> { people.iter().map(|who| who.pseudonym).collect() };
        let listed = |kind: ElectorateKind| {
            if kind.is_listed() {
                names(self.delegates())
            } else {
                Vec::new()
            }
        };
        match &step.work {
            Work::Consultation { electorate, .. } => StepPlan::Consultation(ConsultationPlan {
                question: self.story.question.to_owned(),
                seeds: self
                    .story
                    .statements
                    .iter()
                    .skip(1)
                    .step_by(2)
                    .map(|&seed| seed.to_owned())
                    .collect(),
                listed: listed(*electorate),
            }),
            Work::Meeting { .. } => StepPlan::Meeting(MeetingPlan {
                place: "居委会议事厅".to_owned(),
                starts_at: None,
                minutes: 90,
                open_seats: Some(30),
                invited: names(self.delegates()),
            }),
            Work::Ballot { kind, electorate, .. } => {
                let option = |(raised, id): (&super::script::Raised, &ProposalId)| PlannedOption {
                    option: PollOption {
                        id: season.app.fresh_id(),
                        title: raised.title.to_owned(),
                        cost_fen: raised.cost_fen,
                    },
                    proposal: Some(*id),
                };
                let options: Vec<PlannedOption> = match kind {
                    PollKind::YesNo => Vec::new(),
                    _ => self.story.proposals.iter().zip(&self.proposals).map(option).collect(),
                };
                StepPlan::Ballot(BallotPlan {
                    title: self.story.question.to_owned(),
                    most: u32::try_from(options.len()).unwrap_or(1).max(1),
                    options,
                    seats: 1,
                    minimum: 1,
                    budget_fen: 6_000_000,
                    points: 0,
                    hide_turnout: false,
                    auditors: Vec::new(),
                    listed: listed(*electorate),
                })
            }
            Work::Publication => StepPlan::Publication(Some(format!("{}：如有意见请向居委会反映。", step.name.zh))),
        }
    }

    async fn call_off(&mut self, season: &mut Season<'_>, round: Uuid) -> Result<(), Failure> {
        let request = season.request();
        let reason = "与正在修订的全区公约重复，待公布后再议。";
        usecase::cancel(season.app, &self.place.director, &request, round, reason).await?;
        let id = self.proposals[0];
        let answer = season.text("并入全区文明养宠公约的修订，届时一并征询。")?;
        let reject = Command::Reject {
            answer,
            direct: true,
            publish_at: None,
        };
        season.give(&self.place.director, id, reject).await
    }

    /// What follows for a proposal when the round is over.
    async fn follow(&mut self, season: &mut Season<'_>, p: &Proposal) -> Result<(), Failure> {
        let director = self.place.director.clone();
        match p.state {
            State::UnderReview if p.last_end() == Some(RoundEnd::Adopted) => self.form(season, p).await,
            State::UnderReview if p.running_round().is_none() => {
                let answer = match p.last_end() {
                    Some(RoundEnd::NoQuorum) => "参加人数未达规定，本次不予采纳，可另行提出。",
                    _ => "经议事表决未获通过。",
                };
                let answer = season.text(answer)?;
                let reject = Command::Reject {
                    answer,
                    direct: false,
                    publish_at: None,
                };
                season.give(&director, p.id, reject).await
            }
            State::Implementing => self.work(season, p).await,
            State::Evaluating if p.supervisor_check.is_none() => {
                for who in self.place.residents.iter().step_by(3) {
                    let score = u8::try_from(season.dice.between(4, 5)).unwrap_or(5);
                    let words = season
                        .dice
                        .chance(40)
                        .then(|| corpus::rating_words(&mut season.dice, score));
                    let words = words.map(|words| season.text(&words)).transpose()?;
                    season.give(who, p.id, Command::Rate { score, words }).await?;
                }
                let finding = season.text("已到现场核实，与报告一致。")?;
                let supervisor = season.world.cast.supervisor.clone();
                season.give(&supervisor, p.id, Command::RecordCheck { finding }).await
            }
            _ => Ok(()),
        }
    }

    async fn form(&mut self, season: &mut Season<'_>, p: &Proposal) -> Result<(), Failure> {
        let words = corpus::resolution(&mut season.dice, self.story.topic);
        let resolution = season.text(&words)?;
        let mut tasks = Vec::new();
        for (title, unit, budget, days) in corpus::plan_tasks(&mut season.dice, self.story.topic) {
            let Some(unit) = season.world.places.units.get(unit).copied() else {
                continue;
            };
            tasks.push(PlannedTask {
                id: TaskId(season.app.fresh_id()),
                title: season.text(&title)?,
                unit: UnitId(unit),
                due: season.app.now().plus_days(i64::from(days) + 20).shanghai_date(),
                budget_fen: u64::try_from(budget).unwrap_or(0),
            });
        }
        let form = Command::Form {
            resolution,
            tasks,
            direct: false,
        };
        season.give(&self.place.director, p.id, form).await
    }

    async fn work(&mut self, season: &mut Season<'_>, p: &Proposal) -> Result<(), Failure> {
        let member = |unit: &UnitId| season.world.cast.implementers.get(&unit.0).cloned();
        let open = p.tasks.iter().find(|task| task.state == TaskState::Open);
        if p.delivery.is_some() {
            let reason = season.text("已验收，同意。")?;
            let confirm = Command::ConfirmDelivery { confirm: true, reason };
            return season.give(&self.place.worker, p.id, confirm).await;
        }
        match open {
            Some(task) => {
                let Some(member) = member(&task.unit) else {
                    return Ok(());
                };
                let words = corpus::progress_report(&mut season.dice);
                let report = Command::Report {
                    task: task.id,
                    change: TaskChange::Done,
                    text: season.text(&words)?,
                    spent_fen: task.budget_fen / 100 * 95,
                    files: Vec::new(),
                };
                season.give(&member, p.id, report).await
            }
            None => {
                let Some(member) = p.tasks.first().and_then(|task| member(&task.unit)) else {
                    return Ok(());
                };
                let words = corpus::delivery_report(&mut season.dice);
                let report = season.text(&words)?;
                season.give(&member, p.id, Command::Deliver { report }).await
            }
        }
    }

    /// The number of people who come to a meeting or vote, by how the story ends.
    pub(super) const fn turnout(&self) -> usize {
        match self.story.fate {
            Fate::TooFew => 2,
            _ => 1_000,
        }
    }
}

impl Season<'_> {
    /// One committee makes a procedure of its own: a vote without preliminaries.
    pub(super) async fn make_own_template(&mut self, place: Option<&Place>) -> Result<(), Failure> {
        let Some(place) = place else { return Ok(()) };
        let label = |zh: &str, en: &str| Label {
            zh: zh.to_owned(),
            en: en.to_owned(),
        };
        let step = |name, work, days, needs| Step {
            name,
            work,
            days,
            needs,
            optional: false,
            phase: Phase::Deliberation,
        };
        let ballot = Work::Ballot {
            kind: PollKind::YesNo,
            electorate: ElectorateKind::Households,
            secrecy: Secrecy::Verifiable,
            threshold: Share::MAJORITY,
            quorum: QuorumRule::Count(5),
            matter: Matter::Ordinary,
            legal_basis: "本居民区居民公约第三条".to_owned(),
        };
        let template = Template {
            key: QUICK_VOTE.to_owned(),
            version: 0,
            name: label("一户一票", "One vote a household"),
            about: label(
                "楼组事务由每户一票直接表决。",
                "Matters of a stairwell are put to a vote of its households.",
            ),
            steps: vec![
                step(label("每户表决", "Vote of the households"), ballot, 5, Need::Nothing),
                step(
                    label("结果公示", "Publication of the result"),
                    Work::Publication,
                    3,
                    Need::Adopted,
                ),
            ],
        };
        let request = self.request();
        procedure::publish(self.app, &place.director, &request, place.area, &template, false).await?;
        Ok(())
    }
}

/// The minutes of what was met about.
impl Play {
    async fn write_minutes(&mut self, season: &mut Season<'_>, round: &Round) -> Result<(), Failure> {
        let steps = round.template.steps.iter().zip(&round.steps);
        let met: Vec<Uuid> = steps
            .filter(|(step, record)| matches!(step.work, Work::Meeting { .. }) && record.state == StepState::Ended)
            .filter_map(|(_, record)| record.subject)
            .collect();
        for meeting in met {
            self.minutes_of(season, meeting).await?;
        }
        Ok(())
    }
}
