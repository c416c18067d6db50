"""``make bench``: every figure, one JSON object a line. What happens meanwhile is told on standard error."""

import os
import sys
import time

from bench import answers, drawing, months, plans, press, sealing, start, teams


def main() -> None:
    began = time.perf_counter()
    for part in (drawing, sealing, start, press, answers, teams, plans, months):
        print(f"{part.__name__} ... (load of the machine: {os.getloadavg()[0]:.1f})", file=sys.stderr, flush=True)
        for figure in part.figures():
            print(figure.line(), flush=True)
    print(f"took {time.perf_counter() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
