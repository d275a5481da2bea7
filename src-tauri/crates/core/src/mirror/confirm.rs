//! What a mirror showed, held against its source: a row that is otherwise there is put right here.

use std::collections::BTreeMap;

use deskbook_domain::record::Record;
use deskbook_domain::validity::Validity;

use super::{Known, MirrorHandle, Mirrored, Row};
use crate::back_end::{BackEnd, BackEndError};
use crate::query::ValidityFilter;
use crate::selection::{Detail, Selection};

/// More rows than these are not taken away if they are most of those that were asked for: the source rather looks
/// like one that is set up wrongly.
const MOST_GONE: usize = 2;

/// Asks a source for the rows of these keys, and puts right what the mirror has of them otherwise. Tells whether
/// anything was.
///
/// The source is asked by key, never by what somebody searched for: its own search may miss what the mirror found.
pub(crate) async fn confirm(
    mirror: &MirrorHandle,
    back_end: &dyn BackEnd,
    keys: &[&str],
) -> Result<bool, BackEndError> {
    let source = back_end.source();
    let copies = mirror.records(source.id, keys).await;
    let keys = copies.iter().map(|it| it.row.key.clone()).collect();
    let selection = Selection::Detail(Detail {
        choices: vec![(source.key.clone(), keys)],
        ..Detail::default()
    });
    let found = back_end.select(&selection, ValidityFilter::All, None);
    let found = found.await?.into_iter();
    let found: BTreeMap<_, _> = found
        .map(|it| (it.login.as_str().to_owned(), (it.record, it.validity)))
        .collect();
    let gone = copies.iter().filter(|it| !found.contains_key(&it.row.key));
    let gone: Vec<_> = gone.collect();
    let mut is_corrected = false;
    for copy in &copies {
        let Some((record, validity)) = found.get(&copy.row.key) else {
            continue;
        };
        let row = as_copied(copy, record, *validity);
        if row != copy.row {
            let known = Known {
                key: &row.key,
                validity: *validity,
                record,
            };
            mirror.correct(source.id, &row.key, Some(known)).await?;
            is_corrected = true;
        }
    }
    if gone.len() > MOST_GONE && gone.len() * 2 > copies.len() {
        return Ok(is_corrected);
    }
    for copy in gone {
        let key = copy.row.key.as_str();
        // A list may leave out what the source has all the same
        if back_end.find(&key.into()).await?.is_none() {
            mirror.correct(source.id, key, None).await?;
            is_corrected = true;
        }
    }
    Ok(is_corrected)
}

/// A record as the mirror would have it.
fn as_copied(copy: &Mirrored, record: &Record, validity: Validity) -> Row {
    let values = copy.fields.iter();
    Row {
        key: copy.row.key.clone(),
        validity,
        values: values
            .map(|var| record.get(var).map(str::to_owned))
            .collect(),
    }
}
