"""Places and visits: what may be written, what is told of slips, and that no rule reads them."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from sim.places import seeds
from sim.reading.diagnostics import Diagnostic
from sim.record.record import load, read
from sim.scenario.compiled import Compiled
from sim.scenario.library import open_scenario
from sim.scenario.schema import Here
from tests.scenario.alike import game_of, same_runs
from tests.scenario.mistakes import Mistake
from tests.scenario.test_published import MILL as PUBLISHED
from tests.scenario.test_published import published
from tests.scenario.test_short_forms import MILL
from tests.scenario.test_short_mistakes import problems_of

SIM = Path(__file__).parents[2] / "sim"
MAP = """\
    channels: [messenger]
    places: {weir: The stream is lowest here., fair: Both meet here.}
    visits:
      - {who: lower, from: fair, to: weir, date: 1820-06-30, text: Asks for water., why: It was seen.}
      - {who: upper, to: fair, why: The market is today.}
    outside: {title: What next?, situation: A cart on the road., places: [fair], visits: []}
"""
OWN = """\
  places:
    weir: {name: The weir, at: [51.24, -1.12]}
    fair: {at: [51, -1.3], note: Both call it theirs.}
    inn: The inn
  channels: {messenger"""
MAPPED = MILL.replace("    channels: [messenger]\n", MAP).replace("  channels: {messenger", OWN)

# fmt: off
MISTAKES = [
    Mistake("a place that is not there", "places: {weir:", "places: {wier:", "unknown-place", "'weir'"),
    Mistake("one in a list", "places: [fair]", "places: [fiar]", "unknown-place", "'fair'"),
    Mistake("twice in a list", "places: [fair]", "places: [fair, fair]", "duplicate-id", "Remove one"),
    Mistake("a visitor who is nobody", "who: lower", "who: lowr", "unknown-actor", "'lower'"),
    Mistake("to nowhere", "to: weir", "to: wier", "unknown-place", "'weir'"),
    Mistake("from nowhere", "from: fair", "from: fiar", "unknown-place", "'fair'"),
    Mistake("from where it goes", "from: fair", "from: weir", "bad-value", "Remove 'from:'"),
    Mistake("a day too late", "1820-06-30", "1820-07-02", "bad-value", "only planned"),
    Mistake("no reason", ", why: It was seen.}", "}", "no-reason", "'why:'", "{who: lower"),
    Mistake("a fact that is not there", "why: It was seen.", 'fact: "letters#1"', "unknown-fact", "Add it"),
    Mistake("no visitor", "{who: upper, ", "{", "missing-key", "'who:'", "{to: fair"),
    Mistake("a misspelt key", "from: fair", "form: fair", "unknown-key", "'from'"),
    Mistake("an empty word", "fair: Both meet here.", 'fair: ""', "too-few", "Write a text"),
    Mistake("one number", "[51.24, -1.12]", "[51.24]", "bad-value", "such as [51.48, 0.0]"),
    Mistake("the other way round", "[51.24, -1.12]", "[-1.12, 511.24]", "bad-value", "north and east"),
    Mistake("no number", "[51.24, -1.12]", "[51.24, west]", "bad-value", "in degrees"),
    Mistake("no pole", "[51.24, -1.12]", "[90.5, 0]", "bad-value", "in degrees"),
    Mistake("truth for a number", "[51.24, -1.12]", "[true, false]", "bad-value", "in degrees"),
    Mistake("a text for a point", "[51.24, -1.12]", "51 N 1 W", "bad-value", "in degrees"),
    Mistake("a typo in a part of the record", "  places:\n    weir", "  placs:\n    weir", "unknown-key",
        "'places'", "  placs"),
]
# fmt: on


def test_the_mapped_mill_has_no_problem() -> None:
    assert problems_of(MAPPED) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: m.name)
def test_a_slip_is_told_once_where_it_stands(mistake: Mistake) -> None:
    assert MAPPED.count(mistake.old) == 1
    text = MAPPED.replace(mistake.old, mistake.new)
    line = text[: text.index(mistake.at or mistake.new)].count("\n") + 1
    found = [d for d in problems_of(text) if d.code == mistake.code or d.severity == "error"]
    if mistake.name == "a typo in a part of the record":
        found = found[:1]
    assert [(d.line, d.code) for d in found] == [(line, mistake.code)], found
    assert mistake.says in f"{found[0].message} {found[0].mend}"


def test_short_forms_mean_the_long_one() -> None:
    long = "places: [{place: weir, text: The stream is lowest here.}, {place: fair, text: Both meet here.}]"
    short = "places: {weir: The stream is lowest here., fair: Both meet here.}"
    assert game_of(MAPPED.replace(short, long)).source == game_of(MAPPED).source
    bare = game_of(MAPPED.replace(short, "places: [weir, fair]")).source
    assert bare.decisions[0].places == [Here(place="weir"), Here(place="fair")]


def test_an_own_place_is_told_in_full() -> None:
    found = game_of(MAPPED).record.places
    assert [p.name for p in found.values()] == ["The weir", "Fair", "The inn"]
    assert [p.at for p in found.values()] == [[51.24, -1.12], [51.0, -1.3], None]
    assert {p.placed for p in found.values()} == {"author"}


def test_an_own_place_that_the_record_has_is_refused() -> None:
    name = next(iter(load().places))
    text = MILL.replace("  channels: {messenger", f"  places: {{{name}: Mine}}\n  channels: {{messenger")
    found = problems_of(text, load())
    assert [d.code for d in found if d.code == "duplicate-id"] == ["duplicate-id"]


def test_no_rule_and_no_hash_hangs_on_the_map() -> None:
    mapped, plain = game_of(MAPPED), game_of(MILL.replace("    channels: [messenger]\n", _outside()))
    assert mapped.hash == plain.hash
    assert same_runs(mapped, plain, range(3))


def _outside() -> str:
    return "    channels: [messenger]\n    outside: {title: What next?, situation: A cart on the road.}\n"


def test_a_number_that_moves_does_move_the_hash() -> None:
    """The same change of hash would be missed if the hash were blind."""
    assert game_of(MAPPED).hash != game_of(MAPPED.replace("harvest: -marked}}", "harvest: -slight}}")).hash


def shown(visit: str) -> list[Diagnostic]:
    """What ``published`` says of the mill with a visit."""
    text = PUBLISHED.replace("record:\n", "record:\n  places: {weir: The weir}\n", 1)
    known = '    known: ["letters#1"'
    return published(text.replace(known, f"    visits: [{{who: lower, to: weir, {visit}}}]\n{known}"), load())


def test_a_visit_may_not_tell_what_comes_later() -> None:
    assert shown('fact: "letters#1"') == []
    assert shown("why: It was seen.") == []
    (found,) = shown('fact: "letters#4"')
    assert found.code == "known-later"
    assert "'sluice'" in found.message


def test_the_words_of_a_map_may_not_take_a_side() -> None:
    found = shown("text: After audacious steps., why: It was seen.")
    assert [d.code for d in found] == ["loaded-word"]


def test_the_record_places_what_it_says_it_places() -> None:
    """Each place has a fact that names it or its country's capital, a point, and a name of its own."""
    record = load()
    assert 40 <= len(record.places) <= 60
    assert len({p.name for p in record.places.values()}) == len(record.places)
    for place in record.places.values():
        assert all(round(v, 2) == v for v in place.at)
        assert set(place.facts) <= set(record.facts)


FAR_APART = {("rafah", "khan-yunis"): 9, ("tel-aviv", "jerusalem"): 54, ("jerusalem", "amman"): 70}
FAR_APART |= {("cairo", "tel-aviv"): 400, ("doha", "tehran"): 1150, ("washington", "new-york"): 328}
FAR_APART |= {("london", "washington"): 5900, ("erez", "kerem-shalom"): 45, ("beirut", "damascus"): 85}


@pytest.mark.parametrize("pair", FAR_APART, ids=str)
def test_places_lie_as_far_apart_as_they_do(pair: tuple[str, str]) -> None:
    """Kilometres as the crow flies, from an atlas: a slip in a digit would show."""
    a, b = (load().places[name].at for name in pair)
    assert math.isclose(_kilometres(a, b), FAR_APART[pair], rel_tol=0.12)


def _kilometres(a: list[float], b: list[float]) -> float:
    (north, east), (other, far) = ([math.radians(v) for v in at] for at in (a, b))
    cosine = math.sin(north) * math.sin(other) + math.cos(north) * math.cos(other) * math.cos(east - far)
    return 6371 * math.acos(cosine)


def test_a_record_without_places_is_a_record(tmp_path: Path) -> None:
    for path in seeds().rglob("*.yaml"):
        if path.name != "places.yaml":
            copy = tmp_path / path.relative_to(seeds())
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())
    record, problems = read(tmp_path)
    assert problems == []
    assert record is not None
    assert record.places == {}


