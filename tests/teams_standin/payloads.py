"""What the service sends to the bot."""

import uuid
from html import escape

from teams_standin.model import Json, Meeting, Message, Person, Place, Team
from teams_standin.world import World

EVENT = "application/vnd.microsoft."


def event_id() -> str:
    return f"f:{uuid.uuid4()}"


def activity(world: World, service_url: str, kind: str, place: Place, by: Json, **more: object) -> Json:
    """What every activity has."""
    base = {
        "type": kind,
        "id": event_id(),
        "timestamp": world.now(),
        "serviceUrl": service_url,
        "channelId": "msteams",
        "from": by,
        "conversation": place.account(world.tenant_id),
        "recipient": world.bot,
        "channelData": {"tenant": {"id": world.tenant_id}},
    }
    return base | more


def client_info(person: Person, *, bare: bool = False, platform: bool = True) -> Json:
    """The client somebody uses: of an installation only its language is told."""
    info: Json = {"type": "clientInfo", "locale": person.locale}
    if bare:
        return info
    country = person.locale.rpartition("-")[2]
    return info | {"country": country, **({"platform": "Web"} if platform else {}), "timezone": person.timezone}


def _local(world: World, person: Person) -> Json:
    return {
        "localTimestamp": world.now().replace("Z", "+00:00"),
        "localTimezone": person.timezone,
        "locale": person.locale,
    }


def _of_team(team: Team | None, *, whole: bool = False) -> Json:
    if team is None:
        return {}
    return {"team": team.account if whole else {"id": team.id}}


def installation(world: World, url: str, place: Place, by: Person, action: str) -> Json:
    body = activity(world, url, "installationUpdate", place, by.account, action=action, locale=by.locale)
    body["conversation"] = place.account(world.tenant_id, named=place.kind == "groupChat")
    body["entities"] = [client_info(by, bare=True)]
    body["channelData"] |= _of_team(place.team, whole=True)
    if place.team:
        body["channelData"]["channel"] = {"id": place.id}
    body["channelData"] |= {"source": {"name": "message"}, "settings": {"selectedChannel": {"id": place.id}}}
    return body


def members(world: World, url: str, place: Place, by: Person, which: str, who: list[Json]) -> Json:
    """`which` is membersAdded or membersRemoved."""
    body = activity(world, url, "conversationUpdate", place, by.account, **{which: who})
    if place.team:
        event_type = "teamMemberAdded" if which == "membersAdded" else "teamMemberRemoved"
        body["channelData"] |= _of_team(place.team, whole=True) | {"eventType": event_type}
    return body


def bot_added(world: World, url: str, place: Place, by: Person) -> Json:
    """In a personal chat the person comes along."""
    bot = {"id": world.bot_id}
    who = [by.account, bot] if place.kind == "personal" else [bot]
    body = members(world, url, place, by, "membersAdded", who)
    if place.team:
        body["channelData"]["settings"] = {"selectedChannel": {"id": place.id}}
        body["conversation"] = place.account(world.tenant_id, named=place is not place.team.general)
    return body


def channel_event(world: World, url: str, channel: Place, by: Person, event_type: str) -> Json:
    """Told in the general channel, about another one."""
    team = channel.team
    assert team
    body = activity(world, url, "conversationUpdate", team.general, by.account)
    about = {"channel": {"id": channel.id, "name": channel.name}, "eventType": event_type}
    body["channelData"] |= _of_team(team) | about
    return body


def team_event(world: World, url: str, team: Team, by: Person, event_type: str) -> Json:
    body = activity(world, url, "conversationUpdate", team.general, by.account)
    body["channelData"] |= _of_team(team, whole=True) | {"eventType": event_type}
    return body


def html(text: str, entities: list[Json]) -> Json:
    """The second form of a message with mentions; not in the recordings, but real Teams sends it."""
    content = escape(text, quote=False)
    for number, one in enumerate(entities):
        name = one["mentioned"].get("name", "")
        mark = f'<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="{number}">{escape(name)}</span>'
        content = content.replace(escape(one["text"], quote=False), mark, 1)
    return {"contentType": "text/html", "content": f"<p>{content}</p>"}


def said(world: World, url: str, message: Message, mentions: list[Json], *, with_html: bool, alone: bool) -> Json:
    """A message as typed; `alone`: a command only the bot can see."""
    person, place = message.sender, message.place
    assert person
    body = activity(world, url, "message", place, person.sender, id=message.id, text=message.text, textFormat="plain")
    body |= _local(world, person)
    body["conversation"] = place.account(world.tenant_id, message.root)
    body["entities"] = [*mentions, client_info(person, platform=place.kind != "channel")]
    if place.team:
        ids = {"teamsChannelId": place.id, "teamsTeamId": place.team.id}
        body["channelData"] |= ids | _of_team(place.team) | {"channel": {"id": place.id}}
    if with_html:
        body["attachments"] = [html(message.text, mentions)]
    if alone:
        # "the signal slash commands arrive with" (microsoft/teams.ts, pull request 583)
        body["recipient"] = world.bot | {"isTargeted": True}
    return body


def pressed(world: World, url: str, person: Person, message: Message, value: Json, *, name: str | None) -> Json:
    """A button: an invoke with a name, or for Action.Submit a message without text."""
    place = message.place
    body = activity(world, url, "invoke" if name else "message", place, person.sender, replyToId=message.id)
    body |= _local(world, person) | {"value": value} | ({"name": name} if name else {})
    body["conversation"] = place.account(world.tenant_id, message.root, named=place.kind == "groupChat")
    body["entities"] = [client_info(person)]
    body["channelData"]["source"] = {"name": "message"}
    if place.team:
        body["channelData"] |= _of_team(place.team) | {"channel": {"id": place.id}}
    return body


def meeting_event(world: World, url: str, meeting: Meeting, name: str, by: Person, value: Json) -> Json:
    body = activity(world, url, "event", meeting, by.account, name=EVENT + name, value=value)
    body["channelData"]["meeting"] = {"id": meeting.meeting_id}
    if meeting.team:
        body["channelData"] |= _of_team(meeting.team) | {"channel": {"id": meeting.id}}
    return body


def meeting_value(world: World, meeting: Meeting, moment: str) -> Json:
    """In capitals, unlike everything else (Teams documentation, "Meeting apps APIs": meeting start and end events)."""
    return {
        "MeetingType": {"recurring": "Recurring", "channel": "ChannelMeeting"}.get(meeting.meeting, "Scheduled"),
        "Title": meeting.name,
        "Id": meeting.meeting_id,
        "JoinUrl": join_url(meeting),
        moment: world.now(),
    }


def join_url(meeting: Meeting) -> str:
    return f"https://teams.microsoft.com/l/meetup-join/{meeting.id}/0"


def participant(person: Person, *, inside: bool, role: str) -> Json:
    return {"user": person.sender, "meeting": {"inMeeting": inside, "role": role}}


def edited(world: World, url: str, message: Message, kind: str, event_type: str) -> Json:
    """messageUpdate, messageDelete."""
    person = message.sender
    assert person
    body = activity(world, url, kind, message.place, person.account, id=message.id)
    body["conversation"] = message.place.account(world.tenant_id, message.root)
    body["channelData"]["eventType"] = event_type
    return body | ({"text": message.text} if kind == "messageUpdate" else {})


def reaction(world: World, url: str, message: Message, person: Person, which: str, kind: str) -> Json:
    body = activity(world, url, "messageReaction", message.place, person.account, replyToId=message.id)
    body["conversation"] = message.place.account(world.tenant_id, message.root)
    return body | {which: [{"type": kind}]}
