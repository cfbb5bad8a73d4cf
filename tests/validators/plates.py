"""What each plate of a print PDF carries, as Ghostscript separates it (device tiffsep).

Promises are held against the plates: text in full black is on the black plate alone, every spot colour has a plate with
ink on it, and nowhere lies more ink than the printing condition bears. Which spot colours the pages were laid out with,
which plates each page needs and how much ink its paper bears stands in the report that goes to the shop with the file
(`<slug>-print.json`); without one, the file is asked for its spot colours and for its condition.
"""

import json
import re
import struct
import tempfile
from pathlib import Path

from judges import Verdict, call, lines

# Coarse enough for a book in seconds; without smoothing, every pixel is a colour of the page.
RESOLUTION = 72
PROCESS = ["Cyan", "Magenta", "Yellow", "Black"]
# What the European Color Initiative made its profiles for, as in src/colour/condition.rs.
INK_LIMITS = {b"FOGRA29": 320, b"FOGRA30": 320}
USUAL_LIMIT = 300
# satz keeps every colour within the limit; what JPEG and the blending of Ghostscript add to it lies below this.
SLACK = 6
# Less than this of an ink in a pixel, of 255, is what JPEG left on a plate that is empty.
TRACE = 8


def separated(path, folder, *options):
    """The plates of each page: their samples by their names; and what Ghostscript complained about."""
    folder.mkdir()
    code, printed = call(
        ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-dUseBleedBox", "-dTextAlphaBits=1", "-dGraphicsAlphaBits=1"]
        + ["-sDEVICE=tiffsep", "-sCompression=none", f"-r{RESOLUTION}", *options]
        + [f"-sOutputFile={folder}/%05d.tif", path]
    )
    pages = {}
    for file in sorted(folder.glob("*(*).tif")):
        page, name = re.fullmatch(r"(\d+)\((.*)\)\.tif", file.name).groups()
        pages.setdefault(int(page), {})[name] = samples(file.read_bytes())
        file.unlink()
    complaints = [] if code == 0 else lines(printed) or [f"Ghostscript ended with {code}"]
    return pages, complaints


def samples(data):
    """The samples of an uncompressed TIFF of eight bits a pixel: 255 is bare paper."""
    order = {b"II": "<", b"MM": ">"}[data[:2]]
    (at,) = struct.unpack_from(order + "I", data, 4)
    (count,) = struct.unpack_from(order + "H", data, at)
    tags = {}
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind, number = struct.unpack_from(order + "HHI", data, entry)
        letter = {3: "H", 4: "I"}.get(kind)
        if letter is None:
            continue
        inside = number * struct.calcsize(letter) <= 4
        start = entry + 8 if inside else struct.unpack_from(order + "I", data, entry + 8)[0]
        tags[tag] = struct.unpack_from(f"{order}{number}{letter}", data, start)
    if tags[259] != (1,) or tags[258] != (8,):
        raise ValueError("the plate is compressed, or has no eight bits a pixel")
    return b"".join(data[start : start + length] for start, length in zip(tags[273], tags[279], strict=True))


def rich_text(pages, grounds):
    """Pages whose text in full black brings other inks along; and whether there is any text in black at all.

    Text is what the page has and its ground, the page without text, has not. Black that overprints leaves the inks of
    the ground as they are, black that knocks out leaves none of them.
    """
    rich, black = [], False
    for number, page in pages.items():
        planes = [plates[name] for plates in (page, grounds[number]) for name in PROCESS]
        for colour in set(zip(*planes, strict=True)):
            seen, ground = colour[:4], colour[4:]
            if seen[3] > 5 or ground[3] <= 5:
                continue
            black = True
            if any(ink < 250 and abs(ink - below) > 5 for ink, below in zip(seen[:3], ground[:3], strict=True)):
                rich.append(f"page {number}: black text is mixed of {inks(seen)}")
                break
    return rich, black


def inks(colour):
    return " ".join(f"{name}{(255 - value) / 2.55:.0f}" for name, value in zip("CMYK", colour, strict=False))


