"""An example of everything that can be shown, for the tests of each platform."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.views import render
from bot.views.checkout import promise_page
from bot.views.home import home
from bot.views.month import page_link
from bot.views.pages import elsewhere, explain, help_page, menu, privacy
from bot.views.plan import plans_page, whose_pause, whose_resume
from bot.views.plan_form import SeriesChoice, plan_form
from bot.views.space import one_line, pick_people, refused
from bot.views.voice import Platform, Voice
from rituals import effects, month_replies, replies
from rituals.checkout import CheckOut, Form, Release
from rituals.commands import Invited
from rituals.errors import Because, Refusal
from rituals.handlers.calling import ONES_OWN
from rituals.identifiers import CheckOutId, MeetingId, ParticipantId, PlanId, SpaceId
from rituals.meeting import Done, State
from rituals.months import Figures, Followed, Month, MonthView, QuestionFigures, Rule
from rituals.organisation import PARTS, Leader, LeaderChange, OrganisationView, Rows, for_leaders, without
from rituals.people import Reason
from rituals.phases import Ritual
from rituals.publication import publish
from rituals.questions import SETS, Question, SetName
from rituals.rhythm import Every, Rhythm
from rituals.schedule import Date, Linked, Occurrence, Off, Plan, Stage, Why
from rituals.schedule import Kind as Planned
from rituals.space import Space

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
ALL_OF_ME = replies.MyData(
    turn=True,
    had_last=True,
    paused_until=date(2027, 3, 1),
    roles=("holder", "asked", "chair", "plan_author", "plan_chair", "leader", "plan_left_out", "plan_mailbox"),
    author=True,
    marked=True,
    led=True,
)
NOTHING_OF_ME = replies.MyData(
    turn=False, had_last=False, paused_until=None, roles=(), author=False, marked=False, led=False
)

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
LEADERS_SHOWN = month_replies.LeadersShown(leaders=LEADERS, elsewhere=2, changes=CHANGES, may_change=True)

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
SHOWN_PLAN = replies.PlanShown(plan=PLAN, dates=DATES, missed=(MISSED[0], UNSURE))
SERIES = (
    SeriesChoice(value="0011223344", subject="Weekstart <team> *A*", next=NOON),
    SeriesChoice(value="5566778899", subject=None, next=NOON + WEEK),
)

SHOWN = {
    "ask_card_planned": effects.AskCard(meeting=M, until=NOON, starts_at=NOON + HOUR),
    "plans_none": replies.PlansShown(plans=()),
    "plans": replies.PlansShown(plans=(SHOWN_PLAN,), missed=(ended(Stage.MISSED, Why.LATE, Planned.ROUND),)),
    "plans_changed": replies.PlansShown(
        plans=(replies.PlanShown(plan=FOLLOWING, dates=(on(0), on(1, off=Off.PAUSED)), missed=MISSED[1:4]),),
        paused_until=date(2027, 3, 1),
        changed=True,
    ),
    "plans_many": replies.PlansShown(
        plans=(
            SHOWN_PLAN,
            replies.PlanShown(
                plan=replace(PLAN, rhythm=replace(TUESDAYS, every=Every.LAST, weekdays=(0, 3))), dates=(), missed=()
            ),
            replies.PlanShown(plan=FOLLOWING, dates=(), missed=()),
        )
    ),
    "plans_without_dates": replies.PlansShown(
        plans=(
            replies.PlanShown(plan=replace(FOLLOWING, bell_before=None, checkout=False), dates=(), missed=MISSED[3:]),
            replies.PlanShown(
                plan=replace(PLAN, rhythm=replace(TUESDAYS, every=Every.OTHER_WEEK)), dates=(), missed=()
            ),
        )
    ),
    "plan_form_new": replies.PlanDetails(plan=None, today=NOON.date()),
    "plan_form": replies.PlanDetails(plan=PLAN, today=NOON.date()),
    "date_form": replies.DateDetails(plan=PLAN.id, date=on(1)),
    "confirm_remove": replies.ConfirmRemove(plan=PLAN.id, rhythm=TUESDAYS),
    "team_paused": replies.SpacePauseKept(until=date(2027, 3, 1), changed=True),
    "team_resumed": replies.SpacePauseKept(until=None, changed=True),
    "team_not_paused": replies.SpacePauseKept(until=None, changed=False),
    "confirm_remove_following": replies.ConfirmRemove(plan=PLAN.id, rhythm=None),
    "unsure_fine": replies.UnsureSettled(again=False),
    "unsure_again": replies.UnsureSettled(again=True),
    "plan_made": effects.PlanKept(
        by=ANNA, fresh=True, rhythm=TUESDAYS, next=NOON, bell_before=timedelta(minutes=30), checkout=True, chair=ANNA
    ),
    "plan_changed": effects.PlanKept(by=ANNA, fresh=False, rhythm=None, next=None, bell_before=None, checkout=False),
    "plan_removed": effects.PlanRemoved(by=ANNA, rhythm=replace(TUESDAYS, every=Every.FIRST)),
    "date_skipped": effects.DateChanged(by=ANNA, was=NOON, to=None),
    "date_moved": effects.DateChanged(by=ANNA, was=NOON, to=NOON + WEEK),
    "date_restored": effects.DateChanged(by=ANNA, was=NOON, to=NOON, restored=True),
    "team_pause_told": effects.SpacePaused(by=ANNA, until=date(2027, 3, 1)),
    "team_pause_over": effects.SpacePaused(by=ANNA, until=None),
    "plan_stopped": effects.PlanStopped(),
    "reminder": effects.Reminder(form=Form.MEETING, until=NOON),
    "reminder_round": effects.Reminder(form=Form.ROUND, until=NOON),
    "unsure_ask": effects.UnsureAsk(about=M, kind="bell", number=0),
    "ask_card": effects.AskCard(meeting=M, until=NOON),
    "role_card": effects.RoleCard(meeting=M),
    "card_over": effects.CardOver(),
    "open_call": effects.OpenCall(meeting=M),
    "announcement": effects.Announcement(meeting=M, holder=ANNA),
    "announcement_again": effects.Announcement(meeting=M, holder=ANNA, again=True),
    "looking": effects.Looking(),
    "withdrawn": effects.Withdrawn(),
    "ended": effects.Ended(),
    **{f"ended_{done}": effects.Ended(done=done) for done in Done},
    "ringing": effects.Ringing(),
    "chair_card": effects.ChairCard(meeting=M, holder=ANNA),
    "chair_card_over": effects.ChairCardOver(),
    "done_ask": effects.DoneAsk(meeting=M),
    "done_answer": effects.DoneAnswer(done=Done.WEIGHED),
    "done_expired": effects.DoneAnswer(done=None),
    "thanks": effects.Thanks(rung=True),
    "thanks_not_rung": effects.Thanks(rung=False),
    "welcome": effects.Welcome(),
    "settings_changed": effects.SettingsChanged(by=ANNA, space=SPACE),
    "settings_changed_shared": effects.SettingsChanged(by=ANNA, space=replace(SPACE, shared_as="Zorg <team>")),
    "settings_changed_not_shared": effects.SettingsChanged(by=ANNA, space=SPACE, stopped_sharing=True),
    "first_use": replies.FirstUse(invited=INVITED),
    "asking_around": replies.AskingAround(minutes=3),
    "declined": replies.Declined(),
    "status_none": replies.Status(),
    "status_asking": replies.Status(state=State.ASKING, meeting=M),
    "status_open": replies.Status(state=State.OPEN, meeting=M),
    "status_announced": replies.Status(state=State.ANNOUNCED, meeting=M, holder=ANNA, invited=INVITED),
    "status_under_way": replies.Status(state=State.UNDER_WAY, meeting=M, holder=ANNA, invited=Invited()),
    "rang": replies.Rang(),
    "still_ringing": replies.StillRinging(),
    "passed_on": replies.PassedOn(),
    "redrawing": replies.Redrawing(),
    "cancelled": replies.Cancelled(),
    "concluded": replies.Concluded(),
    "handed_over": replies.HandedOver(to=ANNA),
    "paused": replies.Paused(until=date(2027, 3, 1)),
    "pause_over": replies.Paused(until=None),
    "settings_shown": replies.SettingsShown(space=SPACE),
    "spoken_line": effects.SpokenLine(),
    "checkout_open": effects.CheckOutOpen(checkout=CHECKOUT),
    "checkout_open_round": effects.CheckOutOpen(
        checkout=replace(CHECKOUT, form=Form.ROUND, name=SetName.SHORT, questions=SETS[SetName.SHORT])
    ),
    "checkout_closed": effects.CheckOutClosed(questions=SETS[SetName.STANDARD], published=SEEN),
    "checkout_closed_six": effects.CheckOutClosed(questions=SETS[SetName.SHORT], published=SIX),
    "checkout_closed_decision": effects.CheckOutClosed(questions=SETS[SetName.DECISION], published=DECIDED),
    "checkout_too_few": effects.CheckOutClosed(questions=SETS[SetName.SHORT], published=None, early=True),
    "checkout_withdrawn": effects.CheckOutWithdrawn(),
    "questions_changed": effects.QuestionsChanged(by=ANNA, questions=(Question(words="Was <er> *tijd*?"),)),
    "questions_removed": effects.QuestionsChanged(by=ANNA, questions=()),
    "announcement_last": effects.Announcement(meeting=M, holder=ANNA, last=RELEASE),
    "choose_form": replies.ChooseForm(name=SetName.SHORT),
    "spoken_asked": replies.SpokenAsked(),
    "opened": replies.Opened(form=Form.MEETING, until=NOON),
    "opened_round": replies.Opened(form=Form.ROUND, until=NOON),
    "answer_form": replies.AnswerForm(checkout=CHECKOUT),
    "answer_form_reflection": replies.AnswerForm(
        checkout=replace(CHECKOUT, name=SetName.REFLECTION, questions=SETS[SetName.REFLECTION])
    ),
    "answer_form_decision": replies.AnswerForm(
        checkout=replace(CHECKOUT, name=SetName.DECISION, questions=SETS[SetName.DECISION])
    ),
    "answer_form_own": replies.AnswerForm(
        checkout=replace(CHECKOUT, name=SetName.OWN, questions=(Question(words="Was <er> *tijd*?"),))
    ),
    "counted": replies.Counted(),
    "confirm_cancel": replies.ConfirmCancel(checkout=C),
    "checkout_open_own": effects.CheckOutOpen(
        checkout=replace(
            CHECKOUT, name=SetName.OWN, questions=(Question(words="Was <er> *tijd*?"), Question(words="Ruimte?"))
        ),
        author=ANNA,
    ),
    "offer": effects.BellOffer(),
    "announcement_last_decision": effects.Announcement(
        meeting=M, holder=ANNA, last=replace(RELEASE, name=SetName.DECISION, published=DECIDED)
    ),
    "confirm_close": replies.ConfirmClose(checkout=C, form=Form.MEETING, threshold=6, until=NOON),
    "checkout_ended": replies.CheckOutEnded(),
    "checkout_cancelled": replies.CheckOutCancelled(),
    "questions_shown": replies.QuestionsShown(questions=(Question(words="Was er tijd?"),)),
    "questions_preview": replies.QuestionsPreview(questions=(Question(words="Was <er> *tijd*?"),)),
    "questions_preview_none": replies.QuestionsPreview(questions=()),
    "questions_kept": replies.QuestionsKept(),
    "my_data": ALL_OF_ME,
    "my_data_none": NOTHING_OF_ME,
    "my_data_led": replace(NOTHING_OF_ME, led=True),
    "erased": replies.Erased(was=ALL_OF_ME),
    "erased_none": replies.Erased(was=NOTHING_OF_ME),
    "settings_kept": replies.SettingsKept(),
    "introduced": replies.Introduced(),
    "nobody_eligible": replies.NobodyEligible(
        why_not=dict.fromkeys([reason for reason in Reason if reason not in ONES_OWN], 2)
    ),
    "month": effects.MonthTold(view=MonthView(months=(NOVEMBER, OCTOBER, SEPTEMBER), own=OWN)),
    "month_followed": effects.MonthTold(
        view=MonthView(
            months=(BARE, OCTOBER),
            own={},
            followed=Followed.TALKED,
            asked_by_leaders=WHOLE,
            leaders_followed=Followed.COMING,
        )
    ),
    "months_shown": month_replies.MonthsShown(view=MonthView(months=(NOVEMBER, OCTOBER, SEPTEMBER), own=OWN)),
    "months_shown_first": month_replies.MonthsShown(
        view=MonthView(months=(replace(BARE, figures=Figures(spoken=2)),), own={})
    ),
    "followed_kept": month_replies.FollowedKept(),
    "followed_kept_teams": month_replies.FollowedKept(teams=True),
    "organisation_told": effects.OrganisationTold(view=VIEW),
    "organisation_shown": month_replies.OrganisationShown(
        view=replace(
            VIEW,
            followed=Followed.NOT_NOW,
            months=(replace(WHOLE, hidden=frozenset()),),
            rows=replace(SHARED, hidden=frozenset(PARTS)),
        )
    ),
    "month_different": effects.MonthTold(
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
    "organisation_different": effects.OrganisationTold(
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
    "month_one": effects.MonthTold(
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
        f"month_one_{band}": effects.MonthTold(
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
    "organisation_hidden": month_replies.OrganisationShown(
        view=replace(
            VIEW, months=(replace(WHOLE, figures=Figures(announced=5), hidden=frozenset(PARTS) - {"announced"}),)
        )
    ),
    "organisation_nothing": month_replies.OrganisationShown(
        view=replace(VIEW, months=(replace(WHOLE, figures=Figures(), hidden=frozenset(PARTS)),))
    ),
    "organisation_many": month_replies.OrganisationShown(
        view=replace(
            VIEW, rows=replace(SHARED, rows=tuple(replace(NOVEMBER, shared_as=f"Team {n}") for n in range(99)))
        )
    ),
    "phases": month_replies.PhasesShown(in_use=frozenset(Ritual)),
    "phases_some": month_replies.PhasesShown(in_use=frozenset({Ritual.BELL, Ritual.CHECKOUT})),
    "leaders_form": LEADERS_SHOWN,
    "leaders_list": replace(LEADERS_SHOWN, may_change=False),
    "leaders_none": month_replies.LeadersShown(leaders=(), elsewhere=0, changes=(), may_change=False),
    "leaders_kept": month_replies.LeadersKept(),
    "nobody_else": replies.NobodyEligible(why_not={}),
}

REFUSED = {
    because: Refusal(because, n=50, name=ANNA, said="@jan <!channel>", most=50, needed=5, words="vragen")
    for because in Because
}


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
    yield "home", home(voice, (SPACE.id, SpaceId("slack:T01TEAM:C02TEAM")), VIEW)
    yield "home_nothing", home(voice, (), None)
    yield "home_led", home(voice, (), None, led=True)
    yield "page_link", page_link("https://belletje.example/month/abc?x=1&y=2", NOON, voice)
    yield "page_none", page_link(None, NOON, voice)
    yield "elsewhere", elsewhere(voice, ANNA)
    yield "help_nearest", help_page(voice, "annulleer")
    yield "help_unknown", help_page(voice, "<!channel> *x*")
    yield "plan_form_series", plan_form(voice, PLAN, NOON.date(), SERIES, "5566778899")
    yield "plans_unread", plans_page(replies.PlansShown(plans=(SHOWN_PLAN,)), voice, unread={PLAN.id})
    yield "whose_pause", whose_pause(voice, date(2027, 3, 1))
    yield "whose_resume", whose_resume(voice)
    yield "pick_people", pick_people(voice, {"replaces": M})
    yield from (
        (key, one_line(key, voice)) for key in ("failed", "first_use.dismissed", "busy", "co.failed", "co.stays_open")
    )
