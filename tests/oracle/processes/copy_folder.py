# set: first
# Copying a folder with a process for each file.
import os
from multiprocessing import Process


def copy(name, src, dst):
    with open(os.path.join(src, name), "rb") as f:
        data = f.read()
    with open(os.path.join(dst, name), "wb") as f:
        f.write(data)


if __name__ == "__main__":
    os.mkdir("source")
    os.mkdir("target")
    for i in range(5):
        with open("source/file%d.txt" % i, "w") as f:
            f.write("content %d\n" % i * (i + 1))
    ps = [Process(target=copy, args=(name, "source", "target")) for name in os.listdir("source")]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(sorted(os.listdir("target")))
    print(all(open("source/" + n).read() == open("target/" + n).read() for n in os.listdir("source")))
    print(os.path.getsize("target/file4.txt"))
