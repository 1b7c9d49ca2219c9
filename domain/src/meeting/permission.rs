//! Who may do what in a meeting, and when.

use super::{CHECK_IN_BEFORE_MS, MeetingKind, MeetingState, MinutesView, Standing, seats::has_room};
use crate::{
    area::AreaPath,
    id::Pseudonym,
    instant::Instant,
    people::{Actor, Membership},
    poll::named,
    refusal::Refusal,
};

named! {
    /// What can be done in a meeting.
    MeetingAction {
        /// Invite people by name.
        Invite, "invite_to_meeting";
        /// Say who chairs.
        AppointChair, "appoint_chair";
        /// Change time, place or seats.
        Move, "move_meeting";
        /// Call it off.
        Cancel, "cancel_meeting";
        /// End it before its time.
        End, "end_meeting";
        /// Check somebody in or out at the door.
        CheckInOther, "check_in_other";
        /// Call the next speaker, or end a speech.
        CallSpeaker, "call_speaker";
        /// Take a seat, or a place on the waiting list.
        SignUp, "sign_up";
        /// Give it back.
        SignOff, "sign_off";
        /// Check in by the code on the screen.
        CheckIn, "check_in";
        /// Leave.
        CheckOut, "check_out";
        /// Ask to speak.
        AskToSpeak, "ask_to_speak";
        /// Take the request back.
        WithdrawSpeech, "withdraw_speech";
        /// Draft the minutes, or their correction.
        DraftMinutes, "draft_minutes";
        /// Confirm the draft, as chair or as participant.
        ConfirmMinutes, "confirm_minutes";
        /// Publish the confirmed draft.
        PublishMinutes, "publish_minutes";
        /// Add pictures.
        AttachPhotos, "attach_photos";
    }
}

/// What one person has to do with a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// Invited by name: has a seat beside the open ones.
    pub invited: bool,
    /// Whether the person comes.
    pub standing: Standing,
    /// Since when there.
    pub checked_in_at: Option<Instant>,
    /// Until when.
    pub checked_out_at: Option<Instant>,
}

impl Attendance {
    /// Whether the person is in the room.
    pub const fn is_there(self) -> bool {
        self.checked_in_at.is_some() && self.checked_out_at.is_none()
    }

    /// Whether a seat is kept.
    pub fn has_seat(self) -> bool {
        self.standing == Standing::Seated || (self.invited && self.standing == Standing::Unanswered)
    }
}

/// What the rules look at, for the person who is to act.
#[derive(Clone, Debug)]
pub struct MeetingView {
    /// What it is for.
    pub kind: MeetingKind,
    /// Where it stands in the store.
    pub state: MeetingState,
    /// Whose platform holds it.
    pub area: AreaPath,
    /// Its beginning.
    pub starts_at: Instant,
    /// Its end, this instant not included.
    pub ends_at: Instant,
    /// Who chairs.
    pub chair: Option<Pseudonym>,
    /// How many open seats there are; `None`: as many as come.
    pub open_seats: Option<u32>,
    /// How many of them are taken.
    pub taken: u32,
    /// The actor's entry on the list.
    pub mine: Option<Attendance>,
    /// Whether a request of the actor to speak waits.
    pub asked: bool,
    /// The newest version of the minutes.
    pub minutes: Option<MinutesView>,
}

impl MeetingView {
    fn over(&self, now: Instant) -> Result<(), Refusal> {
        if self.state.is_over() || now >= self.ends_at {
            return Err(Refusal::MeetingOver);
        }
        Ok(())
    }

    /// Whether people check in now.
    ///
    /// # Errors
    /// [`Refusal::MeetingOver`], [`Refusal::MeetingNotBegun`].
    pub fn doors(&self, now: Instant) -> Result<(), Refusal> {
        self.over(now)?;
        if now < self.starts_at.plus_millis(-CHECK_IN_BEFORE_MS) {
            return Err(Refusal::MeetingNotBegun);
        }
        Ok(())
    }

    /// Whether this person may take an open seat, were there one.
    ///
    /// # Errors
    /// [`Refusal::InvitedOnly`], [`Refusal::NotResidentHere`], [`Refusal::WorkersOnly`].
    pub fn may_come(&self, actor: &Actor) -> Result<(), Refusal> {
        if self.open_seats == Some(0) {
            return Err(Refusal::InvitedOnly);
        }
        // Staff of the area, of what lies below it, and of what acts on it.
        let works_here = actor
            .memberships
            .iter()
            .any(|held| held.role.is_staff() && (self.area.covers(&held.area) || held.acts_on(&self.area)));
        match self.kind {
            MeetingKind::Training if works_here => Ok(()),
            MeetingKind::Training => Err(Refusal::WorkersOnly),
            _ if works_here || actor.is_resident_of(&self.area) => Ok(()),
            _ => Err(Refusal::NotResidentHere),
        }
    }

