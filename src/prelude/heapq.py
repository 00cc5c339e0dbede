"""A list as a heap: the least item stands first (J. Williams, 1964)."""


def heappush(heap, item, /):
    heap.append(item)
    _rise(heap, 0, len(heap) - 1)


def heappop(heap, /):
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    least = heap[0]
    heap[0] = last
    _sink(heap, 0)
    return least


def heapreplace(heap, item, /):
    least = heap[0]
    heap[0] = item
    _sink(heap, 0)
    return least


def heappushpop(heap, item, /):
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _sink(heap, 0)
    return item


def heapify(x, /):
    for at in range(len(x) // 2 - 1, -1, -1):
        _sink(x, at)


def _rise(heap, start, at):
    item = heap[at]
    while at > start:
        up = (at - 1) >> 1
        if not item < heap[up]:
            break
        heap[at] = heap[up]
        at = up
    heap[at] = item


def _sink(heap, at):
    """Down to a leaf along the lesser children, then up again: fewer comparisons."""
    end, start, item = len(heap), at, heap[at]
    child = 2 * at + 1
    while child < end:
        if child + 1 < end and not heap[child] < heap[child + 1]:
            child += 1
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = item
    _rise(heap, start, at)


def _first(n, iterable, key, reverse):
    """The first n in that order. n is judged as CPython does, which sorts all only if n is not less than their number."""
    if n == 1:
        best = max if reverse else min
        return [best(group, key=key) for group in [list(iterable)] if group]
    try:
        size = len(iterable)
    except TypeError:
        size = None
    if size is None or not n >= size:
        n = len(range(0, -n, -1) if reverse else range(n))
        if n == 0:
            return []
    return sorted(iterable, key=key, reverse=reverse)[:n]


def nsmallest(n, iterable, key=None):
    return _first(n, iterable, key, False)


def nlargest(n, iterable, key=None):
    return _first(n, iterable, key, True)


def merge(*iterables, key=None, reverse=False):
    heads = []
    for number, iterable in enumerate(iterables):
        it = iter(iterable)
        for item in it:
            heads.append([item if key is None else key(item), number, item, it])
            break
    while heads:
        best = heads[0]
        for head in heads:
            if best[0] < head[0] if reverse else head[0] < best[0]:
                best = head
        yield best[2]
        for item in best[3]:
            best[0], best[2] = item if key is None else key(item), item
            break
        else:
            heads.remove(best)
