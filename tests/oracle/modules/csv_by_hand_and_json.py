# set: first
import json
import os

rows = [("name", "age"), ("Ann", 30), ("Bob", 25), ("小明", 9)]
with open("people.csv", "w", encoding="utf-8") as f:
    for row in rows:
        f.write(",".join(map(str, row)) + "\n")
with open("people.csv", encoding="utf-8") as f:
    head = f.readline().strip().split(",")
    people = [dict(zip(head, line.strip().split(","))) for line in f]
for p in people:
    p["age"] = int(p["age"])
print(people)
with open("people.json", "w", encoding="utf-8") as f:
    json.dump(people, f, ensure_ascii=False, indent=1)
back = json.load(open("people.json", encoding="utf-8"))
print(back == people, sum(p["age"] for p in back), os.path.getsize("people.csv"))
print(open("people.json", encoding="utf-8").read())
oldest = max(back, key=lambda p: p["age"])
print("oldest:", oldest["name"], sorted(os.listdir("."))[-2:])
