"""What builtins about containers do when items or keys need Python code: instances with __eq__,
__hash__, __lt__ or __repr__. Each *_slow has the parameters of the builtin it stands in for. The others
are for _slow: item_*, container_*."""

from _conch import (_table_add, _table_candidate, _table_entry, _table_remove, _table_store, _table_value,
                    _tuple_hash, deque)
from _slow_items import set_slow

_ABSENT = object()  # an argument that was not given


# ---- constructors ----

def dict_slow(other=(), /, **kwargs):
    made = {}
    dict_update_slow(made, other, **kwargs)
    return made


# ---- rows: list, tuple, range, deque ----

def _same(a, b):
    return a is b or a == b


def list_count_slow(self, value):
    count = 0
    for item in self:
        if _same(item, value):
            count += 1
    return count


def list_index_slow(self, value, start=0, stop=_ABSENT):
    size = len(self)
    stop = size if stop is _ABSENT else stop + size if stop < 0 else stop
    at = max(start + size, 0) if start < 0 else start
    while at < min(stop, len(self)):
        if _same(self[at], value):
            return at
        at += 1
    if isinstance(self, tuple):
        raise ValueError("tuple.index(x): x not in tuple")
    if isinstance(self, range):
        raise ValueError("sequence.index(x): x not in sequence")
    raise ValueError(f"{value!r} is not in {'deque' if isinstance(self, type(deque())) else 'list'}")


def list_remove_slow(self, value):
    for at in range(len(self)):
        if _same(self[at], value):
            del self[at]
            return
    raise ValueError("list.remove(x): x not in list")


def deque_extend_slow(self, iterable):
    for item in iterable:
        self.append(item)


def deque_extendleft_slow(self, iterable):
    for item in iterable:
        self.appendleft(item)


def deque_remove_slow(self, value):
    for at in range(len(self)):
        if _same(self[at], value):
            del self[at]
            return
    raise ValueError(f"{value!r} is not in deque")


# ---- tables: dict, set, frozenset ----

def tuple_hash(items):
    """hash() of a tuple of which an item has a __hash__ of its own."""
    return _tuple_hash([hash(item) for item in items])


def _find(table, key, number):
    """The entry number of a key with that hash, or -1."""
    at = 0
    while True:
        found = _table_candidate(table, number, at)
        if found is None:
            return -1
        if _same(found[1], key):
            return found[0]
        at = found[0] + 1


def item_get(self, key):
    at = _find(self, key, hash(key))
    if at < 0:
        raise KeyError(key)
    return _table_value(self, at)


def item_set(self, key, value):
    number = hash(key)
    at = _find(self, key, number)
    if at < 0:
        _table_add(self, number, key, value)
    else:
        _table_store(self, at, value)


def item_del(self, key):
    at = _find(self, key, hash(key))
    if at < 0:
        raise KeyError(key)
    _table_remove(self, at)


def item_in(self, key):
    return _find(self, key, hash(key)) >= 0


def _entries(table):
    """(key, value, hash) in order; a change of size meanwhile is no error here."""
    at = 0
    while True:
        entry = _table_entry(table, at)
        if entry is None:
            return
        at = entry[0]
        yield entry[1], entry[2], entry[3]


def dict_get_slow(self, key, default=None, /):
    at = _find(self, key, hash(key))
    return default if at < 0 else _table_value(self, at)


def dict_setdefault_slow(self, key, default=None, /):
    number = hash(key)
    at = _find(self, key, number)
    if at >= 0:
        return _table_value(self, at)
    _table_add(self, number, key, default)
    return default


def dict_pop_slow(self, key, default=_ABSENT, /):
    at = _find(self, key, hash(key))
    if at >= 0:
        value = _table_value(self, at)
        _table_remove(self, at)
        return value
    if default is _ABSENT:
        raise KeyError(key)
    return default


def dict_update_slow(self, other=(), /, **kwargs):
    if hasattr(other, "keys"):
        for key in other.keys():
            self[key] = other[key]
    else:
        number = 0
        for pair in other:
            try:
                pair = tuple(pair)
            except TypeError:
                pair = None
            if pair is None:
                raise TypeError(f"cannot convert dictionary update sequence element #{number} to a sequence")
            if len(pair) != 2:
                raise ValueError(f"dictionary update sequence element #{number} has length {len(pair)}; 2 is required")
            self[pair[0]] = pair[1]
            number += 1
    for key in kwargs:
        self[key] = kwargs[key]


def dict_fromkeys_slow(iterable, value=None):
    made = {}
    for key in iterable:
        made[key] = value
    return made


def set_add_slow(self, elem):
    number = hash(elem)
    if _find(self, elem, number) < 0:
        _table_add(self, number, elem, None)


def _hash_of_item(elem):
    return hash(frozenset(elem)) if isinstance(elem, set) else hash(elem)


def set_remove_slow(self, elem):
    at = _find(self, elem, _hash_of_item(elem))
    if at < 0:
        raise KeyError(elem)
    _table_remove(self, at)


