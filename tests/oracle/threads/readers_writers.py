# set: first
# Readers share, writers are alone.
import threading


class ReadWriteLock:
    def __init__(self):
        self.cond = threading.Condition()
        self.readers = 0

    def start_read(self):
        with self.cond:
            self.readers += 1

    def end_read(self):
        with self.cond:
            self.readers -= 1
            if self.readers == 0:
                self.cond.notify_all()

    def start_write(self):
        self.cond.acquire()
        while self.readers > 0:
            self.cond.wait()

    def end_write(self):
        self.cond.release()


rw = ReadWriteLock()
pair = [0, 0]
torn = []


def reader():
    for _ in range(20):
        rw.start_read()
        x, y = pair
        if x != y:
            torn.append((x, y))
        rw.end_read()


def writer():
    for _ in range(10):
        rw.start_write()
        pair[0] += 1
        pair[1] += 1
        rw.end_write()


threads = [threading.Thread(target=f) for f in (reader, writer, reader, writer)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(pair, torn)
