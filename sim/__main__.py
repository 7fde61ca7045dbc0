"""``python -m sim``: the command line."""

try:
    from sim.cli import main
except KeyboardInterrupt:  # stopped while it was still starting
    raise SystemExit("backchannel: stopped.") from None

if __name__ == "__main__":
    raise SystemExit(main())
