# set: first
# Ways to bring results home.
import threading


class Task(threading.Thread):
    def __init__(self, f, *args):
        threading.Thread.__init__(self)
        self.f, self.args = f, args
        self.result = self.error = None

    def run(self):
        try:
            self.result = self.f(*self.args)
        except Exception as e:
            self.error = e

    def get(self):
        self.join()
        if self.error:
            raise self.error
        return self.result


tasks = [Task(pow, 2, 10), Task(int, "x"), Task(sorted, "cab")]
for t in tasks:
    t.start()
for t in tasks:
    try:
        print(t.get())
    except ValueError as e:
        print("error:", e)
results = [None] * 4


def fill(i):
    results[i] = i * 10


ts = [threading.Thread(target=fill, args=(i,)) for i in range(4)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(results)
box = {}
t = threading.Thread(target=lambda k: box.update({k: k.upper()}), args=("key",))
t.start()
t.join()
print(box)