def test_a_slip_in_the_places_of_the_record_is_told(tmp_path: Path) -> None:
    whole = (seeds() / "places.yaml").read_text(encoding="utf-8")
    for path in seeds().rglob("*.yaml"):
        copy = tmp_path / path.relative_to(seeds())
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    slips = {"at: [31.78, 35.21]": ("at: [131.78, 35.21]", "bad-value")}
    slips |= {
        '"jns-2025#10"': ('"jns-2025#1000"', "unknown-fact"),
        "    placed: background": ("    placed: me", "bad-choice"),
    }
    for old, (new, code) in slips.items():
        (tmp_path / "places.yaml").write_text(whole.replace(old, new, 1), encoding="utf-8")
        record, problems = read(tmp_path)
        assert record is None, new
        assert [d.code for d in problems] == [code]


def test_the_rules_know_no_place() -> None:
    """No place of the record stands in the code, by name or by id."""
    names = {n for id_, p in load().places.items() for n in (id_, p.name) if len(n) > 3}
    known = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, sorted(names)))})(?![\w-])")
    for path in SIM.rglob("*.py"):
        found = known.search(path.read_text(encoding="utf-8"))
        assert not found, f"{found} in {path.name}"


def mapped(game: Compiled) -> bool:
    return any(d.places for d in game.source.decisions)


