# finds: exception
# outcomes: done
from threading import BoundedSemaphore, Thread

s = BoundedSemaphore(1)


def work():
    with s:
        pass
    s.release()


t = Thread(target=work)
t.start()
t.join()
print("done")
