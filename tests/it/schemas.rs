//! Published JSON Schemas, and what a value has against one.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::shared::shared;
use serde_json::Value;
use std::fs;

/// What a schema has against a value, with the place of each fault. Formats such as `date-time` count.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let validator = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

fn json(path: std::path::PathBuf) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// The schema of VERIS 1.4 with its enumerations in place; `None` where the shared material is absent.
pub fn veris() -> Option<Value> {
    let mut schema = json(shared("data/veris-tests/verisc.json")?);
    let enumerations = json(shared("data/veris-tests/verisc-enum.json")?);
    enumerate(&mut schema, &enumerations);
    Some(schema)
}

/// Puts lists of words where the schema has the member of that name.
fn enumerate(schema: &mut Value, words: &Value) {
    let schema = if schema["type"] == "array" { &mut schema["items"] } else { schema };
    match words {
        Value::Array(_) => schema["enum"] = words.clone(),
        Value::Object(members) => {
            for (name, words) in members {
                if let Some(member) = schema.pointer_mut(&format!("/properties/{name}")) {
                    enumerate(member, words);
                }
            }
        }
        other => panic!("{other} among the words of VERIS"),
    }
}
