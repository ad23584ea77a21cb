"""What a client sends, kept until a thread is free: in memory, or sealed on disk.

Large bodies are attachments, and nothing of a contact lies plain on a disk, not even for a
second. The key of a body is random, stands in memory alone and goes with the request.
"""

from __future__ import annotations

import io
import secrets
import tempfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Self

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Buffer

KEY_BYTES: Final = 32
Opened = Callable[[bytes], bytes]


class Spool:
    """A body being taken: write it, then `rewind` to read it once from its beginning.

    Up to `in_memory` bytes stay in memory. The stream cipher hides what is written; it need not
    notice changes, for whoever could change the file could change the process as well.
    """

    def __init__(self, in_memory: int, folder: str | None) -> None:
        """Begin an empty body."""
        self._file = tempfile.SpooledTemporaryFile(in_memory, dir=folder)  # noqa: SIM115  # closed by close
        self._cipher = Cipher(
            algorithms.AES(secrets.token_bytes(KEY_BYTES)), modes.CTR(secrets.token_bytes(16))
        )
        self._encryptor = self._cipher.encryptor()

    def write(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._file.write(self._encryptor.update(chunk))

    def rewind(self) -> io.BufferedReader:
        """Return the whole body as a file that is read once, from its beginning."""
        self._file.seek(0)
        decryptor = self._cipher.decryptor()
        return io.BufferedReader(_Opened(self._file, decryptor.update))

    def close(self) -> None:
        """Forget it."""
        self._file.close()

    def __enter__(self) -> Self:
        """Use it until the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget it, however the block ended."""
        self.close()


class _Opened(io.RawIOBase):
    """The plain bytes of a sealed file, in order."""

    def __init__(self, file: tempfile.SpooledTemporaryFile[bytes], opened: Opened) -> None:
        self._file, self._opened = file, opened

    def readable(self) -> bool:
        return True

    def readinto(self, into: Buffer) -> int:
        view = memoryview(into)
        plain = self._opened(self._file.read(len(view)))
        view[: len(plain)] = plain
        return len(plain)