def test_the_first_three_scenarios_have_maps() -> None:
    assert all(mapped(open_scenario(name)) for name in ("rafah_delay", "withheld_munitions", "doha_strike"))


def test_a_shipped_scenario_maps_each_decision_or_none(shipped: Compiled) -> None:
    for decision in shipped.source.decisions if mapped(shipped) else ():
        assert decision.places, decision.id
        assert decision.outside is not None
        assert decision.outside.places, decision.id


def test_what_others_see_is_part_of_what_the_decider_sees(shipped: Compiled) -> None:
    """And at a decision with a secret move, no word stands on a place that they see."""
    for decision in shipped.source.decisions if mapped(shipped) else ():
        outside = decision.outside
        assert outside is not None
        ends = {v.to for v in decision.visits} | {v.start for v in decision.visits}
        assert {h.place for h in outside.places} <= {h.place for h in decision.places} | ends | ALWAYS
        if any(m.secret for m in decision.moves):
            told = f"{outside.title} {outside.situation}"
            for here in outside.places:
                assert not here.text, f"{decision.id}: '{here.text}'"
                names = shipped.record.places[here.place].name.split()
                assert any(n in told for n in names) or here.place in ALWAYS, f"{decision.id}: {here.place}"


ALWAYS = {"washington", "jerusalem", "tel-aviv", "ramallah", "un-headquarters"}
"""Where governments sit, and where all of them meet: to show these gives nothing away."""
