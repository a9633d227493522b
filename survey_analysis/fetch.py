"""Fetch the original of a study from its public place, and prove that it is the right file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from survey_analysis.errors import FetchError
from survey_analysis.study import Study
from survey_analysis.study.model import Original

CACHE_VARIABLE = "SURVEY_ANALYSIS_CACHE"
"""The environment variable that names another folder for originals."""


def fetch_original(
    study: Study, *, cache: str | Path | None = None, progress: bool = False
) -> Path:
    """Download a study's original, or find it in the cache.

    A file in the cache is checked on every call; one that is not the original is downloaded
    again. What comes down is checked before it gets its name, so the cache never holds
    half a file.

    Parameters
    ----------
    study
        The study file; its `original` says where the file is, how long, and its SHA-256.
    cache
        The folder that keeps originals. By default the one that the environment variable
        ``SURVEY_ANALYSIS_CACHE`` names, or else the user's cache folder.
    progress
        Whether to show a progress bar on stderr.

    Returns
    -------
    Path
        The file in the cache.

    Raises
    ------
    FetchError
        If the study declares no original, there is no connection, the server refuses, the
        file is another one, or the cache cannot be written.

    Examples
    --------
    >>> from survey_analysis.study import load_study
    >>> path = fetch_original(load_study("ml-deployment-monitoring"))  # doctest: +SKIP
    """
    if study.original is None:
        msg = f"{study.study}: study.yaml declares no `original`; give the export with --data FILE"
        raise FetchError(msg)
    import pooch  # type: ignore[import-untyped]
    from requests.exceptions import RequestException

    original = study.original
    folder = Path(cache or os.environ.get(CACHE_VARIABLE) or pooch.os_cache("survey_analysis"))
    name = study.study + PurePosixPath(urlsplit(original.url).path).suffix
    try:
        path = pooch.retrieve(
            original.url,
            known_hash=f"sha256:{original.sha256}",
            fname=name,
            path=folder,
            downloader=_checked(pooch.HTTPDownloader(progressbar=progress), study.study, original),
        )
    except RequestException as error:
        raise _failure(study.study, original, error) from None
    except OSError as error:
        msg = f"{study.study}: the cache {folder} cannot be used: {error.strerror}. "
        raise FetchError(msg + f"Name another with {CACHE_VARIABLE}") from None
    return Path(path)


def _checked(
    download: Callable[..., object], study: str, original: Original
) -> Callable[[str, str, object], None]:
    """Let a download fail if it is not the original; pooch then removes its temporary file."""

    def download_and_check(url: str, output_file: str, caller: object) -> None:
        download(url, output_file, caller)
        content = Path(output_file).read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != original.sha256:
            msg = (
                f"{study}: {url} is not the expected file. Expected {original.bytes:,} bytes with "
                f"SHA-256 {original.sha256}; found {len(content):,} bytes with SHA-256 {found}. "
                "The file was not kept"
            )
            raise FetchError(msg)

    return download_and_check


def _failure(study: str, original: Original, error: Exception) -> FetchError:
    """Say why there is no file, and how to go on without it or get it by hand."""
    msg = (
        f"{study}: the original was not downloaded: {_reason(original, error)}. "
        "Everything runs without it, on the synthetic replica. To use the original, download "
        f"{original.url} by hand ({original.bytes:,} bytes, SHA-256 {original.sha256}) and "
        "give it with --data FILE"
    )
    return FetchError(msg)


def _reason(original: Original, error: Exception) -> str:
    from requests import exceptions

    host = urlsplit(original.url).netloc
    if isinstance(error, exceptions.HTTPError) and error.response is not None:
        return f"{host} answers {error.response.status_code} {error.response.reason}"
    if isinstance(error, exceptions.Timeout):
        return f"{host} does not answer in time"
    if isinstance(error, exceptions.ConnectionError):
        return f"no connection to {host}"
    if isinstance(error, exceptions.ChunkedEncodingError):
        return f"the transfer from {host} broke off"
    return f"{type(error).__name__} for {original.url}"
