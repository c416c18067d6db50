"""Plans: the page, the forms, and what a change says in the space."""

from bot.views.lines import Views
from bot.views.plan import form, page, told
from bot.views.plan.ways import WORDS

__all__ = ["VIEWS", "WORDS"]

VIEWS: Views = {**page.VIEWS, **form.VIEWS, **told.VIEWS}
