# set: first
# 中文标识符、字符串、格式化。

姓名 = "小明"
分数 = {"语文": 95, "数学": 88}


def 打招呼(名字, 问候="你好"):
    return f"{问候},{名字}!"


class 学生:
    学校 = "第一中学"

    def __init__(self, 名字):
        self.名字 = 名字

    def __str__(self):
        return "学生:" + self.名字


print(打招呼(姓名))
print(打招呼("小红", 问候="早上好"))
for 科目, 分 in 分数.items():
    print("%s:%d分" % (科目, 分))
print(学生("小李"), 学生.学校)
print(len("你好"), "你好"[0], "你好世界"[::-1], "世" in "世界", "一,二,三".split(","))
print("你好".encode("utf-8"), len("你好".encode()), "你好".encode().decode())
print(["你", "好"], {"键": "值"}, repr("中\n文"))
print(sorted("你好世界"), ord("你"), "\u4f60\u597d")
print("あいう", "한국어", "Ünïcödé".upper(), "ß".upper(), "😀" * 2, len("😀"))
try:
    raise ValueError("出错了:数值不对")
except ValueError as 错误:
    print("捕获到", 错误)
