"""Files: what open() gives. Bytes come and go through a descriptor; what is written waits in a native buffer,
which is written out even if the program forgets to close the file. Text is read in large pieces that are
cut into lines at once."""
from _conch import os_call

DEFAULT_BUFFER_SIZE = 8192
_PIECE = 65536
_O_WRITE, _O_BOTH, _O_CREATE, _O_EXCLUSIVE, _O_TRUNCATE, _O_APPEND = 1, 2, 0o100, 0o200, 0o1000, 0o2000


class UnsupportedOperation(OSError, ValueError):
    pass


UnsupportedOperation.__module__ = "io"


class IOBase:
    closed = False
    _can_read = _can_write = _can_seek = False

    def readable(self):
        self._check_open()
        return self._can_read

    def writable(self):
        self._check_open()
        return self._can_write

    def seekable(self):
        self._check_open()
        return self._can_seek

    def _check_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def __enter__(self):
        self._check_open()
        return self

    def __exit__(self, *exc):
        self.close()

    def __iter__(self):
        self._check_open()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1):
        if hint is None or hint <= 0:
            return list(self)
        lines, size = [], 0
        for line in self:
            lines.append(line)
            size += len(line)
            if size >= hint:
                break
        return lines

    def writelines(self, lines):
        self._check_open()
        for line in lines:
            self.write(line)

    def flush(self):
        self._check_open()

    def close(self):
        self.closed = True

    def isatty(self):
        self._check_open()
        return False

    def fileno(self):
        raise UnsupportedOperation("fileno")


class RawIOBase(IOBase):
    pass


class BufferedIOBase(IOBase):
    pass


class TextIOBase(IOBase):
    pass


for _class in (IOBase, RawIOBase, BufferedIOBase, TextIOBase):
    _class.__module__ = "io"


class _File:
    """What text and binary files share: a descriptor and a handle that owns it."""

    def _open(self, fd, name, buffer_bytes, closefd=True):
        self._fd, self.name = fd, name
        self._handle = os_call("file_new", fd, buffer_bytes)
        self._closefd = closefd
        self.closed = False

    def _seek_fd(self, offset, whence):
        return os_call("lseek", self._fd, offset, whence)

    def _find_seekable(self):
        try:
            self._seek_fd(0, 1)
            return True
        except OSError:
            return False

    def flush(self):
        self._check_open()
        if self._can_write:
            os_call("file_flush", self._handle)

    def close(self):
        if self.closed:
            return
        self.closed = True
        if self._closefd:
            os_call("file_close", self._handle)
        else:
            os_call("file_flush", self._handle)
            os_call("file_detach", self._handle)

    def fileno(self):
        self._check_open()
        return self._fd

    def isatty(self):
        self._check_open()
        return os_call("isatty", self._fd)

    def truncate(self, size=None):
        self.flush()
        if not self._can_write:
            raise UnsupportedOperation("truncate")
        if size is None:
            size = self.tell()
        os_call("ftruncate", self._fd, size)
        return size


# ---- binary ----

