"""What somebody sees of Belletje for themselves: App Home in Slack, the personal chat in Teams."""

from bot.texts import place
from bot.views.checkout import promise_page
from bot.views.message import Button, Buttons, Heading, Intent, Message, Part, lines
from bot.views.month import organisation_month
from bot.views.pages import explain
from bot.views.voice import Voice
from bot.views.words import WORDS, Verb
from rituals.kernel.identifiers import SpaceId
from rituals.organisation.organisation import OrganisationView

SPACES_AT_MOST = 10


def home(voice: Voice, spaces: tuple[SpaceId, ...], view: OrganisationView | None, *, led: bool = False) -> Message:
    """One's own data in each space, the promise, and for leaders the organisation's month.

    Args:
        voice: of the workspace.
        spaces: where something is kept about their turn or pause.
        view: what leaders see; None for anybody else, or where there is nothing to see.
        led: whether they stand in the changes of who leads.
    """
    say = voice.say
    parts: list[Part] = [Heading(text=say.label("home.title")), *lines(say("home.intro"))]
    for space in spaces[:SPACES_AT_MOST]:
        about: dict[str, str] = {"space": space}
        data = Button(label=say.label("me.title"), intent=Intent.MY_DATA, arguments=about)
        month = Button(label=say.label("home.month"), intent=Intent.STATS, arguments=about)
        parts += [*lines(say("home.space", space=place(space))), Buttons(buttons=(data, month))]
    if not spaces:
        parts += lines(say("home.nothing"))
    if led:
        parts += lines(say("me.led"))
    where = say("home.where", command=voice.command(), my_data=voice.command(WORDS[Verb.MY_DATA][say.language]))
    parts += lines(where)
    promise = Button(label=say.label("promise.title"), intent=Intent.PROMISE, unfolds=promise_page(voice))
    what = Button(label=say.label("bell.what"), intent=Intent.EXPLAIN, unfolds=explain(voice))
    parts.append(Buttons(buttons=(promise, what)))
    if view:
        parts += organisation_month(view, voice).parts
    return Message(parts=tuple(parts), language=say.language)
