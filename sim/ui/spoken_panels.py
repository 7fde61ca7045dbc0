"""The words of each kind of panel, for those who hear it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.ui import view
from sim.ui.saying import Utterance, counted, key_name, listed, sentence
from sim.ui.view import Block, Card, Hint, Panel

_SIGNS = {"+": "plus", "-": "minus", "−": "minus"}


def of_panel(panel: Panel) -> list[Utterance]:
    """A panel: a line that says what it is, then its content, a breath each."""
    head, said = _contents(panel)
    return [Utterance(text) for text in (sentence(head), *said) if text]


def _contents(panel: Panel) -> tuple[str, Iterable[str]]:
    match panel:
        case view.Text():
            return f"Text: {panel.title}", map(of_block, panel.blocks)
        case view.Cards():
            return _cards(panel)
        case view.Network():
            return _network(panel)
        case view.Map():
            return _map(panel)
        case view.Charts():
            return f"Charts: {panel.title}", [t for c in panel.charts for t in _chart(c)]
        case view.Calibration():
            return _calibration(panel)
        case view.Tree():
            head = f"Lines of play: {panel.title}, {counted(len(panel.branches), 'line')}"
            return head, [of_branch(panel, i) for i in range(len(panel.branches))]
        case view.Fields():
            return f"Lines to type: {panel.title}", map(of_field, panel.fields)
        case view.Table():
            return f"Table: {panel.title}, {counted(len(panel.rows), 'row')}", _table(panel)
        case view.Worths():
            return f"Packages: {panel.title}, {counted(len(panel.packages), 'package')}", _worths(panel)


def of_block(block: Block) -> str:
    """A heading, paragraph, point, note or source, with its label."""
    label = block.label.rstrip(":")
    if block.kind in ("heading", "note", "source"):
        return sentence(f"{block.kind.title()}{', ' + label if label else ''}: {block.text}")
    return sentence(f"{label}: {block.text}" if label else block.text)


def _cards(panel: view.Cards) -> tuple[str, list[str]]:
    said = [sentence(panel.lead)] if panel.lead else []
    for card in panel.cards:
        if card.above:
            said.append(sentence(f"Group: {card.above}"))
        said.append(of_card(card))
    if not panel.cards:
        said.append(sentence(panel.empty))
    return f"Cards: {panel.title}, {counted(len(panel.cards), 'card')}", said


def of_card(card: Card) -> str:
    """``Card, key 2: TITLE. …``; a closed card says so, and why."""
    head = f"Card, key {key_name(card.key)}" if card.key else "Card"
    state = "" if card.enabled else ", closed"
    state += ", chosen" if card.selected else ""
    state += f", count {card.tally}" if card.tally is not None else ""
    return sentence(f"{head}{state}: {card.title}", *_on_card(card))


def _on_card(card: Card) -> list[str]:
    text = card.text if card.text != card.title else ""
    why = f"Closed because: {card.why_not}" if not card.enabled and card.why_not else ""
    less = "Backspace takes one away" if card.less else ""
    return [why, text, ", ".join(map(of_hint, card.hints)), card.tag, less]


def of_hint(hint: Hint) -> str:
    """A short fact with its signs as words."""
    words = hint.text.lstrip("+-− ")
    signs = [_SIGNS[s] for s in hint.text[: len(hint.text) - len(words)].strip()]
    if not signs and hint.tone != "flat":
        signs = [hint.tone]
    maybe = "perhaps " if words.endswith("?") else ""
    return " ".join([*signs, maybe + words.rstrip("?")])


def _network(panel: view.Network) -> tuple[str, list[str]]:
    names = {n.id: n.label for n in panel.nodes}
    said = [sentence(panel.caption)]
    for group in dict.fromkeys(n.group for n in panel.nodes):
        said.append(sentence(f"{group}: {', '.join(_node(n) for n in panel.nodes if n.group == group)}"))
    ways = sorted(panel.edges, key=lambda e: (not e.live, -e.trust, e.label))
    alike = dict.fromkeys((e.live, e.label, e.trust, e.secrecy) for e in ways)
    for live, label, trust, secrecy in alike:
        pairs = [
            f"{names[e.a]} with {names[e.b]}"
            for e in ways
            if (e.live, e.label, e.trust, e.secrecy) == (live, label, trust, secrecy)
        ]
        state = "Open now" if live else "Not open now"
        said.append(sentence(f"{state}: {label}, trust {trust}, secrecy {secrecy}: {'; '.join(pairs)}"))
    size = f"{counted(len(panel.nodes), 'actor')}, {counted(len(panel.edges), 'line')} of talk"
    return f"Channels: {panel.title}, {size}", said


def _node(node: view.Node) -> str:
    marks = [w for w, on in (("you", node.you), ("decides", node.decides)) if on]
    return f"{node.label} ({listed(marks)})" if marks else node.label


def _map(panel: view.Map) -> tuple[str, list[str]]:
    said = []
    for place in panel.places:
        word = "Place" if place.here else "Elsewhere"
        at = f"{_degrees(place.north, 'north', 'south')}, {_degrees(place.east, 'east', 'west')}"
        said.append(sentence(f"{word}: {place.said}", place.note, at))
    names = {p.id: p.label for p in panel.places}
    for visit in panel.visits:
        start = f"from {names[visit.start]} " if visit.start in names else ""
        said.append(sentence(f"Visit, {visit.who}, {start}to {names.get(visit.to, visit.to)}: {visit.said}"))
    size = f"{counted(len(panel.places), 'place')}, {counted(len(panel.visits), 'visit')}"
    return f"Map: {panel.title}, {size}", [*said, sentence(panel.caption)]


def _degrees(value: float, plus: str, minus: str) -> str:
    return f"{abs(value):.0f} degrees {plus if value >= 0 else minus}"


def _chart(chart: view.Chart) -> list[str]:
    said = [sentence(f"Chart: {chart.title}", chart.note)]
    for line in chart.lines:
        points = [
            f"{value:.0f} at {label}"
            for value, label in zip(line.values, chart.labels, strict=False)
            if value is not None
        ]
        said.append(sentence(f"{line.name}: {', '.join(points) or 'nothing'}"))
    for band in chart.bands:
        spans = [
            f"{low:.0f} to {high:.0f} at {label}"
            for low, high, label in zip(band.low, band.high, chart.labels, strict=False)
            if low is not None and high is not None
        ]
        said.append(sentence(f"Range, {band.name}: {', '.join(spans) or 'nothing'}"))
    return said


def _calibration(panel: view.Calibration) -> tuple[str, list[str]]:
    said = [
        sentence(
            f"{series.name}: said {dot.said:.0f} per cent, came true {dot.came:.0f} per cent "
            f"of {counted(dot.count, 'time')}"
        )
        for series in panel.series
        for dot in series.dots
    ]
    said += [sentence(f"{s.name}: no forecast") for s in panel.series if not s.dots]
    return f"Forecasts: {panel.title}", [*said, sentence(panel.note)]


def of_branch(panel: view.Tree, number: int) -> str:
    """A line of play: what it leaves and where, its moves, and its ending."""
    branch = panel.branches[number]
    marks = f" ({listed(branch.marks)})" if branch.marks else ""
    at = _label(panel.labels, branch.at)
    leaves = f"Leaves {panel.branches[branch.parent].name} at {at}" if branch.parent >= 0 else ""
    own = branch.moves if branch.parent < 0 else branch.moves[branch.at :]
    start = 0 if branch.parent < 0 else branch.at
    moves = [f"{_label(panel.labels, start + i)}: {move}" for i, move in enumerate(own) if move]
    pick = "Pick it to see it beside another" if branch.do else ""
    ends = f"Ends: {branch.ending}" if branch.ending else ""
    return sentence(f"Line {number + 1}: {branch.name}{marks}", leaves, "; ".join(moves), ends, pick)


def _label(labels: Sequence[str], at: int) -> str:
    return labels[at] if 0 <= at < len(labels) else f"decision {at + 1}"


def of_field(field: view.Field) -> str:
    """A line to type, with what stands in it."""
    return sentence(f"Line to type: {field.label}, {field.value or 'empty'}", field.hint)


def _table(panel: view.Table) -> list[str]:
    said = []
    for number, row in enumerate(panel.rows, 1):
        cells = [
            f"{column}: {cell}" if column else cell
            for column, cell in zip(panel.columns, row.cells, strict=False)
            if cell
        ]
        head = "Summing up" if row.leading else f"Row {number}"
        said.append(sentence(f"{head}: {'; '.join(cells)}", row.mark))
    return said


def _worths(panel: view.Worths) -> list[str]:
    """What each had to have, then each package; of the picture's small rings, how many there are."""
    said = [sentence(f"Had to have: {panel.each(panel.floors)}")]
    said += [sentence(panel.said(p)) for p in panel.packages]
    if panel.efficient:
        many = counted(len(panel.efficient), "package")
        said.append(sentence(f"Shown besides: {many} than which nothing is better for both"))
    return [*said, sentence(panel.note)]
