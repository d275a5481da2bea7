//! Reading with the settings of a form before they are kept.

use std::sync::Arc;

use deskbook_domain::database::TlsMode;
use deskbook_domain::display::list_string;
use deskbook_domain::source::{BackEndKind, CustomerSource, SourceId};

use super::check::{Checked, lacks_password};
use super::{Form, stored};
use crate::back_end::{BackEnd, BackEndError};
use crate::connecting::{
    ConnectingError, DirectoryOpening, KeptPassword, OpenInstallation, OpenInstallations,
    OpenServer, Opening, SharedPassword, Source, Typed, source_secret,
};
use crate::customer_back_end::FoundCustomer;
use crate::hits::Place;
use crate::query::ValidityFilter;
use crate::selection::everything;

/// How many records are shown.
const SHOWN: u32 = 10;

/// What reading brought to light.
#[derive(Debug)]
pub struct Tested {
    /// What the server had to prove.
    pub tls_mode: TlsMode,
    /// How many records there are, valid or not.
    pub count: u32,
    /// The first ten.
    pub rows: Vec<TestedRow>,
    /// Why there are none.
    pub error: Option<BackEndError>,
    /// The statements that would make looking up a key fast.
    pub missing_indexes: Vec<String>,
}

/// A record as a list would show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestedRow {
    /// Its key.
    pub key: String,
    /// Its list fields in one line.
    pub text: String,
}

/// Reads with the settings of a form. Nothing is kept.
#[tracing::instrument(skip_all)]
pub async fn test(
    installations: &OpenInstallations,
    mut form: Form,
) -> Result<Tested, ConnectingError> {
    let record = stored(installations).await?;
    let current = installations.current();
    let unusable = || ConnectingError::SourceUnusable(form.id);
    let checked = Checked::of(&record, &form);
    let protected = checked.protected();
    if let Some((binding, key)) = &protected
        && lacks_password(installations, &record, &form, binding).await
    {
        return Err(ConnectingError::Unfit { field: key });
    }
    let password: SharedPassword = match (form.password.take(), protected) {
        (Some(typed), _) => Arc::new(Typed(typed)),
        (None, protected) => {
            let binding = protected.map_or_else(String::new, |(binding, _)| binding);
            kept(installations, &current, form.id, &binding)
        }
    };
    let source = checked.source.map_err(|_| unusable())?;
    let own_database = checked.own_database.transpose().map_err(|_| unusable())?;
    if let Source::CustomerUsers(source) = &source
        && let Some(directory) = &source.directory
    {
        let opening = DirectoryOpening {
            source: (**source).clone(),
            directory: (**directory).clone(),
            password,
            timing: installations.outside().timing,
            listener: installations.health(),
            clock: Arc::clone(&installations.outside().clock),
        };
        return Ok(read_directory(installations, opening).await);
    }
    if form.kind() != BackEndKind::Database {
        return Err(unusable());
    }
    let system = current.server().ok_or_else(unusable)?;
    let Some(address) = own_database else {
        // A person asks: a login that was refused earlier is tried once more
        system.admit();
        return Ok(read(system, source, record.database.tls.mode).await);
    };
    let outside = installations.outside();
    let tls_mode = address.tls.mode;
    let opening = outside.opening(address, password, installations.health());
    let server = system.beside(Opening {
        session: source.session(),
        source: Some(form.id),
        ..opening
    });
    let tested = read(&server, source, tls_mode).await;
    server.close().await;
    Ok(tested)
}

fn kept(
    installations: &OpenInstallations,
    current: &OpenInstallation,
    id: SourceId,
    binding: &str,
) -> SharedPassword {
    let secrets = Arc::clone(&installations.outside().secrets);
    let name = source_secret(current.id(), id);
    Arc::new(KeptPassword::new(secrets, name, binding))
}

async fn read_directory(installations: &OpenInstallations, opening: DirectoryOpening) -> Tested {
    let tls_mode = opening.directory.tls.mode;
    let directory = installations.outside().directories.open(opening);
    let read = read_people(directory.customer_users().as_ref()).await;
    directory.close().await;
    tested(read, tls_mode)
}

async fn read(server: &Arc<dyn OpenServer>, source: Source, tls_mode: TlsMode) -> Tested {
    let read = match source {
        Source::CustomerUsers(source) => {
            // A hint only: that it cannot be given spoils nothing
            let missing_indexes = server.missing_indexes((*source).clone()).await;
            let read = read_people(server.customer_users(*source).as_ref()).await;
            read.map(|read| Read {
                missing_indexes: missing_indexes.unwrap_or_default(),
                ..read
            })
        }
        Source::Customers(source) => read_customers(server, *source).await,
    };
    tested(read, tls_mode)
}

fn tested(read: Result<Read, BackEndError>, tls_mode: TlsMode) -> Tested {
    let (read, error) = match read {
        Ok(read) => (read, None),
        Err(error) => (Read::default(), Some(error)),
    };
    let Read {
        count,
        rows,
        missing_indexes,
    } = read;
    Tested {
        tls_mode,
        count,
        rows,
        error,
        missing_indexes,
    }
}

/// What a source has.
#[derive(Default)]
struct Read {
    count: u32,
    rows: Vec<TestedRow>,
    missing_indexes: Vec<String>,
}

async fn read_people(back_end: &dyn BackEnd) -> Result<Read, BackEndError> {
    let count = back_end.count().await?;
    let hits = back_end.search(everything(ValidityFilter::All)).await?;
    let page = hits.page(Place::From(0), SHOWN).await?;
    let rows = page.rows.into_iter().map(|found| TestedRow {
        text: list_string(back_end.source(), &found.record)
            .trim_end()
            .to_owned(),
        key: found.login.as_str().to_owned(),
    });
    Ok(Read {
        count,
        rows: rows.collect(),
        ..Read::default()
    })
}

async fn read_customers(
    server: &Arc<dyn OpenServer>,
    source: CustomerSource,
) -> Result<Read, BackEndError> {
    let back_end = server.customers(source);
    let count = back_end.count().await?;
    let hits = back_end.search(everything(ValidityFilter::All)).await?;
    let page = hits.page(Place::From(0), SHOWN).await?;
    let rows = page.rows.into_iter().map(|found| TestedRow {
        text: line(back_end.source(), &found),
        key: found.id.as_str().to_owned(),
    });
    Ok(Read {
        count,
        rows: rows.collect(),
        ..Read::default()
    })
}

/// The list fields joined by a space, as OTOBO lists customers.
fn line(source: &CustomerSource, found: &FoundCustomer) -> String {
    let fields = source.list_fields.iter();
    let fields = fields.filter_map(|column| source.map.field_stored_in(column));
    let values = fields.filter_map(|field| found.record.get(&field.var));
    let values: Vec<_> = values.filter(|value| !value.is_empty()).collect();
    values.join(" ")
}
