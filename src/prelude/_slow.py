"""What instructions and builtins do when they must call Python code: an instance's __add__, __iter__,
__str__ … Each *_slow stands in for the native version, which did nothing and left the work to it.
What goes through an iterable is in _slow_items, what containers do in _slow_containers, what text and
numbers do in _slow_text, classes and generators are in _slow_classes: these are loaded when they are
first needed."""

from _conch import (_class_lookup, _default_repr, _gen_kind, _is_instance, _native_binary, _native_compare, _payload,
                    _replaced, _type_lookup, _type_name as _told, flush as flush_stream, read_line, sync_get, write)

_NATIVE = type(len)
_ABSENT = object()


def type_name(obj):
    return type(obj).__name__


def own(obj, name):
    """What a class of the program (or of a library) says about name; None if only native code does."""
    found = _type_lookup(obj, name)
    return None if type(found) is _NATIVE else found


# ---- operators; op is a number of the list enum operator_kind ----

_SIGNS = ("+", "-", "*", "/", "//", "%", "** or pow()", "@", "<<", ">>", "&", "|", "^")
_WORDS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "lshift", "rshift", "and", "or", "xor")
_PLAIN = [f"__{word}__" for word in _WORDS]
_REFLECTED = [f"__r{word}__" for word in _WORDS]
_IN_PLACE = [f"__i{word}__" for word in _WORDS]
_ADD, _MUL, _MOD, _POW = 0, 2, 5, 6


def binary_slow(op, in_place, a, b):
    if in_place:
        function = own(a, _IN_PLACE[op])
        if function is not None:
            result = function(a, b)
            if result is not NotImplemented:
                return result
    return _binary_plain(op, in_place, a, b)


def binary_rest(op, in_place, tried_in_place, a, b):
    """a's own method was called and has returned NotImplemented; b is of the same class, or native."""
    return _binary_plain(op, in_place, a, b) if tried_in_place else _binary_of_payloads(op, in_place, a, b)


def _binary_plain(op, in_place, a, b):
    function = own(a, _PLAIN[op])
    other = None
    if type(a) is not type(b):
        other = own(b, _REFLECTED[op])
        if other is not None and issubclass(type(b), type(a)) and other is not own(a, _REFLECTED[op]):
            result = other(b, a)
            if result is not NotImplemented:
                return result
            other = None
    if function is not None:
        result = function(a, b)
        if result is not NotImplemented:
            return result
    if other is not None:
        result = other(b, a)
        if result is not NotImplemented:
            return result
    return _binary_of_payloads(op, in_place, a, b)


def _binary_of_payloads(op, in_place, a, b):
    x, y = _payload(a), _payload(b)
    if op == _MOD and isinstance(x, (str, bytes, bytearray)):
        from _slow_text import percent_slow
        return percent_slow(x, y)
    if isinstance(x, (set, frozenset, dict)) or type(x).__name__.startswith("dict_"):
        if not _is_instance(y) and 10 <= op <= 12 or op == 1:
            from _slow_containers import container_binary
            return container_binary(_SIGNS[op], in_place, x, y)
    if op == _ADD and in_place and type(x) is list and not isinstance(y, (list, tuple)):
        for item in y:
            list.append(x, item)
        return a
    if op == _MUL and _is_instance(y) and own(y, "__index__") is not None and isinstance(x, (str, list, tuple, bytes)):
        return x * index(y)
    if op == _MUL and _is_instance(x) and own(x, "__index__") is not None and isinstance(y, (str, list, tuple, bytes)):
        return y * index(x)
    if x is not a or y is not b:
        result = _native_binary(op, in_place, a, b)
        if result is not NotImplemented:
            return a if in_place and result is x else result
    if op == _ADD and isinstance(x, (str, list, tuple)):
        kind = type(x).__name__
        raise TypeError(f'can only concatenate {kind} (not "{type_name(b)}") to {kind}')
    if op == _ADD and isinstance(x, (bytes, bytearray)):
        raise TypeError(f"can't concat {type_name(b)} to {type(x).__name__}")
    if op == _MUL and isinstance(x, (str, list, tuple, bytes)):
        raise TypeError(f"can't multiply sequence by non-int of type '{type_name(b)}'")
    sign = "**=" if in_place and op == _POW else _SIGNS[op] + "=" * in_place
    raise TypeError(f"unsupported operand type(s) for {sign}: '{_told(a)}' and '{_told(b)}'")


