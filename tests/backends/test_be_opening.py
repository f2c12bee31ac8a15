"""What STORE says, what is said where it cannot be used, and that no two stores share the tables of an engine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.cli import main
from events.store import store as storing
from events.store.backends.reaching import hosts, reach
from events.store.backends.rollups import Rollups
from events.store.failing import AddressError, EngineError, StoreError
from events.store.opening import SCHEMES, StoreName, parse_address, shown, store_name
from events.store.store import Store
from tests.backends.be_duck import DuckEngine

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "spark://user:sesame@somewhere:7077/shared"


def test_a_folder_is_a_folder() -> None:
    assert store_name("/data/store", "/elsewhere") == StoreName(Path("/data/store"))
    assert store_name("~/x").folder == Path("~/x").expanduser()


def test_an_engine_has_a_folder_here_that_a_new_password_does_not_change() -> None:
    one, other = (store_name(f"postgresql://me:{word}@db.example/events?sslmode=require") for word in ("a", "b"))
    assert one.folder == other.folder
    assert one.folder.parent == Path("~/.local/share/sourcepin").expanduser()
    assert one.folder.name.startswith("postgresql-db-example-events-") or "db-example" in one.folder.name
    assert store_name("sc://host/x;token=1").folder == store_name("sc://host/x;token=2").folder
    assert store_name("postgresql://db.example/others").folder != one.folder
    assert store_name(ADDRESS, "/kept").folder == Path("/kept")
    assert "sesame" not in str(store_name(ADDRESS))
    assert one.address.startswith("postgresql://me:a@"), "what is opened is what was given"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("postgresql://me:sesame@db/x", "postgresql://me:…@db/x"),
        ("sc://host/x;token=sesame;use_ssl=true", "sc://host/x;token=…;use_ssl=true"),
        ("postgresql://db/x?user=me&password=sesame", "postgresql://db/x?user=me&password=…"),
    ],
)
def test_messages_hold_no_password(text: str, said: str) -> None:
    assert shown(text) == said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mysql://me:sesame@db/x", "expected a folder, spark://"), ("spark:///data", "expected a host after spark"),
        ("spark://host:port/x", "expected scheme://host:port"), ("sc://host:0/x", "expected a port from 1"),
        ("spark://[::1/x", "expected scheme://host:port"), ("spark://host/x?memory=2g", "expected settings of Spark"),
    ],
)
def test_an_address_that_is_none_is_said_before_anything_is_made(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(AddressError, match=message) as caught:
        Store.open(tmp_path / "here", "today", address=text)
    assert "sesame" not in str(caught.value)
    assert not (tmp_path / "here").exists()


def test_settings_of_spark_stand_in_the_address() -> None:
    found = parse_address("spark://one:7077/data?spark.executor.memory=2g&spark.sql.shuffle.partitions=64")
    assert found.settings == {"spark.executor.memory": "2g", "spark.sql.shuffle.partitions": "64"}
    assert (found.url, found.folder) == ("spark://one:7077", Path("/data"))


def test_the_set_up_installs_what_each_scheme_needs() -> None:
    script = (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")
    for scheme, extra in SCHEMES.items():
        (line,) = [line for line in script.splitlines() if f"{scheme}://*" in line]
        assert line.endswith(f"echo {extra} ;;")


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_one_host_that_answers_is_enough(listening: int) -> None:
    address = f"spark://127.0.0.1:9,127.0.0.1:{listening}/x"
    assert list(hosts(address, 7077)) == [("127.0.0.1", 9), ("127.0.0.1", listening)]
    reach(address, 7077)
    with pytest.raises(EngineError, match=r"does not answer \(127.0.0.1:9: .*Start it, or correct STORE"):
        reach("spark://127.0.0.1:9/x", 7077)
    assert list(hosts("sc://me:sesame@host", 15002)) == [("host", 15002)]


def test_two_stores_do_not_share_tables(tmp_path: Path) -> None:
    first = DuckEngine(tmp_path / "cluster", Rollups(tmp_path / "one.duckdb"))
    first.close()
    assert first.rollups is not None
    first.rollups.close()
    with pytest.raises(EngineError, match=r"tables of another store.*Name another folder or schema.*STORE_FOLDER"):
        DuckEngine(tmp_path / "cluster", Rollups(tmp_path / "two.duckdb"))
    again = DuckEngine(tmp_path / "cluster", Rollups(tmp_path / "one.duckdb"))
    again.close()


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A miniature where the address points; what STORE says otherwise is left as it is."""

    def opened(address: str, rollups: Path, scratch: Path) -> DuckEngine:
        assert address == ADDRESS
        return DuckEngine(tmp_path / "cluster", Rollups(rollups))

    monkeypatch.setattr(storing, "open_engine", opened)
    monkeypatch.setenv("STORE_FOLDER", str(tmp_path / "here"))
    monkeypatch.delenv("STORE", raising=False)
    return tmp_path


def test_the_command_line_takes_an_address(cluster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = cluster / "some.csv"
    rows = [f"{n},2015-01-{1 + n:02d},33.{n},44.{n},Amber,Battle {n} in Amber" for n in range(9)]
    file.write_text("\n".join(["id,date,latitude,longitude,place,title", *rows]), encoding="utf-8")

    def said(*words: str) -> str:
        assert main([*words, "--store", ADDRESS]) == 0
        return capsys.readouterr().out

    assert "9 incidents" in said("import", str(file), "--yes")
    assert "some" in said("datasets")
    assert "Battle 3 in Amber" in said("list", "--data-set", "some")
    shown_one = said("show", "some-3")
    assert "Battle 3 in Amber" in shown_one
    out = cluster / "out.csv"
    assert said("export", "--format", "csv-raw", "--data-set", "some", "-o", str(out)) == ""
    assert out.read_text(encoding="utf-8-sig").count("in Amber") >= 9
    said("switch", "some", "off")
    assert "Battle" not in said("list", "--from", "2015-01-01", "--to", "2015-01-31")
    said("remove", "some")
    assert [path.name[:7] for path in (cluster / "cluster").iterdir()] == [".store-"]


@pytest.mark.parametrize(("text", "code"), [("mysql://me:sesame@db/x", 2), ("spark://127.0.0.1:9/x", 2)])
def test_the_command_line_says_what_is_wrong(
    text: str, code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STORE_FOLDER", str(tmp_path / "here"))

    def missing(*_: object) -> object:
        raise AddressError("STORE=spark:// needs the package pyspark")

    monkeypatch.setattr(storing, "open_engine", missing)
    assert main(["datasets", "--store", text]) == code
    said = capsys.readouterr().err
    assert "STORE" in said
    assert "sesame" not in said


def test_every_reason_is_one_that_the_page_and_the_command_line_say() -> None:
    assert issubclass(AddressError, StoreError)
    assert issubclass(EngineError, StoreError)
