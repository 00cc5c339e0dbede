# set: first
# order: lines
# 课堂上的例子:唱歌与跳舞。
import threading
import time


def 唱歌(次数):
    for i in range(次数):
        print("正在唱歌……%d" % i)
        time.sleep(0.005)


def 跳舞(次数):
    for i in range(次数):
        print("正在跳舞……%d" % i)
        time.sleep(0.005)


if __name__ == "__main__":
    线程 = [threading.Thread(target=唱歌, args=(3,), name="歌手"), threading.Thread(target=跳舞, args=(3,))]
    for t in 线程:
        t.start()
    for t in 线程:
        t.join()
    print("主线程结束", 线程[0].name)
