"""Pipes that carry objects: each message is its length (4 bytes, most significant first), then its bytes."""
from _conch import os_call
from multiprocessing.queues import _dumps, _loads

__all__ = ['Client', 'Listener', 'Pipe', 'wait']

_LONG = 0x7fffffff
_READ = 1       # POLLIN


def _ns(seconds):
    return None if seconds is None else int(max(seconds, 0) * 1000000000)


class Connection:
    def __init__(self, handle, readable=True, writable=True):
        if not readable and not writable:
            raise ValueError("at least one of `readable` and `writable` must be True")
        self._handle = handle
        self._file = os_call('file_new', handle, 0)     # closes it when nobody has it any more
        self._readable = readable
        self._writable = writable

    # ---- what may be done with it ----

    def _check_closed(self):
        if self._handle is None:
            raise OSError("handle is closed")

    def _check_readable(self):
        if not self._readable:
            raise OSError("connection is write-only")

    def _check_writable(self):
        if not self._writable:
            raise OSError("connection is read-only")

    @property
    def closed(self):
        return self._handle is None

    @property
    def readable(self):
        return self._readable

    @property
    def writable(self):
        return self._writable

    def fileno(self):
        self._check_closed()
        return self._handle

    def close(self):
        if self._handle is not None:
            self._handle = None
            os_call('file_close', self._file)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __reduce__(self):
        raise TypeError("a connection goes to another process by inheritance only")

    # ---- sending ----

    def send_bytes(self, buf, offset=0, size=None):
        self._check_closed()
        self._check_writable()
        n = len(buf)
        if offset < 0:
            raise ValueError("offset is negative")
        if n < offset:
            raise ValueError("buffer length < offset")
        if size is None:
            size = n - offset
        elif size < 0:
            raise ValueError("size is negative")
        elif offset + size > n:
            raise ValueError("buffer length < offset + size")
        data = bytes(buf)[offset:offset + size]
        os_call('tell', self._handle, 0, data)
        self._send(data)

    def send(self, obj):
        self._check_closed()
        self._check_writable()
        data = _dumps(obj)
        os_call('tell', self._handle, 0, obj)
        self._send(data)

    def _send(self, data):
        n = len(data)
        if n > _LONG:
            head = b'\xff\xff\xff\xff' + n.to_bytes(8, 'big')
        else:
            head = n.to_bytes(4, 'big')
        self._write(head + data)

    def _write(self, data):
        fd = self._handle
        n = os_call('write', fd, data)
        while n < len(data):
            data = data[n:]
            n = os_call('write', fd, data)

    # ---- receiving ----

    def _read(self, n):
        """Exactly n bytes."""
        data = os_call('read', self._handle, n)
        if len(data) == n:
            return data
        pieces = []
        while True:
            if not data:
                if pieces:
                    raise OSError("got end of file during message")
                raise EOFError
            pieces.append(data)
            n -= len(data)
            if n == 0:
                return b''.join(pieces)
            data = os_call('read', self._handle, n)

    def _recv(self, limit=None):
        n = int.from_bytes(self._read(4), 'big')
        if n == 0xffffffff:
            n = int.from_bytes(self._read(8), 'big')
        if limit is not None and n > limit:
            self._readable = False      # what is left of it cannot be told from the next one
            if not self._writable:
                self.close()
            raise OSError("bad message length")
        return self._read(n) if n else b''

    def recv_bytes(self, maxlength=None):
        self._check_closed()
        self._check_readable()
        if maxlength is not None and maxlength < 0:
            raise ValueError("negative maxlength")
        data = self._recv(maxlength)
        os_call('tell', self._handle, 1, data)
        return data

    def recv_bytes_into(self, buf, offset=0):
        self._check_closed()
        self._check_readable()
        if offset < 0:
            raise ValueError("negative offset")
        if offset > len(buf):
            raise ValueError("offset too large")
        data = self._recv()
        if len(data) > len(buf) - offset:
            from multiprocessing import BufferTooShort
            raise BufferTooShort(data)
        buf[offset:offset + len(data)] = data
        return len(data)

    def recv(self):
        self._check_closed()
        self._check_readable()
        obj = _loads(self._recv())
        os_call('tell', self._handle, 1, obj)
        return obj

    def poll(self, timeout=0.0):
        self._check_closed()
        self._check_readable()
        if timeout is not None and timeout <= 0:
            return os_call('poll', self._handle, 1) != 0
        return len(os_call('wait_any', [(self._handle, _READ)], _ns(timeout))) > 0


def Pipe(duplex=True):
    if duplex:
        a, b = os_call('socketpair')
        return Connection(a), Connection(b)
    r, w = os_call('pipe')
    return Connection(r, writable=False), Connection(w, readable=False)


def wait(object_list, timeout=None):
    """Those of the connections, sentinels and files that are ready; waits until one is, or for so many seconds."""
    objects = list(object_list)
    places = [obj if isinstance(obj, int) else obj.fileno() for obj in objects]
    ready = os_call('wait_any', [(fd, _READ) for fd in places], _ns(timeout))
    return [obj for obj, fd in zip(objects, places) if fd in ready]


def Listener(*args, **kwargs):
    raise NotImplementedError("multiprocessing.connection.Listener needs a network: it is not part of conch's Python")


def Client(*args, **kwargs):
    raise NotImplementedError("multiprocessing.connection.Client needs a network: it is not part of conch's Python")
