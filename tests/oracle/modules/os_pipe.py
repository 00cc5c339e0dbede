# set: first
import os

r, w = os.pipe()
print(os.write(w, b"hello pipe"))
print(os.read(r, 5), os.read(r, 100))
os.close(w)
print(os.read(r, 10))
os.close(r)
try:
    os.read(r, 1)
except OSError as e:
    print(type(e).__name__, e.strerror, e.errno)
r, w = os.pipe()
os.close(r)
try:
    os.write(w, b"x")
except BrokenPipeError as e:
    print(type(e).__name__)
