# set: first
# order: lines
# A thread class with its own run and a result.
from threading import Thread


class Summer(Thread):
    def __init__(self, low, high):
        super().__init__()
        self.low = low
        self.high = high
        self.result = None

    def run(self):
        self.result = sum(range(self.low, self.high))
        print("summed", self.low, self.high)


parts = [Summer(k * 100, (k + 1) * 100) for k in range(4)]
for p in parts:
    p.start()
for p in parts:
    p.join()
print([p.result for p in parts], sum(p.result for p in parts) == sum(range(400)))