_NEG, _NOT = 13, 16
_UNARY = {13: "__neg__", 14: "__pos__", 15: "__invert__"}


def unary_slow(op, value):
    function = own(value, _UNARY[op])
    if function is not None:
        return function(value)
    plain = _payload(value)
    if plain is not value and isinstance(plain, (int, float)):
        return -plain if op == 13 else +plain if op == 14 else ~plain
    raise TypeError(f"bad operand type for unary {'-+~'[op - _NEG]}: '{_told(value)}'")


# ---- comparisons ----

_LT, _LE, _GT, _GE, _EQ, _NE = 17, 18, 19, 20, 21, 22
_COMPARE = {_LT: "__lt__", _LE: "__le__", _GT: "__gt__", _GE: "__ge__", _EQ: "__eq__", _NE: "__ne__"}
_SWAPPED = {_LT: _GT, _LE: _GE, _GT: _LT, _GE: _LE, _EQ: _EQ, _NE: _NE}
_COMPARE_SIGN = {_LT: "<", _LE: "<=", _GT: ">", _GE: ">="}
_COMPARE_PLAIN = {_LT: lambda a, b: a < b, _LE: lambda a, b: a <= b, _GT: lambda a, b: a > b,
                  _GE: lambda a, b: a >= b, _EQ: lambda a, b: a == b, _NE: lambda a, b: a != b}


def _ask_compare(op, a, b):
    function = own(a, _COMPARE[op])
    if function is not None:
        return function(a, b)
    if op == _NE:
        function = own(a, "__eq__")
        if function is not None:
            result = function(a, b)
            return result if result is NotImplemented else not result
    return NotImplemented


def compare_slow(op, a, b):
    asked_b = type(a) is not type(b) and issubclass(type(b), type(a))
    if asked_b:
        result = _ask_compare(_SWAPPED[op], b, a)
        if result is not NotImplemented:
            return result
        if type(a) is list or type(a) is tuple:
            return _compare_payloads(_SWAPPED[op], b, a)
    result = _ask_compare(op, a, b)
    if result is NotImplemented and _payload(a) is not a and own(a, _COMPARE[op]) is None:
        result = _native_compare(op, _payload(a), _payload(b))  # what a's class has from int, str …
    if result is NotImplemented and not asked_b:
        result = _ask_compare(_SWAPPED[op], b, a)
    if result is not NotImplemented:
        return result
    return _compare_payloads(op, a, b)


def compare_rest(op, a, b):
    """a's own method has returned NotImplemented; b is of the same class, or native."""
    result = _ask_compare(_SWAPPED[op], b, a)
    return _compare_payloads(op, a, b) if result is NotImplemented else result


def _compare_payloads(op, a, b):
    x, y = _payload(a), _payload(b)
    if x is not a or y is not b:
        result = _native_compare(op, x, y)
        if result is not NotImplemented:
            return result
    if type(x) is type(y) and type(x) in _CONTAINERS or isinstance(x, (set, frozenset)) and isinstance(y, (set, frozenset)):
        import _slow_containers as containers
        if op == _EQ or op == _NE:
            return containers.container_equal(x, y) == (op == _EQ)
        if isinstance(x, (list, tuple)):
            return containers.container_order(_COMPARE_PLAIN[op], x, y)
        if isinstance(x, (set, frozenset)):
            small, large = (x, y) if op == _LT or op == _LE else (y, x)
            proper = op == _LT or op == _GT
            return containers.set_issubset_slow(small, large) and not (proper and len(small) == len(large))
    if op == _EQ or op == _NE:
        return (a is b) == (op == _EQ)
    raise TypeError(f"'{_COMPARE_SIGN[op]}' not supported between instances of '{_told(a)}' and '{_told(b)}'")


_CONTAINERS = (list, tuple, dict, set, frozenset, type(_ABSENT))


