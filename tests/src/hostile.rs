//! Texts that have broken one program or another, alone and put together by chance.

use anyhow::Result;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// What has broken one program or another.
const PIECES: &[&str] = &[
    "'",
    "''",
    "\"",
    "`",
    "\\",
    "\\\\",
    "\\'",
    "%",
    "_",
    "*",
    "?",
    "!",
    "+",
    "&&",
    "||",
    "(",
    ")",
    "; DROP TABLE customer_user; --",
    "/*",
    "*/",
    "' OR '1'='1",
    "\0",
    "\u{1}",
    "\u{7f}",
    "\r\n",
    "\n",
    "\t",
    " ",
    "  ",
    "\u{a0}",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{10ffff}",
    "NULL",
    "null",
    "\\N",
    "0",
    "00",
    "-1",
    "1e309",
    "true",
    "AND",
    "OR",
    "###1###",
    "<script>alert(1)</script>",
    "&amp;",
    "%00",
    "%s%n",
    "{{7*7}}",
    "${x}",
    "../..",
    "ß",
    "ẞ",
    "İ",
    "ı",
    "Σ",
    "ς",
    "ﬁ",
    "e\u{301}",
    "\u{301}",
    "é",
    "Å",
    "王",
    "한",
    "محمد",
    "👩‍💻",
    "🦀",
    "🇩🇪",
    "\u{1f3fb}",
    "ⅷ",
    "Ⓐ",
    "ǅ",
    "ŉ",
];

/// Hostile pieces, any text, and texts longer than any column, in any mixture.
fn any() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES).prop_map(str::to_owned),
        2 => "\\PC{1,12}",
        1 => proptest::prelude::any::<String>(),
        1 => "[a-z]{1,8}",
    ];
    let some = prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat());
    prop_oneof![
        12 => some.clone(),
        1 => (some, 1_usize..60).prop_map(|(text, times)| text.repeat(times)),
        1 => prop::sample::select(PIECES).prop_map(str::to_owned),
    ]
}

/// So many texts, the same in every run: a failure can be repeated.
pub fn texts(count: u32) -> Result<Vec<String>> {
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let text = |_| {
        let tree = any().new_tree(&mut runner).map_err(anyhow::Error::msg)?;
        Ok(tree.current())
    };
    (0..count).map(text).collect()
}
