//! Everything that leads to a person, as one JSON that is written in pieces: `GET /export/me.json`.
//!
//! Of ballots it says in which the person took part. A choice is in it where the ballot was open and the person
//! let the name be published with it; of every other vote, and of votes on statements, it says how many there
//! were and no more, so that nobody can be made to show what they chose.

use super::{
    super::{App, Failure},
    own::Own,
};
use futures_util::Stream;
use uuid::Uuid;
use yiting_domain::people::Actor;

/// A part of the file: a list, read page by page.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Residences,
    Roles,
    Sessions,
    Proposals,
    Comments,
    Statements,
    Supports,
    Follows,
    Ratings,
    Objections,
    Ballots,
    Consultations,
    Meetings,
    Dossier,
    Opinions,
    Notices,
    Messages,
    MessageGrants,
    Uploads,
    Consents,
    Views,
}

const PARTS: &[(&str, Part)] = &[
    ("residences", Part::Residences),
    ("roles", Part::Roles),
    ("sessions", Part::Sessions),
    ("proposals", Part::Proposals),
    ("comments", Part::Comments),
    ("statements", Part::Statements),
    ("supports", Part::Supports),
    ("follows", Part::Follows),
    ("ratings", Part::Ratings),
    ("objections", Part::Objections),
    ("ballots", Part::Ballots),
    ("consultations", Part::Consultations),
    ("meetings", Part::Meetings),
    ("dossier", Part::Dossier),
    ("opinionsAsExpert", Part::Opinions),
    ("notices", Part::Notices),
    ("messages", Part::Messages),
    ("messageGrants", Part::MessageGrants),
    ("uploads", Part::Uploads),
    ("consents", Part::Consents),
    ("personalDataViews", Part::Views),
];

/// The file, in pieces of at most one page of one list.
pub fn my_data(app: &App, actor: &Actor) -> impl Stream<Item = Result<String, Failure>> + use<> {
    let start = Some(Writer {
        own: Own {
            app: app.clone(),
            actor: actor.clone(),
        },
        at: None,
    });
    futures_util::stream::try_unfold(start, |writer| async move {
        let Some(mut writer) = writer else { return Ok(None) };
        let (piece, more) = writer.next().await?;
        Ok(Some((piece, more.then_some(writer))))
    })
}

struct Writer {
    own: Own,
    /// The part that is written, and its key; `None` before the beginning.
    at: Option<(usize, Option<Uuid>)>,
}

impl Writer {
    /// The next piece, and whether another follows.
    async fn next(&mut self) -> Result<(String, bool), Failure> {
        let Some((number, after)) = self.at else {
            let mut piece = self.own.head().await?.to_string();
            // The object goes on with the lists.
            piece.pop();
            self.at = Some((0, None));
            return Ok((piece, true));
        };
        let Some((name, part)) = PARTS.get(number) else {
            return Ok(("}\n".to_owned(), false));
        };
        let (next, items) = self.own.read(*part, after.unwrap_or(Uuid::nil())).await?;
        let mut piece = String::new();
        if after.is_none() {
            piece = format!(",\n\"{name}\":[");
        }
        for (index, item) in items.iter().enumerate() {
            piece.push_str(if index == 0 && after.is_none() { "\n" } else { ",\n" });
            piece.push_str(&item.to_string());
        }
        if next.is_none() {
            piece.push(']');
        }
        self.at = Some(if next.is_some() {
            (number, next)
        } else {
            (number + 1, None)
        });
        Ok((piece, true))
    }
}
