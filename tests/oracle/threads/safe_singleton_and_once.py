# set: first
# Check, lock, check again: one instance however many threads ask.
import threading


class Config:
    instance = None
    made = 0
    lock = threading.Lock()

    @classmethod
    def get(cls):
        if cls.instance is None:
            with cls.lock:
                if cls.instance is None:
                    cls.instance = cls()
                    cls.made += 1
        return cls.instance


got = []
threads = [threading.Thread(target=lambda: got.append(Config.get())) for _ in range(8)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(Config.made, len(got), all(c is got[0] for c in got))


def synchronized(f):
    lock = threading.RLock()

    def wrapper(*a):
        with lock:
            return f(*a)
    return wrapper


total = 0


@synchronized
def add(n):
    global total
    before = total
    total = before + n


threads = [threading.Thread(target=lambda: [add(1) for _ in range(50)]) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total)
