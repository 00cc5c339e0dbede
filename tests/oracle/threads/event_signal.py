# set: first
# An event: many wait, one sets.
import threading

ready = threading.Event()
order = []


def runner(n):
    print_lock.acquire()
    print_lock.release()
    answer = ready.wait()
    with print_lock:
        order.append(n)
        answers.append(answer)


print_lock = threading.Lock()
answers = []
threads = [threading.Thread(target=runner, args=(n,)) for n in range(4)]
for t in threads:
    t.start()
print(ready.is_set(), order, ready.wait(0.02))
ready.set()
for t in threads:
    t.join()
print(sorted(order), answers, ready.is_set(), ready.wait(0))
ready.clear()
print(ready.is_set(), ready.wait(timeout=0.01))
