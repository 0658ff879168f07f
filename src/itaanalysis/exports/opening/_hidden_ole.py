"""An OLE document (the container of .xls and of encrypted workbooks) as its streams."""

from __future__ import annotations

import struct

_FREE = 0xFFFFFFF0
_STREAM, _ROOT = 2, 5


class Document:
    """Streams by name; a chain of sectors that leads astray ends the stream.

    Raises
    ------
    struct.error, IndexError
        The header or the directory lies outside the file.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        sector, mini = struct.unpack_from("<HH", data, 30)
        self._size, self._mini_size = 1 << min(sector, 12), 1 << min(mini, 12)
        _, directory, _, self._cutoff, mini_table = struct.unpack_from("<IIIII", data, 44)
        self._table = self._read_table()
        self._entries = self._read_directory(self._chain(directory))
        small = self._chain(mini_table)
        self._mini_table = struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4])
        self._mini = self._chain(self._root[0])[: self._root[1]]

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """A stream as a whole."""
        start, size = self._entries[name]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        pieces, seen = [], 0
        while start < len(self._mini_table) and seen <= len(self._mini_table):
            pieces.append(self._mini[start * self._mini_size : (start + 1) * self._mini_size])
            start, seen = self._mini_table[start], seen + 1
        return b"".join(pieces)[:size]

    def names(self) -> list[str]:
        """Names of the streams."""
        return sorted(self._entries)

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _read_table(self) -> list[int]:
        """The allocation table: which sector follows which."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        more, _ = struct.unpack_from("<II", self._data, 68)
        most = len(self._data) // self._size
        while more < _FREE and len(sectors) <= most + 109:
            *numbers, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            sectors += numbers
        table: list[int] = []
        for number in sectors[: most + 109]:
            text = self._sector(number) if number < _FREE else b""
            table += struct.unpack(f"<{len(text) // 4}I", text[: len(text) // 4 * 4])
        return table

    def _chain(self, start: int) -> bytes:
        pieces, seen = [], 0
        while start < len(self._table) and seen <= len(self._table):
            pieces.append(self._sector(start))
            start, seen = self._table[start], seen + 1
        return b"".join(pieces)

    def _read_directory(self, text: bytes) -> dict[str, tuple[int, int]]:
        entries = {}
        self._root = (_FREE, 0)
        for at in range(0, len(text) - 127, 128):
            length, kind = struct.unpack_from("<HB", text, at + 64)
            start, size = struct.unpack_from("<II", text, at + 116)
            if kind == _ROOT:
                self._root = (start, size)
            elif kind == _STREAM:
                entries[text[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")] = (start, size)
        return entries
