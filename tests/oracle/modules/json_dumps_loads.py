# set: first
import json

data = {"name": "Ann", "n": 3, "pi": 3.5, "ok": True, "none": None, "list": [1, [2]], "text": "é中\n\"q\"", 5: "int key"}
text = json.dumps(data)
print(text)
print(json.loads(text) == {**{k: v for k, v in data.items() if k != 5}, "5": "int key"})
print(json.dumps(data["text"], ensure_ascii=False), json.dumps([1, 2], separators=(",", ":")))
print(json.dumps({"b": 1, "a": [1, {"c": []}], "e": {}}, indent=2, sort_keys=True))
print(json.loads('[1, 2.5, -3e2, true, false, null, "\\u4e2d\\n", {"a": {}}]'))
print(json.dumps((1, 2)), json.dumps("x"), json.dumps(1.0), json.dumps(float("inf")), json.dumps([]), json.dumps({True: 1, None: 2}))
with open("d.json", "w") as f:
    json.dump({"k": [1]}, f)
with open("d.json") as f:
    print(json.load(f))
for bad in ("{", '{"a" 1}', "[1,]", "nope", "", "[1] 2"):
    try:
        json.loads(bad)
    except json.JSONDecodeError as e:
        print(e, isinstance(e, ValueError))
try:
    json.dumps({1, 2})
except TypeError as e:
    print(e)
try:
    json.dumps({(1, 2): 3})
except TypeError as e:
    print(e)
print(json.dumps(object, default=lambda o: "default!"))
