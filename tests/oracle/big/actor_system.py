# set: full
# Actors: threads with mailboxes that only send messages; a supervisor restarts the fallen.
import queue
import threading


class Stop:
    pass


class Actor:
    def __init__(self, system, name, *args):
        self.system, self.name = system, name
        self.mailbox = queue.Queue()
        self.thread = threading.Thread(target=self.loop, name=name)
        self.args = args
        self.setup(*args)

    def setup(self, *args):
        pass

    def send(self, message, sender=None):
        self.mailbox.put((message, sender))

    def loop(self):
        while True:
            message, sender = self.mailbox.get()
            if isinstance(message, Stop):
                self.stopped()
                return
            try:
                self.receive(message, sender)
            except Exception as e:
                self.system.failed(self, message, e)

    def stopped(self):
        pass

    def receive(self, message, sender):
        raise NotImplementedError


class System:
    def __init__(self):
        self.actors, self.restarts, self.lock = {}, [], threading.Lock()

    def start(self, kind, name, *args):
        actor = kind(self, name, *args)
        self.actors[name] = actor
        actor.thread.start()
        return actor

    def failed(self, actor, message, error):
        with self.lock:
            self.restarts.append((actor.name, message, "%s: %s" % (type(error).__name__, error)))
        actor.setup(*actor.args)

    def stop(self):
        for actor in self.actors.values():
            actor.send(Stop())
        for actor in self.actors.values():
            actor.thread.join()


class Counter(Actor):
    def setup(self, start):
        self.value = start

    def receive(self, message, sender):
        if message == "get":
            sender.put(self.value)
        elif message == "fail":
            raise RuntimeError("was told to fail at %d" % self.value)
        else:
            self.value += message


class Cell(Actor):
    """Holds a value; others may subscribe to its changes."""

    def setup(self, value):
        self.value, self.watchers = value, []

    def receive(self, message, sender):
        verb, *rest = message
        if verb == "set":
            self.value = rest[0]
            for w in self.watchers:
                w.send(("changed", self.name, self.value))
        elif verb == "watch":
            self.watchers.append(rest[0])
            rest[0].send(("changed", self.name, self.value))
        elif verb == "flush":
            rest[0].put("flushed")


class Sum(Actor):
    def setup(self):
        self.seen, self.totals = {}, []

    def receive(self, message, sender):
        verb, *rest = message
        if verb == "changed":
            name, value = rest
            self.seen[name] = value + 0
            self.totals.append(sum(self.seen.values()))
        elif verb == "ask":
            rest[0].put((dict(self.seen), list(self.totals)))


class Ring(Actor):
    def setup(self, follower=None, done=None):
        self.follower, self.done = follower, done

    def receive(self, message, sender):
        if message == 0:
            self.done.put(self.name)
        else:
            (self.follower or self.system.actors["ring0"]).send(message - 1)


def main():
    system = System()
    counter = system.start(Counter, "counter", 100)
    for n in (1, 2, 3):
        counter.send(n)
    answer = queue.Queue()
    counter.send("get", answer)
    print("counter", answer.get())
    counter.send("fail")
    counter.send("five")
    counter.send(7)
    counter.send("get", answer)
    print("after restarts", answer.get())
    for restart in system.restarts:
        print("  restarted", restart)

    total = system.start(Sum, "total")
    cells = [system.start(Cell, "cell-%s" % c, 0) for c in "ab"]
    for c in cells:
        c.send(("watch", total))
        c.send(("flush", answer))
        answer.get()
    for c, v in [(cells[0], 5), (cells[1], 10), (cells[0], 1)]:
        c.send(("set", v))
        c.send(("flush", answer))
        answer.get()
    total.send(("ask", answer))
    print("cells", answer.get())

    done = queue.Queue()
    follower = None
    for i in range(4, -1, -1):
        follower = system.start(Ring, "ring%d" % i, follower, done)
    for hops in (0, 3, 23):
        system.actors["ring0"].send(hops)
        print("after", hops, "hops:", done.get())
    system.stop()
    print("all stopped:", not any(a.thread.is_alive() for a in system.actors.values()), len(system.actors))


main()
