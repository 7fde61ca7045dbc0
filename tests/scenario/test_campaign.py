"""A campaign is its scenarios, one after the other: nothing is lost, and what differs is handed on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from campaigns import WINTERS, winters
from cli.commands import sim

from sim.authoring.pack import pack
from sim.batches.api import batch
from sim.errors import BrokenFile, InputError
from sim.game.model import Negotiation
from sim.game.resume import resume
from sim.game.session import Session
from sim.game.setup import Setup
from sim.policies.policy import Model, policy
from sim.policies.run import replay, run
from sim.policies.turn import everyone, play
from sim.reading.diagnostics import ERROR
from sim.scenario import library
from sim.scenario.campaign import BETWEEN
from sim.scenario.compiled import Compiled
from sim.world.bridge import cross
from sim.world.rules import Rules
from sim.world.state import begin

ROW = ("rafah_delay", "withheld_munitions", "doha_strike")
HEAD = """format: 1
title: Three in a row
summary: Three scenarios, one after the other.
teaches: What is handed on
content_note: War.
limits: Much is left out.
"""
TAIL = """seats:
  - {actor: il, brief: You speak for a government., aims: [Quiet]}
  - {actor: us-biden, brief: You speak for another., aims: [Calm]}
endings:
  - {id: warm, title: Warm, text: They trust each other., when: trust_us_il >= 60}
  - {id: other, title: Cool, text: They do not.}
