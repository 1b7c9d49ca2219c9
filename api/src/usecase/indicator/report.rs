//! The figures of an area as of an instant.

use super::{
    super::{App, Failure, record::place},
    view::View,
};
use crate::store::{entity::area, indicators};
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;
use yiting_domain::{
    area::{AreaPath, AreaRef, BlockKind, Tier},
    clock::{Colour, SlaProfile},
    id::{ProposalId, Pseudonym, TopicId, UnitId},
    indicator::{
        Attribution, Audience, Belonging, Cohort, Curve, Dimension, Figure, Group, Indicator, Measure, Part, Period,
        Rules, Standing, Table, Unit, WhatIf, audience, breakdown, cases, measure, participation,
        participation_of_groups, told, what_if, workload, workload_of_groups,
    },
    instant::Instant,
    people::Actor,
    refusal::Refusal,
};

/// What cases are narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// By which of its areas a case belongs.
    pub attribution: Attribution,
    /// Tier of the custodian.
    pub tier: Option<Tier>,
    /// Topic.
    pub topic: Option<TopicId>,
    /// Kind of block.
    pub kind: Option<BlockKind>,
    /// Responsible unit.
    pub unit: Option<UnitId>,
    /// Of submission or acceptance.
    pub period: Option<Period>,
}

/// The figures of an area as of an instant, for whoever asked.
#[derive(Clone)]
pub struct Report {
    /// The area.
    pub row: area::Model,
    /// Its district.
    pub district: Uuid,
    /// The cases.
    pub cohort: Cohort,
    /// The instant.
    pub at: Instant,
    /// For whom.
    pub audience: Audience,
    /// How many entries of the district's log the figures rest on.
    pub log_size: i64,
    view: Arc<View>,
}

/// A group with its figures.
#[derive(Clone)]
pub struct Share {
    /// The group.
    pub group: Group,
    /// Its figures, in the order asked.
    pub figures: Figures,
}

/// Figures in the order asked.
pub type Figures = Vec<(Indicator, Figure)>;

/// The groups with what is told of each.
pub(super) fn shares(groups: BTreeMap<Group, Measure>, wanted: &[Indicator]) -> Vec<Share> {
    let columns: Vec<_> = wanted.iter().map(|one| (*one, told(&groups, *one))).collect();
    let rows = groups.into_keys().enumerate();
    rows.map(|(n, group)| Share {
        group,
        figures: columns.iter().map(|(one, figures)| (*one, figures[n])).collect(),
    })
    .collect()
}

impl Report {
    /// Opens the report of an area.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::Unauthenticated`], [`Refusal::Forbidden`], [`Refusal::BadTarget`]
    /// where the area has no platform; [`Refusal::Invalid`] for an instant to come.
    pub async fn open(
        app: &App,
        actor: Option<&Actor>,
        area: Uuid,
        asked: Asked,
        at: Instant,
    ) -> Result<Self, Failure> {
        let (row, place) = place(app.db.reader(), area).await?;
        let audience = audience(actor, &place)?;
        let district = row.district_id.ok_or(Refusal::BadTarget)?;
        if at > app.now() {
            return Err(Refusal::Invalid.into());
        }
        let view = app.indicators.fresh(app, district).await?;
        let log_size = view.size();
        Ok(Self {
            row,
            district,
            cohort: asked.cohort(place),
            at,
            audience,
            log_size,
            view,
        })
    }

    /// Which indicators are told: those asked for, or all.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] for one that this audience does not read.
    pub fn wanted(&self, asked: Option<Vec<Indicator>>) -> Result<Vec<Indicator>, Refusal> {
        let Some(asked) = asked else {
            let all = Indicator::ALL.iter().copied();
            return Ok(all.filter(|one| self.audience.reads(*one)).collect());
        };
        if asked.iter().all(|one| self.audience.reads(*one)) {
            Ok(asked)
        } else {
            Err(Refusal::Forbidden)
        }
    }

    /// Whether the figures are told in these groups.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] for groups that this audience is not told of.
    pub const fn may_divide(&self, dimension: Dimension) -> Result<(), Refusal> {
        if self.audience.divides(dimension) {
            Ok(())
        } else {
            Err(Refusal::Forbidden)
        }
    }

