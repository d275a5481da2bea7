//! What of a source is mirrored.

use deskbook_domain::ids::Var;
use deskbook_domain::map::{Map, is_password};

/// The fields of a map that are mirrored, in their order. Passwords never are, nor what the user keeps out.
pub fn mirrored(map: &Map, kept_out: &[Var]) -> Vec<Var> {
    let fields = map.columns().map(|field| &field.var);
    let mirrored = fields.filter(|var| !is_password(var) && !kept_out.contains(var));
    mirrored.cloned().collect()
}

#[cfg(test)]
mod tests {
    use deskbook_domain::source::CustomerUserSource;

    use super::*;

    #[test]
    fn passwords_and_what_is_kept_out_are_never_mirrored() {
        let map = CustomerUserSource::shipped().map;
        let everything = mirrored(&map, &[]);
        assert!(everything.contains(&"UserLogin".into()));
        assert!(everything.contains(&"UserComment".into()));
        assert!(everything.iter().all(|var| !is_password(var)));
        assert!(map.columns().any(|field| is_password(&field.var)));
        let some = mirrored(&map, &["UserComment".into()]);
        assert_eq!(some.len(), everything.len() - 1);
        assert!(!some.contains(&"UserComment".into()));
    }
}
