//! Experts and their opinions, and a course for community workers.

use super::{HOUR, Season};
use crate::{
    store::meetings,
    usecase::{Failure, expert, meeting},
};
use uuid::Uuid;
use yiting_domain::{
    expert::Profile,
    id::ProposalId,
    instant::Instant,
    meeting::{AgendaItem, MeetingKind},
    people::Actor,
};

/// How many workers come to the course.
const LEARNERS: usize = 12;

impl Season<'_> {
    /// The experts stand in the district's directory.
    pub(super) async fn list_experts(&mut self) -> Result<(), Failure> {
        let district = &self.world.places.district;
        let Some(desk) = self.world.cast.desks.get(&district.path).cloned() else {
            return Ok(());
        };
        let fields = ["社区治理", "结构安全", "消防", "法律", "规划"];
        for (known, field) in self.world.cast.experts.clone().iter().zip(fields) {
            let profile = Profile {
                name: format!("{field}专家"),
                field: field.to_owned(),
                organisation: "区专家库".to_owned(),
                about: format!("长期从事{field}方面的工作，可为社区议事提供意见。"),
            };
            let request = self.request();
            let id = expert::list(
                self.app,
                &desk.director,
                &request,
                district.id,
                known.pseudonym,
                &profile,
            )
            .await?;
            self.experts.push((id, known.clone()));
        }
        Ok(())
    }

    /// An expert on structures looks at a proposal, and the opinion is published.
    pub(super) async fn ask_expert(&mut self, director: &Actor, proposal: ProposalId) -> Result<(), Failure> {
        let Some((entry, who)) = self.experts.get(1).cloned() else {
            return Ok(());
        };
        let (app, request) = (self.app, self.request());
        let invitation = expert::Invitation {
            expert: entry,
            proposal: proposal.0,
            question: "井道位置对原楼结构与低层采光有无影响？".to_owned(),
            due_at: app.now().plus_days(10),
        };
        let review = expert::invite(app, director, &request, &invitation).await?;
        let opinion = expert::Step::Submit {
            opinion: "井道独立基础，与原楼以连廊相接，不增加原结构荷载；建议井道采用玻璃幕墙，以减少对低层采光的影响。"
                .to_owned(),
            interests: "无".to_owned(),
        };
        for (by, step) in [
            (&who, expert::Step::Accept),
            (&who, opinion),
            (director, expert::Step::Publish),
        ] {
            let request = self.request();
            expert::step(app, by, &request, review, &step).await?;
        }
        Ok(())
    }

    /// The district announces a course for its community workers.
    pub(super) async fn announce_course(&mut self) -> Result<Option<Uuid>, Failure> {
        let district = &self.world.places.district;
        let Some(desk) = self.world.cast.desks.get(&district.path).cloned() else {
            return Ok(None);
        };
        let day = self.app.now().plus_days(5).shanghai_date();
        let starts_at = Instant::shanghai_midnight(day).plus_millis(18 * HOUR);
        let invited = self.learners().iter().map(|who| who.pseudonym).collect();
        let new = meeting::NewMeeting {
            area: district.id,
            by: Some(desk.director.pseudonym),
            kind: MeetingKind::Training,
            title: "社区工作者议事协商培训".to_owned(),
            place: "区社区学院".to_owned(),
            starts_at,
            ends_at: starts_at.plus_millis(3 * HOUR),
            open_seats: Some(0),
            agenda: vec![AgendaItem {
                title: "议事规程与主持技巧".to_owned(),
                proposal: None,
            }],
            invited,
            round: None,
        };
        let request = self.request();
        let id = meeting::announce(self.app, &desk.director, &request, &new, None).await?;
        Ok(Some(id))
    }

    fn learners(&self) -> Vec<Actor> {
        let workers = self.world.places.neighborhoods.iter().filter_map(|neighborhood| {
            let desk = self.world.cast.desks.get(&neighborhood.area.path)?;
            desk.worker.clone()
        });
        workers.take(LEARNERS).collect()
    }

    /// Workers come to the course once it has begun. Answers the course while it is still to come.
    pub(super) async fn attend_course(&mut self, course: Option<Uuid>) -> Result<Option<Uuid>, Failure> {
        let Some(id) = course else { return Ok(None) };
        let row = meetings::by_ids(self.app.db.reader(), &[id]).await?.pop();
        if row.is_none_or(|row| self.app.now().millis() < row.starts_at) {
            return Ok(course);
        }
        let Some(desk) = self.world.cast.desks.get(&self.world.places.district.path).cloned() else {
            return Ok(None);
        };
        for who in self.learners() {
            let request = self.request();
            meeting::check_in_other(self.app, &desk.director, &request, id, who.pseudonym).await?;
        }
        Ok(None)
    }
}
