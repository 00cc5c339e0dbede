# set: full
# A thread pool with futures, priorities, cancelling and shutdown, written by hand.
import heapq
import threading


class CancelledError(Exception):
    pass


class Future:
    def __init__(self):
        self.cond = threading.Condition()
        self.state = "pending"
        self.value = self.error = None
        self.callbacks = []

    def start(self):
        with self.cond:
            if self.state != "pending":
                return False
            self.state = "running"
            return True

    def settle(self, state, value=None, error=None):
        with self.cond:
            self.state, self.value, self.error = state, value, error
            self.cond.notify_all()
            callbacks, self.callbacks = self.callbacks, None
        for c in callbacks:
            c(self)

    def cancel(self):
        with self.cond:
            if self.state != "pending":
                return False
        self.settle("cancelled")
        return True

    def done(self):
        return self.state not in ("pending", "running")

    def result(self, timeout=None):
        with self.cond:
            if not self.cond.wait_for(self.done, timeout):
                raise TimeoutError("not within %s" % timeout)
        if self.state == "cancelled":
            raise CancelledError()
        if self.error is not None:
            raise self.error
        return self.value

    def then(self, f):
        with self.cond:
            if self.callbacks is not None:
                self.callbacks.append(f)
                return
        f(self)


class Pool:
    def __init__(self, size):
        self.cond = threading.Condition()
        self.heap, self.count, self.closed = [], 0, False
        self.ran = []
        self.threads = [threading.Thread(target=self.work, name="w%d" % i) for i in range(size)]
        for t in self.threads:
            t.start()

    def submit(self, f, *args, priority=5, **kwargs):
        future = Future()
        with self.cond:
            if self.closed:
                raise RuntimeError("the pool is closed")
            self.count += 1
            heapq.heappush(self.heap, (priority, self.count, future, f, args, kwargs))
            self.cond.notify()
        return future

    def next_job(self):
        with self.cond:
            while not self.heap:
                if self.closed:
                    return None
                self.cond.wait()
            return heapq.heappop(self.heap)

    def work(self):
        while (job := self.next_job()) is not None:
            _, number, future, f, args, kwargs = job
            if not future.start():
                continue
            self.ran.append(number)
            try:
                value = f(*args, **kwargs)
            except Exception as e:
                future.settle("failed", error=e)
            else:
                future.settle("done", value)

    def map(self, f, items):
        return [fu.result() for fu in [self.submit(f, x) for x in items]]

    def close(self):
        with self.cond:
            self.closed = True
            self.cond.notify_all()
        for t in self.threads:
            t.join()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()


def main():
    with Pool(3) as pool:
        print(pool.map(lambda x: x * x, range(6)))
        f = pool.submit(int, "12")
        g = pool.submit(int, "twelve")
        print(f.result(), f.done(), f.state)
        try:
            g.result()
        except ValueError as e:
            print("error:", e, g.state)
        print(pool.submit(sorted, [3, 1, 2], reverse=True).result(timeout=10))
    try:
        pool.submit(print)
    except RuntimeError as e:
        print(e)

    gate, log = threading.Event(), []
    with Pool(1) as pool:
        started = threading.Event()
        busy = pool.submit(lambda: (started.set(), gate.wait()))
        started.wait()
        low = pool.submit(log.append, "low", priority=9)
        gone = pool.submit(log.append, "cancelled")
        high = pool.submit(log.append, "high", priority=1)
        middle = [pool.submit(log.append, "m%d" % i) for i in range(3)]
        print("cancel", gone.cancel(), gone.cancel(), busy.cancel())
        try:
            low.result(timeout=0.02)
        except TimeoutError as e:
            print("timeout", e)
        told = []
        high.then(lambda fu: told.append("high is " + fu.state))
        gate.set()
        low.result()
        high.then(lambda fu: told.append("again: " + fu.state))
        try:
            gone.result()
        except CancelledError:
            print("gone was cancelled")
    print(log, told, len(pool.ran), all(m.done() for m in middle))


main()
