//! Records for tests: valid as they come, with only what the test is about said in words.

use deskbook_domain::record::Record;
use deskbook_domain::validity::Validity;

/// A valid customer user of the shipped map, of the customer `ACME`.
pub fn a_customer_user() -> CustomerUserBuilder {
    CustomerUserBuilder {
        record: Record::new(),
    }
    .login("j.doe")
    .named("Jane", "Doe")
    .of("ACME")
    .validity(Validity::Valid)
}

/// A valid customer of the shipped map: `ACME`, named `ACME Corporation`.
pub fn a_customer() -> CustomerBuilder {
    CustomerBuilder {
        record: Record::new(),
    }
    .id("ACME")
    .named("ACME Corporation")
    .validity(Validity::Valid)
}

/// Says what a customer user is like.
#[derive(Clone, Debug)]
pub struct CustomerUserBuilder {
    record: Record,
}

impl CustomerUserBuilder {
    /// With this username, and an address made from it.
    #[must_use]
    pub fn login(self, login: &str) -> Self {
        let local: String = login
            .chars()
            .filter(|char| char.is_ascii_alphanumeric() || *char == '.')
            .collect();
        self.with("UserLogin", login)
            .email(&format!("{local}@acme.test"))
    }

    /// With this address.
    #[must_use]
    pub fn email(self, address: &str) -> Self {
        self.with("UserEmail", address)
    }

    /// With this first and last name.
    #[must_use]
    pub fn named(self, first: &str, last: &str) -> Self {
        self.with("UserFirstname", first).with("UserLastname", last)
    }

    /// Of this customer.
    #[must_use]
    pub fn of(self, customer_id: &str) -> Self {
        self.with("UserCustomerID", customer_id)
    }

    /// Not valid any more.
    #[must_use]
    pub fn invalid(self) -> Self {
        self.validity(Validity::Invalid)
    }

    /// With this validity.
    #[must_use]
    pub fn validity(self, validity: Validity) -> Self {
        self.with("ValidID", &validity.id().to_string())
    }

    /// With this text in the field of this var.
    #[must_use]
    pub fn with(mut self, var: &str, text: &str) -> Self {
        self.record.set(var, Some(text.to_owned()));
        self
    }

    /// With nothing, not even an empty text, in the field of this var.
    #[must_use]
    pub fn without(mut self, var: &str) -> Self {
        self.record.set(var, None);
        self
    }

    /// What was said, as a record.
    pub fn record(self) -> Record {
        self.record
    }
}

/// Says what a customer is like.
#[derive(Clone, Debug)]
pub struct CustomerBuilder {
    record: Record,
}

impl CustomerBuilder {
    /// With this `CustomerID`.
    #[must_use]
    pub fn id(self, id: &str) -> Self {
        self.with("CustomerID", id)
    }

    /// With this name.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        self.with("CustomerCompanyName", name)
    }

    /// Not valid any more.
    #[must_use]
    pub fn invalid(self) -> Self {
        self.validity(Validity::Invalid)
    }

    /// With this validity.
    #[must_use]
    pub fn validity(self, validity: Validity) -> Self {
        self.with("ValidID", &validity.id().to_string())
    }

    /// With this text in the field of this var.
    #[must_use]
    pub fn with(mut self, var: &str, text: &str) -> Self {
        self.record.set(var, Some(text.to_owned()));
        self
    }

    /// With nothing, not even an empty text, in the field of this var.
    #[must_use]
    pub fn without(mut self, var: &str) -> Self {
        self.record.set(var, None);
        self
    }

    /// What was said, as a record.
    pub fn record(self) -> Record {
        self.record
    }
}
