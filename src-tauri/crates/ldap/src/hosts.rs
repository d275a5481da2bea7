//! The hosts to try: those that were named, and those that DNS names for a service.

use deskbook_core::connecting::Services;
use deskbook_core::server_error::{ServerError, Trouble};
use deskbook_domain::directory::{Directory, DirectoryHost};

use crate::connect::place_of;
use crate::fault::{plain, told};

/// In the order in which they are to be tried. A service whose servers are not known is an error in its place,
/// so that what stands behind it in the list is tried all the same.
pub(crate) async fn hosts(
    directory: &Directory,
    services: &dyn Services,
) -> Vec<Result<DirectoryHost, ServerError>> {
    let mut hosts = Vec::new();
    for host in &directory.hosts {
        if host.domain().is_none() {
            hosts.push(Ok(host.clone()));
            continue;
        }
        let place = place_of(directory, host);
        match services.servers(&host.host.name).await {
            Err(problem) => hosts.push(Err(told(Trouble::HostUnknown, &place, problem))),
            Ok(servers) => hosts.extend(servers.into_iter().map(|server| {
                let name = server.name.clone();
                let elsewhere = || plain(Trouble::HostElsewhere(name), &place);
                host.served_by(server).ok_or_else(elsewhere)
            })),
        }
    }
    hosts
}
