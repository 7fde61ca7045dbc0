"""The map: everything in its place, nothing over anything else, at every size, theme and text size."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import places
from sim.record.record import load
from sim.ui.kit import land
from sim.ui.kit.labels import Wish, put
from sim.ui.kit.land import Frame, clipped, fit, levels, rim
from sim.ui.kit.map import _scene, lay_map
from sim.ui.kit.panels import lay_panel
from sim.ui.kit.sheet import Kit, kit_for
from sim.ui.kit.theme import THEMES, Look
from sim.ui.view import Map, Place, Screen, Visit
from sim.ui.window import Window
from tests.ui.kit.conftest import Desk

KIT = Kit(THEMES["light"], 1.0)
FILE = places.asset("map/land.json")


def of(*names: str, visits: tuple[tuple[str, str], ...] = ()) -> Map:
    """A map of places of the record, with visits from one to another."""
    record = load()
    shown = tuple(
        Place(n, record.places[n].name, *record.places[n].at, i != 1, "Something is decided here.", "A note.")
        for i, n in enumerate(names)
    )
    gone = tuple(Visit("An envoy", a, b, f"An envoy in {b}, from {a}.") for a, b in visits)
    return Map("Map", shown, gone, "Land and coast only; no border is drawn.")


MAPS = {
    "one": of("cairo"),
    "region": of("cairo", "doha", "tehran", "beirut", visits=(("cairo", "doha"),)),
    "close": of("rafah", "rafah-crossing", "kerem-shalom", "khan-yunis", "gaza-city", "erez"),
    "far": of("washington", "new-york", "london", "doha", visits=(("doha", "washington"),)),
    "both": of("rafah", "jerusalem", "cairo", "washington", "new-york", visits=(("washington", "cairo"),)),
    "many visits": of(
        "jerusalem", "amman", "cairo", visits=(("amman", "cairo"), ("amman", "cairo"), ("", "jerusalem"))
    ),
}


def test_the_asset_is_small_and_holds_land_alone() -> None:
    assert FILE.stat().st_size <= 60_000
    assert set(json.loads(FILE.read_text(encoding="utf-8"))) == {"levels"}
    assert FILE.with_name("CREDITS.txt").read_text(encoding="utf-8").count("public domain") == 1
    for level in levels():
        for ring in level.rings:
            assert all(
                level.box[0] <= x <= level.box[2] and level.box[1] <= y <= level.box[3] for x, y in ring
            )


def inside(ring: tuple[tuple[float, float], ...], x: float, y: float) -> bool:
    """Whether a point lies in a ring, by counting the lines to its east."""
    hits = 0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            hits += 1
    return hits % 2 == 1


def on_land(level: land.Level, north: float, east: float) -> bool:
    return sum(inside(ring, east, north) for ring in level.rings) % 2 == 1


DRY = {"cairo", "jerusalem", "amman", "damascus", "tehran", "isfahan", "riyadh"}
DRY |= {"washington", "paris", "warsaw"}
WET = [(34.0, 28.0), (37.5, 18.5), (25.5, 35.8), (27.0, 51.0), (40.5, 51.0), (40.0, -40.0), (0.0, 70.0)]
"""The Mediterranean, the Ionian Sea, the Red Sea, the Gulf, the Caspian, the Atlantic, the Indian Ocean."""


def test_land_is_land_and_sea_is_sea() -> None:
    for name in DRY:
        north, east = load().places[name].at
        assert on_land(levels()[-1], north, east), name
        assert on_land(levels()[0], north, east) or not land.is_near((north, east)), name
    for north, east in WET:
        assert not on_land(levels()[-1], north, east), (north, east)
        assert not on_land(levels()[0], north, east) or not land.is_near((north, east)), (north, east)


degrees = st.tuples(st.floats(-50, 65), st.floats(-170, 170))


@given(st.lists(degrees, min_size=1, max_size=8), st.integers(250, 1500), st.integers(230, 900))
def test_a_frame_shows_its_spots(spots: list[tuple[float, float]], wide: int, high: int) -> None:
    frame = fit(spots, (wide, high), 36)
    for spot in spots:
        x, y = frame.at(spot)
        assert -1 <= x <= wide + 1
        assert -1 <= y <= high + 1
    west, south, east, north = frame.box
    assert west < east
    assert south < north


def test_north_is_up_and_a_degree_is_as_long_either_way() -> None:
    frame = Frame(30, 35, 100, math.cos(math.radians(30)), (500, 500))
    assert frame.at((34, 31))[1] < frame.at((33, 31))[1]
    assert frame.at((30, 31))[0] < frame.at((30, 32))[0]
    up = frame.at((33, 31))[1] - frame.at((34, 31))[1]
    along = frame.at((30, 32))[0] - frame.at((30, 31))[0]
    assert math.isclose(along / up, math.cos(math.radians(30)))


@given(degrees, st.floats(5, 60), st.floats(5, 60))
def test_what_is_cut_stays_in_the_box(corner: tuple[float, float], wide: float, high: float) -> None:
    y, x = corner
    box = (x, y, x + wide, y + high)
    for ring in levels()[1].rings[:6]:
        for px, py in clipped(ring, box):
            assert box[0] - 1e-6 <= px <= box[2] + 1e-6
            assert box[1] - 1e-6 <= py <= box[3] + 1e-6


@given(st.tuples(st.floats(-5000, 5000), st.floats(-5000, 5000)))
def test_what_lies_beyond_is_pointed_to_from_the_rim(at: tuple[float, float]) -> None:
    (x, y), (dx, dy) = rim(at, (400, 300), 14)
    assert 13.9 <= x <= 386.1
    assert 13.9 <= y <= 286.1
    assert (at[0] - 200) * dx + (at[1] - 150) * dy >= 0


wishes = st.lists(
    st.builds(
        Wish,
        st.floats(20, 110),
        st.floats(16, 40),
        st.tuples(st.tuples(st.floats(150, 350), st.floats(120, 280))),
        st.just(10.0),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=40)
@given(wishes)
def test_words_never_cover_each_other_and_stay_in_the_picture(found: list[Wish]) -> None:
    rects = [p.rect for p in put(found, (500, 400), [], [])]
    for left, top, right, bottom in rects:
        assert left >= 0
        assert top >= 0
        assert right <= 500
        assert bottom <= 400
    for a, b in itertools.combinations(rects, 2):
        assert min(a[2], b[2]) <= max(a[0], b[0]) or min(a[3], b[3]) <= max(a[1], b[1])


@pytest.mark.parametrize("name", MAPS)
def test_far_places_are_on_the_map_or_pointed_to(name: str) -> None:
    scene = _scene(MAPS[name], (390, 300), KIT)
    assert set(scene.at) == {p.id for p in MAPS[name].places}
    for x, y in scene.at.values():
        assert 0 <= x <= 390
        assert 0 <= y <= 300
    assert set(scene.beyond) == ({"washington", "new-york"} if name == "both" else set())
    ends = list(scene.at.values())
    if name == "both":
        assert math.dist(scene.at["washington"], scene.at["new-york"]) >= 25
    assert len(set(ends)) == len(ends)


LOOKS = [("light", 80), ("light", 150), ("light", 200), ("dark", 100), ("contrast", 130)]


@pytest.mark.parametrize(("theme", "text"), LOOKS)
@pytest.mark.parametrize("name", MAPS)
def test_it_fits_its_place_or_scrolls(name: str, theme: str, text: int) -> None:
    for size in ((300, 260), (390, 560), (1240, 600)):
        kit = kit_for(Look(theme, text), (1280, 800))  # type: ignore[arg-type]
        sheet = lay_map(MAPS[name], *size, kit)
        assert sheet.width == size[0]
        picture = pygame.Surface((size[0] + 40, sheet.height + 40))
        picture.fill((1, 2, 3))
        sheet.paint(picture, 20, 20)
        around = picture.copy()
        around.fill((1, 2, 3), pygame.Rect(20, 20, size[0], sheet.height))
        blank = pygame.Surface(around.get_size())
        blank.fill((1, 2, 3))
        assert pygame.image.tobytes(around, "RGB") == pygame.image.tobytes(blank, "RGB"), (name, size)


@pytest.mark.parametrize("name", MAPS)
def test_in_a_window_its_words_are_said_by_keyboard(name: str) -> None:
    window = Window(Desk(Screen("map", "The map", panels=(MAPS[name],))), Look(), (800, 600))
    window.draw()
    (region,) = [r for r in window.page.regions if r.name == "panel 0"]
    said = [n.text for n in region.sheet.notes]
    drawn = [v for v in MAPS[name].visits if v.start]
    assert len(said) == len(MAPS[name].places) + len(drawn)
    assert all(any(s.startswith(p.said) for s in said) for p in MAPS[name].places)
    assert {v.said for v in drawn} <= set(said)


def test_a_map_is_laid_out_once() -> None:
    again = of("cairo", "doha", "tehran", "beirut", visits=(("cairo", "doha"),))
    assert again is not MAPS["region"]
    assert lay_panel(MAPS["region"], 400, 500, KIT) is lay_panel(again, 400, 500, KIT)


def test_here_and_elsewhere_differ_in_shape() -> None:
    """With every colour taken away the two dots still differ."""
    one = Map("", (Place("a", "A", 30.0, 31.0, here=True),))
    other = Map("", (Place("a", "A", 30.0, 31.0, here=False),))
    shapes = []
    for panel in (one, other):
        sheet = lay_map(panel, 300, 300, KIT)
        (x, y) = _scene(panel, (300, 230), KIT).at["a"]
        picture = pygame.Surface((300, sheet.height))
        sheet.paint(picture, 0, 0)
        part = picture.subsurface(pygame.Rect(round(x) - 9, round(y) - 9, 18, 18))
        grey = [sum(part.get_at((i, j))[:3]) // 3 > 128 for i in range(18) for j in range(18)]
        shapes.append(grey)
    assert shapes[0] != shapes[1]


def test_without_its_file_the_map_is_drawn_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for text in (None, "{", "[]", '{"levels": [{"box": [0, 0, 1, 1], "unit": 1, "rings": [[1]]}]}'):
        file = tmp_path / "land.json"
        if text is not None:
            file.write_text(text, encoding="utf-8")
        monkeypatch.setattr(land, "asset", lambda _name, file=file: file)
        levels.cache_clear()
        for panel in MAPS.values():
            assert lay_map(panel, 390, 560, KIT).height > 0
            assert levels() == ()
    monkeypatch.undo()
    levels.cache_clear()
    assert len(levels()) == 2


def test_alt_text_tells_all_that_is_drawn() -> None:
    panel = MAPS["region"]
    assert panel.alt.startswith("Cairo: Something is decided here.")
    assert panel.visits[0].said in panel.alt
