//! The lists of one's own data, a page at a time.

use super::{
    super::{App, Failure, consultation, meeting, upload},
    Revealed,
    export::Part,
};
use crate::{
    files::Size,
    identity::sealed::{mask_name, mask_phone},
    store::{
        areas, ballots, consultations, contents,
        entity::{area, person, proposal},
        meetings, messages, own_data as own,
        own_data::PAGE,
        people, privacy, proposals,
    },
};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    instant::Instant,
    people::Actor,
    poll::{Rule, Secrecy},
    refusal::Refusal,
    upload::UploadState,
};

/// The key after which the next page begins, and the items of this one. The last page has none.
pub(super) type Page = (Option<Uuid>, Vec<Value>);

fn at(millis: i64) -> String {
    Instant::from_millis(millis).rfc3339()
}

fn maybe_at(millis: Option<i64>) -> Option<String> {
    millis.map(at)
}

/// A page of rows, as they are told.
fn told<R>(rows: &[R], key: impl Fn(&R) -> Uuid, item: impl FnMut(&R) -> Value) -> Page {
    let full = rows.len() as u64 >= PAGE;
    let next = rows.last().filter(|_| full).map(key);
    (next, rows.iter().map(item).collect())
}

/// All at once.
fn whole(items: impl IntoIterator<Item = Value>) -> Page {
    (None, items.into_iter().collect())
}

/// Whose data.
pub(super) struct Own {
    pub(super) app: App,
    pub(super) actor: Actor,
}

impl Own {
    async fn account(&self) -> Result<person::Model, Failure> {
        let row = people::by_id(self.app.db.reader(), self.actor.person.0).await?;
        // Somebody who closes the account meanwhile gets no more of it.
        let row = row.filter(|row| row.closed_at.is_none());
        Ok(row.ok_or(Refusal::Unauthenticated)?)
    }

    /// The beginning: when it was made, and the profile.
    pub(super) async fn head(&self) -> Result<Value, Failure> {
        let row = self.account().await?;
        let Revealed { phone, real_name } = Revealed::of(&self.app, &row)?;
        let profile = json!({
            "id": row.pseudonym, "nickname": row.nickname, "level": row.level, "createdAt": at(row.created_at),
            "wechatBound": row.openid.is_some(),
            "phone": phone.as_deref().map(|phone| json!({"masked": mask_phone(phone), "number": phone})),
            "realName": real_name.as_deref().map(|name| json!({"masked": mask_name(name), "name": name})),
        });
        Ok(json!({"exportedAt": self.app.now().rfc3339(), "profile": profile}))
    }

    async fn words(&self, ids: impl IntoIterator<Item = Uuid>) -> Result<HashMap<Uuid, String>, Failure> {
        let ids: Vec<Uuid> = ids.into_iter().collect();
        Ok(contents::words(self.app.db.reader(), &ids).await?)
    }

    /// Areas by id, as they are named.
    async fn places(&self, ids: impl IntoIterator<Item = Uuid>) -> Result<HashMap<Uuid, Value>, Failure> {
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let rows = areas::by_ids(self.app.db.reader(), &ids).await?;
        let name = |row: area::Model| (row.id, json!({"code": row.code, "name": row.name}));
        Ok(rows.into_iter().map(name).collect())
    }

    /// Proposals by id, as far as a list names them. A title that waits for its check is told to its author alone.
    async fn cases(&self, ids: impl IntoIterator<Item = Uuid>) -> Result<HashMap<Uuid, Value>, Failure> {
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let rows = own::cases(self.app.db.reader(), &ids).await?;
        let me = self.actor.pseudonym.0;
        let name = |row: proposal::Model| {
            let title = (row.visible || row.proponent == me).then_some(row.title);
            (row.id, json!({"number": row.number, "title": title}))
        };
        Ok(rows.into_iter().map(name).collect())
    }

    /// One page of a list, after a key.
    pub(super) async fn read(&self, part: Part, after: Uuid) -> Result<Page, Failure> {
        match part {
            Part::Residences | Part::Roles | Part::Sessions => self.standing(part, after).await,
            Part::Proposals => self.proposals(after).await,
            Part::Comments | Part::Statements | Part::Ratings | Part::Objections => self.said(part, after).await,
            Part::Supports | Part::Follows => self.voices(part, after).await,
            Part::Ballots => self.ballots(after).await,
            Part::Consultations => self.consultations(after).await,
            Part::Meetings => self.meetings(after).await,
            Part::Dossier => self.dossier().await,
            Part::Opinions => self.opinions(after).await,
            Part::Notices | Part::Messages | Part::MessageGrants => self.told_of(part, after).await,
            Part::Uploads => self.uploads(after).await,
            Part::Consents => self.consents(after).await,
            Part::Views => self.views(after).await,
        }
    }

