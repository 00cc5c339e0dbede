# set: first
# stderr: last
# The old spellings warn once for each place in the program.
import threading

for _ in range(3):
    e = threading.Event()
    e.isSet()
print("still works", e.isSet())
threading.currentThread().setName("renamed")