def too_rich(pages, limit):
    """Pages on which more ink than the limit lies on as much as a square of five millimetres.

    Single pixels of photographs that JPEG made darker than they were dry well.
    """
    square = (5 / 25.4 * RESOLUTION) ** 2
    found = []
    for number, page in pages.items():
        planes = list(page.values())
        bare = 255 * len(planes)
        sums = [(bare - light) / 2.55 for light in map(sum, zip(*planes, strict=True))]
        over = [ink for ink in sums if ink > limit + SLACK]
        if len(over) > square:
            found.append(f"page {number}: up to {max(over):.0f} % of ink lie in one spot, and the limit is {limit} %")
    return found


def promised_spots(data):
    """The spot colours that a file names. `All` is the registration colour, `None` no ink."""
    names = re.findall(rb"/Separation\s*/([^\s/\[\]<>()]+)", data)
    decoded = {re.sub(rb"#([0-9A-Fa-f]{2})", lambda byte: bytes.fromhex(byte[1].decode()), name) for name in names}
    return {name.decode("utf-8", "replace") for name in decoded} - {"All", "None", *PROCESS}


def missing_spots(pages, spots):
    """Spot colours that no plate of any page carries."""
    has_ink = {name for page in pages.values() for name, plane in page.items() if min(plane) < 255}
    return [f"the spot colour {name} is on no plate of its own" for name in sorted(spots - has_ink)]


def report_of(path):
    """The report that names the file, and what it says of it."""
    for report in sorted(path.parent.glob("*-print.json")):
        job = json.loads(report.read_text(encoding="utf-8"))
        for file in job["files"]:
            if file["file"] == path.name:
                return job, file
    return None, None


def other_plates(pages, file):
    """Plates that a page needs and the report does not name, and those that the report names and no page needs."""
    capital = lambda ink: ink.capitalize() if ink.capitalize() in PROCESS else ink
    found, used = [], set()
    told = {page["page"]: {capital(ink) for ink in page["inks"]} for page in file["pages"]}
    for number, page in pages.items():
        inked = {name for name, plane in page.items() if min(plane) < 255 - TRACE}
        used |= inked
        found += [f"page {number}: {name} is printed, and the report does not say so" for name in sorted(inked - told[number])]
    promised = {capital(ink) for ink in file["inks"]}
    found += [f"{name} is promised, and its plate is empty" for name in sorted(promised - used)]
    if len(pages) != len(told):
        found.append(f"{len(pages)} pages are separated, and the report speaks of {len(told)}")
    return found


def ink_limit(data):
    named = re.search(rb"/OutputConditionIdentifier\s*\(([^)]*)\)", data)
    return INK_LIMITS.get(named[1] if named else b"", USUAL_LIMIT)


def plates(path, report=None):
    """Separates a print PDF and compares its plates with what is promised of it, in its report or in `report`."""
    path = Path(path)
    data = path.read_bytes()
    job, file = report or report_of(path)
    spots = promised_spots(data)
    if job:
        # A spot colour of the pages may be needed for the cover alone, or for the inner pages.
        elsewhere = {name for other in job["files"] if other["file"] != path.name for name in other["spots"]}
        spots |= {spot["name"] for spot in job["spots"]} - elsewhere
    limit = job["condition"]["ink-limit"] if job else ink_limit(data)
    with tempfile.TemporaryDirectory() as folder:
        pages, complaints = separated(path, Path(folder) / "all")
        grounds, more = separated(path, Path(folder) / "grounds", "-dFILTERTEXT")
    findings = complaints + more
    rich, black = rich_text(pages, grounds)
    findings += rich + too_rich(pages, limit) + missing_spots(pages, spots)
    findings += other_plates(pages, file) if file else []
    # A cover may do without black, a book cannot: then nothing was looked at.
    if not pages or not (black or path.stem.endswith("-cover")):
        findings.append("no page has any text in black")
    return Verdict("plates", path, not findings, findings)
