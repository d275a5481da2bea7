//! A friendly directory to try things out: generated, always the same, and nobody's real data.
//! Telephone numbers are those that countries keep free for stories, domains end in `.example`.

mod names;
mod places;

use std::collections::BTreeSet;

use crate::login::login_candidates;
use crate::record::Record;
use crate::validity::Validity;
use names::{CUSTOMERS, PEOPLE};
use places::{PLACES, Place, fill};

/// Customer users made: every first name of a group with every last name of it.
const CUSTOMER_USERS: usize = 300;

/// 40 customers for the shipped map, two of them invalid.
pub fn customers() -> Vec<Record> {
    CUSTOMERS
        .iter()
        .enumerate()
        .map(|(number, (id, name))| customer(number, id, name))
        .collect()
}

/// 300 customer users for the shipped map, each of one of [`customers`].
pub fn customer_users() -> Vec<Record> {
    let mut logins = BTreeSet::new();
    (0..CUSTOMER_USERS)
        .map(|number| customer_user(number, &mut logins))
        .collect()
}

fn customer(number: usize, id: &str, name: &str) -> Record {
    let place = place_of(number);
    let validity = match number {
        27 => Validity::Invalid,
        35 => Validity::InvalidTemporarily,
        _ => Validity::Valid,
    };
    Record::from_iter([
        ("CustomerID", id.to_owned()),
        ("CustomerCompanyName", name.to_owned()),
        ("CustomerCompanyStreet", street_of(number)),
        ("CustomerCompanyZIP", place.zip.to_owned()),
        ("CustomerCompanyCity", place.city.to_owned()),
        ("CustomerCompanyCountry", place.country.to_owned()),
        ("CustomerCompanyURL", format!("https://{}", domain_of(id))),
        (
            "CustomerCompanyComment",
            text_if(number % 9 == 4, "Has a support contract"),
        ),
        ("ValidID", validity.id().to_string()),
    ])
}

fn customer_user(number: usize, logins: &mut BTreeSet<String>) -> Record {
    let (first_name, last_name) = name_of(number);
    let login = free_login(first_name, last_name, logins);
    let customer = customer_of(number);
    let (id, _) = CUSTOMERS[customer];
    let place = place_of(customer);
    let (phone, mobile) = (fill(place.phone, number), fill(place.mobile, number));
    Record::from_iter([
        ("UserTitle", text_if(number % 17 == 3, "Dr.")),
        ("UserFirstname", first_name.to_owned()),
        ("UserLastname", last_name.to_owned()),
        ("UserEmail", format!("{login}@{}", domain_of(id))),
        ("UserLogin", login),
        ("UserCustomerID", id.to_owned()),
        ("UserPhone", text_if(number % 7 != 5, &phone)),
        ("UserFax", String::new()),
        ("UserMobile", text_if(number.is_multiple_of(3), &mobile)),
        ("UserStreet", street_of(customer)),
        ("UserZip", place.zip.to_owned()),
        ("UserCity", place.city.to_owned()),
        ("UserCountry", place.country.to_owned()),
        ("UserComment", comment_of(number).to_owned()),
        ("ValidID", validity_of(number).id().to_string()),
    ])
}

/// Neighbours in the list come from different groups, and no name comes twice.
fn name_of(number: usize) -> (&'static str, &'static str) {
    let (first_names, last_names) = &PEOPLE[number % PEOPLE.len()];
    let pair = number / PEOPLE.len();
    (
        first_names[pair % first_names.len()],
        last_names[pair / first_names.len()],
    )
}

/// Squares spread unevenly, so that there are large and small customers; the first 40 customer
/// users see to it that each has somebody.
fn customer_of(number: usize) -> usize {
    if number < CUSTOMERS.len() {
        number
    } else {
        number * number % 83 % CUSTOMERS.len()
    }
}

fn place_of(customer: usize) -> &'static Place {
    &PLACES[customer % PLACES.len()]
}

