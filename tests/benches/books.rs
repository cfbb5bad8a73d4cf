//! How long books take, and how much of it is satz's own: `cargo bench`.
//!
//! Every figure comes from a process of its own, since Typst's caches live in the process, and counts
//! CPU seconds on one thread, which other work on the machine hardly changes. Beside each build stands
//! the bare Typst compile with export of a tagged PDF of the same lowered text, measured in the same
//! program. `cargo bench -- NAME` measures only books whose name contains NAME. The exit code is 1
//! where a budget is exceeded.

mod prose;
mod variants;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use satz::pipeline::{self, Event, Mode, Request, Selection, Stage};
use satz::publication::Output;
use satz::release::Status;
use satz::typeset::Unavailable;
use typst::diag::Warned;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// The outputs of the budget; the cover is measured apart.
const BOOK: &str = "print,screen,epub";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["child-bare", root, slug] => bare(Path::new(root), slug),
        ["child-build", root, output, slugs, outputs] => {
            build(&request(Path::new(root), Path::new(output), slugs, outputs));
        }
        ["child-variant", root, output, slug, variant] => variants::build(root, output, slug, variant),
        ["child-rebuild", root, output] => rebuild(Path::new(root), Path::new(output)),
        _ => return bench(words.first().map_or("", String::as_str)),
    }
    ExitCode::SUCCESS
}

// The parent: books, tables, budgets.

/// A book that is measured.
struct Book {
    name: &'static str,
    root: PathBuf,
    slug: String,
    /// How often; the quickest run counts, since a machine can only add to the time.
    runs: usize,
}

