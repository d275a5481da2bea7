//! A back end under test: both its sides, and a way past it.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use deskbook_core::back_end::{Addition, BackEnd, BackEndError, BackEndWriter, Change, Signature};
use deskbook_core::changes::{ChangeListener, Topic};
use deskbook_core::clock::Clock as _;
use deskbook_core::customer_back_end::{CustomerBackEnd, CustomerChange, CustomerWriter};
use deskbook_core::installation::Installation;
use deskbook_core::instant::LookUp;
use deskbook_core::mail_domains::EveryDomain;
use deskbook_core::moves::MoveOptions;
use deskbook_core::otobo_system::OtoboSystem;
use deskbook_core::sample::SampleTarget;
use deskbook_core::sources::{CustomerSources, CustomerUserSources};
use deskbook_domain::ids::{AgentId, CustomerId, Login};
use deskbook_domain::map::{Map, is_password};
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;
use deskbook_sql::LocalDirectory;
use tempfile::TempDir;

use crate::builders::{CustomerBuilder, CustomerUserBuilder};
use crate::clock::SetClock;
use crate::csv::Table;
use crate::outside::OutsideWriter;
#[cfg(target_os = "linux")]
use crate::servers::directory_writer::DirectoryWriter;

/// Who wrote what comes from outside, and when.
const OUTSIDE_SIGNATURE: [(&str, &str); 4] = [
    ("create_time", "2024-03-01 08:00:00"),
    ("create_by", "1"),
    ("change_time", "2024-03-01 08:00:00"),
    ("change_by", "1"),
];

/// An installation that begins empty and ends with the test.
pub struct Stand {
    /// Its customer users.
    pub customer_users: Arc<dyn BackEnd>,
    /// Its customers.
    pub customers: Arc<dyn CustomerBackEnd>,
    /// Its database beside them.
    pub system: Arc<dyn OtoboSystem>,
    /// The local directory, if that is what stands behind them.
    pub local_directory: Option<LocalDirectory>,
    /// The way past its customer users, if they are in a directory.
    #[cfg(target_os = "linux")]
    pub directory: Option<DirectoryWriter>,
    /// The way past all others.
    pub outside: OutsideWriter,
    /// Stands at the 14th of November 2023, 22:13:20.
    pub clock: Arc<SetClock>,
    /// Where its files are.
    pub place: TempDir,
}

impl Stand {
    /// The installation as use cases take it.
    pub fn installation(&self) -> Installation {
        Installation {
            look_up: LookUp::Nowhere,
            customer_users: CustomerUserSources::new(vec![Arc::clone(&self.customer_users)]),
            customers: CustomerSources::new(vec![Arc::clone(&self.customers)]),
            system: Arc::clone(&self.system),
            rules: Arc::default(),
            agent: Some(AgentId(1)),
            read_only: false,
            has_otobo: true,
            directories: None,
            mail_domains: Arc::new(EveryDomain),
            clock: Arc::clone(&self.clock) as _,
            listener: Arc::new(NobodyListens),
        }
    }

    /// The way in for sample data.
    pub fn sample_target(&self) -> Result<Arc<dyn SampleTarget>> {
        let directory = self.local_directory.clone();
        Ok(Arc::new(
            directory.context("only a local directory takes sample data")?,
        ))
    }

    /// The first agent, now.
    pub fn signature(&self) -> Signature {
        Signature {
            agent: AgentId(1),
            at: self.clock.now().naive_utc(),
        }
    }

    /// Adds a customer user without a password; past the back end, if that cannot write.
    pub async fn add(&self, customer_user: CustomerUserBuilder) -> Result<(), BackEndError> {
        self.add_with_password(customer_user, None).await
    }

    /// Adds a customer user.
    pub async fn add_with_password(
        &self,
        customer_user: CustomerUserBuilder,
        password: Option<StoredPassword>,
    ) -> Result<(), BackEndError> {
        let Some(writer) = self.customer_users.writer() else {
            return self.put([customer_user]).await.map_err(put_failed);
        };
        let addition = Addition {
            record: customer_user.record(),
            password,
            by: self.signature(),
        };
        writer.add(addition).await
    }

    /// Changes a customer user, and leaves the password alone.
    pub async fn change(&self, login: &str, to: CustomerUserBuilder) -> Result<(), BackEndError> {
        let login = Login::from(login);
        let stored = self.customer_users.find(&login).await?;
        let stored = stored.ok_or(BackEndError::NotFound)?;
        let change = Change {
            login: stored.login,
            was: stored.record,
            record: to.record(),
            password: None,
            by: self.signature(),
            options: MoveOptions::default(),
            progress: Arc::new(()),
        };
        self.writer()?.change(change).await?;
        Ok(())
    }

