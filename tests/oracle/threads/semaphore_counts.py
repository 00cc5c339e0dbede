# set: first
# A semaphore is a number of permits.
import threading

s = threading.Semaphore(2)
print(s.acquire(), s.acquire(), s.acquire(blocking=False), s.acquire(timeout=0.01))
s.release()
print(s.acquire(blocking=False))
s.release(2)
s.release()
print([s.acquire(False) for _ in range(4)])
b = threading.BoundedSemaphore(1)
with b:
    print("inside", b.acquire(blocking=False))
try:
    b.release()
except ValueError as e:
    print(e)
try:
    threading.Semaphore(-1)
except ValueError as e:
    print(e)
inside = 0
peak = 0
guard = threading.Lock()
room = threading.Semaphore(3)


def visit():
    global inside, peak
    with room:
        with guard:
            inside += 1
            peak = max(peak, inside)
        with guard:
            inside -= 1


threads = [threading.Thread(target=visit) for _ in range(12)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(inside, 1 <= peak <= 3)
