"""Writes plan.md (2 MB, 200 pages and more) and plan.docx (5 MB, with a picture that does not pack) into a folder.

    python3 tests/bench/plan.py FOLDER
"""
import random
import re
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

folder = Path(sys.argv[1])
own = Path(__file__).resolve().parents[2] / "src/example/kestrel-plan.md"
dice = random.Random(7)
text = own.read_text()
for n in range(1_500):
    text += f"\n## Playbook {n}\n\n"
    for step in range(12):
        a = dice.randrange(1 << 31)
        text += f"- Step {step}: **operations** compares system {a} with its last release & tells the owner within {15 + a % 45} minutes.\n"
(folder / "plan.md").write_text(text)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(properties, words):
    run = f'<w:r><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


body = ""
for line in text.splitlines():
    words = re.sub(r"\*\*|`", "", line).strip()
    if not words or set(words) <= set("|-: "):
        continue
    heading = re.match(r"(#+) (.*)", words)
    if heading:
        body += paragraph(f'<w:pStyle w:val="H{len(heading[1])}"/>', heading[2])
    elif words.startswith("- "):
        body += paragraph('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', words[2:])
    else:
        body += paragraph("", words)
styles = "".join(
    f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/></w:style>' for n in range(1, 7)
)
types = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(inner):
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


with zipfile.ZipFile(folder / "plan.docx", "w", zipfile.ZIP_DEFLATED) as out:
    out.writestr("[Content_Types].xml", types)
    out.writestr("_rels/.rels", relations(f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/>'))
    out.writestr(
        "word/_rels/document.xml.rels",
        relations(f'<Relationship Id="r1" Type="{R}/styles" Target="styles.xml"/><Relationship Id="r2" Type="{R}/image" Target="media/one.png"/>'),
    )
    out.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}<w:sectPr/></w:body></w:document>')
    out.writestr("word/styles.xml", f'<w:styles xmlns:w="{W}">{styles}</w:styles>')
    out.writestr("word/media/one.png", dice.randbytes(4_700_000))
