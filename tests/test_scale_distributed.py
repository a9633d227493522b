from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import psutil
import pytest
from distributed import Client

from survey_analysis.errors import DataError, InvalidCallError
from survey_analysis.scale import (
    Selection,
    connect_cluster,
    count_on_cluster,
    counting,
    distributed,
    estimate_file,
)
from survey_analysis.study import Study, find_study_folder

SELECTION = Selection(by=("role", "region"))
PARTS = 24


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with connect_cluster(workers=2) as client:
        yield client


@pytest.fixture(scope="module")
def replica() -> Path:
    return find_study_folder("ml-deployment-monitoring") / "responses.csv"


@pytest.fixture(scope="module")
def partitions(replica: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The replica in Parquet files of a few records each."""
    folder = tmp_path_factory.mktemp("partitions")
    table = pl.read_csv(replica, infer_schema=False, empty_string_is_null=False)
    for part in range(PARTS):
        table[part::PARTS].write_parquet(folder / f"part-{part:02}.parquet")
    return folder


def estimates(study: Study, path: Path, client: Client | None = None) -> str:
    found = estimate_file(study, path, selection=SELECTION, client=client)
    return found.table.to_csv(index=False)


def test_a_cluster_gives_the_estimates_of_one_machine(
    flagship_study: Study, replica: Path, partitions: Path, client: Client
) -> None:
    expected = estimates(flagship_study, replica)
    assert estimates(flagship_study, partitions) == expected
    assert estimates(flagship_study, partitions, client) == expected


def test_a_worker_killed_meanwhile_changes_nothing(
    flagship_study: Study, replica: Path, partitions: Path, client: Client
) -> None:
    workers = list(client.run(os.getpid).values())
    plan = counting.plan_count(flagship_study, partitions, selection=SELECTION)
    parts = distributed._count_remotely(plan, client)
    first = next(parts)
    os.kill(workers[0], signal.SIGKILL)

    def all_parts() -> Iterator[object]:
        yield first
        yield from parts

    counted = counting.gather_counts(plan, partitions, all_parts())  # type: ignore[arg-type]
    alone = counting.count_file(flagship_study, replica, selection=SELECTION)
    assert workers[0] not in client.run(os.getpid).values()
    assert counted.records == alone.records == 276
    assert (counted.tally.count == alone.tally.count).all()
    assert (counted.tally.answered == alone.tally.answered).all()


def test_problems_name_the_file_of_the_part(
    flagship_study: Study, partitions: Path, client: Client, tmp_path: Path
) -> None:
    for part in (0, 1):
        table = pl.read_parquet(partitions / f"part-0{part}.parquet")
        if part:
            table = table.with_columns(D5_Software_Experience=pl.lit("many"))
        table.write_parquet(tmp_path / f"part-0{part}.parquet")
    with pytest.raises(DataError, match=r"part-01\.parquet, rows 2, 3.*found 'many'"):
        count_on_cluster(flagship_study, tmp_path, client=client)


def test_an_id_in_two_parts_is_found(
    flagship_study: Study, partitions: Path, client: Client, tmp_path: Path
) -> None:
    for part in (0, 1):
        table = pl.read_parquet(partitions / "part-00.parquet")[:2]
        table.write_parquet(tmp_path / f"part-0{part}.parquet")
    with pytest.raises(DataError, match=r"part-01\.parquet, rows 2, 3, column ID: the same id"):
        count_on_cluster(flagship_study, tmp_path, client=client)


def test_a_running_scheduler_is_used_by_its_address(
    flagship_study: Study, replica: Path, partitions: Path, client: Client
) -> None:
    address = client.scheduler_info()["address"]
    with connect_cluster(address) as second:
        found = estimates(flagship_study, partitions, second)
    assert found == estimates(flagship_study, replica)


def test_nothing_listens_beyond_loopback(client: Client) -> None:
    processes = [psutil.Process(pid) for pid in (os.getpid(), *client.run(os.getpid).values())]
    sockets = [s for p in processes for s in p.net_connections("inet")]
    addresses = {end.ip for s in sockets for end in (s.laddr, s.raddr) if end}
    assert addresses <= {"127.0.0.1", "::1"}


def test_an_address_where_nobody_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distributed, "_SECONDS", 1)
    with (
        pytest.raises(
            InvalidCallError, match=r"no Dask scheduler answers at .tcp://127\.0\.0\.1:9"
        ),
        connect_cluster("tcp://127.0.0.1:9"),
    ):
        pass
