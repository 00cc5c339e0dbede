# set: first
# A worker keeps its exception; main raises it again.
import threading


class Worker(threading.Thread):
    def __init__(self, f, *args):
        super().__init__()
        self.f = f
        self.args = args
        self.value = None
        self.problem = None

    def run(self):
        try:
            self.value = self.f(*self.args)
        except Exception as e:
            self.problem = e

    def result(self):
        self.join()
        if self.problem is not None:
            raise self.problem
        return self.value


workers = [Worker(int, "42"), Worker(int, "x"), Worker(lambda a, b: a / b, 1, 0), Worker(len, [1, 2])]
for w in workers:
    w.start()
for w in workers:
    try:
        print(w.result())
    except (ValueError, ZeroDivisionError) as e:
        print(type(e).__name__ + ":", e)
