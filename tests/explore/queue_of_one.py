# A queue with one place: a put and a get are one step each, and they take turns.
# finds: nothing
# outcomes: "[0, 1]"
import queue
import threading

q = queue.Queue(1)
out = []


def producer():
    for i in range(2):
        q.put(i)


def consumer():
    for i in range(2):
        out.append(q.get())


a = threading.Thread(target=producer)
b = threading.Thread(target=consumer)
a.start()
b.start()
a.join()
b.join()
print(out)
