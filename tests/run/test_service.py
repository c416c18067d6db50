"""What the clock does, whatever fails meanwhile."""

import pytest
from helpers import talk

from rituals.kernel.ritual import Ritual
from storage import StorageError


async def test_what_may_be_half_done_is_looked_at_until_the_store_answers(tmp_path, monkeypatch):
    looked = []

    def due(_unit, _now, half_done):
        looked.append(half_done)
        if len(looked) == 1:
            raise StorageError("planted")
        return ()

    async with talk(tmp_path) as team:
        monkeypatch.setattr("bot.service.RITUALS", (Ritual(name="planted", due=due),))
        with pytest.raises(StorageError):
            await team.bot.service.start()  # after a start anything may be half done
        await team.bot.service.tick()
        await team.bot.service.tick()
    assert looked[:3] == [True, True, False]