    async fn standing(&self, part: Part, after: Uuid) -> Result<Page, Failure> {
        let (db, me) = (self.app.db.reader(), self.actor.person.0);
        Ok(match part {
            Part::Residences => {
                let rows = own::residences(db, me, after).await?;
                let places = self.places(rows.iter().map(|row| row.area_id)).await?;
                told(
                    &rows,
                    |row| row.id,
                    |row| {
                        json!({"area": places.get(&row.area_id), "how": row.how, "household": row.household,
                        "exclusiveAreaHundredthsOfSquareMetre": row.exclusive_area, "since": at(row.created_at),
                        "endedAt": maybe_at(row.ended_at)})
                    },
                )
            }
            Part::Roles => {
                let rows = own::memberships(db, me, after).await?;
                let places = self.places(rows.iter().map(|row| row.area_id)).await?;
                told(
                    &rows,
                    |row| row.id,
                    |row| {
                        json!({"role": row.role, "area": places.get(&row.area_id), "since": at(row.created_at),
                        "endedAt": maybe_at(row.ended_at)})
                    },
                )
            }
            _ => {
                let rows = own::sessions(db, me, after).await?;
                told(
                    &rows,
                    |row| row.id,
                    |row| json!({"openedAt": at(row.created_at), "endedAt": maybe_at(row.revoked_at)}),
                )
            }
        })
    }

    async fn proposals(&self, after: Uuid) -> Result<Page, Failure> {
        let db = self.app.db.reader();
        let rows = own::proposals(db, self.actor.pseudonym.0, after).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let versions = proposals::texts(db, &ids).await?;
        let words = self
            .words(versions.iter().flat_map(|text| [text.title_id, text.body_id]))
            .await?;
        let homes = areas::by_paths(db, rows.iter().map(|row| row.home_path.clone()).collect()).await?;
        let mut texts: HashMap<Uuid, Vec<Value>> = HashMap::new();
        for text in versions {
            texts.entry(text.proposal_id).or_default().push(json!({
                "title": words.get(&text.title_id), "body": words.get(&text.body_id),
                "writtenAt": at(text.created_at), "passedCheck": text.checked,
            }));
        }
        Ok(told(
            &rows,
            |row| row.id,
            |row| {
                json!({"number": row.number, "state": row.state, "home": homes.get(&row.home_path).map(|home| &home.name),
                "createdAt": at(row.created_at), "supports": row.supports, "texts": texts.get(&row.id)})
            },
        ))
    }

    async fn said(&self, part: Part, after: Uuid) -> Result<Page, Failure> {
        let (db, me) = (self.app.db.reader(), self.actor.pseudonym.0);
        Ok(match part {
            Part::Comments => {
                let rows = own::comments(db, me, after).await?;
                let words = self.words(rows.iter().map(|row| row.content_id)).await?;
                let cases = self.cases(rows.iter().map(|row| row.proposal_id)).await?;
                told(
                    &rows,
                    |row| row.id,
                    |row| {
                        json!({"proposal": cases.get(&row.proposal_id), "text": words.get(&row.content_id),
                        "state": row.state, "writtenAt": at(row.created_at)})
                    },
                )
            }
            Part::Statements => {
                let rows = own::statements(db, me, after).await?;
                let words = self.words(rows.iter().map(|row| row.content_id)).await?;
                told(
                    &rows,
                    |row| row.id,
                    |row| {
                        json!({"consultation": row.consultation_id, "number": row.number, "state": row.state,
                        "text": words.get(&row.content_id), "writtenAt": at(row.created_at)})
                    },
                )
            }
            Part::Ratings => {
                let rows = own::ratings(db, me).await?;
                let words = self.words(rows.iter().filter_map(|row| row.content_id)).await?;
                let cases = self.cases(rows.iter().map(|row| row.proposal_id)).await?;
                whole(rows.iter().map(|row| {
                    json!({"proposal": cases.get(&row.proposal_id), "score": row.score,
                        "text": row.content_id.and_then(|id| words.get(&id)), "at": at(row.updated_at)})
                }))
            }
            _ => {
                let rows = own::objections(db, me).await?;
                let words = self.words(rows.iter().map(|row| row.content_id)).await?;
                let cases = self.cases(rows.iter().map(|row| row.proposal_id)).await?;
                whole(rows.iter().map(|row| {
                    json!({"proposal": cases.get(&row.proposal_id), "text": words.get(&row.content_id),
                        "at": at(row.created_at)})
                }))
            }
        })
    }