fn bench(filter: &str) -> ExitCode {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = tempfile::tempdir().expect("there is a folder for temporary files");
    let generated = scratch.path().join("workspace");
    for folder in ["layouts", "fonts"] {
        copy_folder(&repository.join(folder), &generated.join(folder));
    }
    fs::write(generated.join("satz.toml"), "").expect("the workspace can be written");
    let mut books = Vec::new();
    for (name, slug, chapters, runs) in [
        ("100 pages", "hundert-seiten", prose::CHAPTERS_OF_100_PAGES, 3),
        ("500 pages", "fuenfhundert-seiten", 5 * prose::CHAPTERS_OF_100_PAGES, 1),
    ] {
        if name.contains(filter) {
            prose::write(&generated, slug, chapters);
            books.push(Book { name, root: generated.clone(), slug: slug.to_owned(), runs });
        }
    }
    for name in ["leerstand-aktivieren", "netzwerk-innenstadt", "innenstadt-im-wandel"] {
        if name.contains(filter) {
            books.push(Book { name, root: repository.to_owned(), slug: name.to_owned(), runs: 2 });
        }
    }
    let mut budgets = Vec::new();
    for book in &books {
        measure(book, &scratch.path().join(&book.slug), &mut budgets);
    }
    if "variants".contains(filter) {
        variants::measure(repository, scratch.path(), &mut budgets);
    }
    if filter.is_empty() {
        unchanged(repository, &scratch.path().join("repository"), &mut budgets);
    }
    println!("\nBudgets");
    for budget in &budgets {
        let word = if budget.holds() { "holds" } else { "EXCEEDED" };
        println!("  {:<66} {:>6.2} of {:>4.2}  {word}", budget.name, budget.is, budget.limit);
    }
    if budgets.iter().all(Budget::holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Budget {
    name: &'static str,
    is: f64,
    limit: f64,
}

impl Budget {
    fn holds(&self) -> bool {
        self.is <= self.limit
    }
}

/// What a child tells: named numbers.
type Figures = BTreeMap<String, f64>;

fn measure(book: &Book, output: &Path, budgets: &mut Vec<Budget>) {
    let all = "print,screen,epub,cover";
    let build = |outputs: &str| {
        let _ = fs::remove_dir_all(output.join(".cache/builds"));
        child(&["child-build", &text(&book.root), &text(output), &book.slug, outputs])
    };
    let least = |run: &dyn Fn() -> Figures| {
        let runs = (0..book.runs).map(|_| run());
        runs.min_by(|a, b| a["cpu"].total_cmp(&b["cpu"])).unwrap_or_default()
    };
    let bare = least(&|| child(&["child-bare", &text(&book.root), &book.slug]));
    let cold = build(all);
    let whole = least(&|| build(all));
    let budgeted = least(&|| build(BOOK));
    let ratio = |figures: &Figures, of: &str| figures[of] / bare[of];
    println!("\n{}: {} pages", book.name, whole["pages"]);
    println!("  {:<34} {:>9} {:>7} {:>9} {:>7}", "", "CPU s", "ratio", "MiB", "ratio");
    for (name, figures) in [
        ("bare Typst, tagged PDF", &bare),
        ("print, screen, EPUB", &budgeted),
        ("print, screen, EPUB, cover", &whole),
        ("the same, no pictures in the cache", &cold),
    ] {
        println!(
            "  {name:<34} {:>9.3} {:>7.2} {:>9.0} {:>7.2}",
            figures["cpu"],
            ratio(figures, "cpu"),
            figures["mib"],
            ratio(figures, "mib")
        );
    }
    println!("  shares, with the cover:");
    let stages = || whole.iter().filter_map(|(key, seconds)| Some((key.strip_prefix("stage ")?, *seconds)));
    for output in ["all", "print", "screen", "epub", "cover"] {
        let of_output = || stages().filter_map(|(key, s)| Some((key.strip_prefix(output)?.trim_start(), s)));
        let sum: f64 = of_output().map(|(_, seconds)| seconds).sum();
        let parts: Vec<String> = of_output().map(|(stage, s)| format!("{stage} {s:.3}")).collect();
        println!("  {output:<8} {sum:>7.3}  {:>3.0} %  {}", 100.0 * sum / whole["cpu"], parts.join(", "));
    }
    let own = |figures: &Figures| figures["cpu"] - figures["typst"];
    let finishing = whole["stage print finishing"] / whole["stage all typesetting"];
    let again = pictures(&whole) / pictures(&cold);
    println!("  finishing the print PDF: {:.1} % of laying out the pages", 100.0 * finishing);
    println!("  pictures from the cache: {:.1} % of converting them", 100.0 * again);
    println!(
        "  satz's own: {:.3} s, {:.1} % of the bare compile",
        own(&budgeted),
        100.0 * own(&budgeted) / bare["cpu"]
    );
    if book.name == "100 pages" {
        budgets.push(Budget {
            name: "finishing the print PDF of 100 pages: CPU, share of laying them out",
            is: finishing,
            limit: 0.15,
        });
        budgets.push(Budget {
            name: "pictures of 100 pages from the cache: CPU, share of converting them",
            is: again,
            limit: 0.1,
        });
        budgets.push(Budget {
            name: "print, screen and EPUB of 100 pages: CPU, times the bare compile",
            is: ratio(&budgeted, "cpu"),
            limit: 1.6,
        });
        budgets.push(Budget {
            name: "satz's own stages for 100 pages: CPU, share of the bare compile",
            is: own(&budgeted) / bare["cpu"],
            limit: 0.1,
        });
        budgets.push(Budget {
            name: "print, screen and EPUB of 100 pages: memory, times the bare compile",
            is: ratio(&budgeted, "mib"),
            limit: 1.5,
        });
    }
}

/// The CPU seconds in which the pictures of all outputs got their versions.
fn pictures(figures: &Figures) -> f64 {
    figures
        .iter()
        .filter(|(stage, _)| stage.ends_with("converting pictures"))
        .map(|(_, seconds)| seconds)
        .sum()
}

/// Builds all publications of the repository, and again with nothing changed.
fn unchanged(repository: &Path, output: &Path, budgets: &mut Vec<Budget>) {
    child(&["child-build", &text(repository), &text(output), "", ""]);
    let again = child(&["child-rebuild", &text(repository), &text(output)]);
    println!("\nall publications, nothing changed: {:.3} s, {:.3} CPU s", again["wall"], again["cpu"]);
    budgets.push(Budget {
        name: "the publications with nothing changed: seconds",
        is: again["wall"],
        limit: 0.2,
    });
}

/// Runs this program again with other words, and reads the figures that it prints.
fn child(words: &[&str]) -> Figures {
    let program = std::env::current_exe().expect("a program knows its own file");
    let output = Command::new(program).args(words).output().expect("this program can be run again");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{words:?}\n{printed}{}", String::from_utf8_lossy(&output.stderr));
    let figure = |line: &str| {
        let (name, value) = line.split_once(": ")?;
        Some((name.to_owned(), value.parse().ok()?))
    };
    printed.lines().filter_map(figure).collect()
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the workspace can be written");
    for entry in fs::read_dir(from).expect("the repository can be read").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("the workspace can be written");
        }
    }
}

// The children: one measurement each, and the figures on standard output.

