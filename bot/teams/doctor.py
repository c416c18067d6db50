"""What Microsoft says of our credentials: belletje doctor asks, and tells the operator in sentences."""

import asyncio
from collections.abc import AsyncIterator

import jwt

from bot.kernel.clock import Clock
from bot.kernel.entra import WHY
from bot.kernel.findings import Finding, note, right, wrong
from bot.settings import Settings
from bot.teams.credentials import cloud_of, tokens_for
from bot.teams.gate import Gate
from bot.teams.manifest import PERMISSIONS


async def examine_teams(settings: Settings) -> AsyncIterator[Finding]:
    """The token and the keys. Nothing is posted, and what only Teams itself knows is named as such."""
    if settings.problems():
        return
    if settings.teams_without_tokens:
        yield note("TEAMS_WITHOUT_TOKENS is set: everybody on this machine is let in. It is for trying out.")
        return
    yield await _token(settings)
    yield await _keys(settings)
    yield note(
        "Whether the app was uploaded, and with which permissions, only Teams knows. Those that it may ask for: "
        f"{', '.join(PERMISSIONS)}."
    )


async def _token(settings: Settings) -> Finding:
    ask = tokens_for(settings)
    try:
        if ask:
            await ask()
    except (ValueError, OSError, TypeError) as error:
        known = WHY.get(str(error))
        return wrong(f"Microsoft gives no token: {known or 'it cannot be reached, or does not say why'}.")
    return right("Microsoft gives us tokens.")


async def _keys(settings: Settings) -> Finding:
    gate = Gate.of(settings.teams_client_id or "", cloud_of(settings), Clock())
    try:
        keys = await asyncio.to_thread(gate.keys.get_signing_keys)
    except (jwt.PyJWTError, ValueError, OSError):
        return wrong("Microsoft's signing keys cannot be fetched; without them nobody is let in. Check the way out.")
    return right(f"Microsoft's signing keys can be fetched: {len(keys)}.")
