# set: first
# Threads of one process share what it has.
import threading

collected = []
settings = {"colour": "red"}


def work(n):
    collected.append(n * n)
    settings["t%d" % n] = n


threads = []
for i in range(6):
    t = threading.Thread(target=work, args=(i,))
    threads.append(t)
    t.start()
for t in threads:
    t.join()
print(sorted(collected))
print(sorted(settings.items(), key=str))
