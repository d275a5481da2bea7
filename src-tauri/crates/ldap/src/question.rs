//! From what a back end is asked to the filter that a directory is asked.

use deskbook_core::back_end::BackEndError;
use deskbook_core::query::ValidityFilter;
use deskbook_core::selection::{Detail, Extent, Selection};
use deskbook_domain::directory::{Attribute, Directory, Filter, Questions};
use deskbook_domain::ids::Identifier;
use deskbook_domain::search::{Condition, condition_of_words};
use deskbook_domain::source::CustomerUserSource;

/// Makes the filters of one source.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'s> {
    pub(crate) source: &'s CustomerUserSource,
    pub(crate) directory: &'s Directory,
}

impl Asking<'_> {
    fn questions(&self) -> Questions {
        Questions {
            charset: self.directory.charset,
        }
    }

    /// What a list searches for; everybody has a login.
    pub(crate) fn list(&self, condition: Option<&Condition>) -> Filter {
        let everybody = || Filter::Present(Attribute::from(&self.source.key));
        match condition {
            None | Some(Condition::Everything) => everybody(),
            Some(condition) => {
                let mut columns = self.source.search_columns();
                if columns.is_empty() {
                    columns.push(self.source.key.clone());
                }
                self.questions().condition(condition, &columns)
            }
        }
    }

    /// The one with this login, as the directory compares.
    pub(crate) fn login(&self, login: &str) -> Filter {
        self.questions()
            .equal(login, std::slice::from_ref(&self.source.key))
    }

    /// Those who have this text in one of these attributes.
    pub(crate) fn equal(&self, text: &str, columns: &[Identifier]) -> Filter {
        self.questions().equal(text, columns)
    }

    /// One of OTOBO's own questions; `of_all` is what everybody has who is asked about.
    pub(crate) fn selection(
        &self,
        selection: &Selection,
        of_all: &Identifier,
    ) -> Result<Filter, BackEndError> {
        let questions = self.questions();
        Ok(match selection {
            Selection::Everything => Filter::Present(Attribute::from(of_all)),
            Selection::Matching { condition, columns } => questions.condition(condition, columns),
            Selection::Equal { text, columns } => questions.equal(text, columns),
            Selection::Like {
                text,
                extent,
                column,
            } => {
                let word = match extent {
                    Extent::Part => format!("*{text}*"),
                    Extent::Whole => text.clone(),
                };
                let condition = condition_of_words([word])?;
                questions.condition(&condition, std::slice::from_ref(column))
            }
            Selection::Detail(detail) => self.detail(detail)?,
        })
    }

    /// The detailed search (`otobo-behaviour.md 5.3`). OTOBO puts what was typed into the filter as it is;
    /// here a `*` is any text, and everything else means itself.
    fn detail(&self, detail: &Detail) -> Result<Filter, BackEndError> {
        let questions = self.questions();
        let mut all = Vec::new();
        for (column, text) in &detail.inputs {
            let condition = condition_of_words([text.clone()])?;
            all.push(questions.condition(&condition, std::slice::from_ref(column)));
        }
        let one_of = |(column, values): &(Identifier, Vec<String>)| {
            let values = values.iter();
            let equal = |value: &String| questions.equal(value, std::slice::from_ref(column));
            Filter::any_of(values.map(equal).collect())
        };
        all.extend(detail.choices.iter().map(one_of));
        let exclusions = detail.exclusions.iter();
        all.extend(exclusions.map(|it| one_of(it).negated()));
        Ok(if all.is_empty() {
            Filter::Present(Attribute::from(&self.source.key))
        } else {
            Filter::all_of(all)
        })
    }

    /// With what holds for everybody, and for those who are valid where only they count (C84).
    pub(crate) fn within(&self, filter: Filter, validity: ValidityFilter) -> Filter {
        let filter = filter.and(self.directory.always.as_ref());
        match validity {
            ValidityFilter::ValidOnly => filter.and(self.directory.valid.as_ref()),
            ValidityFilter::All => filter,
        }
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::settings::SourceSettings;
    use deskbook_domain::source::{SourceId, Subject};

    use super::*;

    fn source() -> CustomerUserSource {
        let mut settings = SourceSettings::default();
        let mut set = |key: &str, value: &str| settings.set(key, Some(value.into()));
        set("Module", "Kernel::System::CustomerUser::LDAP");
        set("Params.Host", "ldap.test");
        set("Params.BaseDN", "dc=x");
        set("Params.SSCOPE", "sub");
        set("Params.AlwaysFilter", "(objectClass=person)");
        set("CustomerUserValidFilter", "(!(description=locked))");
        set("CustomerKey", "uid");
        set("CustomerID", "o");
        let row = deskbook_domain::settings::MapRow {
            var: "UserLogin".to_owned(),
            storage: "uid".to_owned(),
            ..Default::default()
        };
        settings.set_map_rows(&[row]);
        CustomerUserSource::read(SourceId::first(Subject::CustomerUsers), &settings).unwrap()
    }

    fn asked(ask: impl Fn(&Asking<'_>) -> Filter) -> String {
        let source = source();
        let directory = source.directory.as_deref().unwrap();
        ask(&Asking {
            source: &source,
            directory,
        })
        .to_string()
    }

    #[test]
    fn c84_what_always_holds_is_in_every_search_and_validity_where_it_counts() {
        let of = |validity| asked(|it| it.within(it.login("a"), validity));
        assert_eq!(of(ValidityFilter::All), "(&(uid=a)(objectClass=person))");
        assert_eq!(
            of(ValidityFilter::ValidOnly),
            "(&(&(uid=a)(objectClass=person))(!(description=locked)))"
        );
    }

    #[test]
    fn a_detailed_search_cannot_be_broken_out_of() {
        let detail = |inputs: &[(&'static str, &str)], not: &[&str]| {
            let detail = Detail {
                inputs: inputs
                    .iter()
                    .map(|(column, text)| (Identifier::fixed(column), (*text).to_owned()))
                    .collect(),
                exclusions: if not.is_empty() {
                    Vec::new()
                } else {
                    let logins = not.iter().map(|it| (*it).to_owned()).collect();
                    vec![(Identifier::fixed("uid"), logins)]
                },
                ..Detail::default()
            };
            asked(|it| {
                let key = Identifier::fixed("uid");
                it.selection(&Selection::Detail(detail.clone()), &key)
                    .unwrap()
            })
        };
        assert_eq!(detail(&[], &[]), "(uid=*)");
        assert_eq!(detail(&[("sn", "m*")], &[]), "(sn=m*)");
        assert_eq!(detail(&[("uid", "x)(uid=*")], &[]), "(uid=x\\29\\28uid=*)");
        assert_eq!(
            detail(&[("uid", "*")], &["a", "b*"]),
            "(&(uid=*)(&(!(uid=a))(!(uid=b\\2a))))"
        );
    }
}