def set_discard_slow(self, elem):
    at = _find(self, elem, _hash_of_item(elem))
    if at >= 0:
        _table_remove(self, at)


def _as_table(iterable):
    return iterable if type(iterable) in (set, frozenset, dict) else set_slow(iterable)


def _made(self, keys):
    """A set of the same kind with those entries, which are all different."""
    made = set()
    for key, _, number in keys:
        _table_add(made, number, key, None)
    return frozenset(made) if isinstance(self, frozenset) else made


def _kept(self, other, wanted):
    return [entry for entry in _entries(self) if (_find(other, entry[0], entry[2]) >= 0) == wanted]


def set_update_slow(self, *others):
    for other in others:
        for item in other:
            self.add(item)


def set_union_slow(self, *others):
    made = set()
    for key, _, number in _entries(self):
        _table_add(made, number, key, None)
    set_update_slow(made, *others)
    return frozenset(made) if isinstance(self, frozenset) else made


def set_intersection_slow(self, *others):
    made = self
    for other in others:
        made = _made(self, _kept(made, _as_table(other), True))
    return made if others else self.copy()


def set_difference_slow(self, *others):
    made = self
    for other in others:
        made = _made(self, _kept(made, _as_table(other), False))
    return made if others else self.copy()


def set_symmetric_difference_slow(self, other):
    other = _as_table(other)
    return _made(self, _kept(self, other, False) + _kept(other, self, False))


def _replace(self, made):
    self.clear()
    for key, _, number in _entries(made):
        _table_add(self, number, key, None)


def set_intersection_update_slow(self, *others):
    _replace(self, set_intersection_slow(self, *others))


def set_difference_update_slow(self, *others):
    _replace(self, set_difference_slow(self, *others))


def set_symmetric_difference_update_slow(self, other):
    _replace(self, set_symmetric_difference_slow(self, other))


def set_issubset_slow(self, other):
    other = _as_table(other)
    return len(self) <= len(other) and not _kept(self, other, False)


def set_issuperset_slow(self, other):
    return set_issubset_slow(_as_table(other), self)


def set_isdisjoint_slow(self, other):
    return not _kept(_as_table(self), _as_table(other), True)


# ---- ==, <, in, repr and the operators of containers ----

def container_equal(a, b):
    """a == b of two containers of one kind, neither of them an instance with __eq__."""
    if isinstance(a, (set, frozenset)):
        return len(a) == len(b) and set_issubset_slow(a, b)
    if len(a) != len(b):
        return False
    if isinstance(a, dict):
        for key, value, number in _entries(a):
            at = _find(b, key, number)
            if at < 0 or not _same(value, _table_value(b, at)):
                return False
        return True
    for at in range(len(a)):
        if not _same(a[at], b[at]):
            return False
    return True


def container_order(compare, a, b):
    """compare(x, y) of the first items that differ, else of the lengths. For sets: is a part of."""
    for at in range(min(len(a), len(b))):
        if not _same(a[at], b[at]):
            return compare(a[at], b[at])
    return compare(len(a), len(b))


def container_in(container, item):
    if isinstance(container, (dict, set, frozenset)):
        return _find(container, item, _hash_of_item(item)) >= 0
    for each in container:
        if _same(each, item):
            return True
    return False


def container_repr(v, above=()):
    """repr() of a container with an instance in it; above: those it is in, to see cycles."""
    kind = type(v)
    if kind not in (list, tuple, dict, set, frozenset, deque):
        return repr(v)
    for one in above:
        if one is v:
            return {list: "[...]", tuple: "(...)", dict: "{...}", deque: "[...]"}.get(kind, f"{kind.__name__}(...)")
    above = above + (v,)
    if kind is dict:
        return "{" + ", ".join([f"{container_repr(key, above)}: {container_repr(value, above)}"
                                for key, value, _ in _entries(v)]) + "}"
    if kind is set or kind is frozenset:
        text = "{" + ", ".join([container_repr(key, above) for key, _, _ in _entries(v)]) + "}"
        return text if kind is set else f"frozenset({text})"
    text = ", ".join([container_repr(item, above) for item in v])
    if kind is tuple:
        return f"({text},)" if len(v) == 1 else f"({text})"
    if kind is list:
        return f"[{text}]"
    return f"deque([{text}])" if v.maxlen is None else f"deque([{text}], maxlen={v.maxlen})"


def container_binary(op, in_place, a, b):
    """| & - ^ + of containers, after the native code had to give up; op is the sign."""
    if op == "+":  # list += generator
        for item in b:
            a.append(item)
        return a
    if isinstance(a, dict):
        made = a if in_place else a.copy()
        dict_update_slow(made, b)
        return made
    function = {"|": set_union_slow, "&": set_intersection_slow, "-": set_difference_slow,
                "^": set_symmetric_difference_slow}[op]
    made = function(_as_table(a), b)
    if in_place and type(a) is set:
        _replace(a, made)
        return a
    return made
