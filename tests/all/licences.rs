//! Every dependency's licence must go together with MIT OR Apache-2.0.

use std::process::Command;

use serde_json::Value;

/// Licences that ask for no more than MIT and Apache-2.0 do, or only about their own files.
const ALLOWED: [&str; 14] = [
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "MPL-2.0",
    "Unicode-3.0",
    "BSL-1.0",
    "CC0-1.0",
    "0BSD",
    "Unlicense",
    "OFL-1.1",
    "Ubuntu-font-1.0",
];

#[test]
fn every_dependency_may_be_used() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100, "only {} packages", packages.len());
    let mut refused = Vec::new();
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        if !allowed(licence) {
            refused.push(format!("{} {}: {licence:?}", package["name"], package["version"]));
        }
    }
    assert!(refused.is_empty(), "not allowed beside MIT OR Apache-2.0:\n{}", refused.join("\n"));
}

/// What `cargo metadata` says: of every platform's dependencies if they can be had, else of this platform's.
fn metadata() -> Value {
    let host = host();
    let every = ["--format-version", "1", "--locked"];
    let tries: [&[&str]; 3] = [&["--offline"], &[], &["--offline", "--filter-platform", &host]];
    let mut errors = String::new();
    for more in tries {
        let output = cargo().arg("metadata").args(every).args(more).output().unwrap();
        if output.status.success() {
            return serde_json::from_slice(&output.stdout).unwrap();
        }
        errors.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    panic!("cargo metadata failed: {errors}");
}

fn cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo
}

fn host() -> String {
    let output = cargo().arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

/// Whether an SPDX expression can be satisfied with allowed licences only. The old `A/B` means `A OR B`.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = tokens.as_slice();
    either(&mut rest) == Some(true) && rest.is_empty()
}

/// `a OR b`; `None` where the expression is malformed.
fn either(rest: &mut &[&str]) -> Option<bool> {
    let mut value = both(rest)?;
    while take(rest, "OR") {
        let other = both(rest)?;
        value |= other;
    }
    Some(value)
}

/// `a AND b`, which binds closer than OR.
fn both(rest: &mut &[&str]) -> Option<bool> {
    let mut value = single(rest)?;
    while take(rest, "AND") {
        let other = single(rest)?;
        value &= other;
    }
    Some(value)
}

/// A licence, with or without an exception, or an expression in brackets.
fn single(rest: &mut &[&str]) -> Option<bool> {
    if take(rest, "(") {
        let value = either(rest)?;
        return take(rest, ")").then_some(value);
    }
    let (name, after) = rest.split_first()?;
    if ["AND", "OR", "WITH", ")"].contains(name) {
        return None;
    }
    *rest = after;
    if take(rest, "WITH") {
        // An exception only gives more freedom: what counts is the licence before it.
        *rest = rest.split_first()?.1;
    }
    Some(ALLOWED.contains(&name.trim_end_matches('+')))
}

fn take(rest: &mut &[&str], word: &str) -> bool {
    match rest.split_first() {
        Some((first, after)) if *first == word => {
            *rest = after;
            true
        }
        _ => false,
    }
}

#[test]
fn expressions_are_read_as_spdx_means_them() {
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "MIT OR Apache-2.0 OR LGPL-2.1-or-later",
        "GPL-3.0 OR MIT",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
        "MIT AND GPL-2.0 OR ISC",
    ] {
        assert!(allowed(good), "{good} was refused");
    }
    for bad in [
        "",
        "GPL-3.0-only",
        "AGPL-3.0-or-later",
        "LGPL-2.1-only",
        "MIT AND GPL-3.0",
        "(MIT OR Apache-2.0) AND LGPL-3.0",
        "GPL-2.0 WITH Classpath-exception-2.0",
        "MIT OR",
        "(MIT",
        "MIT Apache-2.0",
        "Made-up-1.0",
    ] {
        assert!(!allowed(bad), "{bad} was let through");
    }
}