    async fn voices(&self, part: Part, after: Uuid) -> Result<Page, Failure> {
        let (db, me) = (self.app.db.reader(), self.actor.pseudonym.0);
        if matches!(part, Part::Supports) {
            let rows = own::supports(db, me, after).await?;
            let cases = self.cases(rows.iter().map(|row| row.proposal_id)).await?;
            return Ok(told(
                &rows,
                |row| row.proposal_id,
                |row| {
                    json!({"proposal": cases.get(&row.proposal_id), "since": at(row.created_at),
                    "choiceAfterMerge": row.choice})
                },
            ));
        }
        let rows = own::follows(db, me, after).await?;
        let cases = self.cases(rows.iter().map(|row| row.proposal_id)).await?;
        Ok(told(
            &rows,
            |row| row.proposal_id,
            |row| json!({"proposal": cases.get(&row.proposal_id), "since": at(row.created_at)}),
        ))
    }

    async fn ballots(&self, after: Uuid) -> Result<Page, Failure> {
        let (db, me) = (self.app.db.reader(), self.actor.pseudonym.0);
        let rows = own::ballots(db, me, after).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let voted = ballots::voted_in(db, &ids, me).await?;
        let named = own::named_votes(db, me, &ids).await?;
        let places = self.places(rows.iter().map(|row| row.area_id)).await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in &rows {
            let rule: Rule = serde_json::from_str(&row.rule).map_err(anyhow::Error::from)?;
            let open = rule.secrecy == Secrecy::Open;
            let mine = named.iter().find(|vote| open && vote.ballot_id == row.id);
            let choice: Option<Value> = mine.and_then(|vote| serde_json::from_str(&vote.choice).ok());
            items.push(
                json!({"title": rule.title, "area": places.get(&row.area_id), "state": row.state,
                "secrecy": rule.secrecy, "opensAt": at(row.opens_at), "closesAt": at(row.closes_at),
                "tookPart": voted.contains(&row.id), "publishedChoice": choice}),
            );
        }
        let next = told(&rows, |row| row.id, |_| Value::Null).0;
        Ok((next, items))
    }

    async fn consultations(&self, after: Uuid) -> Result<Page, Failure> {
        let (db, me) = (self.app.db.reader(), self.actor.pseudonym);
        let rows = own::consultations(db, me.0, after).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut voters = Vec::with_capacity(rows.len());
        for row in &rows {
            voters.push(consultation::Keys::of(&self.app, row)?.of_person(me));
        }
        let mut votes: HashMap<Uuid, u64> = HashMap::new();
        for vote in consultations::votes_by(db, &ids, &voters).await? {
            *votes.entry(vote.consultation_id).or_default() += 1;
        }
        let words = self.words(rows.iter().map(|row| row.question_id)).await?;
        Ok(told(
            &rows,
            |row| row.id,
            |row| {
                json!({"id": row.id, "question": words.get(&row.question_id), "state": row.state,
                "opensAt": at(row.opens_at), "closesAt": at(row.closes_at),
                "statementsVotedOn": votes.get(&row.id).copied().unwrap_or(0)})
            },
        ))
    }

