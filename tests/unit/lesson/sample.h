/* sample.h: a whole lesson that the tests of this room load, and break. */
#ifndef TESTS_LESSON_SAMPLE_H
#define TESTS_LESSON_SAMPLE_H

#define FENCE "```"

static const char sample_lesson[] =
    "<!-- conch-lesson v=1 id=sample level=2 minutes=8 needs=first -->\n"            // 1
    "\n"
    "# Two tills, one count\n"                                                       // 3
    "\n"
    "Two tills add to one `count`.\n"
    "\n"
    FENCE "python id=race\n"                                                         // 7
    "from threading import Thread\n"
    "count = 0\n"
    "def sell():\n"
    "    global count\n"
    "    count += 1  # two steps\n"
    FENCE "\n"
    "\n"
    "<!-- predict id=final answer=c -->\n"                                           // 15
    "What can `count` be?\n"
    "\n"
    "- [ ] a. always 2\n"
    "- [ ] b. always 1\n"
    "- [ ] c. 1 or 2\n"                                                              // 20
    "\n"
    "<details><summary>Hint</summary>\n"
    "\n"
    "Look between reading and writing.\n"
    "\n"
    "</details>\n"
    "\n"
    "<details><summary>Hint a</summary>\n"                                           // 28
    "\n"
    "One line is two steps.\n"
    "\n"
    "</details>\n"
    "\n"
    "<details><summary>Hint b</summary>\n"
    "\n"
    "Sometimes they take turns.\n"
    "\n"
    "</details>\n"
    "\n"
    FENCE "conch for=race\n"                                                         // 40
    "run\n"
    FENCE "\n"
    "\n"
    FENCE "text expect=race order=any\n"
    "count is <n>\n"
    FENCE "\n"
    "\n"
    "<details><summary>Answer</summary>\n"
    "\n"
    "**c.** One write can be lost.\n"
    "\n"
    "</details>\n"
    "\n"
    "## What happened\n"                                                             // 54
    "\n"
    FENCE "text\n"
    "A: read 0 ......... write 1\n"
    FENCE "\n"
    "\n"
    "<!-- note -->\n"                                                                // 60
    "Ask the class first.\n"
    "\n"
    "<!-- pause -->\n"
    "<!-- speed x=0.5 -->\n"
    "\n"
    "<!-- try for=race -->\n"                                                        // 66
    "- Wait for nobody: `join off`, then `run`\n"
    "- See all: `explore`\n"
    "\n"
    "<details><summary>Check</summary>\n"                                            // 70
    "\n"
    FENCE "conch check=race\n"
    "expect every count >= 1\n"
    "expect some count < 2\n"
    "lock m on\n"
    "expect every count == 2\n"
    "expect outcomes {\"1\", 2}\n"
    "expect states <= 5000\n"
    "expect deadlock\n"
    "expect no deadlock\n"
    "expect output count is <n>\n"
    FENCE "\n"
    "\n"
    "</details>\n"
    "\n"
    "<!-- level id=mend goal=fix par=2 -->\n"                                        // 86
    FENCE "python id=mended continue=race\n"
    "print('count is', count)\n"
    FENCE "\n"
    "\n"
    "Now type `lesson 140`.\n";

#endif
