//! What a customer's new ID drags along, over all sources (`otobo-behaviour.md 4.5`, C70).

use deskbook_domain::ids::{CustomerId, Identifier};
use deskbook_domain::source::{CustomerUserSource, SourceId};
use deskbook_domain::vars;

use crate::back_end::{BackEnd, BackEndError, BackEndWriter, Changed, CustomerMoving};
use crate::caches::CacheTypes;
use crate::customer_back_end::{CustomerChange, CustomerRenaming, CustomerWriter};
use crate::installation::Installation;
use crate::moves::{MoveOptions, MoveStep, Moves};
use crate::query::ValidityFilter;
use crate::selection::Selection;

/// What a new ID would move, and what stays with the old one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenamePreview {
    /// What moves.
    pub moves: Moves,
    /// Customer users of sources that take no changes: they keep the old ID.
    pub left: Vec<(SourceId, u32)>,
}

/// What a new ID of a customer would move now. `in_source` is where the customer was read from: another
/// source may have the same ID.
#[tracing::instrument(skip_all)]
pub async fn preview_rename(
    installation: &Installation,
    in_source: Option<SourceId>,
    id: &CustomerId,
    new_id: &CustomerId,
    options: MoveOptions,
) -> Result<RenamePreview, BackEndError> {
    let stored = installation.customers.find_in(in_source, id).await?;
    let stored = stored.ok_or(BackEndError::NotFound)?;
    let back_end = installation.customers.of(stored.source)?;
    let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
    let renaming = CustomerRenaming {
        id: stored.id.clone(),
        new_id: new_id.clone(),
        people: people_beside(installation),
        options,
    };
    let mut preview = RenamePreview {
        moves: writer.count_moves(&renaming).await?,
        left: Vec::new(),
    };
    for back_end in installation.customer_users.iter() {
        let source = back_end.source();
        let is_writable = back_end.writer().is_some();
        if is_writable && is_beside(source) {
            continue;
        }
        let count = count_people(back_end.as_ref(), &source.customer_id, &stored.id).await?;
        if is_writable {
            let step = MoveStep::CustomerUsers(source.id);
            preview.moves.add(step, count.into());
        } else if count > 0 {
            preview.left.push((source.id, count));
        }
    }
    Ok(preview)
}

/// The sources in OTOBO's own database that take changes: their customer users move in the transaction of
/// the customer.
pub(crate) fn people_beside(installation: &Installation) -> Vec<CustomerUserSource> {
    let writable = installation.customer_users.iter();
    let writable = writable.filter(|it| it.writer().is_some());
    let sources = writable.map(|it| it.source().clone());
    sources.filter(is_beside).collect()
}

/// Changes a customer, and along with a new ID its customer users in sources elsewhere: each in a
/// transaction of its own, once the customer is stored. What cannot move is refused before; what fails all
/// the same keeps nobody else from moving.
pub(crate) async fn change_with_people(
    installation: &Installation,
    writer: &dyn CustomerWriter,
    change: CustomerChange,
) -> Result<Changed<CustomerId>, BackEndError> {
    let mut moving = CustomerMoving {
        id: change.id.clone(),
        new_id: CustomerId::from(change.record.text(vars::CUSTOMER_ID)),
        by: change.by,
    };
    if moving.id != moving.new_id {
        for (_, people) in people_elsewhere(installation) {
            people.count_to_move(&moving).await?;
        }
    }
    let (mut changed, mut failure) = match writer.change(change).await {
        Ok(changed) => (changed, None),
        Err(BackEndError::MovesLeft {
            key, moves, source, ..
        }) => {
            let key = CustomerId::from(key);
            (Changed { key, moves }, Some(source))
        }
        Err(error) => return Err(error),
    };
    let mut left = Vec::new();
    moving.new_id = changed.key.clone();
    if moving.id != moving.new_id {
        for (source, people) in people_elsewhere(installation) {
            match people.move_to_customer(&moving).await {
                Ok(moved) => changed.moves.add(MoveStep::CustomerUsers(source), moved),
                Err(error) => {
                    left.push(source);
                    failure.get_or_insert_with(|| Box::new(error));
                }
            }
        }
    }
    match failure {
        None => Ok(changed),
        Some(source) => Err(BackEndError::MovesLeft {
            key: changed.key.to_string(),
            moves: changed.moves,
            sources: left,
            stale_caches: CacheTypes::default(),
            source,
        }),
    }
}

/// The sources in other databases that take changes.
fn people_elsewhere(
    installation: &Installation,
) -> impl Iterator<Item = (SourceId, &dyn BackEndWriter)> {
    let elsewhere = installation.customer_users.iter();
    elsewhere
        .filter(|it| !is_beside(it.source()))
        .filter_map(|it| Some((it.source().id, it.writer()?)))
}

fn is_beside(source: &CustomerUserSource) -> bool {
    source.own_database.is_none()
}

