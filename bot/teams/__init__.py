"""Microsoft Teams: activities in, Adaptive Cards out. ``inbound`` and ``messages`` are pure; ``app`` and ``chat`` talk.

Of Microsoft's SDK we use what checks tokens, gets tokens and calls the connector. Its routing we leave alone: it takes
activities apart with strict models, and what real clients send is not always like them; then a person would get an
error where we can simply read what we need.
"""

import os
import warnings

os.environ.setdefault("PYTHON_DOTENV_DISABLED", "1")
"""Importing the SDK would else read a stray ``.env`` of the folder it is started in."""

warnings.filterwarnings("ignore", message=".* is in preview and may change")
"""The SDK says so of messages to one person at every one of them; where they fail, there is the chat of two."""
