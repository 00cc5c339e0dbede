# set: first
# Building water: two hydrogens and one oxygen at a time.
import threading


class H2O:
    def __init__(self):
        self.h, self.o = threading.Semaphore(2), threading.Semaphore(1)
        self.barrier = threading.Barrier(3, action=self.bond)
        self.pending, self.made = [], []
        self.lock = threading.Lock()

    def bond(self):
        self.made.append("".join(sorted(self.pending)))
        self.pending.clear()

    def atom(self, kind):
        gate = self.h if kind == "H" else self.o
        with gate:
            with self.lock:
                self.pending.append(kind)
            self.barrier.wait()


water = H2O()
threads = [threading.Thread(target=water.atom, args=(c,)) for c in "OHHHHOHHO"]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(water.made, water.pending)
