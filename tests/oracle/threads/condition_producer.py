# set: first
# A bounded buffer with a condition.
import threading

buffer, LIMIT = [], 2
cond = threading.Condition()
eaten = []


def produce(n):
    for i in range(n):
        with cond:
            while len(buffer) >= LIMIT:
                cond.wait()
            buffer.append(i)
            cond.notify_all()


def consume(n):
    for _ in range(n):
        with cond:
            while not buffer:
                cond.wait()
            eaten.append(buffer.pop(0))
            cond.notify_all()


threads = [threading.Thread(target=produce, args=(6,)), threading.Thread(target=consume, args=(6,))]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(eaten, buffer)
