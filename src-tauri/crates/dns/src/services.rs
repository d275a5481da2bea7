//! The adapter of the port for services.

use async_trait::async_trait;
use deskbook_core::connecting::{ServiceProblem, Services};
use deskbook_domain::database::Host;
use hickory_resolver::proto::rr::Name;
use hickory_resolver::proto::rr::rdata::SRV;
use rand::{Rng, RngExt as _};

use crate::dns::Dns;
use crate::look_up::LookUp;
use crate::trouble::Trouble;

#[async_trait]
impl Services for Dns {
    #[tracing::instrument(skip_all)]
    async fn servers(&self, service: &str) -> Result<Vec<Host>, ServiceProblem> {
        let name = service.trim_end_matches('.');
        let Ok(name) = Name::from_ascii(format!("{name}.")) else {
            return Err(ServiceProblem::Unknown);
        };
        let look_up = LookUp::begin(self.name_server(), self.patience()).await?;
        let found = look_up.services(&name).await?;
        let servers: Vec<_> = in_order(found, &mut rand::rng())
            .iter()
            .filter_map(host)
            .collect();
        if servers.is_empty() {
            return Err(ServiceProblem::Unknown);
        }
        Ok(servers)
    }
}

impl From<Trouble> for ServiceProblem {
    fn from(trouble: Trouble) -> Self {
        Self::Unresolved(trouble.into())
    }
}

/// The root as a server says that the service is not offered.
fn host(service: &SRV) -> Option<Host> {
    let name = service.target.to_ascii();
    let name = name.trim_end_matches('.');
    (!name.is_empty()).then(|| Host {
        name: name.to_owned(),
        port: service.port,
    })
}

/// By priority, and among equals by chance, in which those of more weight come earlier more often.
fn in_order(mut services: Vec<SRV>, random: &mut impl Rng) -> Vec<SRV> {
    services.sort_by_key(|it| (it.priority, it.weight));
    let mut ordered = Vec::with_capacity(services.len());
    while let Some(first) = services.first() {
        let priority = first.priority;
        let equals = services.iter().take_while(|it| it.priority == priority);
        let weights: Vec<_> = equals.map(|it| u32::from(it.weight)).collect();
        let chosen = random.random_range(0..=weights.iter().sum());
        let mut passed = 0;
        let at = weights.iter().position(|weight| {
            passed += weight;
            passed >= chosen
        });
        ordered.push(services.remove(at.unwrap_or_default()));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(priority: u16, weight: u16, name: &str) -> SRV {
        SRV::new(priority, weight, 389, Name::from_ascii(name).unwrap())
    }

    #[test]
    fn priorities_come_first_and_weights_decide_among_equals() {
        let mut heavy_first = 0;
        for _ in 0..500 {
            let services = vec![
                service(2, 0, "last."),
                service(1, 1, "light."),
                service(1, 9, "heavy."),
            ];
            let ordered = in_order(services, &mut rand::rng());
            let names: Vec<_> = ordered.iter().map(|it| it.target.to_ascii()).collect();
            assert_eq!(names[2], "last.");
            heavy_first += u32::from(names[0] == "heavy.");
        }
        assert!((300..500).contains(&heavy_first), "{heavy_first}");
    }

    #[test]
    fn a_service_that_is_not_offered_has_no_server() {
        assert_eq!(host(&service(0, 0, ".")), None);
        let server = host(&service(0, 0, "dc1.ad.test.")).unwrap();
        assert_eq!((server.name.as_str(), server.port), ("dc1.ad.test", 389));
    }
}
