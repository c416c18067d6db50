"""Socket Mode from Slack's side: connections, hello, envelopes, acknowledgements, disconnects."""

import asyncio
import json
import secrets
from typing import Any

from aiohttp import WSMsgType, web

from slack_standin.world import World

_MOST = 10


class Sockets:
    def __init__(self, world: World) -> None:
        self.world = world
        self.base_url = ""
        self.connections: list[web.WebSocketResponse] = []
        self.opened = 0
        self._everything: set[web.WebSocketResponse] = set()
        self._tickets: set[str] = set()
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0
        self._arrived = asyncio.Event()

    def new_url(self) -> str:
        """A link that opens one connection."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"{self.base_url}/link/?ticket={ticket}&app_id={self.world.app_id}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._everything.add(socket)
        try:
            if len(self.connections) >= _MOST:
                await socket.send_json(self._disconnect("too_many_websockets"))
                return socket
            await self._serve(socket)
        finally:
            self._everything.discard(socket)
        return socket

    async def _serve(self, socket: web.WebSocketResponse) -> None:
        self.connections.append(socket)
        self.opened += 1
        self._arrived.set()
        try:
            await socket.send_json(self._hello())
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledged(json.loads(frame.data))
        finally:
            if socket in self.connections:
                self.connections.remove(socket)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": self.world.app_id},
            "debug_info": {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060},
        }

    @staticmethod
    def _disconnect(reason: str) -> dict[str, Any]:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}

    def _acknowledged(self, frame: dict[str, Any]) -> None:
        waiting = self._waiting.pop(frame.get("envelope_id", ""), None)
        if waiting and not waiting.done():
            waiting.set_result(frame.get("payload"))

    async def arrival(self) -> None:
        """Waits for the next connection."""
        self._arrived.clear()
        await self._arrived.wait()

    async def send(self, envelope: dict[str, Any]) -> Any:
        """The envelope goes to one connection only, each in turn; the answer is the acknowledgement's payload."""
        while not self.connections:
            await self.arrival()
        self._turn += 1
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = answer
        try:
            await self.connections[self._turn % len(self.connections)].send_json(envelope)
            return await answer
        finally:
            self._waiting.pop(envelope["envelope_id"], None)

    async def disconnect(self, reason: str) -> None:
        """Slack says goodbye; a warning only announces it, and nothing new is sent over the old connections."""
        leaving = list(self.connections)
        for socket in leaving:
            await socket.send_json(self._disconnect(reason))
        if reason != "warning":
            self.connections = [socket for socket in self.connections if socket not in leaving]

    async def cut(self) -> None:
        """The connections end without a word."""
        for socket in list(self.connections):
            await socket.close(code=1011)

    async def close(self) -> None:
        for socket in list(self._everything):
            await socket.close(code=1001)
