"""Codes of what is wrong with files, cells and keys, as the method page explains them (rules bring their own)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Code:
    """A kind of structural problem: short title and public explanation, both in Chinese."""

    title: str
    text: str


CODES: Mapping[str, Code] = {
    "L01": Code(
        title="文件编码",
        text=(
            "数据文件须为 UTF-8 编码的 CSV（可带 BOM）。改了扩展名的工作簿、网页、PDF 等，GBK／GB18030、UTF-16 文件，"
            "都会被认出并退回，不作猜测。"
        ),
    ),
    "L02": Code(
        title="引号不成对", text="单元格的双引号须成对。引号没有闭合会让后面的行被吞进同一格，所以整份文件退回。"
    ),
    "L03": Code(
        title="不可见字符",
        text=(
            "不得有控制字符、改变文字方向的字符、零宽字符、看起来是空白的符号和乱码替代符：人看不见，程序却会因此认错。"
        ),
    ),
    "L04": Code(
        title="超出上限",
        text="文件大小、行数、列数、单元格字数和文件夹里的文件数都有上限，防止误传和恶意文件拖垮检查。",
    ),
    "L05": Code(title="空文件", text="文件为空或只有表头。没有数据的表不必放文件，直接删除即可。"),
    "L06": Code(
        title="表头不符",
        text=(
            "表头在第 1 行，上面没有标题；每一列的表头须是数据字典中的中文名或英文名，不缺、不多、不重复，次序不限。"
            "没有列名也没有内容的列不算错。"
        ),
    ),
    "L07": Code(
        title="行的格数不符",
        text="每一行的格数须与表头相同，记录之间不得有整行空白。表末的空行、行末的空格子是表格软件加的，不算错。",
    ),
    "L08": Code(
        title="分隔符或换行",
        text="须以英文逗号分隔，以 LF 或 CRLF 换行。格内写作 CRLF 的换行读作一个换行，并提醒一次。",
    ),
    "L09": Code(
        title="不认识的文件或文件夹",
        text="数据目录只放约定的文件：区划代码／年度／部门代码／表名.csv 和 package.yaml。",
    ),
    "L10": Code(title="符号链接或特殊文件", text="数据目录中只能是普通文件和文件夹，符号链接与设备文件一律不读。"),
    "L11": Code(title="行数核对", text="读到的行数须与另一种独立数法一致，防止有行被悄悄吞掉。"),
    "L12": Code(title="打不开", text="文件或文件夹没有读取权限，或在检查时被移走，内容无法核对。"),
    "L13": Code(
        title="乱码",
        text=(
            "文字在转换编码时读错：GBK 的字节当作 UTF-8（医院成了 ҽԺ）、UTF-8 的字节当作 GBK（医院成了 鍖婚櫌），"
            "或逐个字节读作西文字母。能推出原文的，一并写出。"
        ),
    ),
    "P01": Code(title="缺少发布信息", text="每个部门年度文件夹须有 package.yaml，写明发布机构与发布日期等。"),
    "P02": Code(title="发布信息填写", text="package.yaml 是一张固定的小表：只收约定的项目，日期、数字与代码须合规。"),
    "P03": Code(title="豁免没有用上", text="package.yaml 里的豁免应对得上一条真实的问题；对不上时只提醒，不阻断。"),
    "P04": Code(
        title="部门说明对不上",
        text=(
            "package.yaml 里对提醒、关注的公开说明，须写明真有的规则代码和本部门的记录；"
            "错误不能只作说明，要改正或申请豁免。说明的那一处已经不再提示时，只提醒删去，不阻断。"
        ),
    ),
    "P05": Code(
        title="发布信息的日期在检查之后",
        text=(
            "package.yaml 里的成文、发布、公开、豁免和说明日期应是已经到了的日子；"
            "排定而还没有公开的，到那一天才算已公开。只提醒，不阻断。"
        ),
    ),
    "S01": Code(
        title="数据类型",
        text="数字、整数、年度、日期须按规定写法填写，不接受千分位、百分号、全角数字、科学记数法和 Excel 日期序号。",
    ),
    "S02": Code(title="必填", text="必填的格不能空。"),
    "S03": Code(title="取值范围", text="取值须在规定的选项、格式、长度或大小之内。"),
    "S04": Code(
        title="个人信息",
        text=(
            "文字中不得有身份证号码（18位、15位）、手机号码、银行卡号，全角数字、空格、短横、+86 都会认出；"
            "编码列只查18位身份证号码。检查结果只显示号码的前三位和后两位。不能豁免。"
        ),
    ),
    "S05": Code(
        title="密级标识",
        text=(
            "文字中不得有“机密★1年”“秘密★”“密级：秘密”一类的密级标识；“保密”“商业秘密”等普通说法不在此列。"
            "涉密项目只公布个数和理由。不能豁免。"
        ),
    ),
    "K01": Code(title="重复", text="同一张表里，主键相同的行只能有一行。"),
    "K02": Code(title="找不到对应记录", text="引用的编码须在被引用的表里存在，例如指标所属的项目、部门、区划。"),
    "K03": Code(
        title="编码冲突",
        text=(
            "同一区划同一年度内，一个项目、评价、事前评估、报告评审、整改、结果应用、报告的编码（不分大小写）只能属于一个部门，"
            "成本分析的编码跨年度也不重复；项目编码和评价编码不得使用网址保留字；"
            "一个区划一个年度只有一份年度说明，说明和数字的编码全站不重复。"
        ),
    ),
}
