//! The outbox and the inboxes, as `jobs` fills them.

use super::Ledger;
use crate::store::entity::notice;
use uuid::Uuid;

impl Ledger {
    /// Who follows a proposal, in the order of their pseudonyms.
    pub(super) fn followers(&self, id: Uuid) -> Vec<Uuid> {
        let of = self.follows.range((id, Uuid::nil())..=(id, Uuid::max()));
        of.map(|((_, who), _)| *who).collect()
    }

    /// Delivers what is due in the outbox.
    pub(super) fn deliver(&mut self) {
        let now = self.now();
        while let Some(first) = self.waiting.first_entry() {
            if first.key().0 > now {
                break;
            }
            let happened = first.remove();
            let followers = if happened.told.iter().any(|told| told.followers) {
                self.followers(happened.proposal)
            } else {
                Vec::new()
            };
            for told in &happened.told {
                for who in told.audience(&followers) {
                    self.notices.push(notice::Model {
                        id: self.app.fresh_id(),
                        pseudonym: who,
                        district_id: happened.district,
                        seq: i64::try_from(told.seq).unwrap_or(i64::MAX),
                        proposal_id: happened.proposal,
                        kind: told.kind.clone(),
                        created_at: happened.at.millis(),
                        read_at: None,
                    });
                }
            }
        }
    }
}