async fn count_people(
    back_end: &dyn BackEnd,
    column: &Identifier,
    id: &CustomerId,
) -> Result<u32, BackEndError> {
    let selection = Selection::Equal {
        text: id.as_str().to_owned(),
        columns: vec![column.clone()],
    };
    back_end
        .count_selected(&selection, ValidityFilter::All)
        .await
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use deskbook_domain::source::{OwnDatabase, Subject};

    use super::*;
    use crate::ErrorCode;
    use crate::changes::Topic;
    use crate::customers::check::Draft;
    use crate::customers::save::{Outcome, save};
    use crate::editing::Editing;
    use crate::sources::CustomerUserSources;
    use crate::twin::{MoveFault, People, Twin, eva, record};

    /// ACME with one customer user in each of two other databases.
    async fn elsewhere() -> (Twin, [Arc<People>; 2]) {
        let mut twin = Twin::with_acme().await;
        let mut ids = SourceId::all(Subject::CustomerUsers).skip(1);
        let people = ["first", "second"].map(|login| {
            let own = OwnDatabase {
                dsn: "DBI:Pg:dbname=crm".to_owned(),
                user: "crm".to_owned(),
                kind: None,
                tls_mode: None,
                ca_file: None,
                client: None,
            };
            let source = CustomerUserSource {
                id: ids.next().unwrap(),
                own_database: Some(own),
                ..CustomerUserSource::shipped()
            };
            Arc::new(People::of(source, [eva(&[(vars::USER_LOGIN, login)])]))
        });
        let [first, second] = people.clone();
        let sources: Vec<Arc<dyn BackEnd>> = vec![twin.people.clone(), first, second];
        twin.installation.customer_users = CustomerUserSources::new(sources);
        (twin, people)
    }

    async fn rename(twin: &Twin) -> Result<Outcome, BackEndError> {
        let values = [
            (vars::CUSTOMER_ID, "BETA"),
            (vars::CUSTOMER_COMPANY_NAME, "ACME AG"),
            (vars::VALID_ID, "1"),
        ];
        let draft = Draft {
            editing: Some(Editing::as_stored("ACME")),
            source: None,
            record: record(&values),
            options: MoveOptions::default(),
        };
        save(&twin.installation, draft, Arc::new(())).await
    }

    async fn is_stored(twin: &Twin) -> bool {
        let sources = &twin.installation.customers;
        sources.find(&"BETA".into()).await.unwrap().is_some()
    }

    #[tokio::test]
    async fn people_in_other_databases_get_the_new_id() {
        let (twin, people) = elsewhere().await;
        let Ok(Outcome::Saved { moves, .. }) = rename(&twin).await else {
            panic!("nothing is in the way")
        };
        assert_eq!(moves.customer_users(), 2);
        assert_eq!(people.map(|it| it.customers()), [["BETA"], ["BETA"]]);
    }

    #[tokio::test]
    async fn an_id_that_another_database_cannot_hold_is_refused_before_anything_is_stored() {
        let (twin, people) = elsewhere().await;
        people[1].fail_moves(MoveFault::Unfit);
        let Ok(Outcome::Refused { findings }) = rename(&twin).await else {
            panic!("the second source cannot hold it")
        };
        assert_eq!(findings.len(), 1);
        assert!(!is_stored(&twin).await);
        assert_eq!(people.map(|it| it.customers()), [["ACME"], ["ACME"]]);
        assert_eq!(twin.heard.topics(), []);
    }

    #[tokio::test]
    async fn who_is_left_behind_is_named_and_the_others_move() {
        let (twin, people) = elsewhere().await;
        people[0].fail_moves(MoveFault::Lost);
        let error = rename(&twin).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::MovesLeft);
        let params = error.params();
        assert!(params.contains(&("source", "CustomerUser1".to_owned())));
        let caches = params.iter().find(|(name, _)| *name == "caches");
        let caches = &caches.unwrap().1;
        assert!(caches.contains("CustomerUser2"), "who moved: {caches}");
        assert!(caches.contains("CustomerCompany"), "the record: {caches}");
        assert!(is_stored(&twin).await);
        assert_eq!(people.map(|it| it.customers()), [["ACME"], ["BETA"]]);
        let topics = [Topic::Customers, Topic::CustomerUsers];
        assert_eq!(
            twin.heard.topics(),
            topics,
            "the window shows what is stored"
        );
    }

    #[tokio::test]
    async fn a_preview_looks_in_the_source_that_the_customer_was_read_from() {
        let acme = |name| {
            let values = [
                (vars::CUSTOMER_ID, "ACME"),
                (vars::CUSTOMER_COMPANY_NAME, name),
                (vars::VALID_ID, "1"),
            ];
            vec![record(&values)]
        };
        let twin = Twin::of_customers([acme("first"), Vec::new()]);
        let (old, new) = ("ACME".into(), "BETA".into());
        let second = SourceId::all(Subject::Customers).nth(1);
        let options = MoveOptions::default();
        let preview = async |source| {
            let preview = preview_rename(&twin.installation, source, &old, &new, options);
            preview.await.map_err(|error| error.code())
        };
        assert_eq!(preview(second).await, Err(ErrorCode::NotFound));
        assert_eq!(preview(None).await, Ok(RenamePreview::default()));
    }
}
