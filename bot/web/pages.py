"""The month's page over the web: for whoever has a link that is signed, not ended, and of somebody who leads now."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.report.links import LinkEnded, LinkWrong
from bot.report.page import STYLE_HASH, Surroundings, note, page
from bot.report.sheets import as_csv, as_excel
from bot.report.tables import tables
from bot.running import Bot
from bot.settings import Settings
from bot.texts import Texts, plain, texts
from bot.views.organisation import ORGANISATION
from bot.views.voice import COMMAND
from rituals import Unit
from rituals.kernel.errors import Refusal
from rituals.kernel.space import Language
from rituals.month.months import BEFORE
from rituals.organisation.closing import organisation_view
from rituals.organisation.organisation import OrganisationView
from storage import StorageError

log = structlog.get_logger()

HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src '{STYLE_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {"xlsx": "belletje.xlsx"} | {name: f"{name}.csv" for name in ("months", "questions", "teams", "team_questions")}
OF_TEAMS = ("teams", "team_questions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What somebody with a link may see, which other months, and until when."""

    view: OrganisationView
    months: tuple[str, ...]
    until: date


class NotShown(Exception):
    """Why nothing is shown: a key of the catalogue, and the status to answer with."""

    def __init__(self, key: str, status: HTTPStatus, **data: int | str) -> None:
        super().__init__(key)
        self.key = key
        self.status = status
        self.data = data


class Pages:
    """The page and its files."""

    def __init__(self, bot: Bot, settings: Settings) -> None:
        self._bot = bot
        self._settings = settings

    async def page(self, request: Request) -> Response:
        say = self._say(request)
        try:
            shown = await self._shown(request)
        except NotShown as why:
            return self._refused(why, say)
        around = self._around(request, shown, say)
        return HTMLResponse(page(shown.view, self._settings.belletje_organisation, say, around), headers=HEADERS)

    async def file(self, request: Request) -> Response:
        say, file = self._say(request), request.path_params["file"]
        if file not in FILES.values():
            return self._refused(NotShown("page.wrong", HTTPStatus.NOT_FOUND), say)
        try:
            shown = await self._shown(request)
        except NotShown as why:
            return self._refused(why, say)
        made = {table.name: table for table in tables(shown.view, say)}
        named = f"belletje-{shown.view.months[0].month}-{file}"
        about = {**HEADERS, "Content-Disposition": f'attachment; filename="{named}"'}
        if file == FILES["xlsx"]:
            return Response(as_excel(made.values(), say, self._bot.clock.now()), media_type=EXCEL, headers=about)
        return Response(as_csv(made[file.removesuffix(".csv")], say), media_type="text/csv", headers=about)

    async def _shown(self, request: Request) -> Shown:
        """What the link is for.

        Raises:
            NotShown: it is not right, has ended, or is of somebody who does not lead any more; or there is no month.
        """
        try:
            opened = self._bot.links.read(request.path_params["token"], self._bot.clock.now())
        except LinkWrong:
            log.warning("page.refused", code="wrong")
            raise NotShown("page.wrong", HTTPStatus.FORBIDDEN) from None
        except LinkEnded:
            raise NotShown("page.ended", HTTPStatus.GONE) from None
        month = request.query_params.get("month") or None
        try:
            seen, months = await self._bot.service.run(lambda unit: self._seen(unit, opened.mark, month))
        except Refusal as refusal:
            raise NotShown(f"refusal.{refusal.because}", HTTPStatus.NOT_FOUND, **refusal.data) from None
        except StorageError:
            log.exception("page.failed")
            raise NotShown("failed", HTTPStatus.SERVICE_UNAVAILABLE) from None
        until = opened.until.astimezone(ZoneInfo(self._settings.belletje_timezone)).date()
        return Shown(view=seen, months=months, until=until)

    def _seen(self, unit: Unit, mark: str, month: str | None) -> tuple[OrganisationView, tuple[str, ...]]:
        for organisation in unit.organisation.led():
            for leader in unit.organisation.leaders(organisation):
                if self._bot.links.mark(organisation, leader) == mark:
                    seen = organisation_view(organisation, unit, month=month, at_most=BEFORE + 1)
                    newest = organisation_view(organisation, unit, at_most=BEFORE)
                    return seen, tuple(each.month for each in newest.months)
        log.warning("page.refused", code="not_leader")
        raise NotShown("page.not_leader", HTTPStatus.FORBIDDEN)

    def _say(self, request: Request) -> Texts:
        asked = request.query_params.get("lang", "")
        return texts(Language(asked) if asked in set(Language) else self._settings.belletje_language)

    def _around(self, request: Request, shown: Shown, say: Texts) -> Surroundings:
        token, language = request.path_params["token"], say.language
        other = Language.ENGLISH if language is Language.DUTCH else Language.DUTCH
        newest = shown.view.months[0].month
        asked = f"?month={newest}&lang={language}"
        rows = shown.view.rows.rows
        files = {name: f"/month/{token}/{file}{asked}" for name, file in FILES.items() if name not in OF_TEAMS or rows}
        return Surroundings(
            until=shown.until,
            files=files,
            months={month: f"/month/{token}?month={month}&lang={language}" for month in shown.months},
            other_language=f"/month/{token}?month={newest}&lang={other}",
        )

    def _refused(self, why: NotShown, say: Texts) -> Response:
        command = f"{COMMAND[say.language]} {ORGANISATION.of(say.language)}"
        data: dict[str, Any] = {"command": command, **why.data}
        return HTMLResponse(note(plain(say(why.key, **data)), say), why.status, headers=HEADERS)
