# set: first
from multiprocessing import Pipe

r, w = Pipe(duplex=False)
print(r.poll(), r.poll(0.01))
w.send({"a": 1})
w.send_bytes(b"raw bytes")
print(r.poll(), r.recv(), r.recv_bytes(), r.poll())
try:
    r.send(1)
except OSError as e:
    print(e)
try:
    w.recv()
except OSError as e:
    print(e)
print(r.readable, r.writable, w.readable, w.writable, isinstance(r.fileno(), int))
w.close()
try:
    r.recv()
except EOFError as e:
    print("EOFError")
r.close()
try:
    r.recv()
except OSError as e:
    print(e)
with Pipe()[0] as c:
    print(c.closed)
print(c.closed)
