# set: first
# order: lines
# What is still in the buffer at the time of the fork is there twice.
import os

print("a full line goes out at once")
print("half", end=" ")
pid = os.fork()
if pid == 0:
    print("child")
else:
    os.wait()
    print("parent")
