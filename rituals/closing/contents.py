"""What stands in a slot at the end of a meeting."""

from rituals.kernel.effect import Content


class SpokenLine(Content):
    """The question to answer aloud."""
