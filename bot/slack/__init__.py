"""Slack: requests in, Block Kit out. ``inbound`` and ``blocks`` are pure; ``app`` and ``chat`` do the talking."""
