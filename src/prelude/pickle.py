"""Objects to bytes and back, in CPython's format (protocol 4). Values made of numbers, texts and containers are done
natively; what has a name or Python code of its own (instances, classes, functions) is done here."""
from _conch import _pickle, _same, _sys_modules, _unpickle, deque

from _reduce import natives as _natives, new_object as _new_object, reduced_of, refusal as _refusal, set_state

__all__ = ['PickleError', 'PicklingError', 'UnpicklingError', 'Pickler', 'Unpickler', 'dump', 'dumps', 'load', 'loads',
           'HIGHEST_PROTOCOL', 'DEFAULT_PROTOCOL']

HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4
_BATCH = 1000


class PickleError(Exception):
    __module__ = '_pickle'


class PicklingError(PickleError):
    __module__ = '_pickle'


class UnpicklingError(PickleError):
    __module__ = '_pickle'


_function = type(lambda: None)
_builtin = type(len)
_module_type = type(__import__('_conch'))
_deque = type(deque())


# Modules of CPython whose names some classes carry, and where conch has those classes.
_homes = {'_queue': 'queue', '_pickle': 'pickle', '_io': 'io', 'concurrent.futures._base': 'concurrent.futures',
          'multiprocessing.context': 'multiprocessing'}


def _module(name):
    """A module by its name; ImportError."""
    for known in (name, _homes.get(name)):
        if known in _sys_modules():
            return _sys_modules()[known]
    name = _homes.get(name, name)
    where = __import__(name)
    for part in name.split('.')[1:]:
        where = getattr(where, part)
    return where


def _module_of(obj, name):
    if obj is _deque:
        return 'collections'
    module = getattr(obj, '__module__', None) or '__main__'
    if type(obj) is _builtin and not _same(getattr(__import__('builtins'), name, None), obj):
        for other in _sys_modules():
            if _same(getattr(_sys_modules()[other], name, None), obj):
                return other
    return module


