"""The judges of finished files: each takes paths and says what it found.

A judge that cannot be started, or that gives no answer, has failed the file: silence is never a pass.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# The twin of a print PDF is made by satz itself.
SATZ = Path(os.environ.get("SATZ", ROOT / "target/release/satz"))
TOOLS = Path(os.environ.get("SATZ_VALIDATORS", HERE / ".tools"))
# The engine inside the package that `install` names.
VERAPDF = "veraPDF 1.31"
# A judge that hangs must not hold up the run for ever; the largest book takes well under a minute.
PATIENCE = 600


@dataclass
class Verdict:
    """What one judge says about one file."""

    judge: str
    path: Path
    passed: bool
    findings: list[str] = field(default_factory=list)
    # The judge with its version; absent where it did not judge.
    by: str = ""
    # What the judge holds files against, where that is a standard for readers.
    standard: str | None = None


def call(command):
    """Runs a judge; gives its exit code and all that it printed."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError:
        return 127, f"{command[0]} is not installed"
    except subprocess.TimeoutExpired:
        return 124, f"no answer within {PATIENCE} seconds"
    return done.returncode, done.stdout


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


# Usage hints of EPUBCheck that stay, as severity and code, each with its reason in a comment.
HINTS = [
    # `@font-face` is named wherever it stands; it stands only where a manifest asks for fonts.
    ["USAGE", "CSS-028"],
]


