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

/// The published schemas of STIX 2.1, by type of object.
pub struct Stix {
    bundle: jsonschema::Validator,
    kinds: std::collections::BTreeMap<&'static str, jsonschema::Validator>,
    core: jsonschema::Validator,
}

impl Stix {
    /// `None` where the shared material is absent.
    pub fn load() -> Option<Stix> {
        let folder = shared("data/schemas/stix/schemas")?;
        let mut registry = jsonschema::Registry::new();
        for kind in ["common", "sdos", "sros", "observables"] {
            for file in fs::read_dir(folder.join(kind)).unwrap() {
                let schema = json(file.unwrap().path());
                let id = schema["$id"].as_str().unwrap().to_owned();
                registry = registry.add(id, schema).unwrap();
            }
        }
        let registry = registry.prepare().unwrap();
        let build = |path: &str| {
            jsonschema::options().with_registry(&registry).build(&json(folder.join(path))).unwrap()
        };
        let kinds = [
            ("incident", "sdos/incident.json"),
            ("identity", "sdos/identity.json"),
            ("relationship", "sros/relationship.json"),
        ];
        Some(Stix {
            bundle: build("common/bundle.json"),
            kinds: kinds.into_iter().map(|(kind, path)| (kind, build(path))).collect(),
            core: build("common/core.json"),
        })
    }

    /// What the schemas have against a bundle, and each of its objects against that of its own type.
    ///
    /// The schema of a bundle takes an object of any other type if exactly one of two cores fits it, where the second asks
    /// for less than the first: so it takes no incident, and none of the objects of an extension. These are held against
    /// their own schemas alone.
    pub fn faults(&self, bundle: &Value) -> Vec<String> {
        let mut plain = bundle.clone();
        let all = plain["objects"].as_array_mut().unwrap();
        all.retain(|o| o["type"] == "identity" || o["type"] == "relationship");
        let mut faults: Vec<String> =
            self.bundle.iter_errors(&plain).map(|e| format!("{}: {e}", e.instance_path())).collect();
        for object in bundle["objects"].as_array().unwrap() {
            let schema = object["type"].as_str().and_then(|kind| self.kinds.get(kind)).unwrap_or(&self.core);
            faults.extend(schema.iter_errors(object).map(|e| format!("{} {e}", object["id"])));
        }
        faults
    }
}

/// The published schemas of CACAO 2.0; `None` where the shared material is absent.
pub fn cacao() -> Option<jsonschema::Validator> {
    let folder = shared("data/schemas/cacao")?;
    let mut registry = jsonschema::Registry::new();
    let parts =
        ["agent-target", "authentication-info", "commands", "data-markings", "data-types", "workflows"];
    for part in parts.into_iter().chain(["extension-definition"]) {
        for file in fs::read_dir(folder.join(part)).unwrap() {
            let schema = json(file.unwrap().path());
            let id = schema["$id"].as_str().unwrap().to_owned();
            registry = registry.add(id, schema).unwrap();
        }
    }
    let registry = registry.prepare().unwrap();
    Some(jsonschema::options().with_registry(&registry).build(&json(folder.join("playbook.json"))).unwrap())
}
