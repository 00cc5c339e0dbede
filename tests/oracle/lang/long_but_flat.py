# set: first
# Long, but flat: chains of elif, of operators, of calls, of elements and of statements.

def pick(x):
    if x == 0:
        return "case 0"
    elif x == 1:
        return "case 1"
    elif x == 2:
        return "case 2"
    elif x == 3:
        return "case 3"
    elif x == 4:
        return "case 4"
    elif x == 5:
        return "case 5"
    elif x == 6:
        return "case 6"
    elif x == 7:
        return "case 7"
    elif x == 8:
        return "case 8"
    elif x == 9:
        return "case 9"
    elif x == 10:
        return "case 10"
    elif x == 11:
        return "case 11"
    elif x == 12:
        return "case 12"
    elif x == 13:
        return "case 13"
    elif x == 14:
        return "case 14"
    elif x == 15:
        return "case 15"
    elif x == 16:
        return "case 16"
    elif x == 17:
        return "case 17"
    elif x == 18:
        return "case 18"
    elif x == 19:
        return "case 19"
    elif x == 20:
        return "case 20"
    elif x == 21:
        return "case 21"
    elif x == 22:
        return "case 22"
    elif x == 23:
        return "case 23"
    elif x == 24:
        return "case 24"
    elif x == 25:
        return "case 25"
    elif x == 26:
        return "case 26"
    elif x == 27:
        return "case 27"
    elif x == 28:
        return "case 28"
    elif x == 29:
        return "case 29"
    elif x == 30:
        return "case 30"
    elif x == 31:
        return "case 31"
    elif x == 32:
        return "case 32"
    elif x == 33:
        return "case 33"
    elif x == 34:
        return "case 34"
    elif x == 35:
        return "case 35"
    elif x == 36:
        return "case 36"
    elif x == 37:
        return "case 37"
    elif x == 38:
        return "case 38"
    elif x == 39:
        return "case 39"
    elif x == 40:
        return "case 40"
    elif x == 41:
        return "case 41"
    elif x == 42:
        return "case 42"
    elif x == 43:
        return "case 43"
    elif x == 44:
        return "case 44"
    elif x == 45:
        return "case 45"
    elif x == 46:
        return "case 46"
    elif x == 47:
        return "case 47"
    elif x == 48:
        return "case 48"
    elif x == 49:
        return "case 49"
    elif x == 50:
        return "case 50"
    elif x == 51:
        return "case 51"
    elif x == 52:
        return "case 52"
    elif x == 53:
        return "case 53"
    elif x == 54:
        return "case 54"
    elif x == 55:
        return "case 55"
    elif x == 56:
        return "case 56"
    elif x == 57:
        return "case 57"
    elif x == 58:
        return "case 58"
    elif x == 59:
        return "case 59"
    elif x == 60:
        return "case 60"
    elif x == 61:
        return "case 61"
    elif x == 62:
        return "case 62"
    elif x == 63:
        return "case 63"
    elif x == 64:
        return "case 64"
    elif x == 65:
        return "case 65"
    elif x == 66:
        return "case 66"
    elif x == 67:
        return "case 67"
    elif x == 68:
        return "case 68"
    elif x == 69:
        return "case 69"
    elif x == 70:
        return "case 70"
    elif x == 71:
        return "case 71"
    elif x == 72:
        return "case 72"
    elif x == 73:
        return "case 73"
    elif x == 74:
        return "case 74"
    elif x == 75:
        return "case 75"
    elif x == 76:
        return "case 76"
    elif x == 77:
        return "case 77"
    elif x == 78:
        return "case 78"
    elif x == 79:
        return "case 79"
    elif x == 80:
        return "case 80"
    elif x == 81:
        return "case 81"
    elif x == 82:
        return "case 82"
    elif x == 83:
        return "case 83"
    elif x == 84:
        return "case 84"
    elif x == 85:
        return "case 85"
    elif x == 86:
        return "case 86"
    elif x == 87:
        return "case 87"
    elif x == 88:
        return "case 88"
    elif x == 89:
        return "case 89"
    elif x == 90:
        return "case 90"
    elif x == 91:
        return "case 91"
    elif x == 92:
        return "case 92"
    elif x == 93:
        return "case 93"
    elif x == 94:
        return "case 94"
    elif x == 95:
        return "case 95"
    elif x == 96:
        return "case 96"
    elif x == 97:
        return "case 97"
    elif x == 98:
        return "case 98"
    elif x == 99:
        return "case 99"
    elif x == 100:
        return "case 100"
    elif x == 101:
        return "case 101"
    elif x == 102:
        return "case 102"
    elif x == 103:
        return "case 103"
    elif x == 104:
        return "case 104"
    elif x == 105:
        return "case 105"
    elif x == 106:
        return "case 106"
    elif x == 107:
        return "case 107"
    elif x == 108:
        return "case 108"
    elif x == 109:
        return "case 109"
    elif x == 110:
        return "case 110"
    elif x == 111:
        return "case 111"
    elif x == 112:
        return "case 112"
    elif x == 113:
        return "case 113"
    elif x == 114:
        return "case 114"
    elif x == 115:
        return "case 115"
    elif x == 116:
        return "case 116"
    elif x == 117:
        return "case 117"
    elif x == 118:
        return "case 118"
    elif x == 119:
        return "case 119"
    elif x == 120:
        return "case 120"
    elif x == 121:
        return "case 121"
    elif x == 122:
        return "case 122"
    elif x == 123:
        return "case 123"
    elif x == 124:
        return "case 124"
    elif x == 125:
        return "case 125"
    elif x == 126:
        return "case 126"
    elif x == 127:
        return "case 127"
    elif x == 128:
        return "case 128"
    elif x == 129:
        return "case 129"
    elif x == 130:
        return "case 130"
    elif x == 131:
        return "case 131"
    elif x == 132:
        return "case 132"
    elif x == 133:
        return "case 133"
    elif x == 134:
        return "case 134"
    elif x == 135:
        return "case 135"
    elif x == 136:
        return "case 136"
    elif x == 137:
        return "case 137"
    elif x == 138:
        return "case 138"
    elif x == 139:
        return "case 139"
    elif x == 140:
        return "case 140"
    elif x == 141:
        return "case 141"
    elif x == 142:
        return "case 142"
    elif x == 143:
        return "case 143"
    elif x == 144:
        return "case 144"
    elif x == 145:
        return "case 145"
    elif x == 146:
        return "case 146"
    elif x == 147:
        return "case 147"
    elif x == 148:
        return "case 148"
    elif x == 149:
        return "case 149"
    else:
        return "no case"


