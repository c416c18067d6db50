"""The contract of the rituals' ports about months and leaders, walked on every back-end."""

from dataclasses import replace
from datetime import date

from rituals.bell.rotation import Rotation
from rituals.checkout.checkout import Form, Release
from rituals.checkout.publication import publish
from rituals.checkout.questions import SetName
from rituals.kernel.identifiers import CheckOutId, ParticipantId, SpaceId
from rituals.month.months import Figures, Followed, Month, QuestionFigures, Rule
from rituals.organisation.organisation import Leader, LeaderChange

HERE, THERE, ELSEWHERE = SpaceId("x:1:here"), SpaceId("x:1:there"), SpaceId("y:2:c")
ANNA, BRAM = ParticipantId("anna"), ParticipantId("bram")
FIGURES = Figures(
    announced=3, rung=2, questions=(QuestionFigures(key="say", most=1), QuestionFigures(key="own.1.0", few=1))
)
NOVEMBER = Month(about=HERE, month="2026-11", figures=FIGURES, curious=Rule.QUIET, shared_as="Zorg & Wijk")


def run(store, work):
    return store.run(work).result(timeout=10)


def published(store, *months):
    for month in months:
        run(store, lambda unit, month=month: unit.month.publish(month))


def release(number, day, *, enough=True):
    return Release(
        id=CheckOutId(f"c{number}"), space=HERE, form=Form.MEETING, name=SetName.SHORT, version=0,
        closed_on=date.fromisoformat(day), published=publish(9, ((9, 0, 0, 0),), 6) if enough else None,
    )  # fmt: skip


def test_a_month_comes_back_as_it_was_published_and_is_never_changed(opened):
    hidden = replace(NOVEMBER, about="x:1", spaces=7, shared_as=None, hidden=frozenset({"done", "question.say"}))
    published(opened(), NOVEMBER, hidden, replace(NOVEMBER, figures=Figures()))
    store = opened()
    assert run(store, lambda unit: unit.month.month(HERE, "2026-11")) == NOVEMBER
    assert run(store, lambda unit: unit.month.month("x:1", "2026-11")) == hidden
    assert run(store, lambda unit: unit.month.month(HERE, "2026-10")) is None


def test_months_are_the_latest_up_to_one_the_newest_first(store):
    published(store, *(replace(NOVEMBER, month=f"2026-{n:02}") for n in range(1, 7)), replace(NOVEMBER, about=THERE))

    def names(**asked):
        return [month.month[-2:] for month in run(store, lambda unit: unit.month.months(HERE, **asked))]

    assert names(at_most=2) == ["06", "05"]
    assert names(at_most=2, until="2026-03") == ["03", "02"]
    assert names(at_most=99, until="2026-02") == ["02", "01"]
    assert names(at_most=3, until="2025-12") == []
    assert run(store, lambda unit: unit.month.months("x:9", 3)) == ()


def test_months_of_an_organisation_are_those_of_its_spaces(store):
    rows = [replace(NOVEMBER, about=about) for about in (HERE, THERE, ELSEWHERE, "x:1", "organisation", "x:10:c")]
    published(store, *rows, replace(NOVEMBER, about="x:1", month="2026-12"))

    def spaces(within):
        return [month.about for month in run(store, lambda unit: unit.month.months_in(within, "2026-11"))]

    assert spaces("x:1") == [HERE, THERE]
    assert spaces("") == sorted([HERE, THERE, ELSEWHERE, "x:10:c"])
    assert run(store, lambda unit: unit.month.organisations()) == ("organisation", "x:1")
    assert run(store, lambda unit: unit.month.last_closed()) == "2026-12"