    fn sign_up(&self, actor: &Actor) -> Result<(), Refusal> {
        match self.mine {
            Some(mine) if matches!(mine.standing, Standing::Seated | Standing::Waiting) => {
                Err(Refusal::AlreadySignedUp)
            }
            Some(mine) if mine.invited => Ok(()),
            _ => self.may_come(actor),
        }
    }

    fn sign_off(&self) -> Result<(), Refusal> {
        match self.mine {
            Some(mine) if mine.checked_in_at.is_some() => Err(Refusal::AlreadyCheckedIn),
            Some(mine) if mine.standing == Standing::Waiting || mine.has_seat() => Ok(()),
            _ => Err(Refusal::NotSignedUp),
        }
    }

    fn check_in(&self, actor: &Actor) -> Result<(), Refusal> {
        match self.mine {
            Some(mine) if mine.invited || mine.has_seat() || mine.checked_in_at.is_some() => Ok(()),
            _ => {
                self.may_come(actor)?;
                // Who came without signing up takes a free seat at the door.
                if has_room(self.open_seats, self.taken) {
                    Ok(())
                } else {
                    Err(Refusal::NoSeat)
                }
            }
        }
    }

    fn is_there(&self) -> Result<(), Refusal> {
        match self.mine {
            Some(mine) if mine.is_there() => Ok(()),
            _ => Err(Refusal::NotCheckedIn),
        }
    }

    /// Whether the actor was there at any time.
    pub fn attended(&self) -> bool {
        self.mine.is_some_and(|mine| mine.checked_in_at.is_some())
    }
}

/// Whether `actor` may do `action` in the meeting at `now`. Asked first whether somebody is known, then
/// the role, the time, and at last what the person has done before.
///
/// # Errors
/// The refusal that the command would meet.
pub fn may_meet(
    action: MeetingAction,
    actor: Option<&Actor>,
    meeting: &MeetingView,
    now: Instant,
) -> Result<(), Refusal> {
    use MeetingAction as A;
    let actor = actor.ok_or(Refusal::Unauthenticated)?;
    let for_staff = matches!(
        action,
        A::Invite
            | A::AppointChair
            | A::Move
            | A::Cancel
            | A::End
            | A::CheckInOther
            | A::CallSpeaker
            | A::DraftMinutes
            | A::PublishMinutes
            | A::AttachPhotos
    );
    if for_staff && !sees_attendance(Some(actor), &meeting.area) {
        return Err(Refusal::Forbidden);
    }
    match action {
        A::Invite | A::Move | A::Cancel => meeting.over(now),
        A::AppointChair | A::AttachPhotos if meeting.state == MeetingState::Cancelled => Err(Refusal::MeetingOver),
        A::AppointChair | A::AttachPhotos => Ok(()),
        A::End | A::CheckInOther | A::CallSpeaker => meeting.doors(now),
        A::SignUp => meeting.over(now).and_then(|()| meeting.sign_up(actor)),
        A::SignOff => meeting.over(now).and_then(|()| meeting.sign_off()),
        A::CheckIn => meeting.doors(now).and_then(|()| meeting.check_in(actor)),
        A::CheckOut | A::AskToSpeak => meeting.doors(now).and_then(|()| meeting.is_there()),
        A::WithdrawSpeech if meeting.asked => meeting.doors(now),
        A::WithdrawSpeech => Err(Refusal::SpeechNotWaiting),
        A::DraftMinutes => match meeting.state {
            MeetingState::Ended => Ok(()),
            MeetingState::Cancelled => Err(Refusal::MeetingOver),
            MeetingState::Announced | MeetingState::InSession => Err(Refusal::MeetingNotOver),
        },
        A::ConfirmMinutes => {
            let minutes = meeting.minutes.ok_or(Refusal::NothingPending)?;
            let chairs = meeting.chair == Some(actor.pseudonym);
            minutes
                .signature(actor.pseudonym, chairs, meeting.attended())
                .map(|_| ())
        }
        A::PublishMinutes => meeting.minutes.ok_or(Refusal::NothingPending)?.publishable(),
    }
}

