"""What somebody sees of Belletje for themselves: App Home in Slack, the personal chat in Teams."""

from bot.texts import Text, place
from bot.views.checkout import CheckOutIntent, promise_page
from bot.views.explain import PageIntent, explain
from bot.views.membership import MY_DATA, MembershipIntent
from bot.views.message import Button, Buttons, Heading, Message, Part, lines
from bot.views.month import MonthIntent
from bot.views.voice import Voice
from rituals.kernel.identifiers import SpaceId

SPACES_AT_MOST = 10


def home(
    voice: Voice, *, spaces: tuple[SpaceId, ...] = (), kept: tuple[Text, ...] = (), below: tuple[Part, ...] = ()
) -> Message:
    """One's own data in each space, the promise, and what else there is for them.

    Args:
        voice: of the workspace.
        spaces: where something is kept about them.
        kept: what else is.
        below: what stands at the end.
    """
    say = voice.say
    parts: list[Part] = [Heading(text=say.label("home.title")), *lines(say("home.intro"))]
    for space in spaces[:SPACES_AT_MOST]:
        about: dict[str, str] = {"space": space}
        data = Button(label=say.label("me.title"), intent=MembershipIntent.MY_DATA, arguments=about)
        month = Button(label=say.label("home.month"), intent=MonthIntent.STATS, arguments=about)
        parts += [*lines(say("home.space", space=place(space))), Buttons(buttons=(data, month))]
    if not spaces:
        parts += lines(say("home.nothing"))
    parts += lines(*kept)
    where = say("home.where", command=voice.command(), my_data=voice.typed(MY_DATA))
    parts += lines(where)
    promise = Button(label=say.label("promise.title"), intent=CheckOutIntent.PROMISE, unfolds=promise_page(voice))
    what = Button(label=say.label("bell.what"), intent=PageIntent.EXPLAIN, unfolds=explain(voice))
    parts.append(Buttons(buttons=(promise, what)))
    return Message(parts=(*parts, *below), language=say.language)
