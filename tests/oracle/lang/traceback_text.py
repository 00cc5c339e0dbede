# set: first
# exit: 1
# stderr: last
# The traceback of an error inside several calls; a chained one comes last.

def load(name):
    raise FileNotFoundError("no such thing: " + name)


def start():
    try:
        load("settings")
    except FileNotFoundError as e:
        raise RuntimeError("cannot start") from e


print("going")
start()
