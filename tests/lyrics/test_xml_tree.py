"""Foreign XML: names without prefixes, rows, entities, and where reading stops."""

import pytest

from lullaby.lyrics.model import Complaint, Reason
from lullaby.lyrics.xml_tree import DEEPEST, Node, read_tree


def only(text: str) -> Node:
    """The file's own root."""
    tree = read_tree(text)
    assert tree.complaint is None
    (root,) = tree.root.children
    assert isinstance(root, Node)
    return root


def test_names_have_no_prefixes_and_values_are_trimmed() -> None:
    root = only('<tt:p ttm:role=" x-bg " begin="1s"/>')
    assert root.name == "p"
    assert (root.get("role"), root.get("begin"), root.get("end")) == ("x-bg", "1s", "")


def test_rows_are_counted_from_one() -> None:
    root = only("<a>\n<b/>\n\n<c/></a>")
    assert [node.number for node in root.walk()] == [1, 2, 4]


def test_a_declaration_keeps_its_rows_and_loses_its_encoding() -> None:
    root = only('\ufeff  <?xml version="1.0"\nencoding="UTF-16"?>\n<a>é</a>')
    assert root.number == 3
    assert root.text == "é"


def test_elements_come_in_the_order_of_the_document() -> None:
    tree = read_tree("<a><b><c/></b><d>x<e/>y</d></a>")
    assert [node.name for node in tree.nodes] == ["", "a", "b", "c", "d", "e"]
    assert [node.name for node in tree.root.walk()] == ["", "a", "b", "c", "d", "e"]
    pieces = [each if isinstance(each, str) else each.name for each in tree.root.walk_all()]
    assert pieces == ["a", "b", "c", "d", "x", "e", "y"]


def test_each_element_knows_what_it_stands_in() -> None:
    tree = read_tree("<a><b/><c/></a>")
    by_name = {node.name: node for node in tree.nodes}
    assert by_name["b"].parent is by_name["c"].parent is by_name["a"]
    assert by_name["a"].parent is tree.root
    assert tree.root.parent is None
    assert tree.root.number == 1


def test_text_has_single_spaces() -> None:
    assert only("<a> Hush \n <b>now</b>, my\tlove </a>").text == "Hush now, my love"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("&eacute;&nbsp;&amp;", "é &"),
        ("Rock & roll", "Rock & roll"),
        ("&unheard;", "&unheard;"),
        ("&#233;&#xe9;", "éé"),
        ("&lt;&gt;&quot;&apos;", "<>\"'"),
        ("&lt;b&gt; &quot;", '<b> "'),
        ("<![CDATA[a & b &eacute; <c>]]>", "a & b &eacute; <c>"),
    ],
)
def test_entities_of_web_pages_and_bare_ampersands_are_text(written: str, text: str) -> None:
    assert only(f"<a>{written}</a>").text == text


def test_a_document_type_stops_the_reading_before_anything_is_declared() -> None:
    tree = read_tree('\n<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>')
    assert tree.complaint == Complaint(2, Reason.DOCTYPE_REFUSED)
    assert tree.root.children == []


def test_broken_xml_gives_what_stands_before_the_break() -> None:
    tree = read_tree("<a>\n<b>Hush</b>\n<c now</a>")
    assert tree.complaint == Complaint(3, Reason.BROKEN_XML)
    assert tree.root.text == "Hush"


def test_an_empty_file_is_broken_in_its_first_row() -> None:
    assert read_tree("").complaint == Complaint(1, Reason.BROKEN_XML)


def test_elements_may_be_nested_so_deep_and_no_deeper() -> None:
    fits = "<a>" * DEEPEST + "Hush" + "</a>" * DEEPEST
    assert read_tree(fits + "<!-- after -->").complaint is None
    assert read_tree(fits).root.text == "Hush"
    too_deep = read_tree("<a>" * (DEEPEST + 1) + "</a>" * (DEEPEST + 1))
    assert too_deep.complaint == Complaint(1, Reason.BROKEN_XML)
    assert len(too_deep.nodes) == DEEPEST + 1


def test_depth_is_counted_again_after_an_element_has_ended() -> None:
    beside = "<a>" + "<b></b>" * (DEEPEST + 5) + "</a>"
    assert len(read_tree(beside).nodes) == DEEPEST + 7
    below = "<a>" + "<b></b>" * 9 + "<a>" * DEEPEST
    assert len(read_tree(below).nodes) == 1 + 1 + 9 + DEEPEST - 1
