//! Names of map fields that mean something to the program (otobo-behaviour.md 2.3 and 6).
//!
//! Any other name is free: such a field is shown, searched and stored, and nothing else.

/// The customer user's login.
pub const USER_LOGIN: &str = "UserLogin";
/// The password row; its value never leaves the source.
pub const USER_PASSWORD: &str = "UserPassword";
/// The customer user's e-mail address.
pub const USER_EMAIL: &str = "UserEmail";
/// The customer a customer user belongs to.
pub const USER_CUSTOMER_ID: &str = "UserCustomerID";
/// More customers of a customer user, in one text (otobo-behaviour.md 3.8).
pub const USER_CUSTOMER_IDS: &str = "UserCustomerIDs";
/// First name.
pub const USER_FIRSTNAME: &str = "UserFirstname";
/// Last name.
pub const USER_LASTNAME: &str = "UserLastname";
/// Title or salutation, free text.
pub const USER_TITLE: &str = "UserTitle";
/// Country, free text for customer users.
pub const USER_COUNTRY: &str = "UserCountry";
/// The validity's number, of customer users and of customers.
pub const VALID_ID: &str = "ValidID";
/// The customer's own ID.
pub const CUSTOMER_ID: &str = "CustomerID";
/// The customer's name.
pub const CUSTOMER_COMPANY_NAME: &str = "CustomerCompanyName";
/// The customer's country.
pub const CUSTOMER_COMPANY_COUNTRY: &str = "CustomerCompanyCountry";