def truth_slow(value):
    function = own(value, "__bool__")
    if function is not None:
        result = function(value)
        if result is not True and result is not False:
            raise TypeError(f"__bool__ should return bool, returned {type_name(result)}")
        return result
    if own(value, "__len__") is not None:
        return len_slow(value) != 0
    plain = _payload(value)
    return True if plain is value else bool(plain)


def bool_slow(value=False):
    return truth_slow(value)


def len_slow(obj):
    function = own(obj, "__len__")
    if function is None:
        plain = _payload(obj)
        if plain is obj:
            function = _class_lookup(obj, "__class_len__") if isinstance(obj, type) else None
            if function is not None:
                return function(obj)
            raise TypeError(f"object of type '{type_name(obj)}' has no len()")
        return len(plain)
    size = function(obj)
    if not isinstance(size, int):
        if own(size, "__index__") is None:
            raise TypeError(f"'{type_name(size)}' object cannot be interpreted as an integer")
        size = index(size)
    if size < 0:
        raise ValueError("__len__() should return >= 0")
    return _payload(size) + 0


def index(value):
    """The int that an object stands for where one is needed."""
    if isinstance(value, int):
        return _payload(value)
    function = own(value, "__index__")
    if function is None:
        raise TypeError(f"'{type_name(value)}' object cannot be interpreted as an integer")
    result = function(value)
    if not isinstance(result, int):
        raise TypeError(f"__index__ returned non-int (type {type_name(result)})")
    return result


def with_number(what, *args, **kwargs):
    """Calls a builtin again that has met an object where it wanted a number: (builtin, object, whether a float)."""
    function, wanted, real = what
    args = list(args)
    for at, arg in enumerate(args):
        if arg is wanted:
            args[at] = float(wanted) if real else index(wanted)
            return function(*args, **kwargs)
    for key, arg in kwargs.items():
        if arg is wanted:
            kwargs[key] = float(wanted) if real else index(wanted)
            return function(*args, **kwargs)
    raise TypeError(f"'{type_name(wanted)}' object cannot be interpreted as an integer") # an item of an argument


def range_slow(start, stop=None, step=1):
    from _slow_range import range
    return range(0, index(start), 1) if stop is None else range(index(start), index(stop), index(step))


# ---- items ----

def contains_slow(obj, value):
    function = own(obj, "__contains__")
    if function is not None:
        return True if function(obj, value) else False
    plain = _payload(obj)
    if isinstance(plain, (list, tuple, dict, set, frozenset)) and own(obj, "__iter__") is None:
        from _slow_containers import container_in
        return container_in(plain, value)
    if isinstance(obj, type):
        function = _class_lookup(obj, "__class_contains__")
        if function is not None:
            return function(obj, value)
    items = None
    try:
        items = iter(obj)
    except TypeError:
        pass            # told outside, where its context is the program's
    if items is None:
        raise TypeError(f"argument of type '{type_name(obj)}' is not iterable")
    for item in items:
        if item is value or item == value:
            return True
    return False


def _plain_key(key):
    """A key of a sequence with the ints that its objects stand for."""
    if type(key) is slice:
        return slice(*[_plain_bound(part) for part in (key.start, key.stop, key.step)])
    return index(key)


def _plain_bound(part):
    if part is not None and not isinstance(part, int) and own(part, "__index__") is None:
        raise TypeError("slice indices must be integers or None or have an __index__ method")
    return part if part is None else index(part)


def slice_indices_slow(key, length):
    return _plain_key(key).indices(index(length))