    /// The figures of the whole cohort.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn figures(&self, app: &App, wanted: Vec<Indicator>) -> Result<Figures, Failure> {
        let people = People::load(app, &self.cohort.area, self.at, &wanted).await?;
        let (cohort, at) = (self.cohort.clone(), self.at);
        self.view
            .compute(move |table, _| {
                let mut found = measure(table, &cohort, at, &wanted);
                if let Some(residents) = &people.residents {
                    let sum = participation(table, &cohort, at, residents);
                    found.set(Indicator::ParticipationRate, sum);
                }
                if let Some(staff) = &people.staff {
                    found.set(Indicator::Workload, workload(table, &cohort, at, staff));
                }
                wanted.into_iter().map(|one| (one, found.figure(one))).collect()
            })
            .await
    }

    /// The figures of groups.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] for groups that this audience is not told of; faults of the database.
    pub async fn breakdown(
        &self,
        app: &App,
        dimension: Dimension,
        wanted: Vec<Indicator>,
    ) -> Result<Vec<Share>, Failure> {
        self.may_divide(dimension)?;
        let people = People::load(app, &self.cohort.area, self.at, &wanted).await?;
        let (cohort, at) = (self.cohort.clone(), self.at);
        self.view
            .compute(move |table, _| {
                let mut groups = breakdown(table, &cohort, at, dimension, &wanted);
                if let Some(residents) = &people.residents {
                    participation_of_groups(table, &cohort, at, dimension, residents, &mut groups);
                }
                if let Some(staff) = &people.staff {
                    workload_of_groups(table, &cohort, at, dimension, staff, &mut groups);
                }
                shares(groups, &wanted)
            })
            .await
    }

    /// Whether an indicator has a curve.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for an indicator that is no time.
    pub fn may_curve(&self, indicator: Indicator) -> Result<(), Refusal> {
        if indicator.definition().unit == Unit::Days {
            Ok(())
        } else {
            Err(Refusal::Invalid)
        }
    }

    /// The curve of an indicator of time, of the whole cohort.
    ///
    /// # Errors
    /// As [`Report::may_curve`].
    pub async fn curve(&self, indicator: Indicator) -> Result<Curve, Failure> {
        self.may_curve(indicator)?;
        let (cohort, at) = (self.cohort.clone(), self.at);
        let curve = self
            .view
            .compute(move |table, _| measure(table, &cohort, at, &[indicator]).curve(indicator));
        Ok(curve.await?.ok_or(Refusal::Internal)?)
    }

    /// Whether the cases behind a figure, of a group or of all, are told.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] for what this audience is not told.
    pub fn may_list(&self, indicator: Indicator, group: Option<Dimension>) -> Result<(), Refusal> {
        if self.audience.reads(indicator) && group.is_none_or(|dimension| self.audience.divides(dimension)) {
            Ok(())
        } else {
            Err(Refusal::Forbidden)
        }
    }

    /// The cases behind a figure, newest submission first.
    ///
    /// # Errors
    /// As [`Report::may_list`].
    pub async fn cases(
        &self,
        indicator: Indicator,
        part: Part,
        group: Option<(Dimension, Group)>,
    ) -> Result<Vec<(Instant, ProposalId)>, Failure> {
        self.may_list(indicator, group.as_ref().map(|(dimension, _)| *dimension))?;
        let (cohort, at) = (self.cohort.clone(), self.at);
        self.view
            .compute(move |table, _| {
                let group = group.as_ref().map(|(dimension, group)| (*dimension, group));
                cases(table, &cohort, at, indicator, part, group)
            })
            .await
    }

    /// What another profile of a tier would have meant for the stays that began in a period.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] for who does not work for the area; [`Refusal::Invalid`] for a profile that
    /// makes no sense.
    pub async fn what_if(&self, tier: Tier, profile: SlaProfile, period: Period) -> Result<WhatIf, Failure> {
        if self.audience != Audience::Staff {
            return Err(Refusal::Forbidden.into());
        }
        profile.check().map_err(|_| Refusal::Invalid)?;
        let (cohort, at) = (self.cohort.clone(), self.at);
        self.view
            .compute(move |table, policy| {
                let rules = Rules {
                    calendar: &policy.calendar,
                    books: &policy.books,
                    instead: None,
                };
                what_if(table, &cohort, at, period, rules, (tier, &profile))
            })
            .await
    }

    /// What a case's clock showed at the instant.
    pub fn colour(&self, id: ProposalId) -> Option<Colour> {
        let colour = |table: &Table| {
            let row = table.row(id)?;
            row.at(self.at)?.colour(&row.limits, self.at)
        };
        self.view.look(colour).ok().flatten()
    }

    /// What a case was at the instant.
    pub fn standing(&self, id: ProposalId) -> Option<Standing> {
        self.view.look(|table| table.row(id)?.at(self.at)).ok().flatten()
    }
}

impl Asked {
    fn cohort(self, place: AreaRef) -> Cohort {
        Cohort {
            area: place.path,
            attribution: self.attribution,
            tier: self.tier,
            topic: self.topic,
            kind: self.kind,
            unit: self.unit,
            period: self.period,
        }
    }
}

/// The people whom some indicators need.
struct People {
    residents: Option<Belonging<Pseudonym>>,
    staff: Option<Belonging<Uuid>>,
}

impl People {
    async fn load(app: &App, below: &AreaPath, at: Instant, wanted: &[Indicator]) -> Result<Self, Failure> {
        let db = app.db.reader();
        let mut people = Self {
            residents: None,
            staff: None,
        };
        if wanted.contains(&Indicator::ParticipationRate) {
            let rows = indicators::residents(db, below, at).await?.into_iter();
            let pairs = rows.filter_map(|(path, who)| Some((AreaPath::parse(path).ok()?, Pseudonym(who))));
            people.residents = Some(pairs.collect());
        }
        if wanted.contains(&Indicator::Workload) {
            let rows = indicators::staff(db, below, at).await?.into_iter();
            let pairs = rows.filter_map(|(path, who)| Some((AreaPath::parse(path).ok()?, who)));
            people.staff = Some(pairs.collect());
        }
        Ok(people)
    }
}
