"""The steps that several commands share: asking the next, giving the bell, taking it back."""

from dataclasses import replace
from datetime import datetime, timedelta

from rituals.bell import rotation
from rituals.bell.contents import Announcement, AskCard, CardOver, ChairCard, ChairCardOver, OpenCall, RoleCard
from rituals.bell.meeting import ASK_AT_LEAST, ASK_FOR, ASKED_IN_PRIVATE, MOVES, Event, Meeting, Seat, State
from rituals.bell.ports import Unit
from rituals.bell.refusals import BellBecause
from rituals.kernel.effect import Effect, Say, Slot
from rituals.kernel.errors import Refusal
from rituals.kernel.identifiers import MeetingId, ParticipantId, SpaceId
from rituals.kernel.transitions import step


def slot(meeting: Meeting, kind: str, recipient: ParticipantId | None = None) -> Slot:
    return Slot(space=meeting.space, about=meeting.id, kind=kind, recipient=recipient)


def about_bell(meeting: Meeting) -> str:
    """The name of the message that shows a bell."""
    return slot(meeting, "bell").shown_as


def find(unit: Unit, space: SpaceId, meeting: MeetingId | None) -> Meeting:
    """The bell that is meant: the one on the button, else the one that runs here."""
    found = unit.bell.meeting(meeting) if meeting else unit.bell.running(space)
    if found is None or found.space != space:
        raise Refusal(BellBecause.BELL_OVER if meeting else BellBecause.NO_BELL)
    return found


def ask_next(meeting: Meeting, unit: Unit, moment: datetime, seed: bytes) -> tuple[Effect, ...]:
    """Ask one more in private, beside those who were asked; everyone openly, at the moment set for it.

    Both moments are set when asking begins, and nothing moves them: neither a no, which is kept no more than silence
    is, nor a pause, nor that nobody is left to ask. A question that was asked stays open until everyone is asked, so
    that whoever says yes after the second was asked may have been the first.
    """
    begins = meeting.open_at is None or (meeting.state is State.ANNOUNCED and meeting.open_at <= moment)
    lasts = _asking_lasts(meeting, moment)
    if begins:
        open_at, again_at = moment + lasts, moment + lasts * _first_part(meeting)
    elif meeting.open_at is None or moment >= meeting.open_at:
        return _ask_openly(meeting, unit)
    else:
        open_at = again_at = max(meeting.open_at, moment + ASK_AT_LEAST)
    state = step(MOVES, meeting.state, Event.ASK)
    due_at = min(again_at, meeting.ends_at)
    unit.bell.keep_meeting(replace(meeting, state=state, holder=None, open_at=open_at, due_at=due_at))
    seats = {seat.participant: seat for seat in unit.bell.seats(meeting.id)}
    asked = [seat.participant for seat in seats.values() if seat.asked]
    who = rotation.draw(unit.bell.rotation(meeting.space), tuple(seats), seed, asked=asked)
    if who is None:
        return ()
    until = min(open_at, meeting.ends_at)
    unit.bell.seat(meeting.id, (Seat(participant=who, asked=True),))
    card = AskCard(meeting=meeting.id, until=until, starts_at=meeting.starts_at)
    return (Say(slot=slot(meeting, "card", who), content=card, until=until),)


def _asking_lasts(meeting: Meeting, moment: datetime) -> timedelta:
    """How long people are asked in private: of a planned meeting three quarters of the time that is left, so that the
    first has half of it alone.
    """
    left = meeting.starts_at - moment if meeting.starts_at else timedelta()
    return max(left * 3 / 4, ASK_FOR * ASKED_IN_PRIVATE)


def _first_part(meeting: Meeting) -> float:
    return 2 / 3 if meeting.starts_at else 1 / 2


def _ask_openly(meeting: Meeting, unit: Unit) -> tuple[Effect, ...]:
    opened = replace(
        meeting,
        state=step(MOVES, meeting.state, Event.ASK_OPENLY),
        holder=None,
        due_at=meeting.ends_at,
        shown=True,
    )
    unit.bell.keep_meeting(opened)
    return (*cards_over(meeting, unit), Say(slot=slot(meeting, "bell"), content=OpenCall(meeting=meeting.id)))


def cards_over(meeting: Meeting, unit: Unit, holder: ParticipantId | None = None) -> tuple[Effect, ...]:
    """Whoever was asked and has not got the bell need not answer any more."""
    asked = (seat.participant for seat in unit.bell.seats(meeting.id) if seat.asked)
    over = (who for who in asked if who not in (holder, meeting.holder))
    return tuple(Say(slot=slot(meeting, "card", who), content=CardOver(), last=True) for who in over)


def give(meeting: Meeting, unit: Unit, holder: ParticipantId) -> tuple[Effect, ...]:
    """The yes: everyone eligible who was not asked earns a share, ``holder`` pays, the space hears it.

    Credit, assignment and messages belong to one transaction.
    """
    others = cards_over(meeting, unit, holder)
    present = [seat.participant for seat in unit.bell.seats(meeting.id) if not seat.asked]
    changes = rotation.shares(present, holder)
    turns = unit.bell.rotation(meeting.space)
    unit.bell.credit(meeting.space, changes, holder)
    unit.bell.seat(
        meeting.id,
        tuple(Seat(participant=who, asked=who == holder, earned=earned) for who, earned in changes.items()),
    )
    unit.bell.keep_meeting(
        replace(
            meeting,
            state=step(MOVES, meeting.state, Event.TAKE),
            holder=holder,
            due_at=meeting.ends_at,
            last_before=turns.last,
            shown=True,
        )
    )
    again = meeting.shown and meeting.state is State.ASKING  # the space has seen it with somebody else
    last = unit.checkout.last_release(meeting.space)
    own = unit.checkout.own_questions(meeting.space, last.version) if last and last.version else None
    announcement = Announcement(
        meeting=meeting.id, holder=holder, again=again, last=last, own=own.questions if own else ()
    )
    effects = (
        *others,
        Say(slot=slot(meeting, "bell"), content=announcement),
        Say(slot=slot(meeting, "card", holder), content=RoleCard(meeting=meeting.id)),
    )
    if meeting.chair is None:
        return effects
    chair_card = ChairCard(meeting=meeting.id, holder=holder)
    return (*effects, Say(slot=slot(meeting, "chair", meeting.chair), content=chair_card))


def take_back(meeting: Meeting, unit: Unit) -> tuple[Effect, ...]:
    """Undo the draw: credits as before, the card withdrawn. The one who had it is not asked again today."""
    if meeting.state is not State.ANNOUNCED or meeting.holder is None:
        return ()
    earned = {seat.participant: seat.earned for seat in unit.bell.seats(meeting.id) if seat.earned}
    changes = {who: -change for who, change in earned.items()}
    # Whoever left in between took their share along; the holder makes up for it, so that credits still sum to zero.
    changes[meeting.holder] = changes.get(meeting.holder, 0) - sum(changes.values())
    unit.bell.credit(meeting.space, changes, meeting.last_before)
    unit.bell.seat(
        meeting.id, tuple(Seat(participant=who, asked=who == meeting.holder) for who in {*earned, meeting.holder})
    )
    return (
        Say(slot=slot(meeting, "card", meeting.holder), content=CardOver(), last=True),
        *over_for_chair(meeting),
    )


def over_for_chair(meeting: Meeting) -> tuple[Effect, ...]:
    """The chair's card loses its buttons, if there was one."""
    if meeting.chair is None or not meeting.holder:
        return ()
    return (Say(slot=slot(meeting, "chair", meeting.chair), content=ChairCardOver()),)