fn street_of(customer: usize) -> String {
    fill(place_of(customer).street, 10 + customer * 7 % 90)
}

fn domain_of(customer_id: &str) -> String {
    format!("{}.example", customer_id.to_ascii_lowercase())
}

fn free_login(first_name: &str, last_name: &str, logins: &mut BTreeSet<String>) -> String {
    let free = login_candidates(first_name, last_name).find(|login| !logins.contains(login));
    let login = free.unwrap_or_default();
    logins.insert(login.clone());
    login
}

fn comment_of(number: usize) -> &'static str {
    match number % 19 {
        2 => "Prefers e-mail",
        7 => "Reception",
        11 => "Mornings only",
        13 => "Speaks German and English",
        _ => "",
    }
}

fn validity_of(number: usize) -> Validity {
    match number % 31 {
        12 => Validity::Invalid,
        25 => Validity::InvalidTemporarily,
        _ => Validity::Valid,
    }
}

fn text_if(wanted: bool, text: &str) -> String {
    if wanted {
        text.to_owned()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Limits, Mode, check_fields};
    use crate::email::{EmailRules, check_email};
    use crate::map::is_password;
    use crate::source::{CustomerSource, CustomerUserSource};

    fn distinct<'a>(records: &'a [Record], var: &str) -> BTreeSet<&'a str> {
        records.iter().map(|record| record.text(var)).collect()
    }

    fn count(records: &[Record], is: impl Fn(&&Record) -> bool) -> usize {
        records.iter().filter(is).count()
    }

    #[test]
    fn there_are_forty_customers_of_which_two_are_invalid() {
        let customers = customers();
        assert_eq!(customers.len(), 40);
        assert_eq!(distinct(&customers, "CustomerID").len(), 40);
        assert_eq!(
            distinct(&customers, "CustomerCompanyName").len(),
            40,
            "names are unique"
        );
        assert_eq!(count(&customers, |it| it.text("ValidID") != "1"), 2);
    }

    #[test]
    fn there_are_three_hundred_customer_users_with_a_customer_each() {
        let (customers, users) = (customers(), customer_users());
        assert_eq!(users.len(), 300);
        assert_eq!(distinct(&users, "UserLogin").len(), 300);
        assert_eq!(distinct(&users, "UserEmail").len(), 300);
        assert_eq!(
            distinct(&users, "UserCustomerID"),
            distinct(&customers, "CustomerID"),
            "every customer has somebody"
        );
        assert!(count(&users, |it| it.text("ValidID") != "1") > 10);
        assert!(count(&users, |it| it.text("UserPhone").is_empty()) > 10);
        assert!(count(&users, |it| !it.text("UserLastname").is_ascii()) > 100);
    }

    #[test]
    fn every_row_could_have_been_typed_into_the_form() {
        let rules = EmailRules::default();
        let map = CustomerUserSource::shipped().map;
        let limits = Limits::local_directory_customer_user();
        for user in customer_users() {
            assert_eq!(
                check_fields(&map, &limits, &user, Mode::Add),
                [],
                "{user:?}"
            );
            assert_eq!(
                check_email(user.text("UserEmail"), &rules),
                Ok(()),
                "{user:?}"
            );
        }
        let map = CustomerSource::shipped().map;
        let limits = Limits::local_directory_customer();
        for customer in customers() {
            assert_eq!(
                check_fields(&map, &limits, &customer, Mode::Add),
                [],
                "{customer:?}"
            );
        }
    }

    #[test]
    fn every_mapped_field_is_there_but_the_password() {
        let map = CustomerUserSource::shipped().map;
        let user = &customer_users()[0];
        for field in map.fields() {
            assert_eq!(
                user.contains(&field.var),
                !is_password(&field.var),
                "{}",
                field.var
            );
        }
        let customer = &customers()[0];
        let map = CustomerSource::shipped().map;
        assert!(
            map.fields()
                .iter()
                .all(|field| customer.contains(&field.var))
        );
    }
}
