"""Text from data on its way into the page."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import escaping


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<img src=x>", "&lt;img src=x&gt;"),
        ('" onclick="x', "&quot; onclick=&quot;x"),
        ("'", "&#x27;"),
        ("a & b &lt;", "a &amp; b &amp;lt;"),
        (3, "3"),
        ("معسكر", "معسكر"),
    ],
)
def test_html_text(value: object, shown: str) -> None:
    assert escaping.text(value) == shown


@given(st.text())
def test_html_text_can_neither_open_a_tag_nor_close_an_attribute(value: str) -> None:
    shown = escaping.text(value)
    assert not re.search(r"[<>\"']", shown)
    assert html.unescape(shown) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\u202eb", "a\ufffdb"),
        ("\u2066x\u2069", "\ufffdx\ufffd"),
        ("two\nlines\tand  spaces", "two lines and spaces"),
        ("  trimmed ", "trimmed"),
        ("‏", "‏"),
    ],
)
def test_plain_line(value: str, shown: str) -> None:
    assert escaping.plain(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("**bold**", r"\*\*bold\*\*"),
        ("_x_ `y` ~z~", r"\_x\_ \`y\` \~z\~"),
        ("[x](javascript:alert(1))", r"\[x\](javascript\:alert(1))"),
        (":material/home:", "\\:\u200bmaterial/home\\:"),
        (":smile: 10:30", "\\:\u200bsmile\\: 10\\:30"),
        ("a -> b >= c -- d", "a -\u200b\\> b \\>\u200b= c -\u200b- d"),
        (":red[x]", r"\:red\[x\]"),
        ("$x^2$", r"\$x\^2\$"),
        ("<b>", r"\<b\>"),
        ("{% raw %}", r"\{% raw %\}"),
        ("# head", r"\# head"),
        ("- item", "\u200b- item"),
        ("1. item", "\u200b1. item"),
        ("= x", "\u200b= x"),
        ("10 killed", "10 killed"),
        ("U.S. strikes (two)", "U.S. strikes (two)"),
        ("www.x.invalid", "www\u200b.x.invalid"),
        ("https://x.invalid", "https\\:\u200b//x.invalid"),
        ("HTTP://x", "HTTP\\:\u200b//x"),
        ("a@x.invalid", "a\u200b\\@x.invalid"),
        ("line\nbreak", "line break"),
    ],
)
def test_markdown_label(value: str, shown: str) -> None:
    assert escaping.markdown(value) == shown


@given(st.text(alphabet=st.sampled_from("*_`~[]()<>!#|$:{}\\-+=1.) \nab/&;\"'@^"), max_size=40))
def test_every_mark_that_markdown_reads_is_backslashed_and_only_that_is_added(value: str) -> None:
    shown = escaping.markdown(value)
    bare = re.sub(r"\\.", "", shown)
    assert not re.search(r"[*_`~\[\]<>#|$:{}&@^\\]", bare)
    assert not re.match(r"[-+=!]|\d+[.)]", shown)
    assert re.sub(r"\\(.)", r"\1", shown).replace("\u200b", "") == escaping.plain(value)
