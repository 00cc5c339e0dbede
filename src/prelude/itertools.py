"""Iterators built from iterators."""

from operator import index

_ABSENT = object()


class count:
    def __init__(self, start=0, step=1):
        for number in (start, step):
            if not hasattr(number, "__add__") or isinstance(number, (str, bytes, list, tuple)):
                raise TypeError("a number is required")
        self._at, self._step = int(start) if isinstance(start, bool) else start, step

    def __iter__(self):
        return self

    def __next__(self):
        value = self._at
        self._at = value + self._step
        return value

    def __repr__(self):
        return f"count({self._at!r})" if self._step == 1 else f"count({self._at!r}, {self._step!r})"


def cycle(iterable, /):
    items = []
    for item in iterable:
        items.append(item)
        yield item
    while items:
        for item in items:
            yield item


class repeat:
    def __init__(self, object, times=None):
        self._object = object
        self._left = times if times is None else max(index(times), 0)

    def __iter__(self):
        return self

    def __next__(self):
        if self._left is not None:
            if self._left == 0:
                raise StopIteration
            self._left -= 1
        return self._object

    def __repr__(self):
        return f"repeat({self._object!r})" if self._left is None else f"repeat({self._object!r}, {self._left})"


def accumulate(iterable, func=None, *, initial=None):
    it = iter(iterable)
    total = initial
    if initial is None:
        for total in it:
            break
        else:
            return
    yield total
    for item in it:
        total = total + item if func is None else func(total, item)
        yield total


class chain:
    def __init__(self, *iterables):
        self._items = _chained(iterables)

    @classmethod
    def from_iterable(cls, iterable, /):
        self = cls()
        self._items = _chained(iterable)
        return self

    def __iter__(self):
        return self._items

    def __next__(self):
        return next(self._items)


def _chained(iterables):
    for iterable in iterables:
        for item in iterable:
            yield item


def compress(data, selectors):
    for item, wanted in zip(data, selectors):
        if wanted:
            yield item


def dropwhile(predicate, iterable, /):
    it = iter(iterable)
    for item in it:
        if not predicate(item):
            yield item
            break
    for item in it:
        yield item


def takewhile(predicate, iterable, /):
    for item in iterable:
        if not predicate(item):
            return
        yield item


def filterfalse(predicate, iterable, /):
    for item in iterable:
        if not (item if predicate is None else predicate(item)):
            yield item


def starmap(function, iterable, /):
    for args in iterable:
        yield function(*args)


def pairwise(iterable, /):
    last = _ABSENT
    for item in iterable:
        if last is not _ABSENT:
            yield last, item
        last = item


def _limit(value, what, least=0):
    try:
        number = value if value is None else index(value)
    except TypeError:
        number = -1
    if number is not None and number < least:
        raise ValueError(f"{what} for islice() must be " + (
            "a positive integer or None." if least else "None or an integer: 0 <= x <= sys.maxsize."))
    return number


def islice(iterable, *args):
    if not 1 <= len(args) <= 3:
        bound = "least 2" if not args else "most 4"
        raise TypeError("islice expected at %s arguments, got %d" % (bound, len(args) + 1))
    bounds = slice(*args)
    start = _limit(bounds.start, "Indices") or 0
    stop = _limit(bounds.stop, "Stop argument" if len(args) == 1 else "Indices")
    step = _limit(bounds.step, "Step", least=1) or 1
    return _sliced(iter(iterable), start, stop, step)


def _sliced(it, start, stop, step):
    at, wanted = 0, start
    while stop is None or at < stop:
        item = next(it, _ABSENT)
        if item is _ABSENT:
            return
        if at == wanted:
            yield item
            wanted += step
            if stop is not None and wanted >= stop:
                for _ in range(stop - at - 1):
                    if next(it, _ABSENT) is _ABSENT:
                        return
                return
        at += 1


