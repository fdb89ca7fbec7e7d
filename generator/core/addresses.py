"""The address of every page and of every file to download, below the site's root.

Pages are folders with a slash at their end; a test holds them to the files of ``site_src``. Files are told by the stem
that the endings of their formats follow. Functions bear the names of the tables that a page shows.
"""

from __future__ import annotations

HOME = ""
PROJECTS = "projects/"
EXPLORE = "explore/"
COMPARE = "compare/"
TOPICS = "topics/"
DEPARTMENTS = "departments/"
DISCLOSURE = "disclosure/"
EVALUATIONS = "evaluations/"
EX_ANTE_EVALUATIONS = "ex-ante/"
MONITORINGS = "monitoring/"
SELF_EVALUATION_CHECKS = "checks/"
RECTIFICATIONS = "rectifications/"
APPLICATIONS = "consequences/"
FISCAL_OPERATIONS = "fiscal-operations/"
INSTITUTIONS = "institutions/"
POLICIES = "policies/"
STANDARDS = "standards/"
INDICATORS = "indicators/"
STATEMENTS = "statements/"
COMPARISON = "comparison/"
REPORTS = "reports/"
FINDINGS = "findings/"
PACK = "pack/"
REVIEW = "review/"
DATA = "data/"
REPORTING = "reporting/"
MISTAKES = "mistakes/"
SELFCHECK_PARTS = "assets/selfcheck/"
SEARCH = "search/"
ABOUT = "about/"
MECHANISMS = "mechanisms/"
METHOD = "method/"
DICTIONARY = "dictionary/"
MEASURES = "measures/"
CITE = "cite/"
COMPONENTS = "components/"


# Pages of records, and one that only some sites have.


def self_check() -> str:
    """The page on which bureaus check their files before they send them, where its parts are installed."""
    return "self-check/"


def project(division: str, year: int | str, key: str) -> str:
    """A project in a fiscal year; ``key`` is its code in lower case."""
    return f"projects/{division}/{year}/{key}/"


def project_list(division: str, year: int | str, page: int | str = 1) -> str:
    """A page of the list of a division-year's projects."""
    return f"lists/{division}/{year}/{page}/"


def year(division: str, year: int | str) -> str:
    """A division in a fiscal year."""
    return f"years/{division}/{year}/"


def topic(division: str, slug: str) -> str:
    """The projects of a fund domain."""
    return f"topics/{division}/{slug}/"


def department(division: str, department: str) -> str:
    """A department."""
    return f"departments/{division}/{department}/"


def disclosure(division: str, year: int | str) -> str:
    """What a division disclosed of a year."""
    return f"disclosure/{division}/{year}/"


def evaluation(division: str, year: int | str, key: str) -> str:
    """An evaluation; ``key`` is its code in lower case."""
    return f"evaluations/{division}/{year}/{key}/"


def ex_ante_evaluations(division: str, year: int | str) -> str:
    """The ex-ante evaluations of a division-year."""
    return f"ex-ante/{division}/{year}/"


def monitorings(division: str, year: int | str) -> str:
    """The monitorings of a division-year."""
    return f"monitoring/{division}/{year}/"


def rectifications(division: str, year: int | str) -> str:
    """The rectifications of a division-year."""
    return f"rectifications/{division}/{year}/"


def applications(division: str, year: int | str) -> str:
    """What followed from the evaluations of a division-year."""
    return f"consequences/{division}/{year}/"


def shared_indicators(division: str, year: int | str) -> str:
    """The indicators of a division-year that several bureaus use."""
    return f"indicators/{division}/{year}/"


def statement(division: str, year: int | str) -> str:
    """An annual statement."""
    return f"statements/{division}/{year}/"


def bulletin(division: str, year: int | str, key: str) -> str:
    """A bulletin, a unit's report or another document with figures; ``key`` is its code in lower case."""
    return f"statements/{division}/{year}/{key}/"


def table(name: str) -> str:
    """A table of the dictionary."""
    return f"dictionary/{name}/"


def records(division: str, folder: str, page: int | str = 1) -> str:
    """A page of the records that are registered in a folder: ``2025-edu``, or ``common`` of a division as a whole."""
    return f"records/{division}/{folder}/{page}/"


def printed_forms(division: str, folder: str, form: str, page: int = 1) -> str:
    """A page of the official forms of one kind of a department-year; ``folder`` like 2025-edu, ``form`` the layout."""
    return f"forms/{division}/{folder}/{form}{f'-{page}' if page > 1 else ''}/"


def findings_year(division: str, year: int | str) -> str:
    """What was found in a division-year."""
    return f"findings/{division}/{year}/"


def findings(division: str, year: int | str, department: str) -> str:
    """What was found about a department in a year."""
    return f"findings/{division}/{year}/{department}/"