/// Only what Typst itself would do for one tagged PDF of the text that satz lowered, with the pictures as
/// their authors gave them.
fn bare(root: &Path, slug: &str) {
    let request = request(root, &std::env::temp_dir(), slug, "");
    let mut book = pipeline::book(&request, slug).expect("the book is without errors");
    let folder = root.to_owned();
    book.read = Arc::new(move |path| {
        let bytes = fs::read(folder.join(path)).map_err(|_| Unavailable::Missing)?;
        Ok(bytes.into())
    });
    on_one_thread(|| {
        let before = cpu();
        let world = book.world_of_pages();
        let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
        let pdf = output.and_then(|document| typst_pdf::pdf(&document, &PdfOptions::default()));
        let pdf = pdf.expect("Typst typesets what satz typesets");
        println!("bytes: {}", pdf.len());
        print_usage(before);
    });
}

/// A build with its stages.
fn build(request: &Request) {
    let stages = Mutex::new(Stages::default());
    let hear = |event: Event<'_>| {
        if let (Event::Doing { output, stage, .. }, Ok(mut stages)) = (event, stages.lock()) {
            stages.begin(output, stage);
        }
    };
    on_one_thread(|| {
        let run = pipeline::run(request, &hear);
        for done in &run.publications {
            assert_eq!(done.report.status, Status::Built, "{:#?}", done.report.findings);
        }
        let pages =
            run.publications.iter().flat_map(|done| &done.report.artefacts).find_map(|file| file.pages);
        println!("pages: {}", pages.unwrap_or_default());
        print_usage(0.0);
    });
    let Ok(stages) = stages.into_inner() else { return };
    stages.print();
}

/// A build that has nothing to do, with all threads, as its user waits for it.
fn rebuild(root: &Path, output: &Path) {
    let start = Instant::now();
    let run = pipeline::run(&request(root, output, "", ""), &|_| {});
    println!("wall: {}", start.elapsed().as_secs_f64());
    print_usage(0.0);
    for done in &run.publications {
        assert_eq!(done.report.status, Status::Unchanged, "{}", done.report.slug);
    }
}

fn request(root: &Path, output: &Path, slugs: &str, outputs: &str) -> Request {
    let names = |names: &str| -> Vec<String> {
        names.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let wanted = names(outputs);
    let is_wanted = |output: &Output| wanted.iter().any(|name| name == output.name());
    let outputs = (!wanted.is_empty()).then(|| Output::ALL.into_iter().filter(is_wanted).collect());
    Request {
        root: Some(root.to_owned()),
        output_dir: Some(output.to_owned()),
        selection: Selection { slugs: names(slugs), outputs, ..Selection::default() },
        mode: Mode::Build,
    }
}

/// One thread makes CPU seconds comparable, and the stages follow each other.
fn on_one_thread(work: impl FnOnce() + Send) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    pool.expect("a thread can be started").install(work);
}

/// The seconds of every stage, from its event to the next one.
#[derive(Default)]
struct Stages {
    seconds: BTreeMap<(String, Stage), f64>,
    running: Option<((String, Stage), f64)>,
}

impl Stages {
    fn begin(&mut self, output: Option<Output>, stage: Stage) {
        let now = cpu();
        let next = (output.map_or("all", Output::name).to_owned(), stage);
        if let Some((last, since)) = self.running.replace((next, now)) {
            *self.seconds.entry(last).or_default() += now - since;
        }
    }

    fn print(mut self) {
        self.begin(None, Stage::Write);
        for ((output, stage), seconds) in &self.seconds {
            println!("stage {output} {}: {seconds}", stage.word());
        }
        let typst = self.seconds.iter().filter(|((_, stage), _)| stage.is_typst());
        println!("typst: {}", typst.map(|(_, seconds)| seconds).sum::<f64>());
    }
}

/// The CPU seconds of all threads of this process (Linux, `Documentation/scheduler/sched-stats.rst`).
fn cpu() -> f64 {
    let threads = fs::read_dir("/proc/self/task").expect("the benchmark runs on Linux").flatten();
    let of_thread = |entry: fs::DirEntry| -> Option<f64> {
        let text = fs::read_to_string(entry.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse().ok()
    };
    threads.filter_map(of_thread).sum::<f64>() / 1e9
}

/// Prints CPU seconds since `before`, and the largest memory that this process ever held.
fn print_usage(before: f64) {
    println!("cpu: {}", cpu() - before);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    println!("mib: {}", peak.and_then(|peak| peak.trim().parse::<f64>().ok()).unwrap_or_default() / 1024.0);
}
