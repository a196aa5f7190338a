"""The disk under the log: the few things that the log does to files. Tests put one here that loses, tears and fails."""

import os
from pathlib import Path

ZEROES = bytes(1 << 20)


class Disk:
    """The real one."""

    def create(self, path: Path, size: int) -> None:
        """Make a file of zeroes whose blocks are on disk, so that a write into it changes no metadata."""
        partial = path.with_suffix(".new")
        handle = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            for start in range(0, size, len(ZEROES)):
                self._write_whole(handle, ZEROES[: size - start], start)
            os.fsync(handle)
        finally:
            os.close(handle)
        self.rename(partial, path)

    def open(self, path: Path) -> int:
        """A handle to read and write with."""
        return os.open(path, os.O_RDWR)

    def close(self, handle: int) -> None:
        """Give a handle back."""
        os.close(handle)

    def write(self, handle: int, data: bytes, at: int) -> None:
        """Put bytes at a place; on disk only after `sync`."""
        self._write_whole(handle, data, at)

    def sync(self, handle: int) -> None:
        """Wait until what was written is on disk. After a failure nobody knows what is: never tried again."""
        os.fdatasync(handle) if hasattr(os, "fdatasync") else os.fsync(handle)

    def cut(self, path: Path, size: int) -> None:
        """Make a file this short, on disk."""
        handle = os.open(path, os.O_RDWR)
        try:
            os.ftruncate(handle, size)
            os.fsync(handle)
        finally:
            os.close(handle)

    def rename(self, old: Path, new: Path) -> None:
        """Give a file its name, on disk."""
        os.rename(old, new)
        self._sync_folder(new.parent)

    def remove(self, path: Path) -> None:
        """Take a file away, on disk."""
        path.unlink(missing_ok=True)
        self._sync_folder(path.parent)

    @staticmethod
    def _write_whole(handle: int, data: bytes, at: int) -> None:
        view = memoryview(data)
        while view:
            done = os.pwrite(handle, view, at)
            view, at = view[done:], at + done

    @staticmethod
    def _sync_folder(folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