def getitem_slow(obj, key):
    function = own(obj, "__getitem__")
    if function is not None:
        return function(obj, key)
    if isinstance(obj, type):
        function = getattr(obj, "__class_getitem__", None)
        if function is None:
            raise TypeError(f"type '{obj.__name__}' is not subscriptable")
        return function(key)
    plain = _payload(obj)
    if isinstance(plain, dict):
        from _slow_containers import dict_get_slow
        value = dict_get_slow(plain, key, _ABSENT)
        if value is not _ABSENT:
            return value
        function = own(obj, "__missing__")
        if function is not None:
            return function(obj, key)
        raise KeyError(key)
    if plain is not obj and isinstance(plain, (int, float, set, frozenset)):
        raise TypeError(f"'{type_name(obj)}' object is not subscriptable")
    if plain is not obj:
        return plain[key]
    if own(obj, "__init__") is None and _is_index(key):
        return obj[_plain_key(key)]
    if isinstance(obj, (list, tuple, str, bytes, bytearray)):
        what = {str: "string"}.get(type(obj), type_name(obj))
        if isinstance(obj, (bytes, bytearray)):
            raise TypeError(f"byte indices must be integers or slices, not {type_name(key)}")
        if what == "string":
            raise TypeError(f"string indices must be integers, not '{type_name(key)}'")
        raise TypeError(f"{what} indices must be integers or slices, not {type_name(key)}")
    raise TypeError(f"'{type_name(obj)}' object is not subscriptable")


def _is_index(key):
    return type(key) is slice or own(key, "__index__") is not None or _payload(key) is not key and isinstance(key, int)


_UNCHANGEABLE = (int, float, str, bytes, tuple, set, frozenset)


def setitem_slow(obj, key, value):
    function = own(obj, "__setitem__")
    if function is not None:
        function(obj, key, value)
        return
    plain = _payload(obj)
    if isinstance(plain, dict):
        from _slow_containers import item_set
        item_set(plain, key, value)
    elif plain is not obj and not isinstance(plain, _UNCHANGEABLE):
        plain[key] = value
    elif type(key) is slice and not isinstance(value, (list, tuple)) and isinstance(plain, list):
        plain[key] = list(value)
    elif isinstance(plain, (list, bytearray)) and _is_index(key):
        plain[_plain_key(key)] = value
    elif own(obj, "__delitem__") is not None:
        raise AttributeError("__setitem__")     # half of a mapping
    else:
        raise TypeError(f"'{type_name(obj)}' object does not support item assignment")


def delitem_slow(obj, key):
    function = own(obj, "__delitem__")
    if function is not None:
        function(obj, key)
        return
    plain = _payload(obj)
    if isinstance(plain, dict):
        from _slow_containers import item_del
        item_del(plain, key)
    elif plain is not obj and not isinstance(plain, _UNCHANGEABLE):
        del plain[key]
    elif isinstance(plain, (list, bytearray)) and _is_index(key):
        del plain[_plain_key(key)]
    elif own(obj, "__setitem__") is not None:
        raise AttributeError("__delitem__")
    else:
        raise TypeError(f"'{type_name(obj)}' object doesn't support item deletion")


# ---- iterating ----

def iter_slow(obj, sentinel=_ABSENT):
    if sentinel is not _ABSENT:
        if not callable(obj):
            raise TypeError("iter(v, w): v must be callable")
        from _slow_items import iter_until
        return iter_until(obj, sentinel)
    kind = _gen_kind(obj)
    if kind == 1:
        return obj
    function = own(obj, "__iter__")
    if function is not None:
        it = function(obj)
        if _type_lookup(it, "__next__") is None and not _is_native_iterator(it):
            raise TypeError(f"iter() returned non-iterator of type '{type_name(it)}'")
        return it
    plain = _payload(obj)
    if plain is not obj and not isinstance(plain, (int, float)):
        return iter(plain)
    if own(obj, "__getitem__") is not None:
        return _iterator(obj)
    if isinstance(obj, type):
        function = _class_lookup(obj, "__class_iter__")
        if function is not None:
            return iter(function(obj))
    raise TypeError(f"'{type_name(obj)}' object is not iterable")


def _is_native_iterator(value):
    return type_name(value).endswith("iterator") or type_name(value) in ("enumerate", "zip")


def _iterator(sequence):
    """The old way: an object that has __getitem__ only."""
    at = 0
    while True:
        try:
            item = sequence[at]
        except (IndexError, StopIteration):
            return
        yield item
        at += 1


def foriter_slow(it):
    return next(it)


