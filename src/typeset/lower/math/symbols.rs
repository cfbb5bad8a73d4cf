//! The commands of LaTeX that stand for one sign, with the sign and its German name.

/// A command that stands for a sign.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Symbol {
    /// The command without its backslash.
    pub(super) command: &'static str,
    /// The sign, as Typst's math sets it.
    pub(super) sign: &'static str,
    /// How it is read in German.
    pub(super) german: &'static str,
}

const fn symbol(command: &'static str, sign: &'static str, german: &'static str) -> Symbol {
    Symbol { command, sign, german }
}

/// The sign of a command.
pub(super) fn find(command: &str) -> Option<&'static Symbol> {
    SYMBOLS.iter().find(|symbol| symbol.command == command)
}

/// Whether an operator of this sign is a large one that counts over something.
pub(super) fn is_large(symbol: &Symbol) -> bool {
    matches!(symbol.sign, "∑" | "∏" | "∫" | "∮" | "⋃" | "⋂")
}

/// The functions that LaTeX sets upright, and whether their limits stand below.
pub(super) fn function(command: &str) -> Option<bool> {
    let plain = [
        "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
        "log", "ln", "lg", "exp", "arg", "deg", "dim", "hom", "ker",
    ];
    let limits = ["lim", "max", "min", "sup", "inf", "det", "gcd", "Pr", "limsup", "liminf"];
    if plain.contains(&command) {
        return Some(false);
    }
    limits.contains(&command).then_some(true)
}

/// The commands that take one argument, with Typst's function.
pub(super) const ACCENTS: [(&str, &str); 21] = [
    ("hat", "hat"),
    ("widehat", "hat"),
    ("tilde", "tilde"),
    ("widetilde", "tilde"),
    ("bar", "overline"),
    ("overline", "overline"),
    ("underline", "underline"),
    ("vec", "arrow"),
    ("dot", "dot"),
    ("ddot", "dot.double"),
    ("overbrace", "overbrace"),
    ("underbrace", "underbrace"),
    ("cancel", "cancel"),
    ("mathbf", "bold"),
    ("boldsymbol", "bold"),
    ("mathbb", "bb"),
    ("mathcal", "cal"),
    ("mathfrak", "frak"),
    ("mathsf", "sans"),
    ("mathtt", "mono"),
    ("mathit", "italic"),
];

/// The commands that are spaces, with Typst's name.
pub(super) const SPACES: [(&str, &str); 8] = [
    (",", "thin"),
    (":", "med"),
    (";", "thick"),
    (" ", "space"),
    ("quad", "quad"),
    ("qquad", "wide"),
    ("thinspace", "thin"),
    ("enspace", "space.en"),
];

/// The environments of rows and cells.
pub(super) const ENVIRONMENTS: [&str; 10] =
    ["matrix", "pmatrix", "bmatrix", "vmatrix", "cases", "aligned", "align", "align*", "gather", "gathered"];

/// The commands that are structure.
const STRUCTURE: [&str; 12] = [
    "frac",
    "dfrac",
    "tfrac",
    "cfrac",
    "binom",
    "sqrt",
    "text",
    "mathrm",
    "operatorname",
    "left",
    "right",
    "begin",
];

/// Every known command, for suggestions.
pub(super) fn command_names() -> impl Iterator<Item = &'static str> {
    SYMBOLS
        .iter()
        .map(|symbol| symbol.command)
        .chain(ACCENTS.iter().map(|(command, _)| *command))
        .chain(STRUCTURE)
}

