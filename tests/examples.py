"""An example of everything that can be shown, for the tests of each platform."""

import runpy
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.views.bell.answers import pick_people
from bot.views.checkout import promise_page
from bot.views.elsewhere import elsewhere
from bot.views.explain import explain
from bot.views.home import home
from bot.views.lines import one_line
from bot.views.organisation import organisation_month, page_link
from bot.views.pages import help_page, menu, privacy
from bot.views.plan.form import SeriesChoice, plan_form
from bot.views.plan.page import plans_page, whose_pause, whose_resume
from bot.views.refusal import refused
from bot.views.render import render
from bot.views.voice import Platform, Voice
from rituals.agenda.occurrence import Kind as Planned
from rituals.agenda.occurrence import Occurrence, Stage, Why
from rituals.bell.commands import Invited
from rituals.bell.contents import (
    Announcement,
    AskCard,
    BellOffer,
    CardOver,
    ChairCard,
    ChairCardOver,
    DoneAnswer,
    DoneAsk,
    Ended,
    Looking,
    OpenCall,
    Ringing,
    RoleCard,
    Thanks,
    Withdrawn,
)
from rituals.bell.meeting import Done, State
from rituals.bell.replies import (
    AskingAround,
    Cancelled,
    Concluded,
    Declined,
    FirstUse,
    HandedOver,
    NamedAlone,
    NobodyEligible,
    PassedOn,
    Paused,
    Rang,
    Redrawing,
    Status,
    StillRinging,
)
from rituals.checkout.checkout import CheckOut, Form, Release
from rituals.checkout.contents import CheckOutClosed, CheckOutOpen, CheckOutWithdrawn, QuestionsChanged, Reminder
from rituals.checkout.publication import publish
from rituals.checkout.questions import SETS, Question, SetName
from rituals.checkout.replies import (
    AnswerForm,
    CheckOutCancelled,
    CheckOutEnded,
    ConfirmCancel,
    ConfirmClose,
    Counted,
    QuestionsKept,
    QuestionsPreview,
    QuestionsShown,
)
from rituals.closing.contents import SpokenLine
from rituals.closing.replies import ChooseForm, Opened, SpokenAsked
from rituals.kernel.errors import Because, Refusal
from rituals.kernel.identifiers import CheckOutId, MeetingId, ParticipantId, PlanId, SpaceId
from rituals.kernel.people import Reason
from rituals.kernel.ritual import Kept
from rituals.kernel.space import Space
from rituals.membership.contents import Welcome
from rituals.membership.replies import Erased, MyData
from rituals.month.contents import MonthTold
from rituals.month.months import Figures, Followed, Month, MonthView, QuestionFigures, Rule
from rituals.month.phases import Habit
from rituals.month.replies import FollowedKept, MonthsShown, PhasesShown
from rituals.organisation.contents import OrganisationTold
from rituals.organisation.organisation import PARTS, Leader, LeaderChange, OrganisationView, Rows, for_leaders, without
from rituals.organisation.replies import LeadersKept, LeadersShown, OrganisationShown
from rituals.plan.contents import DateChanged, PlanKept, PlanRemoved, PlanStopped, SpacePaused
from rituals.plan.replies import ConfirmRemove, DateDetails, PlanDetails, PlanShown, PlansShown, SpacePauseKept
from rituals.plan.rhythm import Every, Rhythm
from rituals.plan.schedule import Date, Linked, Off, Plan
from rituals.space.contents import SettingsChanged
from rituals.space.replies import Introduced, SettingsKept, SettingsShown
from rituals.unsure.contents import NotSaid, UnsureAsk
from rituals.unsure.replies import UnsureSettled

SLACK = Platform(name="Slack")
M, ANNA = MeetingId("0123456789abcdef"), ParticipantId("U01ANNA")
SPACE = Space(id=SpaceId("slack:T01TEAM:C01TEAM"), word="tegenspraak")
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
INVITED = Invited(people=(ANNA,), groups=("S01",))

