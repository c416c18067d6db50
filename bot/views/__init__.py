"""Effect or reply → neutral message, in the words of the space. The same message becomes Block Kit and HTML.

Of each ritual the module of its name has the buttons, forms and words by which people reach it, and what they see.
"""