class _Binary(_File, BufferedIOBase):
    def __init__(self, fd, name, mode, buffering=DEFAULT_BUFFER_SIZE, closefd=True):
        self._open(fd, name, buffering, closefd)
        self.mode = mode
        self._can_read = "r" in mode or "+" in mode
        self._can_write = "r" not in mode or "+" in mode
        self._can_seek = self._find_seekable()
        self._rest, self._at = b"", 0

    def __repr__(self):
        return f"<_io.{type(self).__name__} name={self.name!r}>"

    def _check(self, what, can):
        if self.closed:
            raise ValueError(f"{what} {'to' if what == 'write' else 'of'} closed file")
        if not can:
            raise UnsupportedOperation(what)

    def _buffered(self):
        return len(self._rest) - self._at

    def read(self, size=-1):
        self._check("read", self._can_read)
        if self._can_write:
            os_call("file_flush", self._handle)
        if size is None or size < 0:
            data = self._rest[self._at:] + os_call("read_all", self._fd)
            self._rest, self._at = b"", 0
            return data
        while self._buffered() < size:
            more = os_call("read", self._fd, max(size - self._buffered(), _PIECE))
            if not more:
                break
            self._rest, self._at = self._rest[self._at:] + more, 0
        data = self._rest[self._at:self._at + size]
        self._at += len(data)
        return data

    def read1(self, size=-1):
        self._check("read", self._can_read)
        if not self._buffered():
            self._rest, self._at = os_call("read", self._fd, _PIECE), 0
        end = len(self._rest) if size is None or size < 0 else self._at + size
        data = self._rest[self._at:end]
        self._at += len(data)
        return data

    def peek(self, size=0):
        self._check("peek", self._can_read)
        if not self._buffered():
            self._rest, self._at = os_call("read", self._fd, _PIECE), 0
        return self._rest[self._at:]

    def readinto(self, target):
        data = self.read(len(target))
        target[:len(data)] = data
        return len(data)

    def readline(self, size=-1):
        self._check("readline", self._can_read)
        if self._can_write:
            os_call("file_flush", self._handle)
        look = self._at
        while True:
            end = self._rest.find(b"\n", look)
            if end >= 0:
                end += 1
                break
            end = len(self._rest)
            if 0 <= size <= end - self._at:
                break
            more = os_call("read", self._fd, _PIECE)
            if not more:
                break
            look = end - self._at
            self._rest, self._at = self._rest[self._at:] + more, 0
        if size is not None and 0 <= size < end - self._at:
            end = self._at + size
        line = self._rest[self._at:end]
        self._at = end
        return line

    def write(self, data):
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        self._check("write", self._can_write)
        if self._rest:
            self._drop()
        return os_call("file_write", self._handle, data)

    def _drop(self):
        """Where the program is in the file becomes where the descriptor is."""
        if self._buffered() and self._can_seek:
            self._seek_fd(self._at - len(self._rest), 1)
        self._rest, self._at = b"", 0

    def seek(self, offset, whence=0):
        self._check("seek", True)
        if self._can_write:
            os_call("file_flush", self._handle)
        if whence == 1:
            offset -= self._buffered()
        self._rest, self._at = b"", 0
        return self._seek_fd(offset, whence)

    def tell(self):
        self._check_open()
        if self._can_write:
            os_call("file_flush", self._handle)
        return self._seek_fd(0, 1) - self._buffered()

    def flush(self):
        if self.closed:
            raise ValueError("flush of closed file")
        if self._can_write:
            os_call("file_flush", self._handle)

    @property
    def raw(self):
        return self


class BufferedReader(_Binary):
    pass


class BufferedWriter(_Binary):
    pass


class BufferedRandom(_Binary):
    pass


class FileIO(_Binary, RawIOBase):
    def __init__(self, file, mode="r", closefd=True, opener=None):
        if isinstance(file, int):
            _Binary.__init__(self, file, file, mode, 0, closefd)
        else:
            fd = _open_fd(file, mode)
            _Binary.__init__(self, fd, file, mode, 0)

    def __repr__(self):
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd={self._closefd}>"

    def read(self, size=-1):
        self._check("read", self._can_read)
        if size is None or size < 0:
            return os_call("read_all", self._fd)
        return os_call("read", self._fd, size)

    def readall(self):
        return self.read()


# ---- text ----

_NAMES = {"utf8": "utf-8", "latin1": "latin-1", "u8": "utf-8"}
_ONE_BYTE = ("ascii", "us-ascii", "latin-1", "iso-8859-1", "iso8859-1", "l1", "latin", "646")


def _whole_characters(data):
    """How many bytes of data there are up to the end of the last whole character of UTF-8."""
    n = len(data)
    for back in range(1, min(n, 4) + 1):
        lead = data[n - back]
        if lead < 0x80:
            break
        if lead >= 0xc0:
            need = 2 if lead < 0xe0 else 3 if lead < 0xf0 else 4
            return n - back if back < need else n
    return n


