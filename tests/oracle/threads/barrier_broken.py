# set: first
# order: lines
# A barrier that breaks: by timeout, by abort; and its action.
import threading

b = threading.Barrier(2)
try:
    b.wait(timeout=0.02)
except threading.BrokenBarrierError as e:
    print("timed out", type(e).__name__, b.broken)
try:
    b.wait()
except threading.BrokenBarrierError:
    print("still broken")
b.reset()
print(b.broken)


def waits():
    try:
        b.wait()
    except threading.BrokenBarrierError:
        print("was told to give up")


t = threading.Thread(target=waits)
t.start()
b.abort()
t.join()
done = []
c = threading.Barrier(2, action=lambda: done.append("action"))


def meet():
    c.wait()
    done.append("after")


threads = [threading.Thread(target=meet) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(done)