class _Writer:
    """One value on its way: out is a list of pieces, memo tells what was written already."""

    def __init__(self, pickler=None):
        self.out = []
        self.memo = {}
        self.keep = []          # so that no id is used twice
        self.pickler = pickler

    def number(self, n, size):
        self.out.append(n.to_bytes(size, 'little'))

    def memoize(self, obj):
        self.memo[id(obj)] = len(self.memo)
        self.keep.append(obj)
        self.out.append(b'\x94')

    def again(self, number):
        if number < 256:
            self.out.append(b'h')
            self.number(number, 1)
        else:
            self.out.append(b'j')
            self.number(number, 4)

    def save(self, obj):
        kind = type(obj)
        plain = _plain.get(kind)
        if plain is not None:
            plain(self, obj)
            return
        number = self.memo.get(id(obj))
        if number is not None:
            self.again(number)
            return
        pickler = self.pickler
        if pickler is not None:
            if self.save_persistent(obj):
                return
            reduced = getattr(pickler, 'reducer_override', _no_override)(obj)
            if reduced is not NotImplemented:
                self.save_reduced(obj, reduced)
                return
        known = _known.get(kind)
        if known is not None:
            known(self, obj)
        elif isinstance(obj, type):
            self.save_name(obj)
        else:
            self.save_object(obj)

    def save_persistent(self, obj):
        pid = self.pickler.persistent_id(obj)
        if pid is None:
            return False
        self.save(pid)
        self.out.append(b'Q')
        return True

    def save_none(self, obj):
        self.out.append(b'N')

    def save_bool(self, obj):
        self.out.append(b'\x88' if obj else b'\x89')

    def save_int(self, obj):
        if 0 <= obj < 256:
            self.out.append(b'K')
            self.number(obj, 1)
        elif 0 <= obj < 65536:
            self.out.append(b'M')
            self.number(obj, 2)
        elif -0x80000000 <= obj <= 0x7fffffff:
            self.out.append(b'J')
            self.out.append(obj.to_bytes(4, 'little', signed=True))
        else:
            data = obj.to_bytes(obj.bit_length() // 8 + 1, 'little', signed=True)
            if data[-1] == 255 and data[-2] >= 128:
                data = data[:-1]
            self.length(len(data), b'\x8a', b'\x8b')
            self.out.append(data)

    def save_float(self, obj):
        self.out.append(_pickle(obj)[11:20])      # without its frame and the full stop

    def length(self, n, brief, full):
        self.out.append(brief if n < 256 else full)
        self.number(n, 1 if n < 256 else 4)

    def save_str(self, obj):
        data = obj.encode('utf-8', 'surrogatepass')
        self.length(len(data), b'\x8c', b'X')
        self.out.append(data)
        self.memoize(obj)

    def save_bytes(self, obj):
        self.length(len(obj), b'C', b'B')
        self.out.append(obj)
        self.memoize(obj)

    def save_bytearray(self, obj):
        self.save_reduced(obj, (bytearray, (bytes(obj),)))

    def save_tuple(self, obj):
        n = len(obj)
        if n == 0:
            self.out.append(b')')
            return
        if n > 3:
            self.out.append(b'(')
        for item in obj:
            self.save(item)
        number = self.memo.get(id(obj))
        if number is not None:      # it holds itself: what was put on the stack goes again
            self.out.append(b'0' * n if n <= 3 else b'1')
            self.again(number)
            return
        self.out.append((b'\x85', b'\x86', b'\x87')[n - 1] if n <= 3 else b't')
        self.memoize(obj)

    def save_list(self, obj):
        self.out.append(b']')
        self.memoize(obj)
        self.items(obj)

    def save_dict(self, obj):
        self.out.append(b'}')
        self.memoize(obj)
        self.pairs(obj.items())

    def save_set(self, obj):
        self.out.append(b'\x8f')
        self.memoize(obj)
        self.batches([(item,) for item in obj], None, b'\x90')

    def save_frozenset(self, obj):
        self.out.append(b'(')
        for item in obj:
            self.save(item)
        number = self.memo.get(id(obj))
        if number is not None:
            self.out.append(b'1')
            self.again(number)
            return
        self.out.append(b'\x91')
        self.memoize(obj)

    def items(self, items):
        self.batches([(item,) for item in items], b'a', b'e')

    def pairs(self, pairs):
        self.batches(list(pairs), b's', b'u')

    def batches(self, rows, one, many):
        if len(rows) == 1 and one is not None:
            for item in rows[0]:
                self.save(item)
            self.out.append(one)
            return
        for start in range(0, len(rows), _BATCH):
            self.out.append(b'(')
            for row in rows[start:start + _BATCH]:
                for item in row:
                    self.save(item)
            self.out.append(many)

    def save_deque(self, obj):
        args = () if obj.maxlen is None else ((), obj.maxlen)
        self.save_reduced(obj, (_deque, args, None, list(obj)))

    def save_range(self, obj):
        self.save_reduced(obj, (range, (obj.start, obj.stop, obj.step)))

    def save_slice(self, obj):
        self.save_reduced(obj, (slice, (obj.start, obj.stop, obj.step)))

    def save_single(self, obj):
        self.save_name(obj, 'Ellipsis' if obj is ... else 'NotImplemented', 'builtins')

    def save_function(self, obj):
        self.save_name(obj)

    def save_builtin(self, obj):
        owner = obj.__self__ if hasattr(obj, '__self__') else None
        if owner is not None and type(owner) is not _module_type:
            self.save_reduced(obj, (getattr, (owner, obj.__name__)))
            return
        for cls in _natives:        # str.upper and the like
            if _same(getattr(cls, obj.__name__, None), obj):
                self.save_reduced(obj, (getattr, (cls, obj.__name__)))
                return
        self.save_name(obj)

    def save_method(self, obj):
        self.save_reduced(obj, (getattr, (obj.__self__, obj.__name__)))

    def save_name(self, obj, name=None, module=None):
        """Classes and functions travel by their names."""
        if obj is type(None) or obj is type(...) or obj is type(NotImplemented):
            self.save_reduced(obj, (type, (None if obj is type(None) else ... if obj is type(...) else NotImplemented,)))
            return
        if name is None:
            name = getattr(obj, '__qualname__', None) or obj.__name__
        if module is None:
            module = _module_of(obj, name)
        if '<locals>' in name.split('.'):
            raise AttributeError("Can't pickle local object %r" % name)
        try:
            found = _module(module)
            for part in name.split('.'):
                found = getattr(found, part)
        except (AttributeError, ImportError):
            raise PicklingError("Can't pickle %r: attribute lookup %s on %s failed" % (obj, name, module)) from None
        if not _same(found, obj):
            raise PicklingError("Can't pickle %r: it's not the same object as %s.%s" % (obj, module, name))
        self.save(module)
        self.save(name)
        self.out.append(b'\x93')
        self.memoize(obj)

    def save_object(self, obj):
        cls = type(obj)
        if not cls.__name__ or not hasattr(cls, '__dict__'):
            raise _refusal(obj)
        reduced = reduced_of(obj, DEFAULT_PROTOCOL)
        if isinstance(reduced, str):
            self.save_name(obj, reduced)
        else:
            self.save_reduced(obj, reduced)

    def save_reduced(self, obj, reduced):
        if not isinstance(reduced, tuple):
            raise PicklingError("__reduce__ must return a string or tuple")
        if not 2 <= len(reduced) <= 6:
            raise PicklingError("tuple returned by __reduce__ must contain 2 through 6 elements")
        function, args, state, items, pairs = (tuple(reduced) + (None,) * 4)[:5]
        if not callable(function):
            raise PicklingError("first item of the tuple returned by __reduce__ must be callable")
        if not isinstance(args, tuple):
            raise PicklingError("second item of the tuple returned by __reduce__ must be a tuple")
        if _same(function, _new_object):
            self.save(args[0])
            self.save(args[1:])
            self.out.append(b'\x81')
        else:
            self.save(function)
            self.save(args)
            self.out.append(b'R')
        number = self.memo.get(id(obj))
        if number is not None:      # it was reached through its own arguments
            self.out.append(b'0')
            self.again(number)
        else:
            self.memoize(obj)
        if items is not None:
            self.items(items)
        if pairs is not None:
            self.pairs(pairs)
        if state is not None:
            self.save(state)
            self.out.append(b'b')

    def bytes(self):
        body = b''.join(self.out) + b'.'
        if len(body) < 4:
            return b'\x80\x04' + body
        return b'\x80\x04\x95' + len(body).to_bytes(8, 'little') + body


_plain = {type(None): _Writer.save_none, bool: _Writer.save_bool, int: _Writer.save_int, float: _Writer.save_float}
_known = {str: _Writer.save_str, bytes: _Writer.save_bytes, bytearray: _Writer.save_bytearray, tuple: _Writer.save_tuple,
          list: _Writer.save_list, dict: _Writer.save_dict, set: _Writer.save_set, frozenset: _Writer.save_frozenset,
          _deque: _Writer.save_deque, range: _Writer.save_range, slice: _Writer.save_slice,
          type(...): _Writer.save_single, type(NotImplemented): _Writer.save_single,
          _function: _Writer.save_function, _builtin: _Writer.save_builtin, type(_Writer().save): _Writer.save_method}


def _no_override(obj):
    return NotImplemented


class Pickler:
    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        _check_protocol(protocol)
        if not hasattr(file, 'write'):
            raise TypeError("file must have a 'write' attribute")
        self._file = file

    def persistent_id(self, obj):
        return None

    def dump(self, obj):
        own = type(self) is not Pickler
        if not own:
            self._file.write(dumps(obj))
            return
        writer = _Writer(self)
        writer.save(obj)
        self._file.write(writer.bytes())


# ---- reading ----

_MARK = object()


class _Reader:
    def __init__(self, data, unpickler):
        self.data = data
        self.at = 0
        self.stack = []
        self.memo = {}
        self.unpickler = unpickler

    def take(self, n):
        if self.at + n > len(self.data):
            raise UnpicklingError("pickle data was truncated")
        self.at += n
        return self.data[self.at - n:self.at]

    def number(self, size, signed=False):
        return int.from_bytes(self.take(size), 'little', signed=signed)

    def line(self):
        end = self.data.find(b'\n', self.at)
        if end < 0:
            raise UnpicklingError("pickle data was truncated")
        text = self.data[self.at:end]
        self.at = end + 1
        return text

    def above_mark(self):
        stack = self.stack
        at = len(stack) - 1
        while at >= 0 and stack[at] is not _MARK:
            at -= 1
        if at < 0:
            raise UnpicklingError("could not find MARK")
        items = stack[at + 1:]
        del stack[at:]
        return items

    def pop(self):
        if not self.stack:
            raise UnpicklingError("unpickling stack underflow")
        return self.stack.pop()

    def run(self):
        if not self.data:
            raise EOFError("Ran out of input")
        while True:
            if self.at >= len(self.data):
                raise EOFError("Ran out of input")
            op = self.data[self.at]
            self.at += 1
            if op == 46:
                return self.pop()
            step = _reads.get(op)
            if step is None:
                raise UnpicklingError("invalid load key, %r." % (chr(op) if 32 <= op < 127 else '\\x%02x' % op)
                                      if 32 <= op < 127 else "invalid load key, '\\x%02x'." % op)
            step(self)

    def push(self, value):
        self.stack.append(value)

    def proto(self):
        version = self.number(1)
        if version > HIGHEST_PROTOCOL:
            raise ValueError("unsupported pickle protocol: %d" % version)

    def frame(self):
        self.take(8)

    def float(self):
        self.push(_unpickle(b'\x80\x04G' + self.take(8) + b'.')[0])

    def text(self, size):
        self.push(self.take(self.number(size)).decode('utf-8', 'surrogatepass'))

    def long(self, size):
        self.push(int.from_bytes(self.take(self.number(size)), 'little', signed=True))

    def tuple(self, n):
        stack = self.stack
        items = tuple(stack[len(stack) - n:]) if n else ()
        if n:
            del stack[len(stack) - n:]
        self.push(items)

    def append(self):
        item = self.pop()
        self.stack[-1].append(item)

    def appends(self):
        items = self.above_mark()
        self.stack[-1].extend(items)

    def setitem(self):
        value = self.pop()
        key = self.pop()
        self.stack[-1][key] = value

    def setitems(self):
        items = self.above_mark()
        target = self.stack[-1]
        for i in range(0, len(items), 2):
            target[items[i]] = items[i + 1]

    def additems(self):
        items = self.above_mark()
        self.stack[-1].update(items)

    def memoize(self):
        self.memo[len(self.memo)] = self.stack[-1]

    def get(self, number):
        if number not in self.memo:
            raise UnpicklingError("Memo value not found at index %d" % number)
        self.push(self.memo[number])

    def put(self, number):
        self.memo[number] = self.stack[-1]

    def global_name(self):
        name = self.pop()
        module = self.pop()
        self.push(self.unpickler.find_class(module, name))

    def global_lines(self):
        module = self.line().decode()
        name = self.line().decode()
        self.push(self.unpickler.find_class(module, name))

    def reduce(self):
        args = self.pop()
        function = self.pop()
        self.push(function(*args))

    def newobj(self):
        args = self.pop()
        cls = self.pop()
        self.push(_new_object(cls, *args))

    def newobj_ex(self):
        kwargs = self.pop()
        args = self.pop()
        cls = self.pop()
        self.push(cls.__new__(cls, *args, **kwargs))

    def build(self):
        state = self.pop()
        obj = self.stack[-1]
        set_state(obj, state)

    def persistent(self):
        self.push(self.unpickler.persistent_load(self.pop()))


_reads = {
    0x80: _Reader.proto, 0x95: _Reader.frame, 0x94: _Reader.memoize, 0x93: _Reader.global_name,
    ord('N'): lambda r: r.push(None), 0x88: lambda r: r.push(True), 0x89: lambda r: r.push(False),
    ord('K'): lambda r: r.push(r.number(1)), ord('M'): lambda r: r.push(r.number(2)),
    ord('J'): lambda r: r.push(r.number(4, True)), 0x8a: lambda r: r.long(1), 0x8b: lambda r: r.long(4),
    ord('I'): lambda r: r.push((lambda t: t == b'01' if t in (b'00', b'01') else int(t))(r.line())),
    ord('G'): _Reader.float, 0x8c: lambda r: r.text(1), ord('X'): lambda r: r.text(4), 0x8d: lambda r: r.text(8),
    ord('C'): lambda r: r.push(r.take(r.number(1))), ord('B'): lambda r: r.push(r.take(r.number(4))),
    0x8e: lambda r: r.push(r.take(r.number(8))), 0x96: lambda r: r.push(bytearray(r.take(r.number(8)))),
    ord(')'): lambda r: r.push(()), 0x85: lambda r: r.tuple(1), 0x86: lambda r: r.tuple(2), 0x87: lambda r: r.tuple(3),
    ord('t'): lambda r: r.push(tuple(r.above_mark())), ord(']'): lambda r: r.push([]), ord('}'): lambda r: r.push({}),
    ord('l'): lambda r: r.push(r.above_mark()), 0x8f: lambda r: r.push(set()),
    0x91: lambda r: r.push(frozenset(r.above_mark())), ord('a'): _Reader.append, ord('e'): _Reader.appends,
    ord('s'): _Reader.setitem, ord('u'): _Reader.setitems, 0x90: _Reader.additems,
    ord('('): lambda r: r.push(_MARK), ord('0'): lambda r: r.pop(), ord('1'): lambda r: r.above_mark(),
    ord('2'): lambda r: r.push(r.stack[-1]), ord('h'): lambda r: r.get(r.number(1)), ord('j'): lambda r: r.get(r.number(4)),
    ord('q'): lambda r: r.put(r.number(1)), ord('r'): lambda r: r.put(r.number(4)),
    ord('c'): _Reader.global_lines, ord('R'): _Reader.reduce, 0x81: _Reader.newobj, 0x92: _Reader.newobj_ex,
    ord('b'): _Reader.build, ord('Q'): _Reader.persistent,
}


class Unpickler:
    def __init__(self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
        if not hasattr(file, 'read') or not hasattr(file, 'readline'):
            raise TypeError("file must have 'read' and 'readline' attributes")
        self._file = file

    def persistent_load(self, pid):
        raise UnpicklingError("A load persistent id instruction was encountered, but no persistent_load function "
                              "was specified.")

    def find_class(self, module, name):
        return _find_class(module, name)

    def load(self):
        """One value: what follows it in the file stays there."""
        if self._file.seekable():
            start = self._file.tell()
            reader = _Reader(self._file.read(), self)
            value = reader.run()
            self._file.seek(start + reader.at)
            return value
        return _Reader(self._file.read(), self).run()


def _find_class(module, name):
    home = found = _module(module)
    for part in name.split('.'):
        try:
            found = getattr(found, part)
        except AttributeError:
            raise AttributeError("Can't get attribute %r on %r" % (name, home)) from None
    return found


class _Loads:
    find_class = staticmethod(_find_class)
    persistent_load = Unpickler.persistent_load


_loads = _Loads()


def _check_protocol(protocol):
    if protocol is not None and protocol > HIGHEST_PROTOCOL:
        raise ValueError("pickle protocol must be <= %d" % HIGHEST_PROTOCOL)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    _check_protocol(protocol)
    data = _pickle(obj)
    if data is not None:
        return data
    writer = _Writer()
    writer.save(obj)
    return writer.bytes()


def loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
    found = _unpickle(data)
    if found is not None:
        return found[0]
    return _Reader(bytes(data), _loads).run()


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    Pickler(file, protocol)
    file.write(dumps(obj))


def load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
    return Unpickler(file).load()