static SYMBOLS: [Symbol; 113] = [
    symbol("alpha", "α", "Alpha"),
    symbol("beta", "β", "Beta"),
    symbol("gamma", "γ", "Gamma"),
    symbol("delta", "δ", "Delta"),
    symbol("epsilon", "ϵ", "Epsilon"),
    symbol("varepsilon", "ε", "Epsilon"),
    symbol("zeta", "ζ", "Zeta"),
    symbol("eta", "η", "Eta"),
    symbol("theta", "θ", "Theta"),
    symbol("vartheta", "ϑ", "Theta"),
    symbol("iota", "ι", "Iota"),
    symbol("kappa", "κ", "Kappa"),
    symbol("lambda", "λ", "Lambda"),
    symbol("mu", "μ", "My"),
    symbol("nu", "ν", "Ny"),
    symbol("xi", "ξ", "Xi"),
    symbol("pi", "π", "Pi"),
    symbol("rho", "ρ", "Rho"),
    symbol("sigma", "σ", "Sigma"),
    symbol("tau", "τ", "Tau"),
    symbol("upsilon", "υ", "Ypsilon"),
    symbol("phi", "ϕ", "Phi"),
    symbol("varphi", "φ", "Phi"),
    symbol("chi", "χ", "Chi"),
    symbol("psi", "ψ", "Psi"),
    symbol("omega", "ω", "Omega"),
    symbol("Gamma", "Γ", "groß Gamma"),
    symbol("Delta", "Δ", "groß Delta"),
    symbol("Theta", "Θ", "groß Theta"),
    symbol("Lambda", "Λ", "groß Lambda"),
    symbol("Xi", "Ξ", "groß Xi"),
    symbol("Pi", "Π", "groß Pi"),
    symbol("Sigma", "Σ", "groß Sigma"),
    symbol("Phi", "Φ", "groß Phi"),
    symbol("Psi", "Ψ", "groß Psi"),
    symbol("Omega", "Ω", "groß Omega"),
    symbol("cdot", "·", "mal"),
    symbol("times", "×", "mal"),
    symbol("div", "÷", "geteilt durch"),
    symbol("pm", "±", "plus minus"),
    symbol("mp", "∓", "minus plus"),
    symbol("ast", "∗", "Stern"),
    symbol("circ", "∘", "Kringel"),
    symbol("leq", "≤", "kleiner oder gleich"),
    symbol("le", "≤", "kleiner oder gleich"),
    symbol("geq", "≥", "größer oder gleich"),
    symbol("ge", "≥", "größer oder gleich"),
    symbol("neq", "≠", "ungleich"),
    symbol("ne", "≠", "ungleich"),
    symbol("lt", "<", "kleiner als"),
    symbol("gt", ">", "größer als"),
    symbol("ll", "≪", "viel kleiner als"),
    symbol("gg", "≫", "viel größer als"),
    symbol("approx", "≈", "ungefähr gleich"),
    symbol("sim", "∼", "ähnlich"),
    symbol("simeq", "≃", "ungefähr gleich"),
    symbol("equiv", "≡", "identisch gleich"),
    symbol("propto", "∝", "proportional zu"),
    symbol("to", "→", "nach"),
    symbol("rightarrow", "→", "Pfeil nach rechts"),
    symbol("leftarrow", "←", "Pfeil nach links"),
    symbol("leftrightarrow", "↔", "Pfeil in beide Richtungen"),
    symbol("Rightarrow", "⇒", "daraus folgt"),
    symbol("implies", "⟹", "daraus folgt"),
    symbol("Leftarrow", "⇐", "folgt aus"),
    symbol("Leftrightarrow", "⇔", "genau dann, wenn"),
    symbol("iff", "⟺", "genau dann, wenn"),
    symbol("mapsto", "↦", "wird abgebildet auf"),
    symbol("uparrow", "↑", "Pfeil nach oben"),
    symbol("downarrow", "↓", "Pfeil nach unten"),
    symbol("in", "∈", "Element von"),
    symbol("notin", "∉", "kein Element von"),
    symbol("ni", "∋", "enthält"),
    symbol("subset", "⊂", "Teilmenge von"),
    symbol("subseteq", "⊆", "Teilmenge von oder gleich"),
    symbol("supset", "⊃", "Obermenge von"),
    symbol("supseteq", "⊇", "Obermenge von oder gleich"),
    symbol("cup", "∪", "vereinigt mit"),
    symbol("cap", "∩", "geschnitten mit"),
    symbol("setminus", "∖", "ohne"),
    symbol("emptyset", "∅", "leere Menge"),
    symbol("varnothing", "∅", "leere Menge"),
    symbol("forall", "∀", "für alle"),
    symbol("exists", "∃", "es gibt"),
    symbol("neg", "¬", "nicht"),
    symbol("land", "∧", "und"),
    symbol("wedge", "∧", "und"),
    symbol("lor", "∨", "oder"),
    symbol("vee", "∨", "oder"),
    symbol("sum", "∑", "Summe"),
    symbol("prod", "∏", "Produkt"),
    symbol("int", "∫", "Integral"),
    symbol("oint", "∮", "Umlaufintegral"),
    symbol("bigcup", "⋃", "Vereinigung"),
    symbol("bigcap", "⋂", "Durchschnitt"),
    symbol("infty", "∞", "unendlich"),
    symbol("partial", "∂", "d"),
    symbol("nabla", "∇", "Nabla"),
    symbol("ell", "ℓ", "l"),
    symbol("ldots", "…", "und so weiter"),
    symbol("dots", "…", "und so weiter"),
    symbol("cdots", "⋯", "und so weiter"),
    symbol("vdots", "⋮", "und so weiter"),
    symbol("ddots", "⋱", "und so weiter"),
    symbol("degree", "°", "Grad"),
    symbol("prime", "′", "Strich"),
    symbol("mid", "∣", "mit"),
    symbol("lvert", "|", "Betrag von"),
    symbol("rvert", "|", "Ende des Betrags"),
    symbol("langle", "⟨", "Klammer auf"),
    symbol("rangle", "⟩", "Klammer zu"),
    symbol("euro", "€", "Euro"),
    symbol("S", "§", "Paragraf"),
];
