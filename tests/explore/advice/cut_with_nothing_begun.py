# A daemon with one single step has no middle.
# finds: nothing
from threading import Thread

log = []


def work():
    log.append(1)


Thread(target=work, daemon=True).start()
print("done")
