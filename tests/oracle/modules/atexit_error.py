# set: first
# exit: 1
# stderr: last
import atexit

atexit.register(print, "still runs after an error")
print("main")
raise ValueError("the end")