    async fn meetings(&self, after: Uuid) -> Result<Page, Failure> {
        let (db, me) = (self.app.db.reader(), self.actor.pseudonym.0);
        let rows = own::attendances(db, me, after).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.meeting_id).collect();
        let known = meetings::by_ids(db, &ids).await?;
        let words = self
            .words(known.iter().flat_map(|row| [row.title_id, row.place_id]))
            .await?;
        let mut spoke: HashMap<Uuid, Vec<Value>> = HashMap::new();
        for speech in own::speeches(db, me, &ids).await? {
            let item = json!({"item": speech.item, "state": speech.state, "calledAt": maybe_at(speech.called_at),
                "finishedAt": maybe_at(speech.finished_at)});
            spoke.entry(speech.meeting_id).or_default().push(item);
        }
        let known: HashMap<Uuid, _> = known.into_iter().map(|row| (row.id, row)).collect();
        Ok(told(
            &rows,
            |row| row.meeting_id,
            |row| {
                let meeting = known.get(&row.meeting_id);
                json!({"title": meeting.and_then(|meeting| words.get(&meeting.title_id)),
                "place": meeting.and_then(|meeting| words.get(&meeting.place_id)),
                "startsAt": meeting.map(|meeting| at(meeting.starts_at)), "invited": row.invited,
                "standing": row.standing, "checkedInAt": maybe_at(row.checked_in_at),
                "checkedOutAt": maybe_at(row.checked_out_at), "speeches": spoke.get(&row.meeting_id)})
            },
        ))
    }

    async fn dossier(&self) -> Result<Page, Failure> {
        let dossier = meeting::dossier(self.app.db.reader(), self.actor.pseudonym).await?;
        Ok(whole(dossier.years().into_iter().map(|(year, sums)| {
            json!({"year": year, "trainings": sums.trainings, "trainingQuarterHours": sums.quarters,
                "meetingsAttended": sums.attended, "meetingsChaired": sums.chaired})
        })))
    }

    async fn opinions(&self, after: Uuid) -> Result<Page, Failure> {
        let rows = own::reviews(self.app.db.reader(), self.actor.pseudonym.0, after).await?;
        let texts = rows.iter().flat_map(|row| {
            let own = [Some(row.profile_id), row.reason_id, row.opinion_id, row.interests_id];
            own.into_iter().flatten()
        });
        let words = self.words(texts).await?;
        let cases = self.cases(rows.iter().map(|row| row.proposal_id)).await?;
        let text = |id: Option<Uuid>| id.and_then(|id| words.get(&id));
        Ok(told(
            &rows,
            |row| row.id,
            |row| {
                json!({"proposal": cases.get(&row.proposal_id), "state": row.state, "profile": text(Some(row.profile_id)),
                "opinion": text(row.opinion_id), "interests": text(row.interests_id), "reason": text(row.reason_id),
                "submittedAt": maybe_at(row.submitted_at), "publishedAt": maybe_at(row.published_at)})
            },
        ))
    }

    async fn told_of(&self, part: Part, after: Uuid) -> Result<Page, Failure> {
        let db = self.app.db.reader();
        Ok(match part {
            Part::Notices => {
                let rows = own::notices(db, self.actor.pseudonym.0, after).await?;
                let cases = self.cases(rows.iter().map(|row| row.proposal_id)).await?;
                told(
                    &rows,
                    |row| row.id,
                    |row| {
                        json!({"kind": row.kind, "proposal": cases.get(&row.proposal_id), "at": at(row.created_at),
                        "readAt": maybe_at(row.read_at)})
                    },
                )
            }
            Part::Messages => {
                let rows = own::messages(db, self.actor.person.0, after).await?;
                told(
                    &rows,
                    |row| row.id,
                    |row| {
                        let waiting: Option<Map<String, Value>> =
                            row.data.as_deref().and_then(|data| serde_json::from_str(data).ok());
                        json!({"kind": row.kind, "state": row.state, "template": row.template_id, "waiting": waiting,
                        "createdAt": at(row.created_at), "doneAt": maybe_at(row.done_at)})
                    },
                )
            }
            _ => {
                let rows = messages::grants_of(db, self.actor.person.0).await?;
                whole(rows.iter().map(|row| {
                    json!({"template": row.template_id, "remaining": row.remaining, "lastAnswer": row.answer,
                        "at": at(row.updated_at)})
                }))
            }
        })
    }

    async fn uploads(&self, after: Uuid) -> Result<Page, Failure> {
        let rows = own::uploads(self.app.db.reader(), self.actor.pseudonym.0, after).await?;
        let address = |row: &_| {
            let link = upload::link(&self.app, row, Size::Full);
            if link.starts_with('/') {
                format!("{}{link}", self.app.public_url)
            } else {
                link
            }
        };
        Ok(told(
            &rows,
            |row| row.id,
            |row| {
                let there = row.stored && UploadState::parse(&row.state) != Some(UploadState::Erased);
                json!({"sentAt": at(row.created_at), "state": row.state, "standsWith": row.place, "bytes": row.bytes,
                "width": row.width, "height": row.height, "link": there.then(|| address(row))})
            },
        ))
    }

    async fn consents(&self, after: Uuid) -> Result<Page, Failure> {
        // Numbered from 1; as a key of a page the number stands in the bits of a UUID.
        let last = i64::try_from(after.as_u128()).unwrap_or(i64::MAX);
        let rows = privacy::consents(self.app.db.reader(), self.actor.person.0, last, PAGE).await?;
        let key = |number: i64| Uuid::from_u128(u128::try_from(number).unwrap_or(u128::MAX));
        Ok(told(
            &rows,
            |row| key(row.number),
            |row| json!({"version": row.version, "agreed": row.agreed, "at": at(row.at)}),
        ))
    }

    async fn views(&self, after: Uuid) -> Result<Page, Failure> {
        let db = self.app.db.reader();
        let rows = own::views(db, self.actor.person.0, after).await?;
        let words = self.words(rows.iter().map(|row| row.reason_id)).await?;
        let platforms = areas::by_paths(db, rows.iter().map(|row| row.platform_path.clone()).collect()).await?;
        Ok(told(
            &rows,
            |row| row.id,
            |row| {
                json!({"at": at(row.at), "role": row.role, "fields": row.fields, "reason": words.get(&row.reason_id),
                "platform": platforms.get(&row.platform_path).map(|platform| &platform.name)})
            },
        ))
    }
}