    /// Adds a customer.
    pub async fn add_customer(&self, customer: CustomerBuilder) -> Result<(), BackEndError> {
        let Some(writer) = self.customers.writer() else {
            return self.put_customers([customer]).await.map_err(put_failed);
        };
        writer.add(customer.record(), self.signature()).await
    }

    /// Changes a customer.
    pub async fn change_customer(&self, id: &str, to: CustomerBuilder) -> Result<(), BackEndError> {
        let id = CustomerId::from(id);
        let stored = self.customers.find(&id).await?;
        let stored = stored.ok_or(BackEndError::NotFound)?;
        let change = CustomerChange {
            id: stored.id,
            was: stored.record,
            record: to.record(),
            by: self.signature(),
            people: Vec::new(),
            options: MoveOptions::default(),
            progress: Arc::new(()),
        };
        self.customer_writer()?.change(change).await?;
        Ok(())
    }

    /// Writes customer users past the back end.
    pub async fn put(
        &self,
        customer_users: impl IntoIterator<Item = CustomerUserBuilder>,
    ) -> Result<()> {
        let source = self.customer_users.source();
        let records = customer_users.into_iter().map(CustomerUserBuilder::record);
        #[cfg(target_os = "linux")]
        if let Some(directory) = &self.directory {
            return directory.put(&source.map, records);
        }
        self.outside
            .insert(
                source.table.table().as_str(),
                &rows(&source.map, source.foreign, records),
            )
            .await
    }

    /// Whether 100,000 people are put there in seconds. Samba takes minutes over entries that come one by
    /// one.
    pub fn takes_plenty(&self) -> bool {
        #[cfg(target_os = "linux")]
        if let Some(directory) = &self.directory {
            return !directory.needs_tls;
        }
        true
    }

    /// Writes customers past the back end.
    pub async fn put_customers(
        &self,
        customers: impl IntoIterator<Item = CustomerBuilder>,
    ) -> Result<()> {
        let source = self.customers.source();
        let records = customers.into_iter().map(CustomerBuilder::record);
        self.outside
            .insert(
                source.table.table().as_str(),
                &rows(&source.map, source.foreign, records),
            )
            .await
    }

    /// Ends all that uses the files, and hands them over.
    pub async fn close(self) -> Result<TempDir> {
        let Self {
            local_directory,
            outside,
            place,
            ..
        } = self;
        if let Some(directory) = local_directory {
            directory.close().await?;
        }
        outside.close().await?;
        Ok(place)
    }

    fn writer(&self) -> Result<&dyn BackEndWriter, BackEndError> {
        self.customer_users.writer().ok_or_else(no_writer)
    }

    fn customer_writer(&self) -> Result<&dyn CustomerWriter, BackEndError> {
        self.customers.writer().ok_or_else(no_writer)
    }
}

/// Hears nothing.
pub(crate) struct NobodyListens;

impl ChangeListener for NobodyListens {
    fn changed(&self, _: &[Topic]) {}
}

fn put_failed(error: anyhow::Error) -> BackEndError {
    BackEndError::Failed(error.into())
}

fn no_writer() -> BackEndError {
    BackEndError::Unknown {
        what: "the way to write".to_owned(),
    }
}

/// Records as rows of their table, which says who wrote them unless it is foreign. What a record does not say is an empty text, as OTOBO has it.
pub(crate) fn rows(map: &Map, foreign: bool, records: impl Iterator<Item = Record>) -> Table {
    let signature: &[_] = if foreign { &[] } else { &OUTSIDE_SIGNATURE };
    let fields = || map.columns().filter(|field| !is_password(&field.var));
    let columns = fields().map(|field| field.storage.as_str());
    let columns = columns
        .chain(signature.iter().map(|(column, _)| *column))
        .map(str::to_owned);
    let row = |record: Record| {
        let value = |var| {
            let said = record.contains(var);
            if said {
                record.get(var).map(str::to_owned)
            } else {
                Some(String::new())
            }
        };
        let values = fields().map(|field| value(field.var.as_str()));
        values
            .chain(signature.iter().map(|(_, text)| Some((*text).to_owned())))
            .collect()
    };
    Table {
        columns: columns.collect(),
        rows: records.map(row).collect(),
    }
}
