# set: first
# Subclasses with shared class data and a class-wide lock.
import threading


class Visitor(threading.Thread):
    lock = threading.Lock()
    inside = 0
    log = []

    def __init__(self, number, **kw):
        super(Visitor, self).__init__(**kw)
        self.number = number

    def run(self):
        cls = type(self)
        with cls.lock:
            cls.inside += 1
            cls.log.append(("in", cls.inside <= 10))
        with Visitor.lock:
            Visitor.inside -= 1
            Visitor.log.append(("out", Visitor.inside >= 0))


vs = [Visitor(i, name="V%d" % i, daemon=False) for i in range(10)]
for v in vs:
    v.start()
for v in vs:
    v.join()
print(Visitor.inside, len(Visitor.log), all(ok for _, ok in Visitor.log), [v.name for v in vs][:3])
