//! The data's values in templates, and a trace of what was looked up in them.
//!
//! Words carry no place of their own through an engine. But an expression such as `{{ o.name }}` looks
//! its value up right before it is written, so the last look-up says from which row it comes.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};

use crate::data::{Node, Value as DataValue};
use crate::diagnostic::Place;

/// The values that templates looked up and wrote, in the order of the run.
#[derive(Debug, Default)]
pub(super) struct Trace {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The last value that was looked up in a row.
    last: Option<Looked>,
    written: Vec<Written>,
}

/// A value that was looked up.
#[derive(Debug, Clone)]
struct Looked {
    key: Arc<str>,
    from: Origin,
}

/// Where a written value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    /// The value's place.
    pub(super) place: Arc<Place>,
    /// Where its row starts.
    pub(super) row: usize,
}

/// What one `{{ … }}` wrote.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// The text.
    pub(super) text: String,
    /// The column that was looked up last before it, and the place of its value.
    looked: Option<Looked>,
}

impl Trace {
    /// Notes what an expression wrote.
    pub(super) fn write(&self, text: &str) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let looked = state.last.take();
        state.written.push(Written { text: text.to_owned(), looked });
    }

    /// All that was written.
    pub(super) fn written(&self) -> Vec<Written> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).written.clone()
    }

    fn look_up(&self, key: &Arc<str>, from: Origin) {
        let looked = Looked { key: key.clone(), from };
        self.state.lock().unwrap_or_else(PoisonError::into_inner).last = Some(looked);
    }
}

impl Written {
    /// The source of the value, where the expression shows exactly what was looked up: `o.name`, with or
    /// without filters. Of a sum over a column no row can be named.
    pub(super) fn source(&self, expression: &str) -> Option<Origin> {
        let looked = self.looked.as_ref()?;
        let path = expression.split('|').next()?.trim();
        let is_path = |letter: char| letter.is_alphanumeric() || "._-[]\"'".contains(letter);
        let key = path.trim_end_matches(['"', '\'', ']']).rsplit(['.', '"', '\'']).next()?;
        (path.chars().all(is_path) && path.len() > key.len() && key == &*looked.key)
            .then(|| looked.from.clone())
    }
}

/// A row or another record of the data.
#[derive(Debug)]
struct Row {
    entries: Vec<Entry>,
    start: usize,
    trace: Arc<Trace>,
}

#[derive(Debug)]
struct Entry {
    key: Arc<str>,
    value: Value,
    place: Arc<Place>,
}

impl Object for Row {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        let entry = self.entries.iter().find(|entry| &*entry.key == key)?;
        self.trace.look_up(&entry.key, Origin { place: entry.place.clone(), row: self.start });
        Some(entry.value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.entries.iter().map(|entry| Value::from(entry.key.clone())).collect())
    }
}

/// A list of rows, whose values are made when a template asks for one: most templates name few tables.
#[derive(Debug)]
struct Table {
    root: Arc<Node>,
    file: Arc<str>,
    trace: Arc<Trace>,
    rows: OnceLock<Vec<Value>>,
}

impl Table {
    fn nodes(&self) -> &[Node] {
        if let DataValue::List(rows) = &self.root.value { rows } else { &[] }
    }
}

impl Object for Table {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let make = || self.nodes().iter().map(|row| value(row, &self.file, &self.trace)).collect();
        self.rows.get_or_init(make).get(key.as_usize()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.nodes().len())
    }
}

/// What a data file holds, as templates see it.
pub(super) fn table(root: &Arc<Node>, file: &Arc<str>, trace: &Arc<Trace>) -> Value {
    match &root.value {
        DataValue::List(_) => {
            let (root, file, trace) = (root.clone(), file.clone(), trace.clone());
            Value::from_object(Table { root, file, trace, rows: OnceLock::new() })
        }
        _ => value(root, file, trace),
    }
}

/// A value of the data as templates see it.
pub(super) fn value(node: &Node, file: &Arc<str>, trace: &Arc<Trace>) -> Value {
    match &node.value {
        DataValue::Nothing => Value::from(()),
        DataValue::Boolean(boolean) => Value::from(*boolean),
        DataValue::Integer(integer) => Value::from(*integer),
        DataValue::Number(number, _) => Value::from(*number),
        DataValue::Date(date) => Value::from(date.to_string()),
        DataValue::Text(text) => Value::from(text.as_str()),
        DataValue::List(rows) => rows.iter().map(|row| value(row, file, trace)).collect(),
        DataValue::Record(entries) => {
            let entry = |(key, node): &(String, Node)| Entry {
                key: Arc::from(key.as_str()),
                value: value(node, file, trace),
                place: Arc::new(Place::new(file.clone(), node.range.clone())),
            };
            Value::from_object(Row {
                entries: entries.iter().map(entry).collect(),
                start: node.range.start,
                trace: trace.clone(),
            })
        }
    }
}