def _cut_anywhere(text):
    """Lines that end in \\n, \\r or \\r\\n, and what is left of the last."""
    lines, start = [], 0
    for part in text.split("\n"):
        at = 0
        while True:
            cr = part.find("\r", at)
            if cr < 0 or cr == len(part) - 1:
                break
            lines.append(part[at:cr + 1])
            at = cr + 1
        lines.append(part[at:] + "\n")
    last = lines.pop()[:-1]
    if last.endswith("\r"):
        lines.append(last)
        last = ""
    return lines, last


class TextIOWrapper(_File, TextIOBase):
    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False):
        if encoding is not None and not isinstance(encoding, str):
            raise TypeError(f"TextIOWrapper() argument 'encoding' must be str or None, not {type(encoding).__name__}")
        if newline not in (None, "", "\n", "\r", "\r\n"):
            if not isinstance(newline, str):
                raise TypeError(f"TextIOWrapper() argument 'newline' must be str or None, not {type(newline).__name__}")
            raise ValueError(f"illegal newline value: {newline}")
        self.buffer = buffer
        self.encoding = encoding if encoding not in (None, "locale") else "utf-8"
        self.errors = errors or "strict"
        self._codec = self.encoding.lower().replace("_", "-")
        self._codec = _NAMES.get(self._codec, self._codec)
        self._mark = self._codec == "utf-8-sig"
        if self._mark:
            self._codec = "utf-8"
        "".encode(self._codec)      # an unknown encoding is told here
        self._fd, self.name, self._handle = buffer._fd, buffer.name, buffer._handle
        self._closefd = buffer._closefd
        self._can_read, self._can_write, self._can_seek = buffer._can_read, buffer._can_write, buffer._can_seek
        self.mode = buffer.mode.replace("b", "")
        self.newlines = None
        self.line_buffering = line_buffering
        self.write_through = write_through
        self.closed = False
        self._newline = newline
        self._plain_write = self._codec == "utf-8" and self.errors == "strict" and newline in (None, "", "\n")
        self._lines = []            # whole lines that were read ahead, the next one last
        self._carry = ""            # what was read of the line after them
        self._tail = b""            # bytes of a character (or \r) that are not decoded yet
        self._unread = ""           # the text of carry and lines as it is in the file
        self._telling = True
        self._start = True          # at the beginning of the file, for a byte order mark

    def __repr__(self):
        mode = f" mode={self.mode!r}" if "mode" in self.__dict__ else ""
        return f"<_io.TextIOWrapper name={self.name!r}{mode} encoding={self.encoding!r}>"

    def _check_read(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        if not self._can_read:
            raise UnsupportedOperation("not readable")

    def close(self):
        if not self.closed:
            _File.close(self)
            self.buffer.closed = True

    def detach(self):
        self.flush()
        buffer, self.buffer = self.buffer, None
        self.closed = True
        return buffer

    def reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None):
        self.flush()
        if encoding is not None:
            self.encoding = self._codec = encoding
        if errors is not None:
            self.errors = errors
        if line_buffering is not None:
            self.line_buffering = line_buffering
        self._plain_write = self._plain_write and encoding is None and errors is None

    # reading

    def _decode(self, data, last):
        """The text of as many bytes as can be told yet."""
        whole = len(data)
        if not last:
            if self._codec not in _ONE_BYTE:
                whole = _whole_characters(data)
            if self._newline in (None, "") and data[whole - 1:whole] == b"\r":
                whole -= 1
        self._tail = data[whole:]
        text = (data if whole == len(data) else data[:whole]).decode(self._codec, self.errors)
        if self._mark and self._start and text.startswith("\ufeff"):
            text = text[1:]
        self._start = False
        return text

    def _translate(self, text):
        if self._newline is None and "\r" in text:
            self.newlines = "\r\n" if "\r\n" in text else "\r"
            return text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def _cut(self, text):
        if self._newline == "":
            return _cut_anywhere(text)
        end = self._newline or "\n"
        lines = text.split(end)
        last = lines.pop()
        return [line + end for line in lines], last

    def _fill(self):
        """Reads until there is a whole line; False at the end of the file."""
        if self._can_write:
            os_call("file_flush", self._handle)
        while not self._lines:
            data = os_call("read", self._fd, _PIECE)
            if not data and not self._tail:
                return False
            text = self._carry + self._decode(self._tail + data, not data)
            self._unread = text
            lines, self._carry = self._cut(self._translate(text))
            lines.reverse()
            self._lines = lines
            if not data:
                return bool(lines)
        return True

    def _last_line(self):
        line, self._carry = self._carry, ""
        self._unread = ""
        return line

    def readline(self, size=-1):
        self._check_read()
        if not self._lines and not self._fill():
            line = self._last_line()
        else:
            line = self._lines.pop()
        if size is not None and 0 <= size < len(line):
            if self._lines or line[-1:] == "\n":
                self._lines.append(line[size:])
            else:
                self._carry = line[size:]
            line = line[:size]
        return line

    def __next__(self):
        self._telling = False
        if self._lines:
            return self._lines.pop()
        self._check_read()
        if self._fill():
            return self._lines.pop()
        line = self._last_line()
        if not line:
            self._telling = True
            raise StopIteration
        return line

    def _ahead(self):
        return "".join(reversed(self._lines)) + self._carry

    def read(self, size=-1):
        self._check_read()
        if size is not None and not isinstance(size, int):
            raise TypeError(f"argument should be integer or None, not '{type(size).__name__}'")
        if size is None or size < 0:
            if self._can_write:
                os_call("file_flush", self._handle)
            ahead = self._ahead()
            self._lines, self._carry, self._unread = [], "", ""
            return ahead + self._translate(self._decode(self._tail + os_call("read_all", self._fd), True))
        pieces, left = [], size
        while left > 0:
            line = self.readline(left)
            if not line:
                break
            pieces.append(line)
            left -= len(line)
        return "".join(pieces)

    # writing

    def write(self, text):
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        if not self._can_write:
            raise UnsupportedOperation("not writable")
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._can_read and (self._lines or self._carry or self._tail):
            self._forget()
        if self._plain_write:
            os_call("file_write", self._handle, text)
        else:
            data = text if self._newline in (None, "", "\n") else text.replace("\n", self._newline)
            if self._mark and self._start and os_call("lseek", self._fd, 0, 1) == 0:
                data = "\ufeff" + data
            self._start = False
            os_call("file_write", self._handle, data.encode(self._codec, self.errors))
        if self.write_through or self.line_buffering and ("\n" in text or "\r" in text):
            os_call("file_flush", self._handle)
        return len(text)

    # places

    def _forget(self):
        self._lines, self._carry, self._tail, self._unread = [], "", b"", ""
        self._telling = True

    def seek(self, offset, whence=0):
        self._check_open()
        if not self._can_seek:
            raise UnsupportedOperation("underlying stream is not seekable")
        if whence == 1:
            if offset != 0:
                raise UnsupportedOperation("can't do nonzero cur-relative seeks")
            offset, whence = self.tell(), 0
        elif whence == 2 and offset != 0:
            raise UnsupportedOperation("can't do nonzero end-relative seeks")
        elif whence not in (0, 2):
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        elif offset < 0:
            raise ValueError(f"negative seek position {offset!r}")
        self.flush()
        self._forget()
        self._start = offset == 0 and whence == 0
        return self._seek_fd(offset, whence)

    def tell(self):
        self._check_open()
        if not self._can_seek:
            raise UnsupportedOperation("underlying stream is not seekable")
        if not self._telling:
            raise OSError("telling position disabled by next() call")
        self.flush()
        place = self._seek_fd(0, 1) - len(self._tail)
        ahead = self._ahead()
        if "\r" in self._unread and self._newline is None:
            # what is ahead in the file is longer than here: the shortest end that reads so
            start = len(self._unread) - len(ahead)
            while len(self._translate(self._unread[start:])) < len(ahead):
                start -= len(ahead) - len(self._translate(self._unread[start:]))
            if start > 0 and self._unread[start - 1:start + 1] == "\r\n":
                start -= 1
            ahead = self._unread[start:]
        return place - len(ahead.encode(self._codec, self.errors))


