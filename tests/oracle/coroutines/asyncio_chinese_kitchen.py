# set: first
# 协程:一边烧水一边切菜。
import asyncio


async def 烧水():
    print("开始烧水")
    await asyncio.sleep(0.1)
    print("水开了")
    return "热水"


async def 切菜(种类):
    for 菜 in 种类:
        print("切", 菜)
        await asyncio.sleep(0.01)
    return len(种类)


async def 做饭():
    结果 = await asyncio.gather(烧水(), 切菜(["白菜", "萝卜"]))
    print("做好了:", 结果)


asyncio.run(做饭())