def reversed_slow(sequence):
    function = own(sequence, "__reversed__")
    if function is not None:
        return function(sequence)
    plain = _payload(sequence)
    if plain is not sequence and own(sequence, "__getitem__") is None and not isinstance(plain, (int, float, set, frozenset)):
        return reversed(plain)
    if own(sequence, "__getitem__") is None:
        raise TypeError(f"'{type_name(sequence)}' object is not reversible")
    len(sequence)

    def reversed_items():
        for at in range(len(sequence) - 1, -1, -1):
            yield sequence[at]
    return reversed_items()


def unpack_slow(value, count, after):
    """[the first items …] or, with a starred target, [the first …, [the rest], the last …]"""
    try:
        it = iter(value)
    except TypeError:
        if own(value, "__iter__") is not None:
            raise
        it = None
    if it is None:      # out here, for its context: what is handled where the program is
        raise TypeError(f"cannot unpack non-iterable {type_name(value)} object")
    items = []
    if after is None:
        for item in it:
            if len(items) == count:
                raise ValueError(f"too many values to unpack (expected {count})")
            items.append(item)
        if len(items) < count:
            raise ValueError(f"not enough values to unpack (expected {count}, got {len(items)})")
        return items
    for item in it:
        items.append(item)
    if len(items) < count + after:
        raise ValueError(f"not enough values to unpack (expected at least {count + after}, got {len(items)})")
    end = len(items) - after
    return items[:count] + [items[count:end]] + items[end:]


def dict_merge_slow(into, other, is_call):
    if not hasattr(other, "keys"):
        if is_call:
            raise TypeError(f"argument after ** must be a mapping, not {type_name(other)}")
        raise TypeError(f"'{type_name(other)}' object is not a mapping")
    for key in other.keys():
        if is_call:
            if not isinstance(key, str):
                raise TypeError("keywords must be strings")
            if key in into:
                raise TypeError(f"got multiple values for keyword argument '{key}'")
        into[key] = other[key]


# ---- attributes ----

def isinstance_slow(obj, kinds):
    """A kind is not a class and must know by itself, or the object's __class__ tells what it wants to be taken for."""
    claimed = obj.__class__
    for kind in kinds if isinstance(kinds, tuple) else (kinds,):
        check = own(kind, "__instancecheck__")
        if check is not None:
            found = check(kind, obj)
        elif isinstance(kind, type):
            found = issubclass(type(obj), kind) or isinstance(claimed, type) and issubclass(claimed, kind)
        else:
            found = isinstance(obj, kind)
        if found:
            return True
    return False


def issubclass_slow(cls, kinds):
    for kind in kinds if isinstance(kinds, tuple) else (kinds,):
        check = own(kind, "__subclasscheck__")
        if check(kind, cls) if check is not None else issubclass(cls, kind):
            return True
    return False


def getattr_slow(obj, name, default):
    try:
        return getattr(obj, name)
    except AttributeError:
        return default


def hasattr_slow(obj, name):
    try:
        getattr(obj, name)
    except AttributeError:
        return False
    return True


# ---- hash, repr, str ----

def hash_slow(obj):
    function = own(obj, "__hash__")
    if function is not None:
        number = function(obj)
        if not isinstance(number, int):
            raise TypeError("__hash__ method should return an integer")
        return hash(_payload(number))
    plain = _payload(obj)
    if isinstance(plain, tuple):
        from _slow_containers import tuple_hash
        return tuple_hash(plain)
    if isinstance(plain, frozenset):
        return hash(frozenset([hash(item) for item in plain]))
    raise TypeError(f"unhashable type: '{type_name(obj)}'")


def _lock_repr(lock):
    if sync_get(lock, 8):
        import multiprocessing
        return multiprocessing._lock_repr(lock)
    word = "locked" if lock.locked() else "unlocked"
    if type(lock).__name__ == "lock":
        return f"<{word} _thread.lock object at {id(lock):#x}>"
    return f"<{word} _thread.RLock object owner={sync_get(lock, 0)} count={sync_get(lock, 1)} at {id(lock):#x}>"


