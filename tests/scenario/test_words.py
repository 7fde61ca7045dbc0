"""Words apart: another language, the same game."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import BrokenFile, UnknownName
from sim.game.resume import resume
from sim.game.session import alone
from sim.reading.diagnostics import Diagnostic
from sim.scenario.compiled import Compiled
from sim.scenario.library import open_scenario
from sim.scenario.words import Words, languages, open_in, read, template, texts
from tests.cli.commands import within
from tests.scenario.alike import differences, same_runs
from tests.scenario.test_short_forms import MILL

HEBREW = {
    "title": "נחל הטחנה",
    "decisions.dam.title": "האם לסגור את הסכר? 1820",
    "decisions.dam.moves.close.label": "לסגור",
    "record.variables.goodwill.name": "רצון טוב",
    "record.governments.upper.short": "למעלה",
    "endings.feud.title": "ריב",
    "events.rain.text": "גשם",
}


def words_of(told: dict[str, str], language: str = "he") -> str:
    return "\n".join([f"language: {language}", "texts:", *(f'  {k}: "{v}"' for k, v in told.items()), ""])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mill.yaml"
    path.write_text(MILL, encoding="utf-8")
    path.with_name("mill.he.yaml").write_text(words_of(HEBREW), encoding="utf-8")
    return path


@pytest.fixture
def plain(file: Path) -> Compiled:
    return open_scenario(str(file))


def problems_of(file: Path, game: Compiled, text: str) -> list[Diagnostic]:
    path = file.with_name("mill.he.yaml")
    path.write_text(text, encoding="utf-8")
    return read(path, game.source)[1]


def test_other_words_are_the_same_game(file: Path, plain: Compiled) -> None:
    told = open_in(str(file), "he")
    assert told.hash == plain.hash
    assert differences(told, plain) == []
    assert same_runs(told, plain, range(3))
    found = texts(told.source)
    assert {id_: found[id_] for id_ in HEBREW} == HEBREW
    rest = {k: v for k, v in found.items() if k not in HEBREW}
    assert rest == {k: v for k, v in texts(plain.source).items() if k not in HEBREW}


def test_screens_read_the_other_words_wherever_they_look(file: Path) -> None:
    told = open_in(str(file), "he")
    assert told.decisions[0].source.moves[0].label == "לסגור"
    assert told.record.variables["goodwill"].name == "רצון טוב"
    assert told.record.governments["upper"].short == "למעלה"
    assert told.events[0].source.text == "גשם"


def test_words_apart_are_words_in_the_file(file: Path) -> None:
    inline = MILL.replace("title: The mill stream", f"title: {HEBREW['title']}\nsummary: The mill stream")
    inline = inline.replace(
        "label: Close it", f"label: {HEBREW['decisions.dam.moves.close.label']}, text: Close it"
    )
    other = file.with_name("inline.yaml")
    other.write_text(inline, encoding="utf-8")
    written = texts(open_scenario(str(other)).source)
    kept = {k: v for k, v in HEBREW.items() if k in ("title", "decisions.dam.moves.close.label")}
    file.with_name("mill.he.yaml").write_text(words_of(kept), encoding="utf-8")
    assert texts(open_in(str(file), "he").source) == written


def test_a_game_saved_in_one_language_goes_on_in_the_other(file: Path, tmp_path: Path) -> None:
    session = alone(open_in(str(file), "he"), "upper", 3, tmp_path / "saved.json")
    step = session.choose("share")
    again, trouble = resume(tmp_path / "saved.json")
    assert trouble == ""
    assert again.game.hash == session.game.hash
    assert [s.state_hash for s in again.steps] == [step.state_hash]


def test_the_template_holds_every_text_and_what_is_told_already(file: Path, plain: Compiled) -> None:
    text = template(plain.source, "he")
    assert problems_of(file, plain, text) == []
    words, problems = read(file.with_name("mill.he.yaml"), plain.source)
    assert (words, problems) == (Words(language="he", texts=texts(plain.source)), [])
    file.with_name("mill.he.yaml").write_text(words_of(HEBREW), encoding="utf-8")
    done = within("words", str(file), "he")
    assert done.status == 0
    assert "לסגור" in done.out.decode()
    assert problems_of(file, plain, done.out.decode()) == []


def test_missing_texts_are_one_warning(file: Path, plain: Compiled) -> None:
    (found,) = problems_of(file, plain, words_of(HEBREW))
    assert (found.code, found.severity, found.line) == ("missing-words", "warning", 2)
    count = len(texts(plain.source))
    assert f"{count - len(HEBREW)} of {count}" in found.message


BROKEN = {
    "a text that is none": (words_of({"titel": "x"}), "unknown-text", 3, "'title'"),
    "a move that is none": (
        words_of({"decisions.dam.moves.shut.label": "x"}),
        "unknown-text",
        3,
        "share.label",
    ),
    "another language": (words_of({"title": "x"}, "ar"), "other-language", 1, "'language: he'"),
    "a language that is none": (words_of({"title": "x"}, "Hebrew!"), "bad-name", 1, ""),
    "a title without end": (words_of({"title": "x" * 201}), "too-many", 3, "Shorten"),
    "no texts": ("language: he\n", "missing-key", 1, "'texts:'"),
    "a number": ("language: he\ntexts: {title: 3}\n", "bad-type", 2, "quotes"),
    "a typo": ("langage: he\ntexts: {title: x}\n", "unknown-key", 1, "'language'"),
    "a broken file": ("language: [\n", "yaml-syntax", 1, ""),
    "an empty file": ("", "empty-file", 1, ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_told_with_its_line(name: str, file: Path, plain: Compiled) -> None:
    text, code, line, says = BROKEN[name]
    found = [d for d in problems_of(file, plain, text) if d.severity == "error"]
    assert [(d.code, d.line) for d in found] == [(code, line)], found
    assert says in f"{found[0].message} {found[0].mend}"
    with pytest.raises(BrokenFile, match=code):
        open_in(str(file), "he")
    checked = within("check", str(file))
    assert checked.status == 1
    assert code in checked.out.decode()


def test_a_language_that_is_not_there(file: Path) -> None:
    file.with_name("mill.plays.yaml").write_text("{}\n", encoding="utf-8")
    file.with_name("mills.ar.yaml").write_text("{}\n", encoding="utf-8")
    assert list(languages(file)) == ["he"]
    with pytest.raises(UnknownName, match="Known: he"):
        open_in(str(file), "ar")
    refused = within("words", str(file), "Hebrew!")
    assert (refused.status, refused.out) == (2, b"")


def test_a_shipped_scenario_tells_all_its_texts(shipped: Compiled) -> None:
    found = texts(shipped.source)
    for decision in shipped.source.decisions:
        assert found[f"decisions.{decision.id}.situation"] == decision.situation
        for move in decision.moves:
            assert found[f"decisions.{decision.id}.moves.{move.id}.text"] == move.text
    assert not any("#" in text and " " not in text for text in found.values())
