//! By what customer users are looked for (otobo-behaviour.md 3.1).

use crate::text::is_false;

/// The one parameter of OTOBO's `CustomerSearch` that decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A text in OTOBO's search language.
    Search(String),
    /// A whole e-mail address (C41).
    PostMasterSearch(String),
    /// A part of a login (C39).
    UserLogin(String),
    /// A whole customer ID, with `*` as wildcard (C40).
    CustomerId(String),
    /// A whole customer ID as it is (C40).
    CustomerIdRaw(String),
}

/// All parameters, before it is known which of them decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parameters<'p> {
    /// `Search`: the only one that is trimmed.
    pub search: Option<&'p str>,
    /// `PostMasterSearch`.
    pub post_master_search: Option<&'p str>,
    /// `UserLogin`.
    pub user_login: Option<&'p str>,
    /// `CustomerID`.
    pub customer_id: Option<&'p str>,
    /// `CustomerIDRaw`.
    pub customer_id_raw: Option<&'p str>,
}

impl Asked {
    /// The first parameter that is true in Perl's sense, in OTOBO's precedence; `None` if there is none.
    pub fn first_of(parameters: Parameters<'_>) -> Option<Self> {
        let of = |text: Option<&str>, asked: fn(String) -> Self| {
            let text = text.filter(|text| !is_false(Some(text)))?;
            Some(asked(text.to_owned()))
        };
        of(parameters.search.map(str::trim), Self::Search)
            .or_else(|| of(parameters.post_master_search, Self::PostMasterSearch))
            .or_else(|| of(parameters.user_login, Self::UserLogin))
            .or_else(|| of(parameters.customer_id, Self::CustomerId))
            .or_else(|| of(parameters.customer_id_raw, Self::CustomerIdRaw))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_true_parameter_decides() {
        let all = Parameters {
            search: Some("a"),
            post_master_search: Some("b"),
            user_login: Some("c"),
            customer_id: Some("d"),
            customer_id_raw: Some("e"),
        };
        assert_eq!(Asked::first_of(all), Some(Asked::Search("a".to_owned())));
        let without_search = Parameters {
            search: Some("  "),
            ..all
        };
        let post_master = Asked::PostMasterSearch("b".to_owned());
        assert_eq!(Asked::first_of(without_search), Some(post_master));
        let raw = Parameters {
            user_login: Some("0"),
            customer_id: Some(""),
            customer_id_raw: Some("e"),
            ..Parameters::default()
        };
        let asked = Asked::CustomerIdRaw("e".to_owned());
        assert_eq!(Asked::first_of(raw), Some(asked), "0 counts as absent");
        assert_eq!(Asked::first_of(Parameters::default()), None);
    }

    #[test]
    fn only_a_search_is_trimmed() {
        let search = Parameters {
            search: Some(" a b\t"),
            ..Parameters::default()
        };
        let asked = Asked::first_of(search);
        assert_eq!(asked, Some(Asked::Search("a b".to_owned())));
        let login = Parameters {
            user_login: Some(" a"),
            ..Parameters::default()
        };
        let asked = Asked::first_of(login);
        assert_eq!(asked, Some(Asked::UserLogin(" a".to_owned())));
    }
}