def rule_findings(code: str) -> str:
    """What a rule found; the code in lower case."""
    return f"rules/{code.lower()}/"


def rule_examples(family: str) -> str:
    """What the rules about one kind of data point out, and what they do not."""
    return f"examples/{family}/"


def review(division: str, year: int | str) -> str:
    """What the people's congress may look at in a division-year."""
    return f"review/{division}/{year}/"


def desk(division: str, department: str) -> str:
    """The desk of whoever reports for a department."""
    return f"{REPORTING}{division}/{department}/"


# Files to download.

DOWNLOADS = "downloads"
DOWNLOAD_INDEX = f"{DOWNLOADS}/index.json"
FEED = f"{DOWNLOADS}/feed.xml"
DCAT = f"{DOWNLOADS}/catalog.jsonld"
SCHEMA_ORG = f"{DOWNLOADS}/dataset.jsonld"
PACK_FRAME = f"{DOWNLOADS}/packs/frame.json.gz"


def template(division: str, year: int, department: str) -> str:
    """The workbook in which a bureau fills in what it owes of a year."""
    return f"{DOWNLOADS}/templates/{division}/{year}/{division}-{year}-{department}.xlsx"


def blank_form(name: str) -> str:
    """An official form, blank; ``name`` is that of its layout."""
    return f"{DOWNLOADS}/forms/{name}.xlsx"


def calendar(division: str, department: str) -> str:
    """What a department has still to publish, as a calendar."""
    return f"{DOWNLOADS}/calendars/{division}-{department}.ics"


def form_workbook(division: str, year: int | str, department: str, form: str) -> str:
    """The official forms of one kind of a department-year as a workbook; ``form`` is the layout's name."""
    return f"{DOWNLOADS}/forms/{division}/{year}/{division}-{year}-{department}-{form}.xlsx"


def explore_index() -> str:
    """What the explorer reads first: which flat tables there are, with their columns and parts."""
    return f"{EXPLORE}data/index.json.gz"


def explore_data(table: str, division: str, year: int, part: str) -> str:
    """What the explorer reads of a flat table's division-year; ``part`` is ``figures`` or ``names``."""
    return f"{EXPLORE}data/{table}/{division}-{year}-{part}.json.gz"


def everything_stem(name: str) -> str:
    """Everything; ``name`` is that of the catalogue."""
    return f"{DOWNLOADS}/all/{name}"


def flat_stem(name: str) -> str:
    """A flat table."""
    return f"{DOWNLOADS}/flat/{name}"


def table_stem(name: str) -> str:
    """One table."""
    return f"{DOWNLOADS}/tables/{name}"


def year_stem(division: str, year: int) -> str:
    """A division-year."""
    return f"{DOWNLOADS}/years/{division}/{year}/{division}-{year}"


def department_stem(division: str, year: int, department: str) -> str:
    """A department-year."""
    return f"{DOWNLOADS}/departments/{division}/{year}/{division}-{year}-{department}"


def project_stem(division: str, year: int | str, code: str) -> str:
    """A project in a fiscal year; the code in lower case, as in the address of its page."""
    return f"{DOWNLOADS}/projects/{division}/{year}/{code.lower()}"


def project_index(division: str, year: int) -> str:
    """The list of the projects of a division-year, for programs."""
    return f"{DOWNLOADS}/projects/{division}/{year}/index.json"


def review_stem(division: str, year: int | str, department: str = "") -> str:
    """What stands ready to be carried into a meeting: of a division-year, or of one of its departments."""
    return f"{DOWNLOADS}/packs/{division}/{year}/{division}-{year}" + (f"-{department}" if department else "")


def pack_items(division: str, year: int | str, number: int | str) -> str:
    """The pages of some records of a division-year as data, by their keys; ``number`` counts such files from 1."""
    return f"{DOWNLOADS}/packs/{division}/{year}/items-{number}.json.gz"


def item(division: str, year: int | str, *key: str) -> str:
    """What a pack calls a record of a division's year.

    ``key``: a project's, a bureau's code with ``@`` before, else the flat table and the codes that it is found by.
    """
    return "/".join((division, str(year), *key))


def original(division: str, year: int | str, department: str, name: str) -> str:
    """An original file of a department-year."""
    return f"{DOWNLOADS}/originals/{division}/{year}/{department}/{name}"


def findings_file(ending: str) -> str:
    """All published findings as one file."""
    return f"{DOWNLOADS}/findings/findings.{ending}"


def findings_feed(division: str, department: str) -> str:
    """What was found about a bureau, as a feed."""
    return f"{DOWNLOADS}/findings/{division}/{department}.xml"


def schema(name: str) -> str:
    """The Table Schema of a table."""
    return f"{DOWNLOADS}/schemas/{name}.json"
