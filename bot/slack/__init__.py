"""Slack: requests in, Block Kit out. ``inbound`` and ``messages`` are pure; ``app`` and ``chat`` do the talking."""
