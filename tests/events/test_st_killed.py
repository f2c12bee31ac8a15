"""An import that is killed at any moment leaves the store as it was."""

from __future__ import annotations

import multiprocessing
import random
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from events.store.store import Store
from tests.events.st_building import ucdp_like
from tests.events.test_st_store import TODAY, about, bring_in, count, publish

KILLS = 8
ROWS = 6_000
LONGEST = 1.0
"""Seconds until the last kill at the latest; an import takes about half of that on an idle machine."""

# Children start from a process that has imported what they need: half a second saved for each.
FORKS = multiprocessing.get_context("forkserver")


def import_one(folder: Path, say: Connection) -> None:
    """What the child does."""
    with Store.open(folder, "child") as store:
        say.send("ready")
        with store.session(about("broken")) as session:
            ucdp_like(session.staging, ROWS)
            publish(session, "b" * 64)
        say.send("done")


def killed_after(folder: Path, seconds: float) -> bool:
    """Let a child import and kill -9 it; whether it had said that it was done."""
    hear, say = FORKS.Pipe(duplex=False)
    process: ForkServerProcess = FORKS.Process(target=import_one, args=(folder, say))
    process.start()
    assert hear.poll(60)
    assert hear.recv() == "ready"
    process.join(seconds)
    process.kill()
    process.join()
    done = hear.poll()
    say.close()
    hear.close()
    process.close()
    return done


def test_a_killed_import_is_absent_and_the_others_are_whole(tmp_path: Path) -> None:
    points = random.Random(7)  # noqa: S311
    FORKS.set_forkserver_preload([__name__])
    with Store.open(tmp_path, TODAY) as store:
        kept = bring_in(store, rows=50)
    became_real = set()
    for _ in range(KILLS):
        done = killed_after(tmp_path, points.uniform(0, LONGEST))
        with Store.open(tmp_path, TODAY) as store:
            assert (store.unreadable, store.entry("ged")) == ((), kept)
            assert (count(store, numbers={kept.number}), count(store, "claims", {kept.number})) == (50, 350)
            whole = store.find_same("b" * 64)
            became_real.add(whole is not None)
            # It may have become real just before it was killed: then it is whole.
            assert whole is not None or not done
            if whole is not None:
                assert count(store, numbers={whole.number}) == whole.accepted == ROWS
                assert count(store, "claims", {whole.number}) == 7 * ROWS
                store.remove(whole.id)
            assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "0001-ged"]
    assert False in became_real, "no kill hit an import under way"
