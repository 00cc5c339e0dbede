# set: first
# A cache that computes each key once, however many threads ask.
import threading


class Cache:
    def __init__(self, f):
        self.f, self.lock, self.entries, self.computed = f, threading.Lock(), {}, []

    def __getitem__(self, key):
        with self.lock:
            entry = self.entries.get(key)
            mine = entry is None
            if mine:
                entry = self.entries[key] = {"ready": threading.Event(), "value": None}
                self.computed.append(key)
        if mine:
            entry["value"] = self.f(key)
            entry["ready"].set()
        else:
            entry["ready"].wait()
        return entry["value"]


def slow_square(n):
    return sum(n for _ in range(n))


cache = Cache(slow_square)
answers = []


def ask(keys):
    answers.append([cache[k] for k in keys])


threads = [threading.Thread(target=ask, args=(keys,)) for keys in ([3, 4, 5], [5, 4, 3], [4, 4, 9], [9, 3, 5])]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(answers), sorted(cache.computed), len(cache.computed) == len(set(cache.computed)))
