# Items that only Python can compare: whoever puts second may be served first.
# outcomes: "[1, 2]" "[2, 1]"
# finds: nothing
import queue
import threading


class Job:
    def __init__(self, urgency):
        self.urgency = urgency

    def __lt__(self, other):
        return self.urgency < other.urgency


q = queue.PriorityQueue()
got = []


def producer():
    for urgency in (2, 1):
        q.put(Job(urgency))


def consumer():
    for _ in range(2):
        got.append(q.get().urgency)


a = threading.Thread(target=producer)
b = threading.Thread(target=consumer)
a.start()
b.start()
a.join()
b.join()
print(got)
