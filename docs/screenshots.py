"""``make pictures``: those in the README, of the room after a bell and of the month's page after half a year."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Page, async_playwright

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]

from tests.bot.rooms import ARGUMENTS, CHROMIUM, open_room  # noqa: E402  after the path

VIEW = {"width": 1000, "height": 1050}
HALF_A_YEAR_MS = 120_000


async def main() -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        with TemporaryDirectory() as folder:
            async with open_room(Path(folder)) as url:
                page = await browser.new_page(viewport=VIEW)
                page.set_default_timeout(HALF_A_YEAR_MS)
                await _room(page, url)
                await _month(page, url)
        await browser.close()


async def _room(page: Page, url: str) -> None:
    await page.goto(f"{url}/as/anna")
    await page.fill("#text", "/advocaat")
    await page.click(".say button")
    await page.click("button:has-text('Doe maar')")
    asked = page.locator("#news a")
    await asked.wait_for()
    await asked.click()
    await page.click("button:has-text('Ja, is goed')")
    await page.locator("li:has-text('heeft vandaag het belletje')").wait_for()
    await page.screenshot(path=HERE / "room.png")


async def _month(page: Page, url: str) -> None:
    await page.goto(f"{url}/as/anna")
    await page.click("button[name=half_year]")
    await page.locator("#clock:has-text('De tijd loopt')").wait_for()
    await page.locator("#clock:not(:has-text('De tijd loopt'))").wait_for()
    await page.fill("#text", "/advocaat organisatie")
    await page.click(".say button")
    await page.locator("button:has-text('De hele maand op één pagina')").last.click()
    await page.locator("a:has-text('Open de pagina')").last.click()
    await page.locator("h1").wait_for()
    await page.screenshot(path=HERE / "month.png", clip={"x": 0, "y": 0, "width": 1000, "height": 1050}, full_page=True)


if __name__ == "__main__":
    asyncio.run(main())
