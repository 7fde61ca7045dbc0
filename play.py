"""The door: opens the game. ``python play.py --help`` tells the rest."""

import sys

if sys.version_info < (3, 11):
    sys.exit("backchannel: Python 3.11 or later is needed; this is " + sys.version.split()[0] + ".")

try:
    from sim.cli import play_main
except ModuleNotFoundError as missing:
    if (missing.name or "").startswith("sim"):
        raise
    print(
        f"backchannel: the part '{missing.name}' is not installed. "
        "Run 'python -m pip install .' in this folder, or follow README's Play.",
        file=sys.stderr,
    )
    sys.exit(2)
except KeyboardInterrupt:  # stopped while it was still starting
    print("backchannel: stopped.", file=sys.stderr)
    sys.exit(130)

if __name__ == "__main__":
    raise SystemExit(play_main())
