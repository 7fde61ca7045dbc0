"""``python -m sim``: the command line."""

import sys

try:
    from sim.cli import main
except KeyboardInterrupt:  # stopped while it was still starting
    print("backchannel: stopped.", file=sys.stderr)
    raise SystemExit(130) from None

if __name__ == "__main__":
    raise SystemExit(main())