"""


def written(folder: Path, keeps: int = 50, core: bool = False, text: str = "") -> Path:
    rows = ["scenarios:"]
    for at, name in enumerate(ROW):
        rows.append(f"  - scenario: {name}")
        if at:
            rows.append(
                "    bridge: {title: Weeks pass, text: Much happens., "
                f"keeps: {{is: {keeps}, judgement: time wears off}}}}"
            )
        if core:
            first = library.open_scenario(name).decisions[0].source.id
            rows.append(f"    core: [{first}]")
    file = folder / "row.yaml"
    file.write_text(text or HEAD + "\n".join(rows) + "\n" + TAIL)
    return file


@pytest.fixture(scope="module")
def games() -> list[Compiled]:
    return [library.open_scenario(name) for name in ROW]


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return library.open_scenario(str(written(tmp_path_factory.mktemp("row"))))


def test_history_goes_through_each_scenario_as_by_itself(campaign: Compiled, games: list[Compiled]) -> None:
    steps = iter(replay(campaign).steps)
    for game in games:
        for own in replay(game).steps:
            step = next(steps)
            assert step.decision == f"{game.id}{BETWEEN}{own.decision}"
            assert (step.move, step.historical_move, step.date) == (own.move, own.historical_move, own.date)
            for v in game.variables:
                assert (step.before[v], step.after[v]) == (own.before[v], own.after[v])
            assert step.odds == own.odds
            assert [s.message for s in step.messages] == [s.message for s in own.messages]
    assert next(steps, None) is None


@pytest.mark.parametrize("rule", [name for name, on in vars(Rules()).items() if on is True])
def test_history_meets_each_scenario_at_its_own_start_with_any_rule_off(
    campaign: Compiled, rule: str
) -> None:
    rules = dataclasses.replace(Rules(), **{rule: False})
    path = replay(campaign, rules)
    bridges = {d.source.id: d.bridge for d in campaign.decisions if d.bridge}
    assert set(bridges) <= set(path.moves)
    for step, (state, _) in zip(path.steps, path.around, strict=True):
        bridge = bridges.get(step.decision)
        for name in ("values", "credibility", "trust") if bridge else ():
            begins = getattr(bridge, name)
            assert np.array_equal(getattr(state, name)[0][begins >= 0], begins[begins >= 0]), name
    whole = play(campaign, 0, np.array([0]), everyone(campaign, policy("history")), rules, history=True)
    assert whole.state.hash() == path.state.hash()


def test_a_live_campaign_is_the_batch_s(campaign: Compiled) -> None:
    runs = play(campaign, 8, np.arange(6), everyone(campaign, Model()))
    for b in range(6):
        live = Negotiation(campaign, 8, b, explain=False)
        while not live.over:
            live.step()
        assert live.state.hash() == runs.state.hash(b)


def test_the_first_scenario_plays_as_alone(campaign: Compiled, games: list[Compiled]) -> None:
    first = games[0]
    whole = play(campaign, 4, np.arange(300), everyone(campaign, Model()))
    alone = play(first, 4, np.arange(300), everyone(first, Model()))
    assert np.array_equal(whole.state.moves[:, : len(first.decisions)], alone.state.moves)


@pytest.mark.parametrize("keeps", [0, 50, 100])
def test_what_differs_is_kept_in_that_share(tmp_path: Path, games: list[Compiled], keeps: int) -> None:
    """Of how much more or less the last one ended: nothing, half, rounded towards nothing, or all."""
    game = library.open_scenario(str(written(tmp_path, keeps)))
    before: dict[int, np.ndarray] = {}
    at = {d.index: d for d in game.decisions}
    start = len(games[0].decisions)

    def watch(decision: object, state: object, said: object) -> None:
        before[decision.index] = state.values.copy()  # type: ignore[attr-defined]

    play(game, 5, np.arange(200), everyone(game, Model()), watch=watch)
    ended = before[start - 1]
    usual = {s.decision: s for s in replay(games[0]).steps}
    last = usual[games[0].decisions[-1].source.id].after
    bridge = at[start].bridge
    assert bridge is not None
    state = begin(game, 200)
    state.values[:] = ended
    cross(game, state, start, Rules())
    odd = False
    for v in games[1].variables:
        k, own = game.variables.index(v), games[1].variables.index(v)
        begins = int(games[1].start[own])
        more = ended[:, k] - round(last[v] * 100) if v in games[0].variables else np.zeros(200)
        odd |= bool((more[more < 0] % 2).any())
        wanted = np.clip(begins + np.fix(more * keeps / 100), 0, 10_000)
        assert np.array_equal(state.values[:, k], wanted)
    assert odd, "some lost an odd number of hundredths: half of it is no whole one"


def test_a_person_plays_saves_and_goes_on(campaign: Compiled, tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    session = Session(campaign, Setup(("il",)), 3, file)
    session.play_on()
    assert session.over
    back, line = resume(file)
    assert line == ""
    assert [s.state_hash for s in back.steps] == [s.state_hash for s in session.steps]
    middle = next(s.decision for s in session.steps if s.decision.startswith("withheld_munitions"))
    session.branch(middle)
    session.play_on()
    assert session.over


def test_in_the_short_campaign_people_decide_in_the_core_only(tmp_path: Path) -> None:
    file = written(tmp_path, core=True)
    short, _ = library.examine(file, short=True)
    whole, _ = library.examine(file)
    assert short is not None
    assert whole is not None
    assert sum(not d.beat for d in short.decisions) == len(ROW)
    assert not any(d.beat for d in whole.decisions)
    session = Session(short, Setup(("il", "us-biden")), 3)
    asked = set()
    while session.decision is not None:
        seat = session.next_seat()
        if seat is None:
            session.watch()
        else:
            asked.add(session.decision.source.id)
            session.stand_in(seat)
    assert asked <= {d.source.id for d in short.decisions if not d.beat}
    moves = [play(g, 1, np.arange(50), everyone(g, Model())).state.moves for g in (short, whole)]
    assert np.array_equal(*moves)


def test_batches_do_not_depend_on_workers(campaign: Compiled, tmp_path: Path) -> None:
    one, two = (batch(campaign, 600, 2, workers=n, block=200) for n in (1, 2))
    assert one.endings == two.endings
    assert one.moves == two.moves


SLIPS = {
    "a scenario that is not there": ("scenario: withheld_munitions", "scenario: withheld_munition",
        "unknown-scenario", "Did you mean 'withheld_munitions'?"),
    "a scenario twice": ("scenario: withheld_munitions", "scenario: rafah_delay", "duplicate-id", "Remove"),
    "a fact that is not there": ("text: Much happens.,", "text: M, facts: [jns-2025#999],", "unknown-fact",
        "Did you mean"),
    "an ending that hides others": (", when: trust_us_il >= 60}", "}", "ending-hides-others", "Put it last"),
    "a condition on what is not there": ("trust_us_il >= 60", "trust_us_li >= 60", "bad-condition",
        "Did you mean 'trust_us_il'?"),
    "a seat of nobody": ("actor: il,", "actor: ill,", "unknown-actor", "Did you mean 'il'?"),
    "no reason for what is kept": ("{is: 50, judgement: time wears off}", "{is: 50}", "no-reason", "fact"),
    "a second seat for one actor": ("actor: us-biden,", "actor: il,", "duplicate-id", "Remove one 'il'"),
    "a seat of one who is nowhere": ("actor: us-biden,", "actor: oman,", "idle-seat", "Name an actor"),
    "two endings of one name": ("{id: other,", "{id: warm,", "duplicate-id", "Remove one 'warm'"),
    "no ending for the rest": ("{id: other, title: Cool, text: They do not.}",
        "{id: other, title: Cool, text: They do not., when: trust_us_il < 60}", "no-last-ending", "Remove"),
    "a scenario that is over before": ("scenario: withheld_munitions", "scenario: first_ten_days",
        "date-order", "Put it above 'rafah_delay'."),
    "a core with one decision twice": ("  - scenario: rafah_delay",
        "  - scenario: rafah_delay\n    core: [plan_talks, plan_talks]", "duplicate-id", "Remove one"),
    "a bridge before the first": ("  - scenario: rafah_delay",
        "  - scenario: rafah_delay\n    bridge: {title: T, text: T, keeps: {is: 5, judgement: x}}",
        "bad-value", "Remove 'bridge:'."),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_are_told_at_their_line(tmp_path: Path, slip: str) -> None:
    old, new, code, mend = SLIPS[slip]
    text = written(tmp_path).read_text()
    assert old in text
    game, problems = library.examine(written(tmp_path, text=text.replace(old, new, 1)))
    assert game is None
    told = [p for p in problems if p.code == code]
    assert len(told) == 1, problems
    assert mend in told[0].mend
    assert told[0].line == text[: text.index(old)].count("\n") + 1 + new.count("core:")
    assert len([p for p in problems if p.severity == ERROR]) == 1, problems


def test_a_broken_scenario_in_the_row_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("format: 1\n")
    file = written(tmp_path)
    file.write_text(file.read_text().replace("scenario: rafah_delay", "scenario: own"))
    with pytest.raises(BrokenFile, match="'own' has errors of its own"):
        library.open_scenario(str(file))


@pytest.mark.parametrize(
    ("room", "old", "new"),
    [
        (
            "channels",
            "ferry: {members: [north, south, isle], trust: strong",
            "ferry: {members: [north, south, isle], trust: slight",
        ),
        ("variables", "trade: {name: Trade,", "trade: {name: Commerce,"),
        ("governments", "isle: {name: The isle, priorities: {calm: slight}}", "isle: {name: The isle}"),
    ],
)
def test_one_name_of_two_meanings_is_told(tmp_path: Path, room: str, old: str, new: str) -> None:
    """The scenarios' own records agree, or the campaign says which entry does not, and where."""
    file = winters(tmp_path)
    assert library.examine(file)[1] == []
    second = tmp_path / "second_winter.yaml"
    text = second.read_text(encoding="utf-8")
    assert old in text
    second.write_text(text.replace(old, new), encoding="utf-8")
    game, (told,) = library.examine(file)
    assert game is None
    assert (told.code, told.line) == (
        "two-meanings",
        WINTERS[: WINTERS.index("second_winter")].count("\n") + 1,
    )
    name = old.partition(":")[0]
    assert told.message == f"'{name}' under {room} differs between 'first_winter' and 'second_winter'."


