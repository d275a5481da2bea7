//! Looking up one name: exactly as it is, of the servers that shall be asked.

use std::time::Duration;

use deskbook_domain::database::Host;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::rdata::SRV;
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use tokio::time::timeout;

use crate::trouble::Trouble;

/// Something to ask with.
pub(crate) struct LookUp {
    resolver: TokioResolver,
    patience: Duration,
}

impl LookUp {
    /// Asks a name server, or those of this computer.
    pub(crate) async fn begin(
        name_server: Option<&Host>,
        patience: Duration,
    ) -> Result<Self, Trouble> {
        let mut builder = match name_server {
            Some(host) => {
                let servers = timeout(patience, servers(host)).await;
                let servers = servers.map_err(|_| Trouble::NameServerUnknown)??;
                let config = ResolverConfig::from_name_servers(servers);
                TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
            None => TokioResolver::builder_tokio().map_err(|_| Trouble::NoNameServer)?,
        };
        let options = builder.options_mut();
        options.timeout = patience;
        // A question is repeated within the time, but not after it
        options.attempts = 0;
        options.cache_size = 0;
        options.use_hosts_file = ResolveHosts::Never;
        let resolver = builder.build().map_err(|_| Trouble::NoNameServer)?;
        Ok(Self { resolver, patience })
    }

    /// Whether a name has records of a type.
    pub(crate) async fn finds(&self, name: &Name, records: RecordType) -> Result<bool, Trouble> {
        let answer = timeout(self.patience, self.resolver.lookup(name.clone(), records)).await;
        match answer {
            Err(_) => Err(Trouble::Silent("timeout")),
            Ok(Ok(found)) => {
                let mut types = found.answers().iter().map(Record::record_type);
                Ok(types.any(|found| found == records))
            }
            Ok(Err(error)) => no_records(&error).map(|()| false),
        }
    }
}

impl LookUp {
    /// The servers of a service.
    pub(crate) async fn services(&self, name: &Name) -> Result<Vec<SRV>, Trouble> {
        let answer = self.resolver.lookup(name.clone(), RecordType::SRV);
        match timeout(self.patience, answer).await {
            Err(_) => Err(Trouble::Silent("timeout")),
            Ok(Ok(found)) => Ok(found.answers().iter().filter_map(service).collect()),
            Ok(Err(error)) => no_records(&error).map(|()| Vec::new()),
        }
    }
}

fn service(record: &Record) -> Option<SRV> {
    match &record.data {
        RData::SRV(service) => Some(service.clone()),
        _ => None,
    }
}

/// The addresses of a name server.
async fn servers(host: &Host) -> Result<Vec<NameServerConfig>, Trouble> {
    let found = tokio::net::lookup_host((host.name.as_str(), host.port)).await;
    let servers = found.map_err(|_| Trouble::NameServerUnknown)?;
    Ok(servers
        .map(|address| {
            let mut server = NameServerConfig::udp_and_tcp(address.ip());
            for connection in &mut server.connections {
                connection.port = address.port();
            }
            server
        })
        .collect())
}

/// An error that is an answer: there is no such name, or it has no such records.
fn no_records(error: &NetError) -> Result<(), Trouble> {
    let told = error.as_metrics_label();
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none)) => match none.response_code {
            ResponseCode::NoError | ResponseCode::NXDomain => Ok(()),
            _ => Err(Trouble::Failed(told)),
        },
        NetError::Timeout | NetError::Io(_) | NetError::NoConnections => Err(Trouble::Silent(told)),
        _ => Err(Trouble::Failed(told)),
    }
}
