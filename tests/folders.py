"""Folders for real servers, that the database's account can reach and nobody finds afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def data_folder(kind: str = "test") -> Iterator[Path]:
    """
    Lend a new folder; pytest's own stand below one that is closed to other accounts.

    It is gone afterwards: a stack leaves a hundred megabytes, and a run starts twenty.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"tiepdan-{kind}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
