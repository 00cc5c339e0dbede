"""Numbers that processes share: Value and Array. Reading and writing one number are two steps; between them another
process may come, unless a lock is held."""
from _conch import cells_get, cells_new, cells_set
import multiprocessing

__all__ = ['RawValue', 'RawArray', 'Value', 'Array', 'copy', 'synchronized']

_ctypes = {'b': 'c_byte', 'B': 'c_ubyte', 'h': 'c_short', 'H': 'c_ushort', 'i': 'c_int', 'I': 'c_uint', 'l': 'c_long',
           'L': 'c_ulong', 'q': 'c_long', 'Q': 'c_ulong', 'f': 'c_float', 'd': 'c_double', 'c': 'c_char',
           'u': 'c_wchar'}
_codes = {name: code for code, name in reversed(_ctypes.items())}
_codes['c_bool'] = 'B'


def _code(typecode_or_type):
    """'i', or a class like ctypes.c_int."""
    code = typecode_or_type if isinstance(typecode_or_type, str) else \
        _codes.get(getattr(typecode_or_type, '__name__', None))
    if code not in _ctypes:
        raise TypeError("this type has no size")
    return code


def _inherited(name):
    raise RuntimeError("%s objects should only be shared between processes through inheritance" % name)


class _Number:
    """One number without a lock."""

    def __init__(self, code):
        self.__dict__['_code'] = code
        self.__dict__['_cells'] = cells_new(code, 1)

    @property
    def value(self):
        return cells_get(self._cells, 0)

    @value.setter
    def value(self, value):
        cells_set(self._cells, 0, value)

    def __repr__(self):
        return '%s(%r)' % (_ctypes[self._code], self.value)

    def __getattr__(self, name):
        raise AttributeError("%r object has no attribute %r" % (_ctypes[self._code], name))

    def __reduce__(self):
        _inherited(_ctypes[self._code])


class _Numbers:
    """A row of numbers without a lock."""

    def __init__(self, code, length):
        self._code = code
        self._length = length
        self._cells = cells_new(code, length)

    def __len__(self):
        return self._length

    def _index(self, i):
        if i < 0:
            i += self._length
        if not 0 <= i < self._length:
            raise IndexError("invalid index")
        return i

    def _joined(self, items):
        return b''.join(items) if self._code == 'c' else ''.join(items) if self._code == 'u' else items

    def __getitem__(self, i):
        if isinstance(i, slice):
            return self._joined([cells_get(self._cells, k) for k in range(*i.indices(self._length))])
        return cells_get(self._cells, self._index(i))

    def __setitem__(self, i, value):
        if not isinstance(i, slice):
            cells_set(self._cells, self._index(i), value)
            return
        places = range(*i.indices(self._length))
        if len(places) != len(value):
            raise ValueError("Can only assign sequence of same size")
        for k, item in zip(places, value):
            cells_set(self._cells, k, item)

    def __iter__(self):
        for k in range(self._length):
            yield cells_get(self._cells, k)

    def __repr__(self):
        return '<multiprocessing.sharedctypes.%s_Array_%d object at %#x>' % (_ctypes[self._code], self._length, id(self))

    def __reduce__(self):
        _inherited('%s_Array_%d' % (_ctypes[self._code], self._length))


class _Chars(_Numbers):
    """An array of typecode 'c', which is a string of the C language."""

    @property
    def raw(self):
        return self[:]

    @raw.setter
    def raw(self, data):
        if len(data) > self._length:
            raise ValueError("byte string too long")
        for k, byte in enumerate(data):
            cells_set(self._cells, k, byte)

    @property
    def value(self):
        return self[:].split(b'\0', 1)[0]

    @value.setter
    def value(self, data):
        if not isinstance(data, bytes):
            raise TypeError("bytes expected instead of %s instance" % type(data).__name__)
        if len(data) > self._length:
            raise ValueError("byte string too long")
        self.raw = data + b'\0' if len(data) < self._length else data


def RawValue(typecode_or_type, *args):
    number = _Number(_code(typecode_or_type))
    if len(args) > 1:
        raise TypeError("__init__ expected at most 1 argument, got %d" % len(args))
    if args:
        number.value = args[0]
    return number


def RawArray(typecode_or_type, size_or_initializer):
    code = _code(typecode_or_type)
    kind = _Chars if code == 'c' else _Numbers
    if isinstance(size_or_initializer, int):
        if size_or_initializer < 0:
            raise ValueError("Array length must be >= 0, not %d" % size_or_initializer)
        return kind(code, size_or_initializer)
    items = list(size_or_initializer)
    made = kind(code, len(items))
    for k, item in enumerate(items):
        cells_set(made._cells, k, item)
    return made


def Value(typecode_or_type, *args, lock=True, ctx=None):
    number = RawValue(typecode_or_type, *args)
    return number if lock is False else synchronized(number, None if lock in (True, None) else lock)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    array = RawArray(typecode_or_type, size_or_initializer)
    return array if lock is False else synchronized(array, None if lock in (True, None) else lock)


def copy(obj):
    if isinstance(obj, _Number):
        return RawValue(obj._code, obj.value)
    return RawArray(obj._code, list(obj))


def synchronized(obj, lock=None, ctx=None):
    if lock is not None and not hasattr(lock, 'acquire'):
        raise AttributeError("%r has no method 'acquire'" % (lock,))
    if isinstance(obj, _Number):
        return Synchronized(obj, lock)
    return SynchronizedString(obj, lock) if isinstance(obj, _Chars) else SynchronizedArray(obj, lock)


class SynchronizedBase:
    def __init__(self, obj, lock=None, ctx=None):
        self._obj = obj
        self._lock = lock or multiprocessing.RLock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def get_obj(self):
        return self._obj

    def get_lock(self):
        return self._lock

    def __reduce__(self):
        _inherited(type(self).__name__)

    def __repr__(self):
        return '<%s wrapper for %s>' % (type(self).__name__, self._obj)


class Synchronized(SynchronizedBase):
    def __init__(self, obj, lock=None, ctx=None):
        SynchronizedBase.__init__(self, obj, lock)
        self._cells = obj._cells

    @property
    def value(self):
        with self._lock:
            return cells_get(self._cells, 0)

    @value.setter
    def value(self, value):
        with self._lock:
            cells_set(self._cells, 0, value)


class SynchronizedArray(SynchronizedBase):
    def __len__(self):
        return len(self._obj)

    def __getitem__(self, i):
        with self._lock:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self._lock:
            self._obj[i] = value

    def __getslice__(self, start, stop):
        return self[start:stop]

    def __iter__(self):
        for k in range(len(self._obj)):
            yield self[k]


class SynchronizedString(SynchronizedArray):
    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, data):
        with self._lock:
            self._obj.value = data

    @property
    def raw(self):
        with self._lock:
            return self._obj.raw

    @raw.setter
    def raw(self, data):
        with self._lock:
            self._obj.raw = data
