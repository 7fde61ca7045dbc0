"""``replay`` and ``run``: one game at a time."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.frame import AsJson, Seed, app, parse_seed, print_json
from sim.errors import InputError
from sim.history.compare import directions
from sim.policies.policy import POLICIES, policy
from sim.policies.run import Path as RunPath
from sim.policies.run import replay as replay_history
from sim.policies.run import run as run_once
from sim.policies.turn import everyone
from sim.rng import SCHEME
from sim.scenario import library
from sim.types import Json
from sim.world.log import Sent


@app.command()
def replay(scenario: str, as_json: AsJson = False) -> None:
    """The historical path, decision by decision, with its sources."""
    game = library.open_scenario(scenario)
    if not game.has_history:
        raise InputError(f"'{game.id}' has no history to replay. 'python -m sim run' plays it.")
    path = replay_history(game)
    found = directions(path)
    if as_json:
        print_json(path.as_json() | {"directions": [d.as_json() for d in found]})
        return
    _show_path(path)
    agree = sum(d.agrees for d in found)
    marked = [d for d in found if d.recorded != "?"]
    typer.echo(
        f"\n{agree} of {len(found)} recorded directions agree ({len(found) - len(marked)} of them open)."
    )
    for wrong in (d for d in found if not d.agrees):
        typer.echo(
            f"  differs: {wrong.decision} {wrong.variable}: recorded {wrong.recorded}, moved {wrong.moved:+g}"
        )


@app.command()
def run(
    scenario: str,
    seed: Seed = "0",
    policy_name: Annotated[
        str, typer.Option("--policy", help=f"Who chooses: {', '.join(POLICIES)}.")
    ] = "model",
    as_json: AsJson = False,
) -> None:
    """One game played by policies alone."""
    game = library.open_scenario(scenario)
    number = parse_seed(seed)
    path = run_once(game, number, everyone(game, policy(policy_name)))
    if as_json:
        luck: Json = {"seed": number, "luck": SCHEME, "policy": policy_name}
        whole = path.as_json()
        print_json({"scenario": whole["scenario"], "hash": whole["hash"]} | luck | whole)
        return
    _show_path(path)


def _show_path(path: RunPath) -> None:
    """A run in words: each decision, what was said, chosen and moved."""
    game = path.game
    source = {d.source.id: d.source for d in game.decisions}
    names = game.record.actors
    typer.echo(f"{game.source.title}  ({game.id}, {game.hash})")
    for step in path.steps:
        decision = source[step.decision]
        label = {m.id: m.label for m in decision.moves}
        typer.echo(f"\n{decision.date_text} - {decision.title}")
        for sent in step.messages:
            typer.echo(f"  {_message_line(path, sent)}")
        typer.echo(f"  {names[step.decider].name}: {label[step.move]}")
        if step.historical_move and step.move != step.historical_move:
            typer.echo(f"  (history: {label[step.historical_move]})")
        moved = [f"{v} {step.moved(v):+g}" for v in step.after if step.moved(v)]
        typer.echo(f"  moved: {', '.join(moved) or 'nothing'}")
        for event in step.events:
            typer.echo(f"  event: {next(e.title for e in game.source.events if e.id == event)}")
        sources = f"sources: {', '.join(step.sources)}   " if step.sources else ""
        typer.echo(f"  {sources}state {step.state_hash}")
    if path.skipped:
        typer.echo(f"\nNot reached: {', '.join(path.skipped)}")
    found = next(e for e in game.source.endings if e.id == path.ending)
    typer.echo(f"\nEnding: {found.title}\n{found.text}")


def _message_line(path: RunPath, sent: Sent) -> str:
    message, record = sent.message, path.game.record
    behind = f", behind it: {record.leverage[message.leverage].name}" if message.leverage else ""
    who = record.actors[message.sender].name
    channel = record.channels[message.channel].name
    return f"{who} [{message.kind.replace('_', ' ')}] for '{message.move}' over {channel}{behind}"