/// All actions with the answer: what `viewerCan` shows on a meeting.
pub fn meeting_offers(
    actor: Option<&Actor>,
    meeting: &MeetingView,
    now: Instant,
) -> Vec<(MeetingAction, Result<(), Refusal>)> {
    MeetingAction::ALL
        .iter()
        .map(|action| (*action, may_meet(*action, actor, meeting, now)))
        .collect()
}

/// Whether the viewer sees who is invited, comes, was there and speaks, and the code for the screen:
/// the staff of the area. Everybody sees their own entry, and the public the numbers.
pub fn sees_attendance(viewer: Option<&Actor>, area: &AreaPath) -> bool {
    viewer.is_some_and(|actor| actor.is_staff_of(area))
}

/// Whether `actor` may read the dossier of a community worker who holds these roles: directors of an
/// area in which the person works. One's own dossier is always one's own.
///
/// # Errors
/// [`Refusal::Unauthenticated`], [`Refusal::Forbidden`].
pub fn may_read_dossier(actor: Option<&Actor>, whose: Pseudonym, held: &[Membership]) -> Result<(), Refusal> {
    let actor = actor.ok_or(Refusal::Unauthenticated)?;
    let works = held.iter().filter(|membership| membership.role.is_staff());
    let mut areas = works.map(|membership| &membership.area);
    if actor.pseudonym == whose || areas.any(|area| actor.is_director_of(area)) {
        Ok(())
    } else {
        Err(Refusal::Forbidden)
    }
}

#[cfg(test)]
mod tests {
    use super::{Attendance, MeetingAction, MeetingView, may_meet};
    use crate::{
        area::AreaPath,
        id::{PersonId, Pseudonym},
        instant::Instant,
        meeting::{MeetingKind, MeetingState, Standing},
        people::{Actor, IdentityLevel},
        refusal::Refusal,
    };
    use uuid::Uuid;

    const MINUTE: i64 = 60_000;

    fn at(minute: i64) -> Instant {
        Instant::from_millis(minute * MINUTE)
    }

    fn resident() -> Actor {
        Actor {
            person: PersonId(Uuid::from_u128(1)),
            pseudonym: Pseudonym(Uuid::from_u128(2)),
            level: IdentityLevel::Resident,
            memberships: Vec::new(),
            residences: vec![AreaPath::root(1).child(1)],
        }
    }

    /// From minute 100 to 160, with one open seat.
    fn meeting() -> MeetingView {
        MeetingView {
            kind: MeetingKind::Meeting,
            state: MeetingState::Announced,
            area: AreaPath::root(1),
            starts_at: at(100),
            ends_at: at(160),
            chair: None,
            open_seats: Some(1),
            taken: 0,
            mine: None,
            asked: false,
            minutes: None,
        }
    }

    #[test]
    fn the_doors_open_half_an_hour_before_and_shut_at_the_end_whatever_the_clock_has_done() {
        for state in [MeetingState::Announced, MeetingState::InSession] {
            let meeting = MeetingView { state, ..meeting() };
            let check_in = |now| may_meet(MeetingAction::CheckIn, Some(&resident()), &meeting, now);
            assert_eq!(check_in(at(70).plus_millis(-1)), Err(Refusal::MeetingNotBegun));
            assert_eq!(check_in(at(70)), Ok(()));
            assert_eq!(check_in(at(160).plus_millis(-1)), Ok(()));
            assert_eq!(check_in(at(160)), Err(Refusal::MeetingOver));
        }
        let ended = MeetingView {
            state: MeetingState::Ended,
            ..meeting()
        };
        assert_eq!(
            may_meet(MeetingAction::SignUp, Some(&resident()), &ended, at(0)),
            Err(Refusal::MeetingOver)
        );
    }

    #[test]
    fn a_full_room_takes_names_for_the_waiting_list_but_nobody_through_the_door_except_the_invited() {
        let mut full = MeetingView { taken: 1, ..meeting() };
        let may = |action, meeting: &MeetingView| may_meet(action, Some(&resident()), meeting, at(100));
        assert_eq!(may(MeetingAction::SignUp, &full), Ok(()));
        assert_eq!(may(MeetingAction::CheckIn, &full), Err(Refusal::NoSeat));
        full.mine = Some(Attendance {
            invited: true,
            standing: Standing::Unanswered,
            checked_in_at: None,
            checked_out_at: None,
        });
        assert_eq!(may(MeetingAction::CheckIn, &full), Ok(()));
        full.open_seats = Some(0);
        assert_eq!(may(MeetingAction::CheckIn, &full), Ok(()));
        full.mine = None;
        assert_eq!(may(MeetingAction::SignUp, &full), Err(Refusal::InvitedOnly));
    }
}
