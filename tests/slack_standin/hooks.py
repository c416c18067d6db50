"""response_url: answers that come after the acknowledgement."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from slack_standin.codes import Refusal
from slack_standin.model import Hook, Message
from slack_standin.posting import check_content
from slack_standin.world import World

USES = 5
SECONDS = 30 * 60


class Hooks:
    def __init__(self, world: World) -> None:
        self.world = world
        self.posts: list[dict[str, Any]] = []
        self.touched: Callable[[], None] = lambda: None

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.posts.append(body)
        self.touched()
        try:
            hook = self._usable(request.match_info["token"])
            apply(self.world, hook, body)
        except Refusal as refusal:
            status = 404 if refusal.code in {"used_url", "expired_url"} else 400
            return web.json_response({"ok": False, "error": refusal.code}, status=status)
        return web.json_response({"ok": True})

    def _usable(self, token: str) -> Hook:
        hook = self.world.hooks.get(token)
        if hook is None or self.world.clock() - hook.created > SECONDS:
            raise Refusal("expired_url")
        if hook.uses >= USES:
            raise Refusal("used_url")
        hook.uses += 1
        return hook


def apply(world: World, hook: Hook, body: dict[str, Any]) -> Message | None:
    """Replace or delete the message the button was on, or post a new one; private unless it says in_channel."""
    original = hook.message and world.find_message(hook.message.channel, hook.message.ts)
    if body.get("delete_original") is True and original:
        world.drop_message(original)
        return None
    text, blocks = check_content(world, body)
    if body.get("replace_original") is True and original:
        return world.change_message(original, text=text, blocks=blocks or [], edited=True)
    for_all = body.get("response_type") == "in_channel"
    thread_ts = body.get("thread_ts") or (original.thread_ts if original else None)
    message = Message(
        hook.channel,
        world.new_ts(),
        world.bot_user,
        text,
        blocks or [],
        thread_ts=thread_ts,
        ephemeral_to=None if for_all else hook.user,
        source=hook.token,
    )
    return world.add_message(message)
