"""The command ``belletje``, also as ``python -m bot``. What it loads stays, so nobody looks for rubbish in between."""

import gc

gc.set_threshold(5_000, 1_000, 1_000)

from bot.cli import main  # noqa: E402  loading it is most of a start

if __name__ == "__main__":
    main()
