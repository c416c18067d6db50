"""What a release tells, tried for every release there can be. The rules: rituals/checkout/publication.py."""

import itertools
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.checkout.publication import TALK, Band, Published, band, is_uneasy, publish, talk_about
from rituals.kernel.space import THRESHOLD

pytestmark = pytest.mark.proof
LONG = bool(os.environ.get("PROOF"))
SIZES = range(6, 25 if LONG else 16)
F, S, M, D = Band.FEW, Band.SOME, Band.MOST, Band.DIFFER


def tallies(ballots, choices):
    """Every way in which so many ballots can fall, one choice each."""
    for bars in itertools.combinations(range(ballots + choices - 1), choices - 1):
        edges = (-1, *bars, ballots + choices - 1)
        yield tuple(after - before - 1 for before, after in itertools.pairwise(edges))


def releases(ballots, choices, banded=band):
    """Each release, with every tally that it could have come from."""
    found = {}
    for tally in tallies(ballots, choices):
        found.setdefault(tuple(banded(n, ballots) for n in tally), []).append(tally)
    return found


def colluders(ballots):
    """How many other answers somebody may know without learning one more: ⌊n/3⌋ − 1."""
    return ballots // 3 - 1


def pinned(ballots, choices, known, banded=band):
    """Releases from which somebody who knows ``known`` answers can tell the answer of everybody else."""
    for shown, possible in releases(ballots, choices, banded).items():
        for held in tallies(known, choices):
            rest = {
                tuple(n - k for n, k in zip(tally, held, strict=True))
                for tally in possible
                if all(n >= k for n, k in zip(tally, held, strict=True))
            }
            # One of the others is known for sure when in every possible rest all of them chose the same.
            if (
                rest
                and all(max(left) == sum(left) for left in rest)
                and len({left.index(max(left)) for left in rest}) == 1
            ):
                yield shown, held


@pytest.mark.parametrize("choices", [2, 3, 4])
@pytest.mark.parametrize("ballots", SIZES)
def test_nobody_s_answer_can_be_told_by_those_who_know_some(ballots, choices):
    assert list(pinned(ballots, choices, colluders(ballots))) == []


def excluded(ballots, choices, banded=band):
    """Releases from which anybody can tell that nobody made some choice."""
    for shown, possible in releases(ballots, choices, banded).items():
        for place in range(choices):
            if max(tally[place] for tally in possible) == 0:
                yield shown, place


@pytest.mark.parametrize("choices", [2, 3, 4])
@pytest.mark.parametrize("ballots", SIZES)
def test_no_choice_is_ruled_out_for_everybody(ballots, choices):
    assert list(excluded(ballots, choices)) == []


def exact(count, _ballots):
    """A planted fault: the number itself."""
    return count


def thirds(count, ballots):
    """A planted fault: thirds with six ballots too."""
    return M if 3 * count >= 2 * ballots else F if 3 * count <= ballots else S


def with_unanimity(count, ballots):
    """A planted fault: everybody and nobody have words of their own."""
    return count if count in (0, ballots) else thirds(count, ballots)


def test_the_search_finds_what_is_wrong_with_exact_counts():
    assert list(pinned(6, 2, 1, exact)) != []


def test_the_search_finds_what_is_wrong_with_thirds_at_six():
    assert list(excluded(6, 3, thirds)) == [((F, S, S), 0), ((S, F, S), 1), ((S, S, F), 2)]


def test_the_search_finds_what_is_wrong_with_showing_unanimity():
    assert list(pinned(7, 3, 1, with_unanimity)) != []


@pytest.mark.parametrize("ballots", SIZES)
def test_the_bands_say_what_their_words_say(ballots):
    bands = [band(n, ballots) for n in range(ballots + 1)]
    if ballots == 6:
        assert bands == [D] * 4 + [M] * 3
    else:
        assert bands == [F if 3 * n <= ballots else M if 3 * n >= 2 * ballots else S for n in range(ballots + 1)]
        assert (bands[0], bands[-1]) == (F, M)


@pytest.mark.parametrize("threshold", range(12))
@pytest.mark.parametrize("turnout", range(14))
def test_below_the_threshold_nothing_is_published_and_it_cannot_be_lowered(turnout, threshold):
    shown = publish(turnout, ((turnout, 0),), threshold) is not None
    assert shown == (turnout >= max(threshold, THRESHOLD))


@given(st.integers(7, 200), st.data())
def test_two_counts_in_the_same_third_are_published_alike(ballots, data):
    third = data.draw(st.sampled_from([(0, ballots // 3), (-(-2 * ballots // 3), ballots)]))
    one, other = (data.draw(st.integers(*third)) for _ in range(2))
    assert publish(ballots, ((one,),), 6) == publish(ballots, ((other,),), 6)
    assert publish(ballots, ((0,), (ballots,)), 6) == Published(turnout=ballots, bands=((F,), (M,)))


UNEASY = [
    ((M, F, F, F), False),
    ((S, S, F, F), True),
    ((F, F, F, M), False),
    ((S, F, S, F), True),
    ((M, D, D, D), False),
    ((D, D, D, D), True),
    ((D, M, D, D), True),
]


@pytest.mark.parametrize(("bands", "expected"), UNEASY)
def test_when_a_question_is_uneasy(bands, expected):
    assert is_uneasy(bands) is expected


def test_the_first_uneasy_question_gets_the_talk():
    easy, uneasy = (M, F, F, F), (S, S, F, F)
    keys = ("perspectives", "say", "listened")
    assert talk_about(keys, (uneasy, uneasy, uneasy)) == "say"
    assert talk_about(keys, (uneasy, easy, uneasy)) == "listened"
    assert talk_about(keys, (uneasy, easy, easy)) == "perspectives"
    assert talk_about(keys, (easy, easy, easy)) == "fine"
    assert talk_about(("",), (uneasy,)) == "fine"  # a team's own question
    assert len(set(TALK)) == len(TALK)
