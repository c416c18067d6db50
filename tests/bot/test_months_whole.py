"""A simulated organisation: everything that is published anywhere agrees, and comes from what the teams had seen."""

import pytest
from organisations import Organisation, recomputed

from rituals.months import COUNTS, QUESTION_COUNTS
from storage import open_store


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "data", tmp_path / "live", pepper=b"p" * 32)
    yield store
    store.close()


def test_every_figure_of_a_team_is_what_the_team_had_seen(store):
    whole = Organisation(store, teams=12, seed=1)
    whole.live(4)
    for team in whole.teams:
        rows = whole.read(lambda unit, space=team.space: unit.record.months(space, 100))
        assert {row.month for row in rows} == {month for month, _ in team.seen}
        for row in rows:
            counts, questions = recomputed(team, row.month)
            assert {name: getattr(row.figures, name) for name in COUNTS} == {name: counts[name] for name in COUNTS}
            assert {
                asked.key: {name: getattr(asked, name) for name in QUESTION_COUNTS} for asked in row.figures.questions
            } == {key: {name: found[name] for name in QUESTION_COUNTS} for key, found in questions.items()}
