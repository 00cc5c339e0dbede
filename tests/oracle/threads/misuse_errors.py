# set: first
# What the API refuses.
import threading


def nothing():
    pass


t = threading.Thread(target=nothing)
try:
    t.join()
except RuntimeError as e:
    print(e)
t.start()
t.join()
try:
    t.start()
except RuntimeError as e:
    print(e)
try:
    threading.current_thread().join()
except RuntimeError as e:
    print(e)
t = threading.Thread(target=nothing)
t.start()
try:
    t.daemon = True
except RuntimeError as e:
    print(e)
t.join()
try:
    threading.Thread(5)
except AssertionError as e:
    print(e)