n = 1
print(pick(0), pick(77), pick(149), pick(150))
print(n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n + n)
print(len([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 194, 195, 196, 197, 198, 199, 200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216, 217, 218, 219, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229, 230, 231, 232, 233, 234, 235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250, 251, 252, 253, 254, 255, 256, 257, 258, 259, 260, 261, 262, 263, 264, 265, 266, 267, 268, 269, 270, 271, 272, 273, 274, 275, 276, 277, 278, 279, 280, 281, 282, 283, 284, 285, 286, 287, 288, 289, 290, 291, 292, 293, 294, 295, 296, 297, 298, 299, 300, 301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 311, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 322, 323, 324, 325, 326, 327, 328, 329, 330, 331, 332, 333, 334, 335, 336, 337, 338, 339, 340, 341, 342, 343, 344, 345, 346, 347, 348, 349, 350, 351, 352, 353, 354, 355, 356, 357, 358, 359, 360, 361, 362, 363, 364, 365, 366, 367, 368, 369, 370, 371, 372, 373, 374, 375, 376, 377, 378, 379, 380, 381, 382, 383, 384, 385, 386, 387, 388, 389, 390, 391, 392, 393, 394, 395, 396, 397, 398, 399, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 419, 420, 421, 422, 423, 424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 435, 436, 437, 438, 439, 440, 441, 442, 443, 444, 445, 446, 447, 448, 449, 450, 451, 452, 453, 454, 455, 456, 457, 458, 459, 460, 461, 462, 463, 464, 465, 466, 467, 468, 469, 470, 471, 472, 473, 474, 475, 476, 477, 478, 479, 480, 481, 482, 483, 484, 485, 486, 487, 488, 489, 490, 491, 492, 493, 494, 495, 496, 497, 498, 499]))
print(len({0: 0, 1: 1, 2: 4, 3: 9, 4: 16, 5: 25, 6: 36, 7: 49, 8: 64, 9: 81, 10: 100, 11: 121, 12: 144, 13: 169, 14: 196, 15: 225, 16: 256, 17: 289, 18: 324, 19: 361, 20: 400, 21: 441, 22: 484, 23: 529, 24: 576, 25: 625, 26: 676, 27: 729, 28: 784, 29: 841, 30: 900, 31: 961, 32: 1024, 33: 1089, 34: 1156, 35: 1225, 36: 1296, 37: 1369, 38: 1444, 39: 1521, 40: 1600, 41: 1681, 42: 1764, 43: 1849, 44: 1936, 45: 2025, 46: 2116, 47: 2209, 48: 2304, 49: 2401, 50: 2500, 51: 2601, 52: 2704, 53: 2809, 54: 2916, 55: 3025, 56: 3136, 57: 3249, 58: 3364, 59: 3481, 60: 3600, 61: 3721, 62: 3844, 63: 3969, 64: 4096, 65: 4225, 66: 4356, 67: 4489, 68: 4624, 69: 4761, 70: 4900, 71: 5041, 72: 5184, 73: 5329, 74: 5476, 75: 5625, 76: 5776, 77: 5929, 78: 6084, 79: 6241, 80: 6400, 81: 6561, 82: 6724, 83: 6889, 84: 7056, 85: 7225, 86: 7396, 87: 7569, 88: 7744, 89: 7921, 90: 8100, 91: 8281, 92: 8464, 93: 8649, 94: 8836, 95: 9025, 96: 9216, 97: 9409, 98: 9604, 99: 9801, 100: 10000, 101: 10201, 102: 10404, 103: 10609, 104: 10816, 105: 11025, 106: 11236, 107: 11449, 108: 11664, 109: 11881, 110: 12100, 111: 12321, 112: 12544, 113: 12769, 114: 12996, 115: 13225, 116: 13456, 117: 13689, 118: 13924, 119: 14161, 120: 14400, 121: 14641, 122: 14884, 123: 15129, 124: 15376, 125: 15625, 126: 15876, 127: 16129, 128: 16384, 129: 16641, 130: 16900, 131: 17161, 132: 17424, 133: 17689, 134: 17956, 135: 18225, 136: 18496, 137: 18769, 138: 19044, 139: 19321, 140: 19600, 141: 19881, 142: 20164, 143: 20449, 144: 20736, 145: 21025, 146: 21316, 147: 21609, 148: 21904, 149: 22201, 150: 22500, 151: 22801, 152: 23104, 153: 23409, 154: 23716, 155: 24025, 156: 24336, 157: 24649, 158: 24964, 159: 25281, 160: 25600, 161: 25921, 162: 26244, 163: 26569, 164: 26896, 165: 27225, 166: 27556, 167: 27889, 168: 28224, 169: 28561, 170: 28900, 171: 29241, 172: 29584, 173: 29929, 174: 30276, 175: 30625, 176: 30976, 177: 31329, 178: 31684, 179: 32041, 180: 32400, 181: 32761, 182: 33124, 183: 33489, 184: 33856, 185: 34225, 186: 34596, 187: 34969, 188: 35344, 189: 35721, 190: 36100, 191: 36481, 192: 36864, 193: 37249, 194: 37636, 195: 38025, 196: 38416, 197: 38809, 198: 39204, 199: 39601}))
print("x".replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", "").replace("x", "xy").replace("y", ""))
print(n < 2 and n < 3 and n < 4 and n < 5 and n < 6 and n < 7 and n < 8 and n < 9 and n < 10 and n < 11 and n < 12 and n < 13 and n < 14 and n < 15 and n < 16 and n < 17 and n < 18 and n < 19 and n < 20 and n < 21 and n < 22 and n < 23 and n < 24 and n < 25 and n < 26 and n < 27 and n < 28 and n < 29 and n < 30 and n < 31 and n < 32 and n < 33 and n < 34 and n < 35 and n < 36 and n < 37 and n < 38 and n < 39 and n < 40 and n < 41 and n < 42 and n < 43 and n < 44 and n < 45 and n < 46 and n < 47 and n < 48 and n < 49 and n < 50 and n < 51 and n < 52 and n < 53 and n < 54 and n < 55 and n < 56 and n < 57 and n < 58 and n < 59 and n < 60 and n < 61 and n < 62 and n < 63 and n < 64 and n < 65 and n < 66 and n < 67 and n < 68 and n < 69 and n < 70 and n < 71 and n < 72 and n < 73 and n < 74 and n < 75 and n < 76 and n < 77 and n < 78 and n < 79 and n < 80 and n < 81 and n < 82 and n < 83 and n < 84 and n < 85 and n < 86 and n < 87 and n < 88 and n < 89 and n < 90 and n < 91 and n < 92 and n < 93 and n < 94 and n < 95 and n < 96 and n < 97 and n < 98 and n < 99 and n < 100 and n < 101 and n < 102 and n < 103 and n < 104 and n < 105 and n < 106 and n < 107 and n < 108 and n < 109 and n < 110 and n < 111 and n < 112 and n < 113 and n < 114 and n < 115 and n < 116 and n < 117 and n < 118 and n < 119 and n < 120 and n < 121)
print("".join(("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v")))
print((lambda a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47, a48, a49, a50, a51, a52, a53, a54, a55, a56, a57, a58, a59: a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11 + a12 + a13 + a14 + a15 + a16 + a17 + a18 + a19 + a20 + a21 + a22 + a23 + a24 + a25 + a26 + a27 + a28 + a29 + a30 + a31 + a32 + a33 + a34 + a35 + a36 + a37 + a38 + a39 + a40 + a41 + a42 + a43 + a44 + a45 + a46 + a47 + a48 + a49 + a50 + a51 + a52 + a53 + a54 + a55 + a56 + a57 + a58 + a59)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59))