C = CheckOutId("fedcba9876543210")
CHECKOUT = CheckOut(
    id=C,
    space=SPACE.id,
    chair=ANNA,
    form=Form.MEETING,
    name=SetName.STANDARD,
    version=0,
    questions=SETS[SetName.STANDARD],
    threshold=6,
    opened_at=NOON,
    closes_at=NOON,
)
SEEN = publish(9, ((6, 2, 1, 0), (3, 4, 2, 0), (9, 0, 0, 0)), 6)
SIX = publish(6, ((4, 1, 1, 0),), 6)
DECIDED = publish(12, ((12, 8, 4, 5, 0, 1, 2, 0), (1, 1, 10, 0), (12, 0, 0, 0)), 6)
RELEASE = Release(
    id=C,
    space=SPACE.id,
    form=Form.MEETING,
    name=SetName.STANDARD,
    version=0,
    closed_on=NOON.date(),
    published=SEEN,
)
ALL_OF_ME = MyData(
    kept=(
        Kept(what="turn"),
        Kept(what="had_last"),
        Kept(what="paused", until=date(2027, 3, 1)),
        *(Kept(what=each) for each in ("holder", "asked", "chair", "plan_author", "plan_chair", "leader")),
        *(Kept(what=each) for each in ("plan_left_out", "plan_mailbox", "author")),
        *(Kept(what=each, stays=True) for each in ("marked", "led")),
    )
)
NOTHING_OF_ME = MyData(kept=())

TUESDAYS = Rhythm(every=Every.WEEK, weekdays=(1,), starts=time(10), lasts=timedelta(hours=1), first=date(2026, 11, 24))
PLAN = Plan(
    id=PlanId("00112233aabbccdd"),
    space=SPACE.id,
    version=3,
    rhythm=TUESDAYS,
    chair=ANNA,
    author=ANNA,
    left_out=(ANNA,),
    bell_before=timedelta(minutes=30),
    checkout=True,
    since=NOON,
)
FOLLOWING = replace(PLAN, rhythm=None, linked=Linked(mailbox="anna@example.com", series="series", by=ANNA))
FIGURES = Figures(
    announced=12, rung=8, moments=11, taken_on=2, weighed=1, heard=0, not_reached=3, spoken=4, forms=4, rounds=1,
    shown=4, answers=31, planned=10, took_place=9, late=1,
    questions=(
        QuestionFigures(key="perspectives", most=3, some=1, uneasy=1),
        QuestionFigures(key="say", most=1, few=1, differ=1, uneasy=2),
        QuestionFigures(key="own.1.0", most=2),
    ),
)  # fmt: skip
ALL, HALF = QuestionFigures(key="say", most=4), QuestionFigures(key="say", most=2, some=2, uneasy=1)
NOVEMBER = Month(about=SPACE.id, month="2026-11", figures=FIGURES, curious=Rule.REPLY)
OCTOBER = replace(NOVEMBER, month="2026-10", figures=replace(FIGURES, announced=9, rung=2, late=0), curious=Rule.QUIET)
SEPTEMBER = replace(NOVEMBER, month="2026-09", curious=Rule.GOING)
BARE = replace(NOVEMBER, figures=Figures(rounds=1), curious=Rule.GOING)
OWN = {"own.1.0": "Was <er> *tijd*?"}
WHOLE = Month(
    about="slack:T01TEAM", month="2026-11", spaces=7, figures=without(for_leaders(FIGURES), {"planned", "took_place"}), curious=Rule.VOICE,
    hidden=frozenset({"planned", "took_place"}),
)  # fmt: skip
SHARED = Rows(
    rows=tuple(replace(NOVEMBER, shared_as=name) for name in ("=Bouw & <Wonen>", "Zorg")),
    hidden=frozenset({"done", "question.say"}),
)
VIEW = OrganisationView(months=(WHOLE, replace(WHOLE, month="2026-10", hidden=frozenset())), rows=SHARED, followed=None)
LEADERS = (
    Leader(workspace="slack:T01TEAM", participant=ANNA),
    Leader(workspace="slack:T01TEAM", participant=ANNA, by_operator=True),
)
CHANGES = tuple(
    LeaderChange(day=NOON.date(), leader=LEADERS[0], added=added, by=by) for added, by in ((True, ANNA), (False, None))
)
LEADERS_SHOWN = LeadersShown(leaders=LEADERS, elsewhere=2, changes=CHANGES, may_change=True)

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


def on(weeks, **more):
    return Date(
        key=f"2026-12-{1 + 7 * weeks:02}", starts_at=NOON + WEEK * weeks, ends_at=NOON + WEEK * weeks + HOUR, **more
    )


