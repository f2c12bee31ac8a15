"""What the operator can set, and what is meant where nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.settings import read_settings
from events.dataset import BUILT_IN


@pytest.mark.parametrize(
    ("environment", "editing"),
    [
        ({}, True),
        ({"ADDRESS": "127.0.0.1"}, True),
        ({"STREAMLIT_SERVER_ADDRESS": "localhost"}, True),
        ({"ADDRESS": "0.0.0.0"}, False),  # noqa: S104
        ({"STREAMLIT_SERVER_ADDRESS": "0.0.0.0", "ADDRESS": "127.0.0.1"}, False),  # noqa: S104
        ({"ADDRESS": "0.0.0.0", "EDITING": "on"}, True),  # noqa: S104
        ({"EDITING": "off"}, False),
        ({"EDITING": " OFF "}, False),
        ({"EDITING": "perhaps"}, False),
    ],
)
def test_writing_is_on_only_where_nobody_else_reaches_the_page_or_the_operator_says_so(
    environment: dict[str, str], editing: bool
) -> None:
    assert read_settings(environment).editing is editing


@pytest.mark.parametrize(("said", "folder"), [("", BUILT_IN), ("  ", BUILT_IN), ("/data/mine", Path("/data/mine"))])
def test_the_folder_of_the_data_set(said: str, folder: Path) -> None:
    assert read_settings({"DATASET": said}).dataset == folder
