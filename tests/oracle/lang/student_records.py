# set: first
# 学生成绩管理。
class Student:
    def __init__(self, name, scores):
        self.name = name
        self.scores = scores

    def average(self):
        return sum(self.scores.values()) / len(self.scores)

    def grade(self):
        a = self.average()
        if a >= 90:
            return "优"
        elif a >= 75:
            return "良"
        return "中"

    def __repr__(self):
        return f"<{self.name} {self.average():.1f} {self.grade()}>"


students = [Student("小明", {"语文": 90, "数学": 95}), Student("小红", {"语文": 70, "数学": 82}), Student("小刚", {"语文": 60, "数学": 71})]
for i, s in enumerate(sorted(students, key=lambda s: s.average(), reverse=True), 1):
    print(f"第{i}名 {s.name:<4}{s.average():>6.2f} {s.grade()}", s)
subjects = {}
for s in students:
    for subject, score in s.scores.items():
        subjects.setdefault(subject, []).append(score)
for subject, scores in subjects.items():
    print(subject, max(scores), min(scores), round(sum(scores) / len(scores), 2))
print([s.name for s in students if s.grade() != "优"], "%d人" % len(students))
try:
    print(Student("空", {}).average())
except ZeroDivisionError as e:
    print("没有成绩:", e)