DATES = (on(0), on(1, off=Off.SKIPPED), on(2, was=NOON + WEEK * 2 - HOUR), on(3, off=Off.HOLIDAY))


def ended(stage, why=None, kind=Planned.BELL, about=None):
    return Occurrence(
        plan=PLAN.id, key="2026-11-24", kind=kind, space=SPACE.id, starts_at=NOON, ends_at=NOON + HOUR, due_at=NOON,
        expires_at=NOON + HOUR, look_at=None, stage=stage, why=why, about=about,
    )  # fmt: skip


MISSED = tuple(ended(Stage.MISSED, why) for why in (Why.LATE, Why.RESTORED, Why.TOO_MANY, Why.PLATFORM))
UNSURE = ended(Stage.UNSURE, kind=Planned.CHECKOUT, about=f"{C}/checkout")
SHOWN_PLAN = PlanShown(plan=PLAN, dates=DATES, missed=(MISSED[0], UNSURE))
SERIES = (
    SeriesChoice(value="0011223344", subject="Weekstart <team> *A*", next=NOON),
    SeriesChoice(value="5566778899", subject=None, next=NOON + WEEK),
)

SHOWN = {
    "ask_card_planned": AskCard(meeting=M, until=NOON, starts_at=NOON + HOUR),
    "plans_none": PlansShown(plans=()),
    "plans": PlansShown(plans=(SHOWN_PLAN,), missed=(ended(Stage.MISSED, Why.LATE, Planned.ROUND),)),
    "plans_changed": PlansShown(
        plans=(PlanShown(plan=FOLLOWING, dates=(on(0), on(1, off=Off.PAUSED)), missed=MISSED[1:4]),),
        paused_until=date(2027, 3, 1),
        changed=True,
    ),
    "plans_many": PlansShown(
        plans=(
            SHOWN_PLAN,
            PlanShown(
                plan=replace(PLAN, rhythm=replace(TUESDAYS, every=Every.LAST, weekdays=(0, 3))), dates=(), missed=()
            ),
            PlanShown(plan=FOLLOWING, dates=(), missed=()),
        )
    ),
    "plans_without_dates": PlansShown(
        plans=(
            PlanShown(plan=replace(FOLLOWING, bell_before=None, checkout=False), dates=(), missed=MISSED[3:]),
            PlanShown(plan=replace(PLAN, rhythm=replace(TUESDAYS, every=Every.OTHER_WEEK)), dates=(), missed=()),
        )
    ),
    "plan_form_new": PlanDetails(plan=None, today=NOON.date()),
    "plan_form": PlanDetails(plan=PLAN, today=NOON.date()),
    "date_form": DateDetails(plan=PLAN.id, date=on(1)),
    "confirm_remove": ConfirmRemove(plan=PLAN.id, rhythm=TUESDAYS),
    "team_paused": SpacePauseKept(until=date(2027, 3, 1), changed=True),
    "team_resumed": SpacePauseKept(until=None, changed=True),
    "team_not_paused": SpacePauseKept(until=None, changed=False),
    "confirm_remove_following": ConfirmRemove(plan=PLAN.id, rhythm=None),
    "unsure_fine": UnsureSettled(again=False),
    "unsure_again": UnsureSettled(again=True),
    "plan_made": PlanKept(
        by=ANNA, fresh=True, rhythm=TUESDAYS, next=NOON, bell_before=timedelta(minutes=30), checkout=True, chair=ANNA
    ),
    "plan_changed": PlanKept(by=ANNA, fresh=False, rhythm=None, next=None, bell_before=None, checkout=False),
    "plan_removed": PlanRemoved(by=ANNA, rhythm=replace(TUESDAYS, every=Every.FIRST)),
    "date_skipped": DateChanged(by=ANNA, was=NOON, to=None),
    "date_moved": DateChanged(by=ANNA, was=NOON, to=NOON + WEEK),
    "date_restored": DateChanged(by=ANNA, was=NOON, to=NOON, restored=True),
    "team_pause_told": SpacePaused(by=ANNA, until=date(2027, 3, 1)),
    "team_pause_over": SpacePaused(by=ANNA, until=None),
    "plan_stopped": PlanStopped(),
    "reminder": Reminder(form=Form.MEETING, until=NOON),
    "reminder_round": Reminder(form=Form.ROUND, until=NOON),
    "unsure_ask": UnsureAsk(about=M, kind="bell", number=0),
    "not_said": NotSaid(about=M, kind="bell", number=0, allowed=True, again=True),
    "not_said_not_allowed": NotSaid(about=M, kind="checkout", number=0, allowed=False, again=True),
    "not_said_other": NotSaid(about=M, kind="settings", number=0, allowed=True, again=False),
    "not_said_other_not_allowed": NotSaid(about=M, kind="settings", number=0, allowed=False, again=False),
    "ask_card": AskCard(meeting=M, until=NOON),
    "role_card": RoleCard(meeting=M),
    "card_over": CardOver(),
    "open_call": OpenCall(meeting=M),
    "announcement": Announcement(meeting=M, holder=ANNA),
    "announcement_again": Announcement(meeting=M, holder=ANNA, again=True),
    "looking": Looking(),
    "withdrawn": Withdrawn(),
    "ended": Ended(),
    **{f"ended_{done}": Ended(done=done) for done in Done},
    "ringing": Ringing(),
    "chair_card": ChairCard(meeting=M, holder=ANNA),
    "chair_card_over": ChairCardOver(),
    "done_ask": DoneAsk(meeting=M),
    "done_answer": DoneAnswer(done=Done.WEIGHED),
    "done_expired": DoneAnswer(done=None),
    "thanks": Thanks(rung=True),
    "thanks_not_rung": Thanks(rung=False),
    "welcome": Welcome(),
    "settings_changed": SettingsChanged(by=ANNA, space=SPACE),
    "settings_changed_shared": SettingsChanged(by=ANNA, space=replace(SPACE, shared_as="Zorg <team>")),
    "settings_changed_not_shared": SettingsChanged(by=ANNA, space=SPACE, stopped_sharing=True),
    "first_use": FirstUse(invited=INVITED),
    "asking_around": AskingAround(minutes=3),
    "declined": Declined(),
    "status_none": Status(),
    "status_asking": Status(state=State.ASKING, meeting=M),
    "status_open": Status(state=State.OPEN, meeting=M),
    "status_announced": Status(state=State.ANNOUNCED, meeting=M, holder=ANNA, invited=INVITED),
    "status_under_way": Status(state=State.UNDER_WAY, meeting=M, holder=ANNA, invited=Invited()),
    "rang": Rang(),
    "still_ringing": StillRinging(),
    "passed_on": PassedOn(),
    "redrawing": Redrawing(),
    "cancelled": Cancelled(),
    "concluded": Concluded(),
    "handed_over": HandedOver(to=ANNA),
    "paused": Paused(until=date(2027, 3, 1)),
    "pause_over": Paused(until=None),
    "settings_shown": SettingsShown(space=SPACE),
    "spoken_line": SpokenLine(),
    "checkout_open": CheckOutOpen(checkout=CHECKOUT),
    "checkout_open_round": CheckOutOpen(
        checkout=replace(CHECKOUT, form=Form.ROUND, name=SetName.SHORT, questions=SETS[SetName.SHORT])
    ),
    "checkout_closed": CheckOutClosed(questions=SETS[SetName.STANDARD], published=SEEN),
    "checkout_closed_six": CheckOutClosed(questions=SETS[SetName.SHORT], published=SIX),
    "checkout_closed_decision": CheckOutClosed(questions=SETS[SetName.DECISION], published=DECIDED),
    "checkout_too_few": CheckOutClosed(questions=SETS[SetName.SHORT], published=None, early=True),
    "checkout_withdrawn": CheckOutWithdrawn(),
    "questions_changed": QuestionsChanged(by=ANNA, questions=(Question(words="Was <er> *tijd*?"),)),
    "questions_removed": QuestionsChanged(by=ANNA, questions=()),
    "announcement_last": Announcement(meeting=M, holder=ANNA, last=RELEASE),
    "choose_form": ChooseForm(name=SetName.SHORT),
    "spoken_asked": SpokenAsked(),
    "opened": Opened(form=Form.MEETING, until=NOON),
    "opened_round": Opened(form=Form.ROUND, until=NOON),
    "answer_form": AnswerForm(checkout=CHECKOUT),
    "answer_form_reflection": AnswerForm(
        checkout=replace(CHECKOUT, name=SetName.REFLECTION, questions=SETS[SetName.REFLECTION])
    ),
    "answer_form_decision": AnswerForm(
        checkout=replace(CHECKOUT, name=SetName.DECISION, questions=SETS[SetName.DECISION])
    ),
    "answer_form_own": AnswerForm(
        checkout=replace(CHECKOUT, name=SetName.OWN, questions=(Question(words="Was <er> *tijd*?"),))
    ),
    "counted": Counted(),
    "counted_chair": Counted(closes=CheckOutId("0123456789abcdef")),
    "confirm_cancel": ConfirmCancel(checkout=C),
    "checkout_open_own": CheckOutOpen(
        checkout=replace(
            CHECKOUT, name=SetName.OWN, questions=(Question(words="Was <er> *tijd*?"), Question(words="Ruimte?"))
        ),
        author=ANNA,
    ),
    "offer": BellOffer(),
    "announcement_last_decision": Announcement(
        meeting=M, holder=ANNA, last=replace(RELEASE, name=SetName.DECISION, published=DECIDED)
    ),
    "confirm_close": ConfirmClose(checkout=C, form=Form.MEETING, threshold=6, until=NOON),
    "checkout_ended": CheckOutEnded(),
    "checkout_cancelled": CheckOutCancelled(),
    "questions_shown": QuestionsShown(questions=(Question(words="Was er tijd?"),)),
    "questions_preview": QuestionsPreview(questions=(Question(words="Was <er> *tijd*?"),)),
    "questions_preview_none": QuestionsPreview(questions=()),
    "questions_kept": QuestionsKept(),
    "my_data": ALL_OF_ME,
    "my_data_none": NOTHING_OF_ME,
    "my_data_led": MyData(kept=(Kept(what="led", stays=True),)),
    "erased": Erased(was=ALL_OF_ME),
    "erased_none": Erased(was=NOTHING_OF_ME),
    "settings_kept": SettingsKept(),
    "introduced": Introduced(),
    "nobody_eligible": NobodyEligible(why_not=dict.fromkeys(Reason, 2)),
    "named_alone": NamedAlone(invited=INVITED, replaces=None, minutes=3),
    "named_alone_anew": NamedAlone(invited=INVITED, replaces=M, minutes=3),
    "month": MonthTold(view=MonthView(months=(NOVEMBER, OCTOBER, SEPTEMBER), own=OWN)),
    "month_followed": MonthTold(
        view=MonthView(
            months=(BARE, OCTOBER),
            own={},
            followed=Followed.TALKED,
            asked_by_leaders=WHOLE,
            leaders_followed=Followed.COMING,
        )
    ),
    "months_shown": MonthsShown(view=MonthView(months=(NOVEMBER, OCTOBER, SEPTEMBER), own=OWN)),
    "months_shown_first": MonthsShown(view=MonthView(months=(replace(BARE, figures=Figures(spoken=2)),), own={})),
    "followed_kept": FollowedKept(),
    "followed_kept_teams": FollowedKept(teams=True),
    "organisation_told": OrganisationTold(view=VIEW),
    "organisation_shown": OrganisationShown(
        view=replace(
            VIEW,
            followed=Followed.NOT_NOW,
            months=(replace(WHOLE, hidden=frozenset()),),
            rows=replace(SHARED, hidden=frozenset(PARTS)),
        )
    ),
    "month_different": MonthTold(
        view=MonthView(
            months=tuple(
                replace(
                    NOVEMBER, month=f"2026-{11 - n:02}", figures=replace(FIGURES, questions=(ALL if n < 3 else HALF,))
                )
                for n in range(5)
            ),
            own={},
        )
    ),
    "organisation_different": OrganisationTold(
        view=OrganisationView(
            months=tuple(
                replace(
                    WHOLE,
                    month=f"2026-{11 - n:02}",
                    figures=replace(FIGURES, rounds=0, questions=(ALL if n < 3 else HALF,)),
                )
                for n in range(5)
            ),
            rows=SHARED,
            before=Followed.TALKED,
        )
    ),
    "month_one": MonthTold(
        view=MonthView(
            months=tuple(
                replace(
                    NOVEMBER,
                    figures=Figures(
                        announced=1,
                        rung=rung,
                        rounds=1,
                        shown=1,
                        answers=7,
                        questions=(QuestionFigures(key="say", **{band: 1}),),
                    ),
                )
                for rung, band in ((1, "most"),)
            ),
            own={},
        )
    ),
    **{
        f"month_one_{band}": MonthTold(
            view=MonthView(
                months=(
                    replace(
                        NOVEMBER,
                        figures=Figures(
                            announced=2,
                            shown=1,
                            rounds=1,
                            answers=7,
                            questions=(QuestionFigures(key="say", **{band: 1}),),
                        ),
                        curious=rule,
                    ),
                ),
                own={},
            )
        )
        for band, rule in (("some", Rule.TABLE), ("few", Rule.TIME), ("differ", Rule.VOICE))
    },
    "organisation_hidden": OrganisationShown(
        view=replace(
            VIEW, months=(replace(WHOLE, figures=Figures(announced=5), hidden=frozenset(PARTS) - {"announced"}),)
        )
    ),
    "organisation_nothing": OrganisationShown(
        view=replace(VIEW, months=(replace(WHOLE, figures=Figures(), hidden=frozenset(PARTS)),))
    ),
    "organisation_many": OrganisationShown(
        view=replace(
            VIEW, rows=replace(SHARED, rows=tuple(replace(NOVEMBER, shared_as=f"Team {n}") for n in range(99)))
        )
    ),
    "phases": PhasesShown(in_use=frozenset(Habit)),
    "phases_some": PhasesShown(in_use=frozenset({Habit.BELL, Habit.CHECKOUT})),
    "leaders_form": LEADERS_SHOWN,
    "leaders_list": replace(LEADERS_SHOWN, may_change=False),
    "leaders_none": LeadersShown(leaders=(), elsewhere=0, changes=(), may_change=False),
    "leaders_kept": LeadersKept(),
    "nobody_else": NobodyEligible(why_not={}),
}

