"""How it runs: one process that joins platforms, store and clock, and says how it is doing."""
