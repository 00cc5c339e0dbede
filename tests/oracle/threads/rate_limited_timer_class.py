# set: first
# A repeating timer made of Timer; it stops after three ticks.
import threading


class Repeat:
    def __init__(self, seconds, f, times):
        self.seconds, self.f, self.left = seconds, f, times
        self.done = threading.Event()

    def tick(self):
        self.f(self.left)
        self.left -= 1
        if self.left:
            self.start()
        else:
            self.done.set()

    def start(self):
        t = threading.Timer(self.seconds, self.tick)
        t.daemon = True
        t.start()
        return self


ticks = []
r = Repeat(0.01, ticks.append, 3).start()
print(r.done.wait(10), ticks)
