"""Streams: files (from _files), and texts and bytes in memory that behave like them."""
from _files import (DEFAULT_BUFFER_SIZE, BufferedIOBase, BufferedRandom, BufferedReader, BufferedWriter, FileIO, IOBase,
                    RawIOBase, TextIOBase, TextIOWrapper, UnsupportedOperation, _cut_anywhere, open_file as open)

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2


class StringIO(TextIOBase):
    _can_read = _can_write = _can_seek = True
    encoding = errors = newlines = None
    line_buffering = False

    def __init__(self, initial_value="", newline="\n"):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(f"initial_value must be str or None, not {type(initial_value).__name__}")
        self._newline = newline
        self._text = self._taken(initial_value or "")
        self._more = []         # what was written at the end, not yet joined
        self._at = 0            # None: at the end, behind _more
        self.closed = False

    def _taken(self, text):
        if self._newline is None:
            return text.replace("\r\n", "\n").replace("\r", "\n")
        return text if self._newline in ("", "\n") else text.replace("\n", self._newline)

    def _check_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def _whole(self):
        self._check_open()
        if self._more:
            self._text += "".join(self._more)
            self._more.clear()
        if self._at is None:
            self._at = len(self._text)
        return self._text

    def getvalue(self):
        at_end = self._at is None
        text = self._whole()
        if at_end:
            self._at = None
        return text

    def write(self, text):
        self._check_open()
        if not isinstance(text, str):
            raise TypeError(f"string argument expected, got '{type(text).__name__}'")
        size = len(text)
        text = self._taken(text)
        if self._at is None:
            self._more.append(text)
        elif text:
            whole = self._whole()
            if self._at > len(whole):
                whole += "\0" * (self._at - len(whole))
            end = self._at + len(text)
            self._text = whole[:self._at] + text + whole[end:]
            self._at = None if end >= len(whole) else end
        return size

    def read(self, size=-1):
        text = self._whole()
        end = len(text) if size is None or size < 0 else min(len(text), self._at + size)
        piece = text[self._at:end]
        self._at = max(self._at, end)
        return piece

    def readline(self, size=-1):
        text = self._whole()
        mark = "\n" if self._newline in (None, "", "\n") else self._newline
        end = text.find(mark, self._at)
        end = len(text) if end < 0 else end + len(mark)
        if self._newline == "":
            cr = text.find("\r", self._at, end)
            if 0 <= cr < end - 2:
                end = cr + 1
        if size is not None and 0 <= size < end - self._at:
            end = self._at + size
        line = text[self._at:end]
        self._at = max(self._at, end)
        return line

    def seek(self, offset, whence=0):
        text = self._whole()
        if whence == 1 and offset != 0 or whence == 2 and offset != 0:
            raise OSError("Can't do nonzero cur-relative seeks")
        if whence == 0 and offset < 0:
            raise ValueError(f"Negative seek position {offset}")
        self._at = offset if whence == 0 else len(text) if whence == 2 else self._at
        return self._at

    def tell(self):
        self._whole()
        return self._at

    def truncate(self, size=None):
        text = self._whole()
        size = self._at if size is None else size
        if size < 0:
            raise ValueError(f"Negative size value {size}")
        self._text = text[:size]
        return size


class BytesIO(BufferedIOBase):
    _can_read = _can_write = _can_seek = True

    def __init__(self, initial_bytes=b""):
        if isinstance(initial_bytes, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        self._data = bytearray(initial_bytes or b"")
        self._at = 0
        self.closed = False

    def getvalue(self):
        self._check_open()
        return bytes(self._data)

    getbuffer = getvalue

    def write(self, data):
        self._check_open()
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        if self._at == len(self._data):
            self._data += data
        elif data:
            if self._at > len(self._data):
                self._data += b"\0" * (self._at - len(self._data))
            self._data[self._at:self._at + len(data)] = data
        self._at += len(data)
        return len(data)

    def read(self, size=-1):
        self._check_open()
        end = len(self._data) if size is None or size < 0 else self._at + size
        piece = bytes(self._data[self._at:end])
        self._at += len(piece)
        return piece

    read1 = read

    def readinto(self, target):
        data = self.read(len(target))
        target[:len(data)] = data
        return len(data)

    def readline(self, size=-1):
        self._check_open()
        end = self._data.find(b"\n", self._at)
        end = len(self._data) if end < 0 else end + 1
        if size is not None and 0 <= size < end - self._at:
            end = self._at + size
        line = bytes(self._data[self._at:end])
        self._at += len(line)
        return line

    def seek(self, offset, whence=0):
        self._check_open()
        if whence == 0 and offset < 0:
            raise ValueError(f"negative seek value {offset}")
        base = 0 if whence == 0 else self._at if whence == 1 else len(self._data)
        self._at = max(0, base + offset)
        return self._at

    def tell(self):
        self._check_open()
        return self._at

    def truncate(self, size=None):
        self._check_open()
        size = self._at if size is None else size
        del self._data[size:]
        return size


StringIO.__module__ = BytesIO.__module__ = "_io"
