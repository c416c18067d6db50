"""The SDK of Microsoft Graph with our own connections, and with its refusals in the words of the port."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass
from weakref import WeakValueDictionary

import httpx
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication.authentication_provider import AuthenticationProvider
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.request_information import RequestInformation
from kiota_http.middleware.parameters_name_decoding_handler import ParametersNameDecodingHandler
from kiota_http.observability_options import ObservabilityOptions
from msgraph.generated.models.event import Event
from msgraph.generated.models.mailbox_settings import MailboxSettings
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.schedule_information import ScheduleInformation
from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient
from msgraph_core import GraphClientFactory

from bot.kernel.clock import Clock
from bot.planning.calendar import CalendarDown, CalendarError
from bot.planning.calendar.access import Access
from bot.planning.calendar.refusals import TokenRefused, refused
from bot.settings import Settings

ANSWER_SECONDS = 10
LONGEST_SECONDS = 20
"""Of a call of the port, however many questions it takes; whoever asked can wait better than we can."""

AT_ONCE = 4
"""Questions about one mailbox; Outlook refuses a fifth (learn.microsoft.com/graph/throttling-limits)."""

T = TypeVar("T")


class Client:
    """Asks questions and says in our words what went wrong. Nothing is asked twice but after a token that ended."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._access = Access(settings)
        self._clock = clock
        self._transport = httpx.AsyncHTTPTransport(proxy=_proxy(settings.graph_url))
        self._http = httpx.AsyncClient(transport=self._transport, timeout=ANSWER_SECONDS)
        self._graph = _graph(settings, self._access, self._http)
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        _read_models()

    def mailbox(self, mailbox: str) -> UserItemRequestBuilder:
        """What can be asked about somebody, by address or number."""
        return self._graph.users.by_user_id(mailbox)

    async def ask(self, mailbox: str, question: Callable[[], Awaitable[T | None]]) -> T:
        """The answer, once it is this question's turn among those about this mailbox.

        Raises:
            CalendarError: there is none.
        """
        turn = self._turns.setdefault(mailbox.lower(), asyncio.Semaphore(AT_ONCE))
        async with turn:
            try:
                return await self._once(question)
            except TokenRefused:  # it ended before its time, or was withdrawn
                await self._access.renew()
            return await self._once(question)

    async def _once(self, question: Callable[[], Awaitable[T | None]]) -> T:
        """What the SDK raises does not hang on to what we raise: there are people's addresses in it."""
        failure: CalendarError = CalendarDown("Graph answers strangely.")
        try:
            answer = await question()
            if answer is not None:
                return answer
        except CalendarError as error:
            failure = error.with_traceback(None)
        except APIError as error:
            failure = refused(error, self._clock.now())
        except (httpx.HTTPError, OSError):
            failure = CalendarDown("Graph cannot be reached, or does not answer in time.")
        except Exception:  # noqa: BLE001, S110  whatever the SDK makes of an answer that is no such thing
            pass
        raise failure

    async def close(self) -> None:
        """Let go of every connection. The SDK wraps the transport of its client, and closes neither."""
        await self._http.aclose()
        await self._transport.aclose()
        await self._access.close()


class _Bearer(AuthenticationProvider):
    """Shows our token to Graph and to nobody else: the address of a next page comes from outside."""

    def __init__(self, access: Access, url: str) -> None:
        self._access, self._place = access, urlsplit(url)[:2]

    async def authenticate_request(
        self,
        request: RequestInformation,
        additional_authentication_context: dict[str, Any] | None = None,  # noqa: ARG002  claims, which we never ask for
    ) -> None:
        if urlsplit(request.url)[:2] != self._place:
            raise CalendarDown("Graph sends us to another address.")
        request.headers.remove("Authorization")
        request.headers.add("Authorization", f"Bearer {await self._access.token()}")


def _graph(settings: Settings, access: Access, http: httpx.AsyncClient) -> GraphServiceClient:
    """The SDK without what it adds: it would wait minutes before it asks again, and tells about this machine."""
    client = GraphClientFactory.create_with_custom_middleware([ParametersNameDecodingHandler()], client=http)
    adapter = GraphRequestAdapter(_Bearer(access, settings.graph_url), client=client)
    adapter.base_url = settings.graph_url
    adapter.observability_options = ObservabilityOptions(include_euii_attributes=False)
    return GraphServiceClient(request_adapter=adapter)


def _proxy(url: str) -> str | None:
    """The proxy that the environment names for an address: with a transport of our own, httpx looks at none."""
    parts = urlsplit(url)
    return None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)


def _read_models() -> None:
    """The SDK reads its thousand parts when the first answer comes, which takes a second in which nobody is served."""
    for model in (Event(), MailboxSettings(), ScheduleInformation(), ODataError()):
        model.get_field_deserializers()


def configured(query: T, *, page: int | None = None) -> RequestConfiguration[T]:
    """A question with its parameters, the times of the answer in UTC, and this many things a page."""
    made: RequestConfiguration[T] = RequestConfiguration(query_parameters=query)
    wishes = ['outlook.timezone="UTC"', *([f"odata.maxpagesize={page}"] if page else [])]
    made.headers.add("Prefer", ", ".join(wishes))
    return made


def listed(value: list[T] | None) -> list[T]:
    """What a page lists, which may be nothing.

    Raises:
        CalendarDown: it is no page.
    """
    if value is None:
        raise CalendarDown("Graph answers strangely.")
    return value


async def together(questions: Iterable[Awaitable[T]]) -> list[T]:
    """All answers; the first failure after all have ended, so that none is left running."""
    found = await asyncio.gather(*questions, return_exceptions=True)
    answers = []
    for one in found:
        if isinstance(one, BaseException):
            raise one
        answers.append(one)
    return answers


@asynccontextmanager
async def in_time() -> AsyncIterator[None]:
    """No call of the port lasts longer.

    Raises:
        CalendarDown: it would.
    """
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            yield
    except TimeoutError:
        raise CalendarDown("Graph takes too long.") from None