def test_campaigns_that_name_campaigns_are_told_so(tmp_path: Path) -> None:
    """Two that name each other, one that names a whole one, and one that names itself."""
    winters(tmp_path)
    for name, other in (("one", "two"), ("two", "one"), ("three", "winters"), ("four", "four")):
        text = WINTERS.replace("scenario: first_winter\n    core: [harbour]", f"scenario: {other}")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = sim("check", "one.yaml", "two.yaml", "three.yaml", "four.yaml", "winters.yaml", cwd=tmp_path)
    told = [line for line in done.out.decode().splitlines() if ".yaml:" in line]
    assert [line.split(": ")[1] for line in told] == ["campaign-in-campaign"] * 3 + ["unknown-scenario"]
    assert "Name its scenarios here: first_winter, second_winter." in told[2]
    assert "5 campaigns and the record" in done.error


def test_a_campaign_of_one_s_own_has_a_short_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``NAME_core``, from the folder, by path and from a pack; what has no core says so."""
    file = winters(tmp_path)
    monkeypatch.chdir(tmp_path)
    short = library.open_scenario("winters_core")
    assert [d.source.id for d in short.decisions if not d.beat] == ["first_winter__harbour"]
    assert (short.id, short.source.title) == ("winters_core", "Two winters: the short way")
    assert short.hash != library.open_scenario(str(file)).hash
    pack(str(file), tmp_path / "other.backchannel")
    for name in (short.origin, tmp_path / "winters_core.yaml", tmp_path / "other_core.backchannel"):
        again = library.open_scenario(str(name))
        assert (again.id, again.hash) == (short.id, short.hash)
    winters(tmp_path, text=WINTERS.replace("    core: [harbour]\n", ""))
    with pytest.raises(InputError, match="leaves nothing to decide: give its scenarios a 'core:'"):
        library.open_scenario(str(tmp_path / "winters_core.yaml"))
    with pytest.raises(InputError, match=r"first_winter_core\.yaml is not there\. Did you mean"):
        library.open_scenario(str(tmp_path / "first_winter_core.yaml"))


def test_its_pack_holds_its_scenarios(tmp_path: Path) -> None:
    """Opened elsewhere it is the same game; of shipped scenarios only the names are packed."""
    file, away = winters(tmp_path), tmp_path / "away"
    away.mkdir()
    assert pack(str(file), away / "w.backchannel") == [
        "winters.yaml",
        "first_winter.yaml",
        "second_winter.yaml",
    ]
    game, loose = library.open_scenario(str(away / "w.backchannel")), library.open_scenario(str(file))
    assert (game.id, game.hash) == (loose.id, loose.hash)
    assert run(game, 3).as_json() == run(loose, 3).as_json()
    assert sim("check", "w.backchannel", cwd=away).status == 0
    assert pack(str(written(tmp_path)), away / "row.backchannel") == ["row.yaml"]
    library.open_scenario(str(away / "row.backchannel"))


@pytest.mark.parametrize(
    "words",
    [
        ["sources"],
        ["guide"],
        ["batch", "--runs", "10", "--draws", "2"],
        ["sensitivity", "--outcome", "trust_us_il"],
    ],
)
def test_what_works_on_one_scenario_says_so(words: list[str], tmp_path: Path) -> None:
    done = sim(words[0], "campaign", *words[1:], cwd=tmp_path)
    assert done.status == 2
    assert "is a campaign of 13 scenarios" in done.error
    assert done.error.strip().count("\n") == 0
    assert not list(tmp_path.iterdir())


def test_the_shipped_campaign_holds_every_scenario_and_a_core_of_fifty() -> None:
    whole, short = (library.open_scenario(name) for name in (library.CAMPAIGN, library.CORE))
    assert sorted(c.id for c in whole.joined) == sorted(library.shipped())
    assert sum(not d.beat for d in short.decisions) == 50
    assert short.source.minutes < whole.source.minutes
    runs = play(whole, 1, np.arange(600), everyone(whole, policy("random")))
    assert len(np.unique(runs.ending)) == len(whole.endings)
    assert all(step.move == step.historical_move for step in replay(whole).steps)
