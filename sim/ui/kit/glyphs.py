"""Which font has which letters: the shipped ones, then the system's, else a box is drawn.

What is missing or broken is told once, in ``troubles``, and never stops the game.
"""

from __future__ import annotations

import unicodedata
import warnings
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

import pygame
import pygame.freetype

from sim.places import asset
from sim.ui.kit import bidi

Face: TypeAlias = Literal["regular", "semibold", "italic"]

FILES: dict[Face, str] = {
    "regular": "fonts/SourceSans3_400Regular.ttf",
    "semibold": "fonts/SourceSans3_600SemiBold.ttf",
    "italic": "fonts/SourceSans3_400Regular_Italic.ttf",
}
_OTHERS = ("Hebrew", "Arabic")
_WEIGHTS: dict[Face, str] = {"regular": "400Regular", "semibold": "600SemiBold", "italic": "400Regular"}
_INSTEAD = "sourcesans3,sourcesanspro,notosans,dejavusans,segoeui,helveticaneue,arial,freesans"
_SYSTEM: tuple[tuple[str, int, int, str], ...] = (
    ("Armn", 0x530, 0x58F, "notosansarmenian,dejavusans,sylfaen"),
    ("Syrc", 0x700, 0x74F, "notosanssyriac,notosanssyriaceastern,estrangeloedessa,segoeuihistoric"),
    ("Thaa", 0x780, 0x7BF, "notosansthaana,mvboli"),
    ("Deva", 0x900, 0x97F, "notosansdevanagari,nirmalaui,devanagarisangammn,mangal,lohitdevanagari"),
    ("Beng", 0x980, 0x9FF, "notosansbengali,nirmalaui,banglasangammn,lohitbengali"),
    ("Guru", 0xA00, 0xA7F, "notosansgurmukhi,nirmalaui,gurmukhisangammn,lohitgurmukhi"),
    ("Gujr", 0xA80, 0xAFF, "notosansgujarati,nirmalaui,gujaratisangammn,lohitgujarati"),
    ("Taml", 0xB80, 0xBFF, "notosanstamil,nirmalaui,tamilsangammn,lohittamil"),
    ("Telu", 0xC00, 0xC7F, "notosanstelugu,nirmalaui,telugusangammn,lohittelugu"),
    ("Knda", 0xC80, 0xCFF, "notosanskannada,nirmalaui,kannadasangammn,lohitkannada"),
    ("Mlym", 0xD00, 0xD7F, "notosansmalayalam,nirmalaui,malayalamsangammn,lohitmalayalam"),
    ("Thai", 0xE00, 0xE7F, "notosansthai,leelawadeeui,thonburi,tahoma,garuda,loma"),
    ("Laoo", 0xE80, 0xEFF, "notosanslao,leelawadeeui,laosangammn"),
    ("Mymr", 0x1000, 0x109F, "notosansmyanmar,myanmartext,myanmarsangammn,padauk"),
    ("Geor", 0x10A0, 0x10FF, "notosansgeorgian,dejavusans,sylfaen"),
    ("Ethi", 0x1200, 0x139F, "notosansethiopic,ebrima,kefa,abyssinicasil"),
    ("Khmr", 0x1780, 0x17FF, "notosanskhmer,leelawadeeui,khmersangammn,khmeros"),
    ("Kana", 0x3040, 0x30FF, "notosanscjkjp,yugothic,hiraginosans,meiryo,ipagothic,takaogothic"),
    ("Hang", 0xAC00, 0xD7AF, "notosanscjkkr,malgungothic,applesdgothicneo,nanumgothic,undotum"),
    ("Hani", 0x2E80, 0x9FFF, "notosanscjksc,microsoftyahei,pingfangsc,wenquanyizenhei,wqyzenhei,yugothic"),
    ("Zyyy", 0x1F000, 0x1FAFF, "segoeuiemoji,notoemoji,symbola,applecoloremoji,notocoloremoji,twemoji"),
)
_ANY = "dejavusans,notosans,notosanssymbols,notosanssymbols2,segoeuisymbol,arialunicodems,freesans,unifont"
_JOINER, _UNSEEN = "\u200d", frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad")
_TURNS = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069"))
"""Marks that say where the direction turns: they have no picture."""

troubles: list[str] = []
"""What is missing, a line each, in the order in which it was found."""


@dataclass(frozen=True)
class Piece:
    """Letters that one font draws in one direction. ``file`` is empty where no font has them.

    ``script`` is what shaping needs to know of; empty for a face of the game's own.
    """

    text: str
    file: str
    rtl: bool = False
    script: str = ""


def drawable(text: str) -> str:
    """``text`` without what cannot be drawn: controls, halves of pairs, and orders to change direction."""
    if text.isprintable():
        return text
    out = []
    for letter in text:
        kind = unicodedata.category(letter)
        if letter in "\t\n":
            out.append(" ")
        elif kind == "Cs":
            out.append("\ufffd")
        elif kind != "Cc" and letter not in "\u202a\u202b\u202c\u202d\u202e":
            out.append(letter)
    return "".join(out)


@lru_cache(maxsize=4096)
def pieces(text: str, face: Face) -> tuple[Piece, ...]:
    """``text`` cut by direction and font, in the order from left to right."""
    text = drawable(text)
    if text.isascii() or _plain(text, face):
        return (Piece(text, own(face)),)
    out: list[Piece] = []
    for part in bidi.parts(text, bidi.is_rtl(text)):
        out += _by_font(text[part.start : part.end].translate(_TURNS), face, part.rtl)
    return tuple(out)


