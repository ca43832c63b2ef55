"""Made-up firms and officers with codes that pass every check, and files of them as offices send them."""
import csv
import hashlib
import io
import zipfile
from xml.sax.saxutils import escape

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGAN_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
DIRECTORY_COLUMNS = ["企业名称", "统一社会信用代码", "注册日期", "企业类型", "经营范围", "所在省份", "地区", "注册地址"]
OFFICER_COLUMNS = ["工号", "姓名", "性别", "身份证号", "联系电话", "所在科室", "职务", "执法证号", "执法证有效期起", "执法证有效期止", "标签", "在岗状态"]


def pick(number, *choices):
    """One of the choices, the same in every run."""
    return choices[hashlib.sha256(f"{choices[0]}{number}".encode()).digest()[0] % len(choices)]


def credit_code(number, region="150802", kind="91"):
    """The number-th valid unified social credit code (GB 32100, the organ part by GB 11714)."""
    body = "MA" + f"{number:06d}"
    total = sum((int(c, 36)) * w for c, w in zip(body, ORGAN_WEIGHTS))
    check = (11 - total % 11) % 11
    code = kind + region + body + ("X" if check == 10 else str(check))
    rest = sum(CREDIT_ALPHABET.index(c) * w for c, w in zip(code, CREDIT_WEIGHTS)) % 31
    return code + CREDIT_ALPHABET[(31 - rest) % 31]


def identity_number(number):
    """The number-th valid resident identity number; odd numbers are men's."""
    body = f"150802{1970 + number % 25}{number % 12 + 1:02d}{number % 28 + 1:02d}{100 + number:03d}"
    rest = sum(int(c) * w for c, w in zip(body, IDENTITY_WEIGHTS)) % 11
    return body + "10X98765432"[rest]


def firm(number, region="150802"):
    place = pick(number, "解放", "新华", "团结", "先锋", "金川", "北环", "汇丰")
    trade = pick(number, "餐饮服务", "建筑劳务", "农牧业", "商贸", "物业服务", "机械制造", "运输", "番茄制品")
    return [f"巴彦淖尔市{place}{trade}{number:06d}有限公司", credit_code(number, region), f"{2001 + number % 24}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            "有限责任公司（自然人投资或控股）", f"{trade}；货物装卸，普通货物仓储", "内蒙古", "巴彦淖尔", f"内蒙古自治区巴彦淖尔市临河区{place}街道{number % 300 + 1}号"]


def officer(number):
    surname = pick(number, "王", "李", "张", "刘", "陈", "杨", "赵", "斯琴", "苏日娜", "白")
    given = pick(number * 7 + 1, "建军", "秀英", "海燕", "志强", "晓东", "丽娟", "宝音", "文慧")
    tags = "lead" if number % 3 == 0 else ""
    return [f"RS{number:03d}", surname + given, "男" if number % 2 else "女", identity_number(number), f"1390478{1000 + number}", pick(number, "劳动保障监察大队", "劳动关系科", "社会保险科"),
            "监察员", f"150802{number:06d}", "2024-01-01", "2029-12-31", tags, "在岗"]


def write_csv(path, columns, rows, encoding="utf-8"):
    with open(path, "w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def write_xlsx(path, columns, rows):
    """The smallest workbook there is, with its texts inline as some programs write them."""
    out = io.StringIO()
    out.write('<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
    for number, row in enumerate([columns, *rows], 1):
        out.write(f'<row r="{number}">')
        for column, cell in enumerate(row):
            out.write(f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>')
        out.write("</row>")
    out.write("</sheetData></worksheet>")
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", f'{head}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                      f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>')
        book.writestr("_rels/.rels", f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/workbook.xml", f'{head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{office}"><sheets><sheet name="名录" sheetId="1" r:id="rId1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        book.writestr("xl/worksheets/sheet1.xml", out.getvalue())
    return path
