# set: first
from multiprocessing import Process


class Mine(Process):
    def __init__(self):
        super().__init__(target=print, args=("its own",))
        self.later = "kept"

    def run(self):
        print("mine first")
        super().run()


def say(what, *, end="\n"):
    print("say", what, end=end)


def again(p):
    try:
        p.run()
    except AttributeError as e:
        print("AttributeError:", e)


if __name__ == "__main__":
    p = Process(target=say, args=("a",), kwargs={"end": "!\n"})
    p.run()
    p.run()
    p.start()
    p.join()
    again(p)
    print(p.exitcode, p.name)
    p = Mine()
    p.start()
    p.join()
    again(p)
    print(p.exitcode, p.later)
    p = Process()
    p.run()
    p.start()
    p.join()
    again(p)
