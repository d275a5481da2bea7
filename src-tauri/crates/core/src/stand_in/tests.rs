use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::hits::Total;

/// A list of one row, which fails in the end.
struct Says(&'static str, fn() -> Option<BackEndError>);

#[async_trait]
impl Hits<&'static str> for Says {
    async fn page(&self, _: Place, _: u32) -> Result<Page<&'static str>, BackEndError> {
        match (self.1)() {
            Some(error) => Err(error),
            None => Ok(Page {
                start: 0,
                rows: vec![self.0],
                total: Total::Exact(1),
            }),
        }
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        Ok(1)
    }

    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        Ok(keys.iter().filter(|key| *key == self.0).cloned().collect())
    }
}

/// Who answers, and how often the copy was begun by then.
async fn answer_of(
    source: Option<fn() -> Option<BackEndError>>,
) -> (Result<&'static str, BackEndError>, u32) {
    let begun = Arc::new(AtomicU32::new(0));
    let begin = || {
        let begun = Arc::clone(&begun);
        async move {
            begun.fetch_add(1, Ordering::Relaxed);
            Ok(Box::new(Says("copy", || None)) as Box<dyn Hits<&'static str>>)
        }
    };
    let source = source.map(|fails| Box::new(Says("source", fails)) as Box<dyn Hits<_>>);
    let hits = StandIn::new(source, begin);
    let ready = hits.ready().await;
    let page = hits.page(Place::From(0), 1).await;
    assert_eq!(ready.is_ok(), page.is_ok());
    let row = page.map(|page| page.rows[0]);
    if let Ok(row) = row {
        let held = hits.holding(&[row.to_owned()]).await;
        assert_eq!(held.unwrap().len(), 1, "the same answers everything");
    }
    (row, begun.load(Ordering::Relaxed))
}

#[tokio::test]
async fn a_copy_stands_in_for_a_source_that_is_away_and_for_no_other() {
    let away = || Some(BackEndError::Failed("it is away".into()));
    assert!(matches!(answer_of(Some(|| None)).await, (Ok("source"), 0)));
    assert!(matches!(answer_of(Some(away)).await, (Ok("copy"), 1)));
    assert!(matches!(answer_of(None).await, (Ok("copy"), 1)));
    let refused = || Some(BackEndError::TooManyToSort { limit: 1 });
    let (answer, begun) = answer_of(Some(refused)).await;
    assert!(matches!(answer, Err(BackEndError::TooManyToSort { .. })));
    assert_eq!(begun, 0, "it answers, if only with a no");
}
