# set: first
# Start one thread, wait for it.
import threading


def work():
    print("working in the thread")


print("main begins")
t = threading.Thread(target=work)
t.start()
t.join()
print("main ends")
