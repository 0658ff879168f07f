"""A zip archive as its named parts, inflated piece by piece."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from itaanalysis.exports._issues import Problem
from itaanalysis.exports.opening._hidden_xlsx import tags

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS = 2_000
MOST_INFLATED = 150_000_000
"""Bytes of the text of all parts together."""
MOST_OF_A_SMALL_PART = 20_000_000
"""Bytes of the parts that are taken as a whole: lists of sheets, formats."""
TEXT_PARTS = (".xml", ".rels", ".bin", ".vml")
_PIECE_IN, _PIECE_OUT = 1 << 16, 1 << 20


class Parts:
    """The entries of a zip archive, whatever their names claim of their sizes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        # Counted before the directory is read: a directory of a million entries takes seconds.
        if data.count(b"PK\x01\x02") > MOST_PARTS:
            raise Problem("unpacks_too_large", value=f"> {MOST_PARTS:,}")
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, UnicodeDecodeError) as error:
            raise Problem("damaged", value=str(error)) from None
        # What the directory admits is refused at once; what it hides is counted by the reader of the pieces.
        self.texts = [entry for entry in entries if entry.filename.lower().endswith(TEXT_PARTS)]
        if sum(entry.file_size for entry in self.texts) > MOST_INFLATED:
            raise Problem("unpacks_too_large", value=f"> {MOST_INFLATED / 1e6:,.0f} MB")
        self._names = {_plain(entry.filename): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._names

    def text(self, name: str) -> bytes:
        """A small part as a whole; empty where there is none."""
        entry = self._names.get(_plain(name))
        pieces, size = [], 0
        for piece in self.pieces(entry) if entry else ():
            pieces.append(piece)
            size += len(piece)
            if size > MOST_OF_A_SMALL_PART:
                raise Problem("unpacks_too_large", value=name)
        return b"".join(pieces)

    def named(self, name: str) -> Iterator[bytes]:
        """A part piece by piece; nothing where there is none."""
        entry = self._names.get(_plain(name))
        return self.pieces(entry) if entry else iter(())

    def pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """What really is in an entry: inflated here, since the sizes in the directory may lie."""
        if entry.flag_bits & 1:
            raise Problem("password")
        at, head = entry.header_offset, self._data[entry.header_offset : entry.header_offset + 30]
        if len(head) < 30 or not head.startswith(ZIP):
            raise Problem("damaged", value=entry.filename)
        start = at + 30 + sum(struct.unpack("<HH", head[26:30]))
        packed = memoryview(self._data)[start : start + entry.compress_size]
        if entry.compress_type == zipfile.ZIP_STORED:
            yield from (bytes(packed[at : at + _PIECE_OUT]) for at in range(0, len(packed), _PIECE_OUT))
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            yield from _inflated(packed, entry.filename)
        else:
            raise Problem("damaged", value=entry.filename)


def _inflated(packed: memoryview, name: str) -> Iterator[bytes]:
    stream = zlib.decompressobj(-15)
    try:
        for start in range(0, len(packed), _PIECE_IN):
            rest: bytes | memoryview = packed[start : start + _PIECE_IN]
            while rest and not stream.eof:
                yield stream.decompress(rest, _PIECE_OUT)
                rest = stream.unconsumed_tail
        while not stream.eof and (piece := stream.decompress(b"", _PIECE_OUT)):
            yield piece
    except zlib.error as error:
        raise Problem("damaged", value=f"{name}: {error}") from None
    if not stream.eof:
        raise Problem("damaged", value=name)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def read_bytes(path: Path) -> bytes:
    """The file as it is."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("not_readable", value=error.strerror or str(error)) from None


def workbook_part(parts: Parts) -> str:
    """The name of the part that lists the sheets: .xml, .bin, content.xml; empty where the archive is no workbook."""
    for tag in tags("Relationship", parts.text("_rels/.rels")):
        if tag.get("Type", "").endswith("/officeDocument"):
            target = tag.get("Target", "")
            return target if target in parts and "workbook" in target.lower() else ""
    return "content.xml" if "content.xml" in parts else ""


def related(parts: Parts, part: str) -> dict[str, tuple[str, str]]:
    """What a part points to: type and full name by id."""
    folder, name = posixpath.split(part.lstrip("/"))
    found = {}
    for tag in tags("Relationship", parts.text(f"{folder}/_rels/{name}.rels")):
        target = tag.get("Target", "")
        full = target if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[tag.get("Id", "")] = (tag.get("Type", "").rpartition("/")[2], full)
    return found
