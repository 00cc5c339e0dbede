# set: first
# A small operating system: tasks are generators, yields are system calls.

class GetTid:
    pass


class Sleep:
    def __init__(self, ticks):
        self.ticks = ticks


class Spawn:
    def __init__(self, gen):
        self.gen = gen


class Kernel:
    def __init__(self):
        self.ready, self.sleeping, self.clock, self.last = [], [], 0, 0

    def add(self, gen):
        self.last += 1
        self.ready.append((self.last, gen, None))
        return self.last

    def run(self):
        while self.ready or self.sleeping:
            if not self.ready:
                self.clock = min(t for t, *_ in self.sleeping)
                due = [s for s in self.sleeping if s[0] <= self.clock]
                self.sleeping = [s for s in self.sleeping if s[0] > self.clock]
                self.ready += [(tid, g, self.clock) for _, tid, g in due]
            tid, gen, value = self.ready.pop(0)
            try:
                call = gen.send(value)
            except StopIteration as e:
                print("[%d] task %d ended with %r" % (self.clock, tid, e.value))
                continue
            if isinstance(call, GetTid):
                self.ready.append((tid, gen, tid))
            elif isinstance(call, Sleep):
                self.sleeping.append((self.clock + call.ticks, tid, gen))
            elif isinstance(call, Spawn):
                self.ready.append((tid, gen, self.add(call.gen)))


def child(n):
    tid = yield GetTid()
    for i in range(2):
        now = yield Sleep(n)
        print("child", tid, "woke at", now)
    return n


def parent():
    for n in (3, 2):
        tid = yield Spawn(child(n))
        print("spawned", tid)
    yield Sleep(1)
    return "parent"


k = Kernel()
k.add(parent())
k.run()
