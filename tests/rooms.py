"""The practice room as people meet it: a real server, plain HTTP, and a real browser."""

import asyncio
import contextlib
import http.client
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from helpers import listening, settings_for
from playwright.async_api import async_playwright

from bot.run.process import room

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("Anna", "Bram", "Chaima", "Daan", "Esra", "Femke", "Gijs", "Hanna")

COMPLAINS_OF_LOST_FOCUS = """addEventListener("load", function look() {
  if (document.activeElement === document.body) console.warn("the keyboard is nowhere");
  requestAnimationFrame(look);
})"""


@contextlib.asynccontextmanager
async def launched_chromium():
    """Chromium; where there is none the test is skipped, and fails where it may not be missing."""
    if not CHROMIUM.exists():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"there is no {CHROMIUM}")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield opened
        await opened.close()


@contextlib.asynccontextmanager
async def open_room(folder):
    """The room in this process; its address."""
    async with room(settings_for(folder)) as app, listening(app) as url:
        yield url


@contextlib.asynccontextmanager
async def demo(folder):
    """The room as ``belletje demo`` opens it; its address."""
    command = str(Path(sys.executable).with_name("belletje"))
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "BELLETJE_"))}
    process = await asyncio.create_subprocess_exec(
        command, "demo", "--port", "0", "--data", str(folder), stdout=asyncio.subprocess.PIPE, env=clean
    )
    try:
        first = (await process.stdout.readline()).decode()
        yield re.search(r"http://\S+?(?=/)", first)[0]
    finally:
        process.terminate()
        await process.communicate()


@dataclass
class Answer:
    status: int
    text: str
    headers: dict


async def ask(url, method, path, body=b"", **headers):
    """One request, sent exactly as it is written here."""

    def send():
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read().decode(), dict(answer.headers))

    return await asyncio.to_thread(send)


async def post(url, path, fields, **headers):
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
    return await ask(url, "POST", path, body, **kind, **headers)


class Seat:
    """Somebody at a browser: what they type, press and see. It keeps what went wrong and where requests went."""

    def __init__(self, page, url):
        self.page = page
        self.url = url
        self.wrong = []
        self.requested = set()
        page.on("console", lambda said: self.wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda request: self.requested.add(request.url))

    async def is_(self, name):
        """Open the room as somebody, by the link with their name."""
        if self.page.url.startswith(self.url):
            await self.page.locator(f"#people a[href='/as/{name.lower()}#last']").click()
            await self.page.wait_for_url(f"**/as/{name.lower()}*")
        else:
            await self.page.goto(f"{self.url}/as/{name.lower()}#last")

    async def says(self, text):
        await self.page.get_by_role("textbox", name=re.compile(r"^(Zeg iets als|Say something as)")).fill(text)
        await self.page.keyboard.press("Enter")

    async def presses(self, label):
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    async def sees(self, text):
        await self.page.locator("#list > li", has_text=text).last.wait_for()

    async def asked(self):
        """Who has something new, by the badge on the name."""
        badge = self.page.locator("#people li:has(.badge)").first
        await badge.wait_for()
        link = await badge.locator("a").get_attribute("href")
        return re.search(r"/as/(\w+)", link)[1].capitalize()

    async def shared(self):
        """What everybody sees, oldest first."""
        return [re.sub(r"\s+", " ", text) for text in await self.page.locator("#list > li.shared").all_inner_texts()]

    async def at(self):
        """What the keyboard is at: the words on a link or button, else its kind."""
        return await self.page.evaluate(
            "(({ activeElement: at }) => at.matches('a, button') ? at.innerText : at.tagName)(document)"
        )

    async def is_at(self, what):
        async with asyncio.timeout(5):
            while await self.at() != what:
                await asyncio.sleep(0.02)

    async def tabs_to(self, label, *, back=False):
        """With the Tab key alone; then Enter."""
        for _ in range(40):
            await self.page.keyboard.press("Shift+Tab" if back else "Tab")
            if label in (await self.at()).split("\n"):
                away = await self.page.evaluate("document.activeElement.matches('a')")
                async with self.page.expect_navigation() if away else contextlib.nullcontext():
                    await self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"Tab does not reach {label}")
