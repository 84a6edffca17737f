"""Opens Word documents in LibreOffice, accepts or rejects all tracked changes, and saves what is left.

    changes.py accept|reject|keep IN.docx OUT...   (OUT ends in .docx, .pdf, .txt or .html)
"""
import os
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {".docx": "MS Word 2007 XML", ".pdf": "writer_pdf_Export", ".txt": "Text (encoded)", ".html": "HTML (StarWriter)"}


def named(name, value):
    prop = PropertyValue()
    prop.Name, prop.Value = name, value
    return prop


def main():
    what, source, outs = sys.argv[1], sys.argv[2], sys.argv[3:]
    profile = tempfile.mkdtemp(prefix="floodmark-office-")
    pipe = f"floodmark{os.getpid()}"
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    context = None
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:
            time.sleep(0.25)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    try:
        document = desktop.loadComponentFromURL("file://" + os.path.abspath(source), "_blank", 0, (named("Hidden", True),))
        if what != "keep":
            dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
            frame = document.CurrentController.Frame
            command = ".uno:AcceptAllTrackedChanges" if what == "accept" else ".uno:RejectAllTrackedChanges"
            dispatcher.executeDispatch(frame, command, "", 0, ())
        for out in outs:
            kind = FILTERS[os.path.splitext(out)[1]]
            document.storeToURL("file://" + os.path.abspath(out), (named("FilterName", kind), named("FilterOptions", "UTF8")))
        document.close(False)
    finally:
        try:
            desktop.terminate()
        except Exception:
            pass
        office.wait(30)


main()
