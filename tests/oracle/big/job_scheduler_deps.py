# set: full
# Jobs with dependencies, run by threads as soon as they may; failures skip what depends on them.
import threading


class JobError(Exception):
    pass


class Job:
    def __init__(self, name, needs=(), action=None):
        self.name, self.needs, self.action = name, tuple(needs), action
        self.state, self.result = "waiting", None

    def __repr__(self):
        return "%s[%s]" % (self.name, self.state)


class Scheduler:
    def __init__(self, workers):
        self.jobs, self.order, self.workers = {}, [], workers
        self.cond = threading.Condition()
        self.running, self.most = 0, 0

    def job(self, *needs):
        def register(f):
            self.jobs[f.__name__] = Job(f.__name__, needs, f)
            return f
        return register

    def check(self):
        for j in self.jobs.values():
            for n in j.needs:
                if n not in self.jobs:
                    raise JobError("%s needs the unknown %s" % (j.name, n))
        done = set()
        while len(done) < len(self.jobs):
            free = [j.name for j in self.jobs.values() if j.name not in done and set(j.needs) <= done]
            if not free:
                raise JobError("a cycle among " + ", ".join(sorted(set(self.jobs) - done)))
            done.update(free)

    def pick(self):
        """The next job that may run; None if none may now. The lock is held."""
        for j in sorted(self.jobs.values(), key=lambda j: j.name):
            if j.state == "waiting":
                states = [self.jobs[n].state for n in j.needs]
                if any(s in ("failed", "skipped") for s in states):
                    j.state = "skipped"
                    self.order.append(j.name)
                    self.cond.notify_all()
                    return self.pick()
                if all(s == "done" for s in states):
                    return j
        return None

    def finished(self):
        return all(j.state in ("done", "failed", "skipped") for j in self.jobs.values())

    def work(self):
        while True:
            with self.cond:
                while (job := self.pick()) is None and not self.finished():
                    self.cond.wait()
                if job is None:
                    return
                job.state = "running"
                self.running += 1
                self.most = max(self.most, self.running)
                inputs = [self.jobs[n].result for n in job.needs]
            try:
                result, state = job.action(*inputs), "done"
            except Exception as e:
                result, state = "%s: %s" % (type(e).__name__, e), "failed"
            with self.cond:
                job.result, job.state = result, state
                self.running -= 1
                self.order.append(job.name)
                self.cond.notify_all()

    def run(self):
        self.check()
        threads = [threading.Thread(target=self.work) for _ in range(self.workers)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        return {name: (j.state, j.result) for name, j in self.jobs.items()}

    def order_is_right(self):
        at = {n: i for i, n in enumerate(self.order)}
        return all(at[n] < at[j.name] for j in self.jobs.values() if j.state == "done" for n in j.needs)


s = Scheduler(3)


@s.job()
def flour():
    return 500


@s.job()
def water():
    return 300


@s.job("flour", "water")
def dough(f, w):
    return f + w


@s.job()
def oven():
    return "hot"


@s.job("dough", "oven")
def bread(d, o):
    return "%d g of bread, oven %s" % (d * 9 // 10, o)


@s.job()
def butter():
    raise LookupError("the fridge is empty")


@s.job("bread", "butter")
def sandwich(b, x):
    return "never"


@s.job("sandwich")
def picnic(x):
    return "never"


@s.job("bread")
def toast(b):
    return b.upper()


results = s.run()
for name in sorted(results):
    print("%-9s %-8s %s" % (name, results[name][0], results[name][1]))
print("order is right:", s.order_is_right(), "all named once:", sorted(s.order) == sorted(s.jobs), 1 <= s.most <= 3)
c = Scheduler(1)
c.jobs = {n: Job(n, needs, lambda *a: None) for n, needs in {"a": ["b"], "b": ["c"], "c": ["a"], "d": []}.items()}
try:
    c.run()
except JobError as e:
    print(e)
c.jobs = {"a": Job("a", ["zzz"])}
try:
    c.run()
except JobError as e:
    print(e)
one = Scheduler(1)
for n in "abc":
    one.jobs[n] = Job(n, [], lambda n=n: n * 2)
print(one.run(), one.order)
