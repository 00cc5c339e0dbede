# Whoever takes the permit ends, and the other waits for ever: main sees it only if it is the first.
# finds: deadlock
# outcomes: deadlock
import threading

permit = threading.Semaphore(1)


def work():
    permit.acquire()


a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start()
b.start()
a.join()
print('a has ended')
b.join()