for _class in (BufferedReader, BufferedWriter, BufferedRandom, FileIO, TextIOWrapper):
    _class.__module__ = "_io"


# ---- open ----

def fspath(path):
    """os.fspath(): str and bytes are paths, and what says so itself."""
    if isinstance(path, (str, bytes)):
        return path
    method = getattr(type(path), "__fspath__", None)
    if method is None:
        raise TypeError("expected str, bytes or os.PathLike object, not " + type(path).__name__)
    return method(path)


def _flags(mode):
    both = "+" in mode
    if "r" in mode:
        return _O_BOTH if both else 0
    flags = (_O_BOTH if both else _O_WRITE) | _O_CREATE
    return flags | (_O_TRUNCATE if "w" in mode else _O_APPEND if "a" in mode else _O_EXCLUSIVE)


def _check_mode(mode):
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    for letter in mode:
        if letter not in "rwxabt+" or mode.count(letter) > 1:
            raise ValueError(f"invalid mode: {mode!r}")
    if "t" in mode and "b" in mode:
        raise ValueError("can't have text and binary mode at once")
    main = sum([mode.count(letter) for letter in "rwxa"])
    if main > 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if main == 0:
        raise ValueError("Must have exactly one of create/read/write/append mode and at most one plus")


def _open_fd(path, mode):
    fd = os_call("open", path, _flags(mode), 0o666)
    if (os_call("fstat", fd)[0] & 0o170000) == 0o040000:
        os_call("close", fd)
        raise IsADirectoryError(21, "Is a directory", path)
    return fd


