"""The browser room, a small chat with sample people on this machine only; and the month's page (``pages``)."""
