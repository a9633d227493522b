from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from survey_analysis.errors import FetchError
from survey_analysis.fetch import CACHE_VARIABLE, fetch_original
from survey_analysis.study import Study
from survey_analysis.study.model import Original

EXPORT = b"ID,Answer\r\n1,yes\r\n"


class Place:
    """A public place on this machine that counts its visitors."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        place = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                place.visits.append(self.path)
                content = b"ID,Answer\r\n1,no\r\n" if self.path == "/wrong.csv" else EXPORT
                self.send_response(404 if self.path == "/gone.csv" else 200)
                extra = 100 if self.path == "/cut.csv" else 0
                self.send_header("Content-Length", str(len(content) + extra))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    place = Place()
    thread = threading.Thread(target=place.server.serve_forever)
    thread.start()
    yield place
    place.server.shutdown()
    thread.join()
    place.server.server_close()


def study_at(study: Study, url: str) -> Study:
    original = Original(
        url=url,
        sha256=hashlib.sha256(EXPORT).hexdigest(),
        bytes=len(EXPORT),
        licence="CC0",
        attribution="Nobody",
    )
    return study.model_copy(update={"original": original})


def test_the_original_is_downloaded_once(place: Place, tiny_study: Study, tmp_path: Path) -> None:
    study = study_at(tiny_study, f"{place.address}/export.csv")
    path = fetch_original(study, cache=tmp_path)
    assert path == tmp_path / "tiny.csv"
    assert path.read_bytes() == EXPORT
    assert fetch_original(study, cache=tmp_path) == path
    assert place.visits == ["/export.csv"]


def test_a_corrupted_file_in_the_cache_is_downloaded_again(
    place: Place, tiny_study: Study, tmp_path: Path
) -> None:
    (tmp_path / "tiny.csv").write_bytes(EXPORT[:-4])
    path = fetch_original(study_at(tiny_study, f"{place.address}/export.csv"), cache=tmp_path)
    assert path.read_bytes() == EXPORT
    assert len(place.visits) == 1


def test_a_good_file_in_the_cache_needs_no_network(tiny_study: Study, tmp_path: Path) -> None:
    (tmp_path / "tiny.csv").write_bytes(EXPORT)
    study = study_at(tiny_study, "http://127.0.0.1:9/export.csv")
    assert fetch_original(study, cache=tmp_path).read_bytes() == EXPORT


def test_the_environment_names_the_cache(
    place: Place, tiny_study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "elsewhere"))
    path = fetch_original(study_at(tiny_study, f"{place.address}/export.csv"))
    assert path == tmp_path / "elsewhere" / "tiny.csv"


def test_another_file_is_refused_and_not_kept(
    place: Place, tiny_study: Study, tmp_path: Path
) -> None:
    expected, found = (
        hashlib.sha256(content).hexdigest() for content in (EXPORT, b"ID,Answer\r\n1,no\r\n")
    )
    with pytest.raises(
        FetchError,
        match=rf"Expected 18 bytes with SHA-256 {expected}; found 17 bytes with SHA-256 {found}\. "
        "The file was not kept",
    ):
        fetch_original(study_at(tiny_study, f"{place.address}/wrong.csv"), cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_refusing_server_is_named_with_its_answer(
    place: Place, tiny_study: Study, tmp_path: Path
) -> None:
    with pytest.raises(FetchError, match=r"127\.0\.0\.1:\d+ answers 404 Not Found\. Everything"):
        fetch_original(study_at(tiny_study, f"{place.address}/gone.csv"), cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_transfer_that_breaks_off_leaves_nothing(
    place: Place, tiny_study: Study, tmp_path: Path
) -> None:
    with pytest.raises(FetchError, match=r"the transfer from 127\.0\.0\.1:\d+ broke off"):
        fetch_original(study_at(tiny_study, f"{place.address}/cut.csv"), cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_a_connection_the_way_by_hand_is_told(
    tiny_study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with pytest.raises(FetchError) as caught:
        fetch_original(study_at(tiny_study, "http://127.0.0.1:9/export.csv"), cache=tmp_path)
    message = str(caught.value)
    assert "no connection to 127.0.0.1:9" in message
    assert "on the synthetic replica" in message
    assert "download http://127.0.0.1:9/export.csv by hand" in message
    assert "--data FILE" in message


def test_a_study_without_an_original_says_so(tiny_study: Study, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"tiny: study\.yaml declares no `original`"):
        fetch_original(tiny_study, cache=tmp_path)


def test_an_unusable_cache_is_named(place: Place, tiny_study: Study, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    study = study_at(tiny_study, f"{place.address}/export.csv")
    with pytest.raises(FetchError, match=f"cannot be used: .* Name another with {CACHE_VARIABLE}"):
        fetch_original(study, cache=tmp_path / "file")