def _binary_mode(mode):
    both = "+" in mode
    main = [letter for letter in "rwxa" if letter in mode][0]
    return "rb+" if both and main in "rw" else main + "b+" if both else main + "b"


def open_file(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    if not isinstance(file, int):
        path = None
        try:
            path = fspath(file)
        except TypeError:
            pass
        if path is None:
            raise TypeError(f"expected str, bytes or os.PathLike object, not {type(file).__name__}")
        file = path
    _check_mode(mode)
    binary = "b" in mode
    if binary:
        for value, word in ((encoding, "an encoding"), (errors, "an errors"), (newline, "a newline")):
            if value is not None:
                raise ValueError(f"binary mode doesn't take {word} argument")
    elif buffering == 0:
        raise ValueError("can't have unbuffered text I/O")
    if isinstance(file, int):
        if file < 0:
            raise ValueError("negative file descriptor")
        fd = file
        os_call("fstat", fd)
    else:
        if not closefd:
            raise ValueError("Cannot use closefd=False with file name")
        fd = opener(file, _flags(mode)) if opener is not None else _open_fd(file, mode)
    if "a" in mode:
        try:
            os_call("lseek", fd, 0, 2)
        except OSError:
            pass
    return _wrap(fd, file, mode, binary, buffering, encoding, errors, newline, closefd)


def _wrap(fd, file, mode, binary, buffering, encoding, errors, newline, closefd):
    if binary and buffering == 0:
        made = FileIO(fd, _binary_mode(mode), closefd)
        made.name = file
        return made
    size = buffering if buffering > 1 else DEFAULT_BUFFER_SIZE
    kind = BufferedRandom if "+" in mode else BufferedReader if "r" in mode else BufferedWriter
    made = kind(fd, file, _binary_mode(mode), size, closefd)
    if binary:
        return made
    by_line = buffering == 1 or buffering < 0 and os_call("isatty", fd)
    try:
        text = TextIOWrapper(made, encoding, errors, newline, by_line)
    except BaseException:
        made.close()
        raise
    text.mode = mode
    return text
