"""Why an organisation's month, or its leaders, are not shown."""

from rituals.kernel.errors import Because


class OrganisationBecause(Because):
    """See :class:`rituals.kernel.errors.Because`."""

    NOT_LEADER = "not_leader"
    NOT_ADMINISTRATOR = "not_administrator"
