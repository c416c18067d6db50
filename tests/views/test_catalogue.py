"""The words: both languages complete and alike, everything used and nothing more, in short sentences."""

import re
from pathlib import Path

import pytest

from bot.report.page import PARTS_OF_PAGE
from bot.report.tables import FIGURES, OF_QUESTIONS
from bot.texts import MARKUP, PLACEHOLDER, Kind, Span, Texts, code, person, plain, texts
from bot.views.checkout import HELPED
from bot.views.month import BAND_SENTENCES
from bot.views.plan.form import BELL_CHOICES
from bot.views.rooms import WORDS
from bot.views.space import MODES
from bot.web.pages import FILES
from rituals.agenda.occurrence import Kind as Planned
from rituals.agenda.occurrence import Why
from rituals.bell.meeting import Done, State
from rituals.checkout.publication import TALK, Band
from rituals.checkout.questions import SETS
from rituals.kernel.errors import Because
from rituals.kernel.identifiers import ParticipantId
from rituals.kernel.people import Reason
from rituals.kernel.space import Language
from rituals.month.months import Followed, Rule
from rituals.month.phases import Habit, Phase
from rituals.plan.rhythm import Every
from rituals.plan.schedule import Off

NL, EN = texts(Language.DUTCH), texts(Language.ENGLISH)
KEYS = sorted(NL.keys())
RITUALS = [*Path(__file__).parents[2].joinpath("rituals").rglob("*.py")]
SOURCES = [path for path in Path(__file__).parents[2].joinpath("bot").rglob("*") if path.suffix in (".py", ".html")]
WORDS_AT_MOST = 18

COLUMNS = {*FIGURES, *OF_QUESTIONS, "month", "spaces", "curious", "question", "team"}

BUILT = (
    {f"refusal.{because}" for kind in Because.__subclasses__() for because in kind}
    | {"refusal.not_administrator.teams", "refusal.bot_not_here.teams", "refusal.not_a_space.teams", "help.call.teams"}
    | {f"help.{word.name}" for word in WORDS if word.shown}
    | {f"nobody.{reason}" for reason in Reason}
    | {f"done.{done}" for done in Done}
    | {f"thanks.{done}" for done in Done}
    | {f"status.{state}" for state in (State.ASKING, State.OPEN, State.ANNOUNCED, State.UNDER_WAY)}
    | {f"settings.language.{language}" for language in Language}
    | {f"settings.{what}.{answer}" for what in ("guests", "offers", "offers.now") for answer in ("no", "yes")}
    | {f"settings.mode.{mode}" for mode in MODES}
    | {f"settings.{field}" for field in ("language", "guests", "mode", "offers")}
    | {f"me.{what}" for path in RITUALS for what in re.findall(r'Kept\(what="(\w+)"', path.read_text())}
    | {f"plan.every.{every}" for every in Every}
    | {f"plan.every.{every}.choice" for every in Every}
    | {f"plan.date.{off}" for off in Off}
    | {f"plan.kind.{kind}" for kind in Planned}
    | {f"plan.missed.{why}" for why in Why if why in (Why.LATE, Why.RESTORED, Why.TOO_MANY, Why.PLATFORM)}
    | {f"plan.bell.{minutes}" for minutes in BELL_CHOICES}
    | {f"plan.{field}{answer}" for field in ("checkout", "holidays") for answer in ("", ".yes", ".no")}
    | {f"band.{band}" for band in Band}
    | {f"a.{choice}" for questions in SETS.values() for question in questions for choice in question.choices}
    | {f"q.{question.key}" for questions in SETS.values() for question in questions}
    | {f"q.{key}.help" for key in HELPED}
    | {f"curious.{rule}" for rule in Rule}
    | {f"month.bells.{key}" for key in ("none", "only", "rang", "silent")}
    | {f"page.rule.{rule}" for rule in Rule if rule is not Rule.GOING}
    | {f"page.{part}" for part in PARTS_OF_PAGE}
    | {f"idea.{ritual}" for ritual in Habit}
    | {f"page.why.{rule}" for rule in Rule}
    | {f"page.file.{file}" for file in FILES}
    | {f"{kind}.{column}" for kind in ("col", "about") for column in COLUMNS}
    | {f"sheet.{table}" for table in ("months", "questions", "teams", "team_questions")}
    | {"col.table", "col.column", "col.meaning", "col.organisation", "about.organisation"}
    | {f"followed.{followed}" for followed in Followed}
    | {f"month.q.{band}.{how}" for band in BAND_SENTENCES for how in ("one", "many")}
    | {f"phases.{phase}" for phase in Phase}
    | {f"ritual.{ritual}" for ritual in Habit}
    | {f"talk.{key}" for key in (*TALK, "fine")}
    | {f"promise.{n}" for n in range(1, 6)}
    | {f"promise.not.{n}" for n in range(1, 8)}
)
"""Keys that the code puts together from a word of the core."""


