# Two children and main: the second reads what the first has written, main what the second has.
# finds: nothing
# outcomes: "b'ABC'"
import os


def copy(source, target, change):
    while True:
        data = os.read(source, 10)
        if not data:
            break
        os.write(target, change(data))
    os._exit(0)


r1, w1 = os.pipe()
r2, w2 = os.pipe()
first = os.fork()
if first == 0:
    os.close(r1)
    os.close(r2)
    os.close(w2)
    os.write(w1, b"abc")
    os._exit(0)
second = os.fork()
if second == 0:
    os.close(w1)
    os.close(r2)
    copy(r1, w2, bytes.upper)
os.close(r1)
os.close(w1)
os.close(w2)
got = b""
while True:
    data = os.read(r2, 10)
    if not data:
        break
    got += data
os.waitpid(first, 0)
os.waitpid(second, 0)
print(got)
