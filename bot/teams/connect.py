"""From settings to a connected Teams: one address that Microsoft calls, and the connector that we call."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.kernel.clock import Clock
from bot.running import Bot
from bot.settings import Settings
from bot.teams.app import TeamsApp
from bot.teams.chat import TeamsChat
from bot.teams.credentials import cloud_of, tokens_for
from bot.teams.gate import Gate
from bot.teams.names import PLATFORM
from storage import Store

ENDPOINT = "/api/messages"


class Teams:
    """The tenant of the settings."""

    name = PLATFORM

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        client, tenant = settings.teams_client_id or "", settings.teams_tenant_id or ""
        self.gate = None if settings.teams_without_tokens else Gate.of(client, cloud_of(settings), clock)
        self.chat = TeamsChat(tenant=tenant, tokens=tokens_for(settings), store=store, clock=clock)

    async def __aenter__(self) -> Self:
        if self.gate:
            self.gate.keys.fetch()  # so that they are there when the first activity comes
        return self

    async def __aexit__(self, *_exception: object) -> None:
        if self.gate:
            await self.gate.keys.stop()
        await self.chat.close()

    @property
    def workspace(self) -> str:
        """Of the settings, as space ids begin."""
        return f"{PLATFORM}:{self.chat.tenant}"

    async def reached(self) -> bool:
        """Whether the keys are there without which nobody is let in; that Teams finds us, only Teams knows."""
        return self.gate is None or self.gate.keys.known

    @asynccontextmanager
    async def listening(self, bot: Bot) -> AsyncIterator[list[BaseRoute]]:
        """The routes to serve, until the block ends; then answers under way are finished."""
        app = TeamsApp(chat=self.chat, requests=bot.requests, service=bot.service, gate=self.gate)
        try:
            yield [Route(ENDPOINT, app.receive, methods=["POST"]), Route(ENDPOINT, _probe, methods=["HEAD", "GET"])]
        finally:
            await app.finish()


async def _probe(_request: Request) -> Response:
    """Whether somebody is there; says nothing else."""
    return Response()
