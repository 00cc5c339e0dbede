# set: first
# A file that is never closed is written all the same when somebody looks.
import json
print(open("x1.txt", "w").write("ab"))
print(open("x1.txt").read())
def save(x):
    open("x3.txt", "w", encoding="utf8").write(x)
def load():
    return open("x3.txt", encoding="utf8").read()
save("eins"); print(load()); save("zwei"); print(load())
def dump():
    json.dump({"n": 1}, open("db.txt", "w"))


dump()
print(json.load(open("db.txt")))