REFUSED = {
    because: Refusal(because, n=50, name=ANNA, said="@jan <!channel>", most=50, needed=5, words="vragen")
    for kind in Because.__subclasses__()
    for because in kind
}

SHOWN |= {
    name: what
    for path in sorted(Path(__file__).parent.glob("*/shown.py"))
    for name, what in runpy.run_path(str(path))["SHOWN"].items()
}
"""A ritual can have its examples beside its tests."""


def voice_in(language, contact="Jo de Vries", platform=SLACK, space=SPACE.id):
    here = Space(id=space, language=language, word="tegenspraak")
    return Voice(space=here, contact=contact, word="tegenspraak", platform=platform)


def everything(voice):
    """Each thing that can be shown, by name."""
    yield from ((name, render(what, voice)) for name, what in SHOWN.items())
    yield from ((f"refused_{because}", refused(refusal, voice)) for because, refusal in REFUSED.items())
    yield "explain", explain(voice)
    yield "promise", promise_page(voice)
    yield "privacy", privacy(voice)
    yield "help", help_page(voice)
    yield "menu", menu(voice)
    below = organisation_month(VIEW, voice).parts
    yield "home", home(voice, spaces=(SPACE.id, SpaceId("slack:T01TEAM:C02TEAM")), below=below)
    yield "home_nothing", home(voice)
    yield "home_led", home(voice, kept=(voice.say("me.led"),))
    yield "page_link", page_link("https://belletje.example/month/abc?x=1&y=2", NOON, voice)
    yield "page_none", page_link(None, NOON, voice)
    yield "elsewhere", elsewhere(voice, ANNA)
    yield "help_nearest", help_page(voice, "annulleer")
    yield "help_unknown", help_page(voice, "<!channel> *x*")
    yield "plan_form_series", plan_form(voice, PLAN, NOON.date(), SERIES, "5566778899")
    yield "plans_unread", plans_page(PlansShown(plans=(SHOWN_PLAN,)), voice, unread={PLAN.id})
    yield "whose_pause", whose_pause(voice, date(2027, 3, 1))
    yield "whose_resume", whose_resume(voice)
    yield "pick_people", pick_people(voice, {"replaces": M})
    yield from (
        (key, one_line(key, voice)) for key in ("failed", "first_use.dismissed", "busy", "co.failed", "co.stays_open")
    )
