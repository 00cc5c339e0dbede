# set: first
# 多进程卖票:共享内存与锁。
from multiprocessing import Lock, Process, Value


def 卖票(名字, 票数, 锁, 卖出):
    while True:
        with 锁:
            if 票数.value <= 0:
                break
            票数.value -= 1
            卖出.value += 1


if __name__ == "__main__":
    票数, 卖出, 锁 = Value("i", 30), Value("i", 0), Lock()
    进程 = [Process(target=卖票, args=("窗口%d" % i, 票数, 锁, 卖出)) for i in range(3)]
    for p in 进程:
        p.start()
    for p in 进程:
        p.join()
    print("剩余 %d 张,卖出 %d 张" % (票数.value, 卖出.value))
