"""Something to be curious about: five rules over published figures, each of which a reader can check.

The first that applies, in this order; not the one of last month while another applies. For leaders over the month of a
whole organisation, never of one space. A space's own month has half the numbers.

What each rests on: the report on professional dissent at Dutch municipalities (R) and the questions and answers on
loyal dissent of the provinces (F), by heading.

* **voice** (*say* uneasy, this month and the one before): R *Veiligheid en vertrouwen*, *Steunend leiderschap*,
  *Beleving*; F question 2 A.
* **reply** (rung ≥ 6; taken on, weighed or heard < half of rung): R *Formalisering*; F question 6.
* **table** (*perspectives* uneasy, this month and the one before): R *Overleg- en beslisstructuren*; F question B.
* **quiet** (announced ≥ 8, rung ≤ a quarter of announced): R *Warmte met zakelijkheid*, *Alert en laagdrempelig*.
* **time** (planned ≥ 8, fewer than half took place): R *Tijd en rust*, *Continuïteit*.
* **going**, when none applies: R *Type 5*, *Vertrekpunt*.

A question is *uneasy* in a month when in at least half of its published check-outs more than a few said partly or no,
or the answers differed.
"""

from collections.abc import Iterator

from rituals.month.months import Figures, Month, Rule, month_before

RESTS_ON: dict[Rule, frozenset[str]] = {
    Rule.VOICE: frozenset(),  # a question that is hidden is not there
    Rule.TABLE: frozenset(),
    Rule.REPLY: frozenset({"rung", "done"}),
    Rule.QUIET: frozenset({"announced", "rung"}),
    Rule.TIME: frozenset({"planned", "took_place"}),
}
"""Which parts a rule looks at."""

RUNG, ANNOUNCED, PLANNED = 6, 8, 8
"""From how many on the rules reply, quiet and time look, for an organisation."""


def curious(
    month: str, figures: Figures, before: Month | None, *, whole: bool, hidden: frozenset[str] = frozenset()
) -> Rule:
    """Which rule chooses the question.

    Args:
        month: which month.
        figures: of that month.
        before: the latest published month before it.
        whole: of an organisation.
        hidden: parts of the figures that are not given; no rule rests on these.
    """
    last = before if before and before.month == month_before(month) else None
    found = [rule for rule in _applying(figures, last, 1 if whole else 2) if not RESTS_ON[rule] & hidden]
    fresh = [rule for rule in found if last is None or rule is not last.curious]
    return next(iter([*fresh, *found]), Rule.GOING)


def _applying(now: Figures, last: Month | None, divided_by: int) -> Iterator[Rule]:
    if _uneasy_twice("say", now, last):
        yield Rule.VOICE
    if now.rung >= RUNG // divided_by and 2 * now.replied < now.rung:
        yield Rule.REPLY
    if _uneasy_twice("perspectives", now, last):
        yield Rule.TABLE
    if now.announced >= ANNOUNCED // divided_by and 4 * now.rung <= now.announced:
        yield Rule.QUIET
    if now.planned >= PLANNED // divided_by and 2 * now.took_place < now.planned:
        yield Rule.TIME


def _uneasy_twice(key: str, now: Figures, last: Month | None) -> bool:
    return last is not None and is_uneasy_month(key, now) and is_uneasy_month(key, last.figures)


def is_uneasy_month(key: str, figures: Figures) -> bool:
    """Whether a question is uneasy in a month."""
    asked = figures.question(key)
    return asked.shown > 0 and 2 * asked.uneasy >= asked.shown
