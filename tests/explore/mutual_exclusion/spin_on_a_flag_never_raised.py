# finds: stuck
# outcomes:
from threading import Thread

ready = False
done = 0


def wait():
    global done
    while not ready:
        pass
    done += 1


def work():
    global done
    done += 1


ts = [Thread(target=f) for f in (wait, work)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(done)
