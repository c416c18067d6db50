"""The browser room: a small chat with sample people, on this machine only, speaking the same commands and messages."""
