//! The fixed tables of the local directory: our own index beside OTOBO's tables.
//!
//! Customer users and customers are no entities: they are read and written through their maps.

pub(crate) mod index_customer;
pub(crate) mod index_customer_user;
pub(crate) mod index_state;
