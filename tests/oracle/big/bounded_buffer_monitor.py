# set: full
# One bounded buffer, written as a monitor, with semaphores and with a queue; the same tests for all.
import queue
import threading


class MonitorBuffer:
    def __init__(self, size):
        self.size, self.items = size, []
        self.lock = threading.Lock()
        self.not_full = threading.Condition(self.lock)
        self.not_empty = threading.Condition(self.lock)
        self.most = 0

    def put(self, x):
        with self.not_full:
            while len(self.items) == self.size:
                self.not_full.wait()
            self.items.append(x)
            self.most = max(self.most, len(self.items))
            self.not_empty.notify()

    def get(self):
        with self.not_empty:
            while not self.items:
                self.not_empty.wait()
            x = self.items.pop(0)
            self.not_full.notify()
            return x


class SemaphoreBuffer:
    def __init__(self, size):
        self.size, self.items = size, []
        self.free = threading.Semaphore(size)
        self.used = threading.Semaphore(0)
        self.mutex = threading.Lock()
        self.most = 0

    def put(self, x):
        self.free.acquire()
        with self.mutex:
            self.items.append(x)
            self.most = max(self.most, len(self.items))
        self.used.release()

    def get(self):
        self.used.acquire()
        with self.mutex:
            x = self.items.pop(0)
        self.free.release()
        return x


class RingBuffer(SemaphoreBuffer):
    def __init__(self, size):
        super().__init__(size)
        self.ring = [None] * size
        self.head = self.tail = 0

    def put(self, x):
        self.free.acquire()
        with self.mutex:
            self.ring[self.tail] = x
            self.tail = (self.tail + 1) % self.size
            self.most = self.size
        self.used.release()

    def get(self):
        self.used.acquire()
        with self.mutex:
            x, self.ring[self.head] = self.ring[self.head], None
            self.head = (self.head + 1) % self.size
        self.free.release()
        return x


class QueueBuffer:
    def __init__(self, size):
        self.size, self.q, self.most = size, queue.Queue(size), size

    def put(self, x):
        self.q.put(x)

    def get(self):
        return self.q.get()


END = object()


def produce(buffer, name, n):
    for i in range(n):
        buffer.put((name, i))


def consume(buffer, out):
    while True:
        x = buffer.get()
        if x is END:
            return
        out.append(x)


def in_order(items):
    last = {}
    for name, i in items:
        if last.get(name, -1) >= i:
            return False
        last[name] = i
    return True


def exercise(buffer, producers, consumers, each):
    outs = [[] for _ in range(consumers)]
    makers = [threading.Thread(target=produce, args=(buffer, "p%d" % k, each)) for k in range(producers)]
    eaters = [threading.Thread(target=consume, args=(buffer, out)) for out in outs]
    for t in eaters + makers:
        t.start()
    for t in makers:
        t.join()
    for _ in eaters:
        buffer.put(END)
    for t in eaters:
        t.join()
    everything = sum(outs, [])
    return {
        "count": len(everything) == producers * each,
        "no twins": len(set(everything)) == len(everything),
        "in order": all(in_order(out) for out in outs),
        "bounded": buffer.most <= buffer.size,
    }


def main():
    for make in (MonitorBuffer, SemaphoreBuffer, RingBuffer, QueueBuffer):
        for size, producers, consumers in [(1, 1, 1), (2, 3, 1), (3, 2, 3)]:
            result = exercise(make(size), producers, consumers, 8)
            wrong = [k for k, ok in result.items() if not ok]
            print("%-16s size %d, %d -> %d: %s" % (make.__name__, size, producers, consumers, wrong or "good"))


main()
