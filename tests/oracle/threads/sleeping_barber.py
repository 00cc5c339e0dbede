# set: first
# A barber sleeps, customers wait on three chairs or leave.
import threading

CHAIRS = 3
lock = threading.Lock()
customers = threading.Semaphore(0)
waiting, served, left = [], [], []
shop_closed = False


def barber():
    while True:
        customers.acquire()
        with lock:
            if not waiting:
                return
            who, done = waiting.pop(0)
            served.append(who)
        done.set()


def customer(name):
    done = threading.Event()
    with lock:
        if len(waiting) == CHAIRS:
            left.append(name)
            return
        waiting.append((name, done))
    customers.release()
    done.wait()


b = threading.Thread(target=barber)
b.start()
cs = [threading.Thread(target=customer, args=("c%d" % i,)) for i in range(8)]
for c in cs:
    c.start()
for c in cs:
    c.join()
customers.release()
b.join()
print(len(served) + len(left), sorted(served + left), len(served) >= CHAIRS, b.is_alive())
