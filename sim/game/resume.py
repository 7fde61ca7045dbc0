"""Going on with a game: it is played again from its log, to where it stood."""

from __future__ import annotations

from pathlib import Path

from sim.errors import BackchannelError
from sim.game import save
from sim.game.entries import Choice, Injection
from sim.game.session import Session
from sim.scenario import library
from sim.scenario.compiled import Compiled


def resume(file: Path, game: Compiled | None = None) -> tuple[Session, str]:
    """A saved game where it stood, and a line if that is not quite where it was.

    A game that comes back changed is saved under a new name from then on. Raises BrokenSave, and
    UnknownName where a seat of the game is gone.
    """
    saved = save.read(file)
    game = game or library.open_scenario(saved.scenario)
    session = Session(game, saved.setup, saved.seed)
    session.lines, session.line, session.earlier = list(saved.lines), saved.line, float(saved.seconds)
    changed = saved.hash != game.hash
    try:
        session.replay(saved.present)
    except BackchannelError:
        changed = True
    hashes = tuple(s.state_hash for s in session.steps)
    if hashes == saved.present.hashes and not changed:
        session.keep_in(file)
        return session, ""
    session.file = save.free_name(file.parent, game.id, saved.setup.seats[0])
    why = "The scenario has changed" if saved.hash != game.hash else "The rules have changed"
    return session, (
        f"{why} since this game was saved. It goes on after {len(hashes)} of {saved.present.settled} "
        "decisions, and will be saved under a new name."
    )


def follow(session: Session, other: Session) -> str:
    """Plays in ``session`` the choices of a game whose scenario has changed since, up to where it stood.

    Gives a line if the choices do not fit as far as that, and stops there; "" if they do.
    """
    waiting = [e for e in other.log if isinstance(e, Choice | Injection)]
    until = other.decision.source.id if other.decision else None
    gone = until is not None and until not in {d.source.id for d in session.game.decisions}
    while session.decision is not None and session.decision.source.id != until:
        here = session.decision.source.id
        if gone and not waiting:
            return f"'{until}' is gone, so the game stands at '{here}'."
        mine = [e for e in waiting if e.decision == here]
        if session.next_seat() is None and not mine:
            session.watch()
            continue
        if not mine:
            return f"Nothing was chosen at '{here}' yet, so the game stands there."
        waiting = [e for e in waiting if e not in mine]
        for entry in mine:
            try:
                session.apply(entry)
            except BackchannelError as problem:
                return f"What was chosen at '{here}' no longer fits, so the game stands there. {problem}"
            session.log.append(entry)
    if until and session.decision is None:
        return f"The game does not come to '{until}' any more: it is over."
    return ""
