# set: first
# Generators over generators: batches, sliding windows, peeking.
def batches(it, n):
    batch = []
    for x in it:
        batch.append(x)
        if len(batch) == n:
            yield batch
            batch = []
    if batch:
        yield batch


def windows(it, n):
    window = []
    for x in it:
        window.append(x)
        if len(window) > n:
            del window[0]
        if len(window) == n:
            yield tuple(window)


class Peek:
    def __init__(self, it):
        self.it = iter(it)
        self.kept = []

    def __iter__(self):
        return self

    def __next__(self):
        return self.kept.pop() if self.kept else next(self.it)

    def peek(self, default=None):
        if not self.kept:
            try:
                self.kept.append(next(self.it))
            except StopIteration:
                return default
        return self.kept[-1]


def groups(it):
    p = Peek(it)
    for x in p:
        run = [x]
        while p.peek(object()) == x:
            run.append(next(p))
        yield x, len(run)


print(list(batches(range(7), 3)), list(windows("abcd", 2)), list(windows([1], 2)))
print(list(groups("aaabccd")), [max(w) for w in windows([3, 1, 4, 1, 5, 9, 2], 3)])
p = Peek([1, 2])
print(p.peek(), next(p), p.peek(), list(p), p.peek("end"))
