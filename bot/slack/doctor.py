"""What Slack says of our tokens, as findings."""

import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat import ChatError
from bot.kernel.clock import Clock
from bot.kernel.findings import Finding, note, right, wrong
from bot.settings import Settings
from bot.slack.errors import translated
from bot.slack.manifest import OPTIONAL, SCOPES

OFF_AT_MOST = timedelta(minutes=1)
"""Slack's signatures are refused after five minutes; a clock that is a minute off deserves a word."""


async def examine_slack(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Token, scopes, clock, and the app token when there is one. Nothing is posted."""
    if settings.slack_bot_token is None:
        return
    client = AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url, timeout=10
    )
    try:
        async with translated():
            who = await client.auth_test()
    except ChatError as error:
        yield wrong(f"Slack does not accept SLACK_BOT_TOKEN, or cannot be reached: {error}.")
        return
    yield right(f"Slack accepts the bot token, for the workspace {who.get('team', who['team_id'])}.")
    yield _scopes({scope.strip() for scope in who.headers.get("x-oauth-scopes", "").split(",")})
    with contextlib.suppress(ValueError, TypeError):  # no date, or none that says when
        yield _clock(parsedate_to_datetime(who.headers.get("Date", "")), clock.now())
    if settings.slack_app_token is not None:
        yield await _app_token(client, settings.slack_app_token.get_secret_value())


def _scopes(given: set[str]) -> Finding:
    if missing := SCOPES.keys() - given:
        return wrong(f"These scopes are missing: {', '.join(sorted(missing))}. Add them and install the app again.")
    if more := given - SCOPES.keys() - OPTIONAL.keys() - {""}:
        return note(f"The app has scopes that Belletje does not need: {', '.join(sorted(more))}.")
    return right("The app has the scopes it needs and no more.")


def _clock(theirs: datetime, ours: datetime) -> Finding:
    off = abs(ours - theirs)
    if off > OFF_AT_MOST:
        return wrong(f"This machine's clock is {round(off.total_seconds())} seconds off; Slack refuses five minutes.")
    return right("This machine's clock agrees with Slack's.")


async def _app_token(client: AsyncWebClient, token: str) -> Finding:
    try:
        async with translated():
            await client.apps_connections_open(app_token=token)
    except ChatError as error:
        return wrong(f"Slack does not accept SLACK_APP_TOKEN: {error}. It needs connections:write.")
    return right("Slack accepts the app token; Socket Mode can connect.")