def epubcheck(path):
    """EPUBCheck with warnings and usage hints as failures, but for hints that have a reason in HINTS."""
    jar = TOOLS / "epubcheck/epubcheck/epubcheck.jar"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        code, printed = call(
            ["java", "-jar", jar, path, "--failonwarnings", "--usage", "--json", report]
        )
        try:
            found = json.loads(report.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Verdict("EPUBCheck", path, False, lines(printed) or ["no report was written"])
    findings = []
    for message in found["messages"]:
        where = message["locations"][0] if message["locations"] else {}
        place = f"{where.get('path', '')}:{where.get('line', 0)}"
        findings.append(f"{message['severity']} {message['ID']} {place} {message['message']}")
    judged = found["publication"].get("ePubVersion", "").startswith("3")
    if not judged:
        findings.append("this is no EPUB 3")
    grave = any(not finding.startswith("INFO") and finding.split()[:2] not in HINTS for finding in findings)
    by = f"EPUBCheck {found['checker']['checkerVersion']}"
    return Verdict("EPUBCheck", path, code == 0 and judged and not grave, findings, by, "EPUB 3.3")


def ace(path):
    """DAISY Ace on Debian's Chromium; any violation fails."""
    chromium = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or shutil.which("chromium")
    runner = TOOLS / "ace/node_modules/.bin/ace-puppeteer"
    with tempfile.TemporaryDirectory() as folder:
        code, printed = call(
            ["env", f"PUPPETEER_EXECUTABLE_PATH={chromium}", runner, "-s", "-f", "-E", "-o", folder, path]
        )
        try:
            report = json.loads((Path(folder) / "report.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Verdict("Ace", path, False, lines(printed) or ["no report was written"])
    findings = []
    for subject in report["assertions"]:
        for assertion in subject["assertions"]:
            test = assertion["earl:test"]
            text = assertion["earl:result"].get("dct:description", "").split("\n")[0]
            where = subject["earl:testSubject"]["url"]
            findings.append(f"{test['earl:impact']} {test['dct:title']} {where} {text}")
    passed = code == 0 and report["earl:result"]["earl:outcome"] == "pass" and not findings
    by = f"Ace {report['earl:assertedBy']['doap:release']['doap:revision']}"
    return Verdict("Ace", path, passed, findings, by, "EPUB Accessibility 1.1")


def reading_systems(path):
    """foliate-js and epub.js on Debian's Chromium: what readers of the book would miss."""
    chromium = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or shutil.which("chromium")
    code, printed = call(
        ["env", f"PUPPETEER_EXECUTABLE_PATH={chromium}", "node", HERE / "reading/index.mjs", TOOLS, path]
    )
    findings = lines(printed)
    if code not in (0, 1):
        findings.append(f"the book could not be judged: exit code {code}")
    packages = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    by = f"foliate-js {packages['foliate-js']}, epub.js {packages['epubjs']}"
    if not (TOOLS / "ace/node_modules/foliate-js").exists():
        by = ""
    # Contrast, text at twice its size, and no second axis to scroll along.
    clauses = "WCAG 2.2: 1.4.3, 1.4.4, 1.4.10"
    return Verdict("reading systems", path, code == 0 and not findings, findings, by, clauses)


def web_page(path):
    """Debian's Chromium with axe-core: a page at three widths, light and dark, opened as a file."""
    chromium = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or shutil.which("chromium")
    code, printed = call(["env", f"PUPPETEER_EXECUTABLE_PATH={chromium}", "node", HERE / "web/index.mjs", TOOLS, path])
    findings = lines(printed)
    if code not in (0, 1):
        findings.append(f"the page could not be judged: exit code {code}")
    return Verdict("browser", path, code == 0 and not findings, findings)


def verapdf(paths, flavours):
    """veraPDF for every path and flavour in one start of Java."""
    class_path = TOOLS / "verapdf/class-path"
    if not class_path.exists():
        return [Verdict("veraPDF", path, False, ["veraPDF is not installed"]) for path in paths]
    classes = f"{class_path.read_text(encoding='utf-8').strip()}:{TOOLS / 'verapdf'}"
    _, printed = call(["java", "-cp", classes, "VeraCheck", flavours, *paths])
    rows = [line.split("\t") for line in lines(printed) if re.match(r"(pass|FAIL)\t", line)]
    verdicts = []
    for path in paths:
        for flavour in flavours.split(","):
            name = f"veraPDF {flavour}"
            row = next((row for row in rows if row[1] == flavour and row[3] == str(path)), None)
            if row is None:
                verdicts.append(Verdict(name, path, False, lines(printed) or ["no answer"]))
            else:
                failed = [rule for rule in "\t".join(row[4:]).split("; ") if rule]
                standard = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}.get(flavour)
                verdicts.append(Verdict(name, path, row[0] == "pass", failed, VERAPDF, standard))
    return verdicts


def qpdf(path):
    """The structure of a PDF: cross references, streams, encoding."""
    code, printed = call(["qpdf", "--check", path])
    return Verdict("qpdf", path, code == 0, [] if code == 0 else lines(printed))


def ghostscript(path):
    """A second PDF engine interprets every page, and stops at the first thing it would have to repair."""
    code, printed = call(
        ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING"]
        + ["-sDEVICE=nullpage", path]
    )
    said = lines(printed)
    return Verdict("Ghostscript", path, code == 0 and not said, said)


def twin(path):
    """veraPDF for the twin of a print PDF that declares PDF/A-2b beside PDF/X-4, for which no free judge exists."""
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / path.name
        code, printed = call([SATZ, "twin", path, other])
        if code != 0:
            return Verdict("veraPDF 2b", path, False, lines(printed) or ["satz made no twin"])
        verdict = verapdf([other], "2b")[0]
    return Verdict(verdict.judge, path, verdict.passed, verdict.findings)


def onix(path):
    """A message for the book trade, or the one in a transfer package, by EDItEUR's schema with its code lists."""
    schema = TOOLS / "onix/onixcheck/schema/xsd3.0/ONIX_BookProduct_3.0_reference.xsd"
    if not schema.exists():
        return Verdict("ONIX schema", path, False, ["the schema is not installed"])
    with tempfile.TemporaryDirectory() as folder:
        message = path
        if path.suffix == ".zip":
            message = zipfile.ZipFile(path).extract("catalogue_md.xml", folder)
        # The schema repeats the 4,000 territories and codes in one enumeration, more than Java takes for granted.
        code, printed = call(["java", "-DentityExpansionLimit=0", "-Djdk.xml.maxOccurLimit=0", HERE / "XmlCheck.java", schema, message])
    return Verdict("ONIX schema", path, code == 0, lines(printed))


def at_once(tasks):
    """Runs the tasks side by side and gives their verdicts in the tasks' order."""
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return list(pool.map(lambda task: task(), tasks))


def shown(path):
    """A path as people write it: from the repository, where it lies inside."""
    try:
        return str(Path(path).resolve().relative_to(ROOT))
    except ValueError:
        return Path(path).name
