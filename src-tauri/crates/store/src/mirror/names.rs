//! What a record sorts by in lists: its name.

use deskbook_domain::ids::Var;
use deskbook_domain::vars;
use deskbook_index::sort_key;

/// The parts of a name, in the order in which they are compared.
const PARTS: [&str; 3] = [
    vars::USER_LASTNAME,
    vars::USER_FIRSTNAME,
    vars::CUSTOMER_COMPANY_NAME,
];

/// What sorts like the name of a record; records without a name stand by their keys.
pub(super) fn name_of(fields: &[Var], values: &[Option<String>], key: &str) -> String {
    let part = |name: &str| {
        let at = fields.iter().position(|var| var.as_str() == name)?;
        values.get(at)?.as_deref().filter(|it| !it.is_empty())
    };
    let parts: Vec<_> = PARTS.into_iter().filter_map(part).collect();
    let name = if parts.is_empty() {
        sort_key([key])
    } else {
        sort_key(parts)
    };
    // SQLite's JSON, in which names are read, ends there
    name.replace('\0', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_stand_by_their_last_names_and_whoever_has_none_by_the_key() {
        let fields: Vec<Var> = ["UserLogin", "UserFirstname", "UserLastname"]
            .map(Var::from)
            .to_vec();
        let text = |it: &str| Some(it.to_owned());
        let eva = [text("eva"), text("Eva"), text("Müller")];
        assert_eq!(name_of(&fields, &eva, "eva"), sort_key(["Müller", "Eva"]));
        let nobody = [text("eva"), None, text("")];
        assert_eq!(name_of(&fields, &nobody, "eva"), "eva");
    }
}
