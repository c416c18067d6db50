"""What is said to whoever added the bot."""

from rituals.kernel.effect import Content


class Welcome(Content):
    """For whoever added the bot."""
