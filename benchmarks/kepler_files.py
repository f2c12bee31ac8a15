"""kepler.gl without a network: its environment from PyPI, and what its page loads from other hosts as files of ours.

``keplergl`` writes a page that loads React and itself from two outside hosts. Here both come from npm packages:
React and what goes with it are bundled once by esbuild into globals, as that page makes them; kepler.gl is its own
UMD file of the nearest release that npm has.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.peer_files import fetch

HERE = Path(__file__).resolve().parent
KEPLER = "kepler.gl@3.3.0-alpha.11"
_NPM = ("react@19.1.0", "react-dom@19.1.0", "redux@5.0.1", "react-redux@9.2.0", "styled-components@6.1.19",
        "esbuild@0.25.0")  # fmt: skip
_GLOBALS = """
import * as React from 'react';
import * as ReactDOM from 'react-dom';
import * as ReactDOMClient from 'react-dom/client';
import * as Redux from 'redux';
import * as ReactRedux from 'react-redux';
import * as StyledComponents from 'styled-components';
window.React = React.default || React;
window.ReactDOM = Object.assign({}, ReactDOM.default || ReactDOM, ReactDOMClient);
window.Redux = Redux.default || Redux;
window.ReactRedux = ReactRedux.default || ReactRedux;
window.styled = Object.assign(StyledComponents.default, StyledComponents);
"""


def python(cache: Path, static: Path) -> Path:
    """The Python of kepler.gl's environment; makes it, and the files in ``static``, where they are missing.

    Raises:
        RuntimeError: something could not be fetched or built; says what.
    """
    made = cache / "kepler-venv"
    found = made / "bin" / "python"
    if not (made / "ready").exists():
        _run([sys.executable, "-m", "venv", str(made)], cache)
        _run([str(found), "-m", "pip", "install", "--quiet", "-r", str(HERE / "requirements.txt")], cache)
        (made / "ready").touch()
    if not (static / "keplergl.min.js").exists():
        fetch(KEPLER, ("umd/keplergl.min.js",), static)
    if not (static / "kepler_globals.js").exists():
        work = cache / "kepler-npm"
        work.mkdir(exist_ok=True)
        (work / "package.json").write_text('{"private": true}\n')
        (work / "globals.js").write_text(_GLOBALS)
        _run(["npm", "install", "--silent", "--no-audit", "--no-fund", *_NPM], work)
        made_file = (static / "kepler_globals.js").resolve()
        _run(["npx", "esbuild", "globals.js", "--bundle", "--minify", "--format=iife",
              '--define:process.env.NODE_ENV="production"', f"--outfile={made_file}"], work)  # fmt: skip
    return found.absolute()


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)  # noqa: S603
    except OSError as error:
        raise RuntimeError(f"{command[0]} was not found: it is needed for kepler.gl's files") from error
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} … failed: {done.stderr.strip()[-300:]}")