def test_what_was_counted_is_open_until_it_is_published(store):
    def count(unit):
        unit.counts.add("s1", HERE, "2026-10", spoken=1)
        unit.counts.add("planned/1/bell/k/p", HERE, "2026-11", planned=1, took_place=1)
        unit.counts.add("planned/1/bell/k/p", HERE, "2026-11", planned=1, took_place=1)
        unit.counts.add("planned/2/bell/k/p", HERE, "2026-11", planned=1)
        for each in (release(1, "2026-10-05"), release(2, "2026-11-05", enough=False), release(3, "2026-12-01")):
            unit.checkout.keep_release(each)

    run(store, count)
    assert run(store, lambda unit: dict(unit.month.open_months())) == {HERE: "2026-10"}
    found = run(store, lambda unit: unit.month.open_in(HERE, "2026-11"))
    assert {name: n for name, n in found.activity.items() if n} == {"spoken": 1, "planned": 2, "took_place": 1}
    assert (sorted(each.id for each in found.releases), found.late) == (["c1", "c2"], 2)
    published(store, NOVEMBER)
    assert run(store, lambda unit: dict(unit.month.open_months())) == {HERE: "2026-12"}
    left = run(store, lambda unit: [unit.checkout.release(CheckOutId(f"c{n}")) is not None for n in (1, 2, 3)])
    assert left == [False, False, True]


def test_what_became_of_a_question_can_be_changed(store):
    for said in (Followed.COMING, Followed.TALKED):
        run(store, lambda unit, said=said: unit.month.keep_followed(HERE, "2026-11", said))
        assert run(store, lambda unit: unit.month.followed(HERE, "2026-11")) is said
    assert run(store, lambda unit: unit.month.followed(HERE, "2026-10")) is None


def test_leaders_and_their_changes(store):
    anna, bram = (Leader(workspace="x:1", participant=who, link=f"l{who}") for who in (ANNA, BRAM))
    changes = [
        LeaderChange(day=date(2026, 11, 1), leader=replace(anna, by_operator=True), added=True, by=None),
        LeaderChange(day=date(2026, 11, 1), leader=bram, added=True, by=ANNA),
        LeaderChange(day=date(2026, 11, 2), leader=bram, added=False, by=ANNA),
    ]
    for change in changes:
        run(store, lambda unit, change=change: unit.organisation.change_leader("x:1", change))
    assert run(store, lambda unit: unit.organisation.leaders("x:1")) == (replace(anna, by_operator=True),)
    assert run(store, lambda unit: (unit.organisation.led(), unit.organisation.leaders("y:2"))) == (("x:1",), ())
    told = run(store, lambda unit: unit.organisation.leader_changes("x:1"))
    assert [(each.day.day, each.leader.participant, each.added, each.by) for each in told] == [
        (2, BRAM, False, ANNA),
        (1, BRAM, True, ANNA),
        (1, ANNA, True, None),
    ]


def test_what_was_kept_long_enough_goes(store):
    published(store, NOVEMBER, replace(NOVEMBER, month="2026-12"))
    change = LeaderChange(day=date(2026, 11, 1), leader=Leader(workspace="x:1", participant=ANNA), added=True, by=None)
    run(store, lambda unit: unit.organisation.change_leader("x:1", change))
    for day, left in ((date(2026, 11, 1), 1), (date(2026, 11, 2), 0)):
        run(store, lambda unit, day=day: unit.organisation.forget_before(day))
        assert len(run(store, lambda unit: unit.organisation.leader_changes("x:1"))) == left
    run(store, lambda unit: unit.month.forget_before("2026-12"))
    assert [month.month for month in run(store, lambda unit: unit.month.months(HERE, 9))] == ["2026-12"]


def test_where_something_is_kept_about_somebody(store):
    def keep(unit):
        unit.bell.keep_rotation(THERE, Rotation(credits={ANNA: 3, BRAM: -3}, last=None))
        unit.bell.keep_rotation(ELSEWHERE, Rotation(credits={ANNA: 1}, last=None))
        unit.bell.pause(HERE, ANNA, date(2026, 12, 1))

    run(store, keep)
    assert run(store, lambda unit: unit.bell.spaces_about(ANNA, "x:1")) == (HERE, THERE)
    assert run(store, lambda unit: unit.bell.spaces_about(BRAM, "x:1")) == (THERE,)
