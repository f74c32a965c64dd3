"""Area of concern: SVG is well-formed whatever the words in it are."""

from xml.etree import ElementTree

import pytest

from stackwright.policies.reports.drawing.svg import element, fitted, path, told, words

HOSTILE = "<script>\"'&\x00\x1b]]>\u202e"


def test_attributes_and_words_are_escaped() -> None:
    text = element("g", told("title", HOSTILE), words(HOSTILE, 1, 2.5, "name"), data_name=HOSTILE, class_="a", x=None)
    found = ElementTree.fromstring(text)
    assert [child.tag for child in found] == ["title", "text"]
    assert set(found.attrib) == {"data-name", "class"}
    assert found[1].attrib["y"] == "2.5"
    assert "<script>" in str(found[1].text)


@pytest.mark.parametrize(("width", "said"), [(300, "checkpoints"), (40, "check…"), (0, "…")])
def test_words_are_cut_to_their_room(width: float, said: str) -> None:
    assert fitted("checkpoints", width, 11) == said


def test_a_path_has_round_corners_and_ends_where_it_should() -> None:
    assert path([(0, 0), (0, 20), (30, 20)]) == "M0 0L0 14Q0 20 6 20L30 20"
    assert path([(0, 0), (0, 5)]) == "M0 0L0 5"
