"""What threads see while a data set is published, replaced and removed: all of it or nothing."""

from __future__ import annotations

import threading
from pathlib import Path

from events.store.store import Store
from tests.events.test_st_store import TODAY, bring_in


def test_threads_that_ask_during_a_publication_see_all_of_it_or_nothing(tmp_path: Path) -> None:
    seen: set[tuple[int, int]] = set()
    faults: list[BaseException] = []
    done = threading.Event()

    def ask(store: Store) -> None:
        try:
            while not done.is_set():
                tables = store.engine.tables()
                both = tables["incidents"].count().name("n").as_table().cross_join(
                    tables["claims"].count().name("m").as_table())  # fmt: skip
                (row,) = store.engine.ask(both).to_pylist()
                seen.add((row["n"], row["m"]))
        except BaseException as error:
            faults.append(error)

    with Store.open(tmp_path, TODAY) as store:
        threads = [threading.Thread(target=ask, args=(store,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        bring_in(store, "one")
        bring_in(store, "one", rows=30, replaces="one")
        store.remove("one")
        done.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert seen <= {(0, 0), (20, 140), (30, 210)}
    assert (0, 0) in seen
