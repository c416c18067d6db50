"""The check-out: one form, one submit, one release.

``checkout`` has the reasons and ``publication`` what may be shown; ``opening``, ``answering`` and ``own`` are what
people do. It does not know the bell: what ends with a meeting is in ``closing``.
"""

from rituals.checkout import answering, commands, own, taking_part
from rituals.kernel.ritual import Ritual

CHECKOUT = Ritual(
    name="checkout",
    handlers={
        commands.ShowForm: answering.show_form,
        commands.AnswerCheckOut: answering.answer,
        commands.CloseCheckOut: answering.close,
        commands.CancelCheckOut: answering.cancel,
        commands.CheckOutTimePassed: answering.time_passed,
        commands.ShowQuestions: own.show_questions,
        commands.ChangeQuestions: own.change_questions,
    },
    kept=taking_part.kept,
    left=taking_part.left,
    forgotten=taking_part.left,
    due=answering.due,
)