def _plain(text: str, face: Face) -> bool:
    """Whether the face itself has every letter, and each is read from left to right."""
    file = own(face)
    return not bidi.mixed(text) and all(has(file, letter) for letter in set(text))


def _by_font(text: str, face: Face, rtl: bool) -> list[Piece]:
    """Text of one direction, cut by font. Marks stay with what stands before them; all spaces are alike."""
    found: list[tuple[str, str]] = []
    for cluster in clusters(text):
        file = found[-1][1] if found else ""
        if cluster[0].isspace():
            file = own(face)
        elif cluster[0].isalnum() or not file or not _has_all(file, cluster):
            file = _file_of(cluster, face)
        if found and found[-1][1] == file:
            found[-1] = (found[-1][0] + cluster, file)
        else:
            found.append((cluster, file))
    cut = [Piece(words, file, rtl, "" if file == own(face) else script_of(words)) for words, file in found]
    return [_turned(piece) for piece in reversed(cut)] if rtl else cut


def _turned(piece: Piece) -> Piece:
    """A piece of right-to-left text; where it has marks only, these are turned round."""
    if bidi.has_rtl_letter(piece.text):
        return piece
    return replace(piece, text=bidi.mirrored(piece.text), rtl=False)


def clusters(text: str) -> list[str]:
    """Letters with the marks on them, and emoji that are joined into one."""
    out: list[str] = []
    for letter in text:
        joined = bool(out) and (
            unicodedata.category(letter) in ("Mn", "Me", "Mc")
            or letter in _UNSEEN
            or "\U0001f3fb" <= letter <= "\U0001f3ff"
            or out[-1].endswith(_JOINER)
            or (len(out[-1]) == 1 and _flag(out[-1]) and _flag(letter))
        )
        if joined:
            out[-1] += letter
        else:
            out.append(letter)
    return out


def _flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def own(face: Face) -> str:
    """The shipped file of a face; where it is missing or broken, the system's font, or pygame's own."""
    return _sound(FILES[face]) or _stand_in()


@lru_cache(maxsize=16)
def _sound(name: str) -> str:
    """The path of a shipped font if it can be opened, else nothing; the trouble is told once."""
    path = str(asset(name))
    try:
        pygame.freetype.init()
        pygame.freetype.Font(path, 16)
    except (OSError, ValueError, RuntimeError, pygame.error):
        tell(f"The font {name} is missing or broken, so another one is used. Install Backchannel anew.")
        return ""
    return path


def tell(trouble: str) -> None:
    """Keep a line of trouble, once."""
    if trouble not in troubles:
        troubles.append(trouble)


@lru_cache(maxsize=1)
def _stand_in() -> str:
    return _system(_INSTEAD) or pygame.font.get_default_font()


@lru_cache(maxsize=64)
def _system(names: str) -> str:
    """The file of the first of these fonts that this machine has, or nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pygame.font.match_font(names) or ""


@lru_cache(maxsize=32)
def _reader(file: str) -> pygame.freetype.Font | None:
    """What tells the letters that a font has. None for one that cannot be drawn at every size."""
    try:
        pygame.freetype.init()
        pygame.font.init()
        pygame.font.Font(file, 16)
        made = pygame.freetype.Font(None if file == pygame.font.get_default_font() else file, 16)
    except (OSError, ValueError, RuntimeError, pygame.error):
        return None
    return made if made.scalable else None


@lru_cache(maxsize=8192)
def has(file: str, letter: str) -> bool:
    """Whether a font has a letter of its own."""
    reader = _reader(file) if file else None
    return reader is not None and reader.get_metrics(letter)[0] is not None


def _has_all(file: str, cluster: str) -> bool:
    return all(letter in _UNSEEN or has(file, letter) for letter in cluster)


@lru_cache(maxsize=4096)
def _file_of(cluster: str, face: Face) -> str:
    """The font for a letter with its marks: one that has all of it, else one that has the letter."""
    files = [own(face)]
    if not _has_all(files[0], cluster):
        files += [f for f in (_sound(_shipped(other, face)) for other in _OTHERS) if f]
        for _, first, last, names in _SYSTEM:
            if first <= ord(cluster[0]) <= last:
                files += [f for f in (_system(name) for name in names.split(",")) if f]
        if not any(_has_all(f, cluster) for f in files):
            files += [f for f in (_system(name) for name in _ANY.split(",")) if f]
    whole = next((f for f in files if _has_all(f, cluster)), "")
    return whole or next((f for f in files if has(f, cluster[0])), "")


def _shipped(script: str, face: Face) -> str:
    return f"fonts/NotoSans{script}_{_WEIGHTS[face]}.ttf"


def script_of(text: str) -> str:
    """The script that shaping needs to know of, as four letters; nothing where it finds out by itself."""
    for letter in text:
        code = ord(letter)
        if 0x590 <= code <= 0x5FF or 0xFB1D <= code <= 0xFB4F:
            return "Hebr"
        if (
            0x600 <= code <= 0x6FF
            or 0x750 <= code <= 0x77F
            or 0x8A0 <= code <= 0x8FF
            or 0xFB50 <= code <= 0xFEFC
        ):
            return "Arab"
        for script, first, last, _ in _SYSTEM:
            if first <= code <= last and script != "Zyyy":
                return script
    return ""