def repr_slow(obj):
    if isinstance(obj, type):
        return _class_lookup(obj, "__class_repr__")(obj)
    function = own(obj, "__repr__")
    if function is not None:
        text = function(obj)
        if not isinstance(text, str):
            raise TypeError(f"__repr__ returned non-string (type {type_name(text)})")
        return text
    if isinstance(obj, BaseException):
        args = obj.args
        return f"{type_name(obj)}({args[0]!r})" if len(args) == 1 else type_name(obj) + repr(args)
    plain = _payload(obj)
    if isinstance(plain, (list, tuple, dict, set, frozenset)) or type_name(plain) == "deque":
        from _slow_containers import container_repr
        text = container_repr(plain)
        if plain is not obj and isinstance(plain, (set, frozenset)):
            return f"{type_name(obj)}({text[text.find('{'):].rstrip(')')})"
        return text
    if type_name(obj) in ("dict_keys", "dict_values", "dict_items"):
        return f"{type_name(obj)}({list(obj)!r})"
    if type(obj) is slice:
        return f"slice({obj.start!r}, {obj.stop!r}, {obj.step!r})"
    if type(obj).__name__ in ("lock", "RLock") and not hasattr(obj, "__dict__"):
        return _lock_repr(obj)
    if type_name(obj) == "method":
        return f"<bound method {obj.__func__.__qualname__} of {obj.__self__!r}>"
    return _default_repr(obj)


def str_slow(obj="", encoding="utf-8", errors="strict"):
    function = own(obj, "__str__")
    if function is not None:
        text = function(obj)
        if not isinstance(text, str):
            raise TypeError(f"__str__ returned non-string (type {type_name(text)})")
        return text
    if isinstance(obj, BaseException) and len(obj.args) == 1 and own(obj, "__repr__") is None:
        return str(obj.args[0])
    if isinstance(obj, BaseException) and own(obj, "__repr__") is None:
        return repr(obj.args)
    function = own(obj, "__repr__")
    if function is None:
        return repr_slow(obj)
    text = function(obj)
    if not isinstance(text, str):
        raise TypeError(f"__str__ returned non-string (type {type_name(text)})")
    return text


def format_slow(value, spec=""):
    if not isinstance(spec, str):
        raise TypeError(f"format() argument 2 must be str, not {type_name(spec)}")
    function = own(value, "__format__")
    if function is not None:
        text = function(value, spec)
        if not isinstance(text, str):
            raise TypeError(f"__format__ must return a str, not {type_name(text)}")
        return text
    if spec == "":
        return str(value)
    plain = _payload(value)
    if plain is not value and isinstance(plain, (int, float, str)):
        return format(plain, spec)
    raise TypeError(f"unsupported format string passed to {type_name(value)}.__format__")


def object_format_slow(value, spec):
    if spec == "":
        return str(value)
    raise TypeError(f"unsupported format string passed to {type_name(value)}.__format__")


def format_field_slow(value, conversion, spec):
    """A field of an f-string."""
    if conversion is not None:
        value = repr(value) if conversion == "r" else ascii(value) if conversion == "a" else str(value)
    return format(value, spec)


# ---- output and input ----

def _word(value, default, name):
    if value is None:
        return default
    if not isinstance(value, str):
        raise TypeError(f"{name} must be None or a string, not {type_name(value)}")
    return value


def print_slow(*args, sep=None, end=None, file=None, flush=False):
    text = _word(sep, " ", "sep").join([str(arg) for arg in args]) + _word(end, "\n", "end")
    if file is None:
        file = _replaced("stdout")
    if file is None:
        write(1, text)
        if flush:
            flush_stream(1)
        return
    file.write(text)
    if flush:
        file.flush()


def input_slow(prompt="", /):
    file = _replaced("stdin")
    if file is not None:
        print(prompt, end="")
        line = file.readline()
        if not line:
            raise EOFError("EOF when reading a line")
        return line[:-1] if line.endswith("\n") else line
    line = read_line(str(prompt))
    if line is None:
        raise EOFError("EOF when reading a line")
    return line


def display_slow(value):
    print(repr(value))


def import_slow(name, globals=None, locals=None, fromlist=(), level=0):
    from importlib import import_module
    module = import_module(name)
    return module if fromlist or "." not in name else import_module(name.split(".")[0])


def open_slow(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    from _files import open_file
    return open_file(file, mode, buffering, encoding, errors, newline, closefd, opener)
