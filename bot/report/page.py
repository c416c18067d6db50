"""The month of an organisation as one page: it reads well on a screen, on paper and aloud, and loads nothing else."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from importlib.resources import files
from typing import Any

from bot.report.tables import FIGURES, OF_QUESTIONS, Table, figures, team_questions_table, teams_table
from bot.report.templating import environment
from bot.texts import Texts, plain
from bot.views import charts
from bot.views.month import band_sentences, curious_words, did, spaced, than_before
from rituals.month.comparison import compared
from rituals.month.months import BEFORE, SPACES_NEEDED, Month, Rule, month_before
from rituals.organisation.organisation import PARTS, OrganisationView

QUESTIONS_OF_AT_MOST = 100
"""Of more teams the questions stand in the files only."""

PARTS_OF_PAGE = ("ask", "use", "say", "changed", "order", "rows", "rules")

BELLS = ("announced", "rung", "moments", *PARTS["done"])
CHECKOUTS = ("spoken", "forms", "shown", "answers", "planned", "took_place")
"""The figures in two tables, so that each fits on paper."""

STYLE = (files("bot.report") / "templates" / "page.css").read_text()
"""Stands in the page, so that a file of it is whole."""

STYLE_HASH = "sha256-" + base64.b64encode(sha256(STYLE.encode()).digest()).decode()
"""By which a browser knows that the style is ours (w3.org/TR/CSP3, hash-source)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is around the figures when the page is served, and is not there in a file.

    Attributes:
        until: the last day of the link.
        files: addresses of CSV and Excel, by name.
        months: addresses of other months, by month.
        other_language: address of the page in the other language.
    """

    until: date | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, str] = field(default_factory=dict)
    other_language: str = ""


def page(view: OrganisationView, organisation: str, say: Texts, around: Surroundings | None = None) -> str:
    """The page as HTML.

    Args:
        view: what leaders see.
        organisation: what it is called.
        say: the words.
        around: links around it.
    """
    month, around = view.months[0], around or Surroundings()
    before = next((each for each in view.months if each.month == month_before(month.month)), None)
    template = environment("bot.report").get_template("page.html")
    return template.render(
        say=say,
        plain=plain,
        language=say.language.value,
        style=STYLE,
        title=title(month, organisation, say),
        headings={part: say.label(f"page.{part}") for part in PARTS_OF_PAGE},
        needed=SPACES_NEEDED,
        month=month,
        before=before,
        did=plain(did(month.figures, say, month.hidden)),
        bells=charts.bells(view.months, say, BEFORE),
        used=[_used(view.months[:BEFORE], names, say) for names in (BELLS, CHECKOUTS)],
        questions=[_question(asked.key, view.months, say) for asked in month.figures.questions],
        changed=_changed(month, before, say) if before else None,
        curious=curious_words(month, say),
        teams=_by_team(teams_table(view, say), say),
        team_questions=_by_team(team_questions_table(view, say), say),
        in_file=len(view.rows.rows) > QUESTIONS_OF_AT_MOST,
        asked=_titles(OF_QUESTIONS, say),
        why=say.label(f"page.why.{month.curious}"),
        rules=[say.label(f"page.rule.{rule}") for rule in Rule if rule is not Rule.GOING],
        followed=say.label(f"followed.{view.followed}").lower() if view.followed else "",
        before_followed=say.label(f"followed.{view.before}").lower() if view.before and before else "",
        before_curious=curious_words(before, say) if before else "",
        files=[(say.label(f"page.file.{name}"), address) for name, address in around.files.items()],
        around=around,
    )


def title(month: Month, organisation: str, say: Texts) -> str:
    """Which month, of whom; ``organisation`` empty: it has no name."""
    when = say.month(month.month)
    named = (
        say("page.title", month=when, organisation=organisation) if organisation else say("page.title.all", month=when)
    )
    words = plain(named)
    return words[:1].upper() + words[1:]


def note(sentence: str, say: Texts) -> str:
    """A page that says one thing."""
    template = environment("bot.report").get_template("note.html")
    return template.render(sentence=sentence, language=say.language.value, style=STYLE, title=say.label("room.bot"))


def _titles(columns: Iterable[str], say: Texts) -> list[str]:
    return [say.label(f"col.{column}") for column in columns]


def _used(months: tuple[Month, ...], names: tuple[str, ...], say: Texts) -> dict[str, Any]:
    """Some figures of every month that is shown."""
    rows = [(say.month(month.month), month.spaces, *figures(month, names, month.hidden)) for month in months]
    return {"columns": _titles(("spaces", *names), say), "rows": rows}


def _by_team(table: Table, say: Texts) -> dict[str, Any]:
    """A table of the newest month, without the month and without columns in which nothing can be shown."""
    places = range(2, len(table.columns))
    kept = [place for place in places if any(row[place] is not None for row in table.rows)]
    rows = [(row[1], *(row[place] for place in kept)) for row in table.rows]
    return {"columns": _titles([table.columns[place] for place in kept], say), "rows": rows}


def _question(key: str, months: tuple[Month, ...], say: Texts) -> dict[str, Any]:
    than = compared(key, months)
    return {
        "words": say.label(f"q.{key}"),
        "said": plain(spaced(band_sentences(months[0].figures.question(key), say))),
        "than": plain(than_before(than, say, "org.other")),
        "charts": charts.question(key, say.label("chart.question"), months, say, BEFORE),
        "rows": [
            (say.month(month.month), *(getattr(asked, name) for name in OF_QUESTIONS))
            for month in months[:BEFORE]
            if (asked := month.figures.question(key)).shown
        ],
    }


def _changed(month: Month, before: Month, say: Texts) -> list[tuple[str, Any, Any]]:
    """Each figure now and in the month before."""
    now, then = (figures(each, FIGURES, each.hidden) for each in (month, before))
    return [
        (say.label("col.spaces"), month.spaces, before.spaces),
        *((say.label(f"col.{name}"), *pair) for name, pair in zip(FIGURES, zip(now, then, strict=True), strict=True)),
    ]
