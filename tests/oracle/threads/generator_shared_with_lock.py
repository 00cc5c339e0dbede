# set: first
# One generator, several consumers: a lock around next.
import threading


def numbers(n):
    for i in range(n):
        yield i


class Safe:
    def __init__(self, it):
        self.it = it
        self.lock = threading.Lock()

    def __iter__(self):
        return self

    def __next__(self):
        with self.lock:
            return next(self.it)


source = Safe(numbers(60))
taken = [[], [], []]


def take(out):
    for n in source:
        out.append(n)


threads = [threading.Thread(target=take, args=(out,)) for out in taken]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(taken[0] + taken[1] + taken[2]) == list(range(60)), all(out == sorted(out) for out in taken))