def entries(catalogue, key):
    entry = catalogue._entries[key]
    return entry if isinstance(entry, tuple) else (entry,)


def test_both_languages_have_the_same_entries():
    assert NL.keys() == EN.keys()


def test_every_entry_is_used_and_every_key_that_is_used_exists():
    code_ = "\n".join(path.read_text() for path in SOURCES)
    literal = {key for key in re.findall(r'"([a-z_]+(?:\.[a-z_0-9]+)*)"', code_) if key in KEYS}
    assert NL.keys() - literal - BUILT == set()
    assert BUILT - NL.keys() == set()
    asked_for = set(re.findall(r'(?:say|label|_one_line|one_line|_button)\((?:voice, )?"([a-z_.0-9]+)"', code_))
    assert asked_for - NL.keys() == set()


@pytest.mark.parametrize("key", sorted(NL.keys()))
def test_an_entry_says_the_same_in_both_languages(key):
    """As far as a machine can see: the same placeholders, the same number of forms, the same bold and italic parts."""
    dutch, english = entries(NL, key), entries(EN, key)
    assert len(dutch) == len(english)
    for one, other in zip(dutch, english, strict=True):
        assert sorted(PLACEHOLDER.findall(one)) == sorted(PLACEHOLDER.findall(other))
        assert len(MARKUP.findall(one)) == len(MARKUP.findall(other))
        assert all((one, other))


@pytest.mark.parametrize("key", sorted(NL.keys()))
@pytest.mark.parametrize("catalogue", [NL, EN], ids=["nl", "en"])
def test_sentences_are_short(catalogue, key):
    for entry in entries(catalogue, key):
        sentences = re.split(r"(?<=[.?!:;])\s", entry.replace("*", ""))
        assert [sentence for sentence in sentences if len(sentence.split()) > WORDS_AT_MOST] == []


def test_words_that_are_not_used():
    banned = r"\b(score|resultaat|result|anoniem|anonymous|deelnemer|feedback|proces|traject)\b"
    found = [
        key
        for catalogue in (NL, EN)
        for key in KEYS
        for entry in entries(catalogue, key)
        if re.search(banned, entry, re.IGNORECASE)
    ]
    assert found == []


def test_the_own_word_stands_only_after_a_colon():
    found = {
        entry
        for catalogue in (NL, EN)
        for key in KEYS
        for entry in entries(catalogue, key)
        if "{word}" in entry and ": {word}" not in entry
    }
    assert found == set()


def test_markup_becomes_spans_and_what_is_filled_in_never_is_markup():
    catalogue = Texts(Language.ENGLISH)
    catalogue._entries = {"x": "a **b {name}** *c* {typed}"}
    assert catalogue("x", name=person(ParticipantId("u1")), typed="**no** *markup* {name}") == (
        Span(text="a "),
        Span(text="b ", bold=True),
        Span(text="u1", kind=Kind.PERSON, bold=True),
        Span(text=" "),
        Span(text="c", italic=True),
        Span(text=" "),
        Span(text="**no** *markup* {name}"),
    )


def test_one_and_many():
    assert [plain(EN("bell.asking", n=n)).split()[-2] for n in (1, 2)] == ["1", "2"]
    assert [plain(EN("bell.asking", n=n)).split()[-1] for n in (1, 2)] == ["minute.", "minutes."]


def test_commands_are_code():
    assert code("/bell who") in EN("status.none", command=code("/bell who"))


def test_a_missing_value_is_an_error_and_not_a_gap():
    with pytest.raises(KeyError):
        EN("bell.announce")
