"""Whoever merges the delta rounds has the calendar view, whatever happened in between."""

import random
from datetime import date

import pytest

from graph_standin import CannotDo
from graph_standin.trial import when

DATES = [date(2026, 11, 24), date(2026, 12, 1)]


def happenings(chance, graph, series, guest):
    """Something that somebody does; it may turn out not to be possible."""
    day, hour = chance.choice(DATES), f"{chance.randint(8, 17):02}:00"
    return chance.choice(
        [
            lambda: series.move(day, start=hour, minutes=chance.choice([30, 60])),
            lambda: series.move(day, start=f"2026-12-{chance.randint(1, 20):02}T{hour}"),
            lambda: series.cancel(day),
            lambda: series.move_all(start=hour),
            lambda: series.respond(guest, chance.choice(["accepted", "declined", "tentativelyAccepted"]), day),
            lambda: series.respond(guest, chance.choice(["accepted", "declined"])),
            lambda: series.rename(f"Weekstart {hour}"),
            lambda: series.tidy(guest, day),
            lambda: series.remove(guest),
            lambda: series.add(guest),
            lambda: graph.event(series.organizer, f"Los {hour}", f"{day}T{hour}", attendees=[guest]),
            lambda: chance.choice(graph.events).cancel() if chance.random() < 0.2 else None,
            lambda: guest.away(f"{day}T09:00", f"{day}T17:00"),
        ]
    )


class Copy:
    """What somebody keeps who follows a calendar by its rounds."""

    def __init__(self, sdk, who):
        self.sdk, self.who, self.link, self.kept = sdk, who, None, {}

    async def follow(self):
        found, self.link, _pages = await self.sdk.round(self.who, self.link, ["odata.maxpagesize=3"])
        for one in found:
            if one.additional_data.get("@removed"):
                self.kept.pop(one.id, None)
            else:
                self.kept[one.id] = one
        masters = {key: one for key, one in self.kept.items() if one.type.value == "seriesMaster"}
        dates = [one for key, one in self.kept.items() if key not in masters]
        assert {one.series_master_id for one in dates} - {None} == set(masters)
        return sorted((one.id, when(one), one.end.date_time, one.type.value) for one in dates)


@pytest.mark.parametrize("seed", range(4))
async def test_merged_rounds_are_the_view(graph, sdk, anna, bram, weekly, seed):
    chance = random.Random(seed)
    copies = [Copy(sdk, anna), Copy(sdk, bram)]
    for step in range(20):
        for copy in copies:
            there = await sdk.all(copy.who)
            expected = sorted((one.id, when(one), one.end.date_time, one.type.value) for one in there)
            assert await copy.follow() == expected, f"seed {seed}, step {step}"
        for _ in range(chance.randint(1, 3)):
            try:
                happenings(chance, graph, weekly, bram)()
            except CannotDo:
                continue
