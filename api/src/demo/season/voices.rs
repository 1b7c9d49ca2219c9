//! Taking part: statements and votes, coming to meetings and writing their minutes, ballots.

use super::{Season, play::Play, script::Fate};
use crate::{
    store::{ballots, consultations, meetings},
    usecase::{Failure, ballot, consultation, meeting},
};
use uuid::Uuid;
use yiting_domain::{
    ballot::threshold,
    consultation::Vote,
    instant::Instant,
    meeting::{CHECK_IN_BEFORE_MS, Contribution, Minutes, Section},
    people::Actor,
    poll::{Choice, PollKind, Rule},
    round::{StepPlan, StepRecord},
};

/// How many come to a meeting where all goes well.
const GUESTS: usize = 12;

impl Play {
    /// Takes part in what is open, once.
    pub(super) async fn take_part(&mut self, season: &mut Season<'_>, step: &StepRecord) -> Result<(), Failure> {
        let Some(subject) = step.subject.filter(|id| !self.taken.contains(id)) else {
            return Ok(());
        };
        let done = match &step.plan {
            StepPlan::Consultation(_) => self.speak(season, subject).await?,
            StepPlan::Ballot(_) => self.vote(season, subject).await?,
            StepPlan::Meeting(_) => self.meet(season, subject).await?,
            StepPlan::Publication(_) => true,
        };
        if done {
            self.taken.push(subject);
        }
        Ok(())
    }

    /// Residents state the other half of the statements and vote on all. Two camps differ on the first
    /// half of them, and nearly all agree on the rest.
    async fn speak(&self, season: &mut Season<'_>, id: Uuid) -> Result<bool, Failure> {
        let app = season.app;
        for (number, words) in self.story.statements.iter().enumerate().step_by(2) {
            let (request, text) = (season.request(), app.seal(words, 140)?);
            let who = &self.place.residents[number % self.place.residents.len()];
            consultation::state(app, who, &request, id, &text).await?;
        }
        let shown = consultations::statements_of(app.db.reader(), &[id]).await?;
        for (number, who) in self.place.residents.iter().enumerate() {
            let camp = number % 2 == 0;
            let mut votes = Vec::new();
            for (index, statement) in shown.iter().enumerate() {
                let dividing = index * 2 < shown.len();
                let likely = if !dividing || camp == (index % 2 == 0) { 92 } else { 8 };
                let vote = match season.dice.below(100) {
                    0..12 => Vote::Pass,
                    _ if season.dice.chance(likely) => Vote::Agree,
                    _ => Vote::Disagree,
                };
                votes.push((statement.id, vote));
            }
            let request = season.request();
            consultation::vote(app, who, &request, id, &votes).await?;
        }
        Ok(true)
    }

    async fn vote(&self, season: &mut Season<'_>, id: Uuid) -> Result<bool, Failure> {
        let app = season.app;
        let Some(row) = ballots::by_id(app.db.reader(), id).await? else {
            return Ok(true);
        };
        let rule: Rule = serde_json::from_str(&row.rule).map_err(anyhow::Error::from)?;
        let voters: Vec<&Actor> = if rule.electorate.is_listed() {
            self.delegates().iter().collect()
        } else {
            self.place.residents.iter().collect()
        };
        for (number, who) in voters.into_iter().enumerate() {
            let choice = match rule.kind {
                PollKind::YesNo => {
                    let against = self.story.fate == Fate::VotedDown;
                    let yes = season.dice.chance(if against { 25 } else { 85 });
                    Choice::Answer(if yes {
                        threshold::Choice::Yes
                    } else {
                        threshold::Choice::No
                    })
                }
                _ => {
                    let likes = rule.options.iter().enumerate();
                    let likes = likes
                        .filter(|(index, _)| (index + number) % 3 != 2)
                        .map(|(_, option)| option.id);
                    Choice::Options(likes.collect())
                }
            };
            let key = season.request().key;
            let vote = ballot::Cast {
                ballot: id,
                choice,
                named: number % 2 == 0,
                key,
            };
            match ballot::cast(app, who, &vote).await {
                // Not everybody owns a flat.
                Err(Failure::Refused(yiting_domain::refusal::Refusal::NotInElectorate)) => {}
                other => {
                    other?;
                }
            }
            if number + 1 >= self.turnout() {
                break;
            }
        }
        Ok(true)
    }

    /// Comes to the meeting once it has begun.
    async fn meet(&self, season: &mut Season<'_>, id: Uuid) -> Result<bool, Failure> {
        let app = season.app;
        let Some(row) = meetings::by_ids(app.db.reader(), &[id]).await?.pop() else {
            return Ok(true);
        };
        let begins = Instant::from_millis(row.starts_at);
        if row.chair.is_none() {
            let request = season.request();
            meeting::appoint_chair(app, &self.place.director, &request, id, self.place.director.pseudonym).await?;
            for who in self.place.residents.iter().skip(GUESTS).step_by(3) {
                let request = season.request();
                meeting::sign_up(app, who, &request, id).await?;
            }
        }
        if app.now() < begins.plus_millis(-CHECK_IN_BEFORE_MS) {
            return Ok(false);
        }
        for who in self.place.residents.iter().take(GUESTS.min(self.turnout())) {
            let request = season.request();
            meeting::check_in_other(app, &self.place.worker, &request, id, who.pseudonym).await?;
        }
        Ok(true)
    }

    /// Drafts the minutes of a meeting, has them confirmed twice, and publishes them; once.
    pub(super) async fn minutes_of(&mut self, season: &mut Season<'_>, id: Uuid) -> Result<(), Failure> {
        let written = Uuid::from_u128(id.as_u128() ^ u128::MAX);
        if self.taken.contains(&written) || !self.taken.contains(&id) || self.turnout() < GUESTS {
            return Ok(());
        }
        self.taken.push(written);
        let app = season.app;
        let said = self.story.statements.iter().take(3).enumerate();
        let contributions = said.map(|(number, words)| Contribution {
            speaker: format!("{}号楼居民代表", number + 1),
            text: (*words).to_owned(),
        });
        let minutes = Minutes {
            chair: "居委会主任".to_owned(),
            recorder: "社工".to_owned(),
            present: Some("居民代表、楼组长及相关单位".to_owned()),
            sections: vec![Section {
                item: Some(1),
                heading: self.story.title.to_owned(),
                contributions: contributions.collect(),
                conclusion: Some("与会者同意继续推进，细节在公示期内听取意见。".to_owned()),
            }],
            remarks: None,
        };
        let digest = minutes.digest().map_err(anyhow::Error::from)?.to_string();
        let (director, worker) = (&self.place.director, &self.place.worker);
        let request = season.request();
        let new = meeting::NewMinutes {
            meeting: id,
            minutes,
            reason: None,
        };
        meeting::draft_minutes(app, worker, &request, &new).await?;
        for who in [director, &self.place.residents[0]] {
            let request = season.request();
            meeting::confirm_minutes(app, who, &request, id, &digest).await?;
        }
        let request = season.request();
        meeting::publish_minutes(app, director, &request, id).await
    }
}
