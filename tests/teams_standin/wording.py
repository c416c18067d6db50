"""What somebody types, as Teams sends it: names behind an @ become mentions."""

from teams_standin.model import Json, Person, Place
from teams_standin.world import World


def typed(world: World, place: Place, text: str) -> tuple[str, list[Json]]:
    """`@Bram Kok` becomes `<at>Bram Kok</at>` with one entity, however many words the name has."""
    accounts = [(world.bot_name, world.bot)] if _can_name_bot(place) else []
    accounts += [(one.name, _mentioned(one)) for one in place.members]
    accounts.sort(key=lambda one: -len(one[0]))
    said, entities, rest = "", [], text
    while "@" in rest:
        before, _, rest = rest.partition("@")
        said += before
        found = next(((name, account) for name, account in accounts if _begins(rest, name)), None)
        if found is None:
            said += "@"
            continue
        name, account = found
        mark = f"<at>{name}</at>"
        entities.append({"type": "mention", "mentioned": account, "text": mark})
        said, rest = said + mark, rest[len(name) :]
    return said + rest, entities


def _can_name_bot(place: Place) -> bool:
    """Where it is not installed its name is not offered."""
    return place.with_bot


def _mentioned(person: Person) -> Json:
    return {"id": person.id, "name": person.name}


def _begins(rest: str, name: str) -> bool:
    return rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()


def names_bot(world: World, entities: list[Json]) -> bool:
    return any(one["mentioned"]["id"] == world.bot_id for one in entities)
