# Like tasks that enter how many were there before them.
# finds: nothing
# outcomes: same
import threading

places = []
lock = threading.Lock()


def work():
    with lock:
        places.append(len(places))


ts = [threading.Thread(target=work) for _ in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print('same' if places == [0, 1, 2] else places)
