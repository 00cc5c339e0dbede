import threading
import time

count = 0
done = threading.Event()
other = threading.Thread(target=done.wait)      # so that accesses to count are visible
other.start()


def work(n):
    global count
    for i in range(n):
        count += 1


began = time.process_time()
work(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
done.set()
other.join()
