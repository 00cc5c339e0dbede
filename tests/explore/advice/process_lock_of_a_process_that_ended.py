# A lock that processes share outlives the one that has it.
# finds: leaked-lock
from multiprocessing import Lock, Process

lock = Lock()


def work():
    lock.acquire()


p = Process(target=work)
p.start()
p.join()
print("done")