def tee(iterable, n=2, /):
    if n < 0:
        raise ValueError("n must be >= 0")
    it = iter(iterable)
    queues = [[] for _ in range(n)]

    def one(mine):
        while True:
            if not mine:
                item = next(it, _ABSENT)
                if item is _ABSENT:
                    return
                for queue in queues:
                    queue.append(item)
            yield mine.pop(0)
    return tuple([one(queue) for queue in queues])


def zip_longest(*iterables, fillvalue=None):
    iterators = [iter(iterable) for iterable in iterables]
    while iterators:
        row, alive = [], False
        for it in iterators:
            item = next(it, _ABSENT)
            if item is _ABSENT:
                item = fillvalue
            else:
                alive = True
            row.append(item)
        if not alive:
            return
        yield tuple(row)


def groupby(iterable, key=None):
    it = iter(iterable)
    state = [next(it, _ABSENT), 0]  # the item that comes next, and the number of the group it is in

    def keyed(item):
        return item if key is None else key(item)

    def group(wanted, number):
        while state[0] is not _ABSENT and state[1] == number:
            item = state[0]
            state[0] = next(it, _ABSENT)
            if state[0] is not _ABSENT and keyed(state[0]) != wanted:
                state[1] += 1
            yield item

    def groups():
        while state[0] is not _ABSENT:
            number, wanted = state[1], keyed(state[0])
            yield wanted, group(wanted, number)
            while state[0] is not _ABSENT and state[1] == number:
                state[0] = next(it, _ABSENT)
                if state[0] is not _ABSENT and keyed(state[0]) != wanted:
                    state[1] += 1
    return groups()


def product(*iterables, repeat=1):
    times = index(repeat)
    if times < 0:
        raise ValueError('repeat argument cannot be negative')
    pools = [tuple(iterable) for iterable in iterables] * times
    return _products(pools)


def _products(pools):
    if any([not pool for pool in pools]):
        return
    at = [0] * len(pools)
    while True:
        yield tuple([pool[i] for pool, i in zip(pools, at)])
        place = len(pools) - 1
        while place >= 0:
            at[place] += 1
            if at[place] < len(pools[place]):
                break
            at[place] = 0
            place -= 1
        if place < 0:
            return


def permutations(iterable, r=None):
    pool = tuple(iterable)
    r = len(pool) if r is None else index(r)
    if r < 0:
        raise ValueError("r must be non-negative")
    return _permutations(pool, r)


def _permutations(pool, r):
    n = len(pool)
    if r > n:
        return
    order, turns = list(range(n)), list(range(n, n - r, -1))
    yield tuple([pool[i] for i in order[:r]])
    while n:
        for place in range(r - 1, -1, -1):
            turns[place] -= 1
            if turns[place] == 0:
                order[place:] = order[place + 1:] + order[place:place + 1]
                turns[place] = n - place
            else:
                other = n - turns[place]
                order[place], order[other] = order[other], order[place]
                yield tuple([pool[i] for i in order[:r]])
                break
        else:
            return


def combinations(iterable, r):
    r = index(r)
    if r < 0:
        raise ValueError("r must be non-negative")
    return _combinations(tuple(iterable), r)


def _combinations(pool, r):
    n = len(pool)
    if r > n:
        return
    at = list(range(r))
    yield tuple([pool[i] for i in at])
    while True:
        place = r - 1
        while place >= 0 and at[place] == place + n - r:
            place -= 1
        if place < 0:
            return
        at[place] += 1
        for later in range(place + 1, r):
            at[later] = at[later - 1] + 1
        yield tuple([pool[i] for i in at])


def combinations_with_replacement(iterable, r):
    pool = tuple(iterable)
    n = len(pool)
    if not n and r:
        return
    at = [0] * r
    yield tuple([pool[i] for i in at])
    while True:
        place = r - 1
        while place >= 0 and at[place] == n - 1:
            place -= 1
        if place < 0:
            return
        at[place:] = [at[place] + 1] * (r - place)
        yield tuple([pool[i] for i in at])
