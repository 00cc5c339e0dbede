"""What builtins do when going through an iterable takes Python code: generators, and instances with
__iter__ or __next__. It stands by itself and comes first, because programs want this more often than the
rest of what begins in _slow."""

from _conch import _is_instance, _payload, _sort_keyed, _type_lookup, deque

_ABSENT = object()  # an argument that was not given
_ENDED = object()   # what next() gives at the end


# ---- constructors ----

def list_slow(iterable=()):
    return [item for item in iterable]


def tuple_slow(iterable=()):
    return tuple([item for item in iterable])


def set_slow(iterable=()):
    made = set()
    for item in iterable:
        made.add(item)
    return made


def frozenset_slow(iterable=()):
    return frozenset(set_slow(iterable))


def deque_slow(iterable=(), maxlen=None):
    made = deque((), maxlen)
    for item in iterable:
        made.append(item)
    return made


def deque_init_slow(self, iterable=(), maxlen=None):
    native = type(_payload(self))
    native.__init__(self, (), maxlen)
    for item in iterable:
        native.append(self, item)


# ---- going through iterables ----

def iter_until(function, sentinel):
    """iter(function, sentinel)"""
    def callable_iterator():
        while True:
            value = function()
            if value == sentinel:
                return
            yield value
    return callable_iterator()


def next_slow(iterator, default=_ABSENT):
    if _is_instance(iterator) and _type_lookup(iterator, "__next__") is None:
        raise TypeError(f"'{type(iterator).__name__}' object is not an iterator")
    try:
        return iterator.__next__()
    except StopIteration:
        if default is _ABSENT:
            raise
        return default


# The inner generators carry the names of the builtins, which is what type() tells of them.

def enumerate_slow(iterable, start=0):
    def enumerate(source, number):
        for item in source:
            yield number, item
            number += 1
    return enumerate(iter(iterable), start)


def _uneven(number, word):
    s = " " if number == 1 else "s 1-"
    return ValueError(f"zip() argument {number + 1} is {word} than argument{s}{number}")


def zip_slow(*iterables, strict=False):
    def zip(iterators):
        while iterators:
            row = []
            for it in iterators:
                item = next(it, _ENDED)
                if item is _ENDED:
                    if strict:
                        _check_all_ended(iterators, len(row))
                    return
                row.append(item)
            yield tuple(row)
    return zip([iter(iterable) for iterable in iterables])


def _check_all_ended(iterators, number):
    """For zip(strict=True): the iterator with that number ended first."""
    if number:
        raise _uneven(number, "shorter")
    for later in range(1, len(iterators)):
        if next(iterators[later], _ENDED) is not _ENDED:
            raise _uneven(later, "longer")


def map_slow(func, *iterables):
    if not iterables:
        raise TypeError("map() must have at least two arguments.")
    rows = zip(*iterables) if len(iterables) > 1 else iter(iterables[0])

    def map():
        for item in rows:
            yield func(item)

    def map_of_rows():
        for row in rows:
            yield func(*row)
    return map() if len(iterables) == 1 else map_of_rows()


def filter_slow(function, iterable):
    def filter(iterator):
        for item in iterator:
            if function(item) if function is not None else item:
                yield item
    return filter(iter(iterable))


def _best(args, key, default, name, better):
    if not args:
        raise TypeError(f"{name} expected at least 1 argument, got 0")
    if len(args) > 1 and default is not _ABSENT:
        raise TypeError(f"Cannot specify a default for {name}() with multiple positional arguments")
    best = best_key = _ABSENT
    for item in args[0] if len(args) == 1 else args:
        item_key = item if key is None else key(item)
        if best is _ABSENT or better(item_key, best_key):
            best, best_key = item, item_key
    if best is not _ABSENT:
        return best
    if default is _ABSENT:
        raise ValueError(f"{name}() arg is an empty sequence")
    return default


def min_slow(*args, key=None, default=_ABSENT):
    return _best(args, key, default, "min", lambda a, b: a < b)


def max_slow(*args, key=None, default=_ABSENT):
    return _best(args, key, default, "max", lambda a, b: a > b)


def sum_slow(iterable, /, start=0):
    total = start
    for item in iterable:
        total = total + item
    return total


def any_slow(iterable):
    for item in iterable:
        if item:
            return True
    return False


def all_slow(iterable):
    for item in iterable:
        if not item:
            return False
    return True


# ---- sorting ----

def _merge_sort(keys):
    """The positions of the keys in sorted order; equal ones stay in order, only < is asked."""
    order = list(range(len(keys)))
    width = 1
    while width < len(order):
        merged = []
        for start in range(0, len(order), 2 * width):
            left, middle, end = start, min(start + width, len(order)), min(start + 2 * width, len(order))
            right = middle
            while left < middle and right < end:
                if keys[order[right]] < keys[order[left]]:
                    merged.append(order[right])
                    right += 1
                else:
                    merged.append(order[left])
                    left += 1
            merged.extend(order[left:middle])
            merged.extend(order[right:end])
        order = merged
        width *= 2
    return order


def _sort_values(values, key, reverse):
    keys = values if key is None else [key(value) for value in values]
    if key is not None and _sort_keyed(values, keys, reverse):
        return values
    if reverse:
        values.reverse()
        if keys is not values:
            keys.reverse()
    values = [values[at] for at in _merge_sort(keys)]
    if reverse:
        values.reverse()
    return values


def sorted_slow(iterable, /, *, key=None, reverse=False):
    return _sort_values([item for item in iterable], key, reverse)


def list_sort_slow(self, *, key=None, reverse=False):
    self[:] = _sort_values([item for item in self], key, reverse)


# ---- adding all of it ----

def list_extend_slow(self, iterable):
    for item in iterable:
        self.append(item)


def join_slow(self, iterable):
    items = []
    try:
        iterator = iter(iterable)
    except TypeError:
        iterator = None
    if iterator is None:
        raise TypeError("can only join an iterable")
    for item in iterator:
        plain = _payload(item)
        if not isinstance(plain, type(_payload(self))) and not isinstance(plain, bytearray):
            from _slow import type_name
            kind = "str instance" if isinstance(self, str) else "a bytes-like object"
            raise TypeError(f"sequence item {len(items)}: expected {kind}, {type_name(item)} found")
        items.append(plain)
    return _payload(self).join(items)
