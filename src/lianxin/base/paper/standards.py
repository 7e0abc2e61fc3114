"""Code lists of the national standards a roster uses: code → name as printed in rosters.

Sheets hold the names, in many short forms; records hold the codes.
"""

# GB/T 2261.1 sex
SEXES = {"0": "未知的性别", "1": "男", "2": "女", "9": "未说明的性别"}

# GB/T 3304, in the order of the numeric codes; 97 and 98 are used in household registers
_GROUPS = """汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳
佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米
塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"""
ETHNIC_GROUPS = {f"{n:02}": f"{name}族" for n, name in enumerate(_GROUPS.split(), 1)}
ETHNIC_GROUPS |= {"97": "其他", "98": "外国血统中国籍人士"}

# GB/T 4762 political affiliation, by the short names in use
PARTIES = {
    "01": "中共党员",
    "02": "中共预备党员",
    "03": "共青团员",
    "04": "民革",
    "05": "民盟",
    "06": "民建",
    "07": "民进",
    "08": "农工党",
    "09": "致公党",
    "10": "九三学社",
    "11": "台盟",
    "12": "无党派人士",
    "13": "群众",
}

# GB/T 4658 education: the main levels, and the two degrees people tell apart
EDUCATION = {
    "10": "研究生",
    "11": "博士研究生",
    "14": "硕士研究生",
    "20": "大学本科",
    "30": "大学专科",
    "40": "中等职业教育",
    "60": "普通高中",
    "70": "初中",
    "80": "小学",
    "90": "其他",
}
