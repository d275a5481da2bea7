//! Whether a directory lets somebody in, asked as OTOBO does (`otobo-behaviour.md 5.6`): find the entry,
//! look for it in the groups, bind as the entry with the typed password.
//!
//! Two things are stricter than in OTOBO. No bind is sent before the server has proved itself, and none ever
//! with an empty password or an empty name: directories take that for nobody in particular, and say yes.

use deskbook_core::connecting::{
    Refusal, Services, SignInAnswer, SignInFailure, SignInOpening, SignInReason, SignInStep,
};
use deskbook_core::secrets::SecretError;
use deskbook_core::server_error::{ServerError, ServerPlace, Trouble};
use deskbook_domain::directory::{Bind, Directory, DirectoryHost, Dn, Filter};
use deskbook_domain::secret::Secret;
use deskbook_domain::sign_in::{Member, SignInDirectory, SignInGroup, SignInName};
use ldap3::{DerefAliases, LdapResult, Scope, SearchOptions, SearchResult};
use tokio::time::timeout;

use crate::connect::{Line, Session, place_of};
use crate::entry::Item;
use crate::fault::{Doing, of_ldap, of_result, plain, silent, told};
use crate::hosts::hosts;
use crate::search::NO_ATTRIBUTES;

/// Asks the first host that is reached and proves itself.
pub(crate) async fn sign_in(
    opening: &SignInOpening,
    services: &dyn Services,
    name: &SignInName,
    password: &Secret<String>,
) -> SignInAnswer {
    let mut answer = SignInAnswer {
        host: String::new(),
        outcome: Err(failed(
            SignInStep::Connect,
            plain(Trouble::HostUnreachable, &ServerPlace::default()),
        )),
    };
    for host in hosts(&opening.directory.directory, services).await {
        let host = match host {
            Ok(host) => host,
            Err(error) => {
                answer.outcome = Err(failed(SignInStep::Connect, error));
                continue;
            }
        };
        answer.host = host.to_string();
        match line_to(opening, &host).await {
            Ok(line) => {
                let attempt = Attempt {
                    opening,
                    name,
                    password,
                    place: place_of(&opening.directory.directory, &host),
                };
                answer.outcome = attempt.over(line).await;
                return answer;
            }
            Err(error) => answer.outcome = Err(failed(step_of(&error.trouble), error)),
        }
    }
    answer
}

async fn line_to(opening: &SignInOpening, host: &DirectoryHost) -> Result<Line, ServerError> {
    let directory = &opening.directory.directory;
    let place = place_of(directory, host);
    let patience = opening.timing.connect;
    let line = timeout(patience, Line::open(directory, host, &place)).await;
    let (line, _) = line.unwrap_or_else(|_| Err(silent(&place, patience)))?;
    Ok(line)
}

/// What an error on the way to a server belongs to.
fn step_of(trouble: &Trouble) -> SignInStep {
    match trouble {
        Trouble::TlsUnavailable
        | Trouble::TlsRequired
        | Trouble::TlsFailed
        | Trouble::CertificateName
        | Trouble::CertificateExpired
        | Trouble::CertificateUntrusted
        | Trouble::CertificateSelfSigned
        | Trouble::CertificateFile => SignInStep::Tls,
        _ => SignInStep::Connect,
    }
}

fn failed(step: SignInStep, error: ServerError) -> SignInFailure {
    SignInFailure {
        step,
        reason: SignInReason::Server(error),
    }
}

/// One try at one host.
struct Attempt<'o> {
    opening: &'o SignInOpening,
    name: &'o SignInName,
    password: &'o Secret<String>,
    place: ServerPlace,
}

impl Attempt<'_> {
    fn way(&self) -> &SignInDirectory {
        &self.opening.directory
    }

    fn directory(&self) -> &Directory {
        &self.way().directory
    }

    async fn over(&self, line: Line) -> Result<(), SignInFailure> {
        let session = self.searching(line).await;
        let mut session = session.map_err(|error| failed(SignInStep::SearchUser, error))?;
        let outcome = self.through(&mut session).await;
        session.close().await;
        outcome
    }

    async fn through(&self, session: &mut Session) -> Result<(), SignInFailure> {
        let entry = self.entry(session).await?;
        if let Some(group) = &self.way().group {
            self.member(session, group, &entry).await?;
        }
        self.bind(session, &entry).await
    }

    /// Lets the user in that searches, where there is one.
    async fn searching(&self, line: Line) -> Result<Session, ServerError> {
        let patience = self.opening.timing.connect;
        let begin = async {
            let password = self.search_password().await?;
            line.bind(self.directory(), password.as_ref()).await
        };
        let session = timeout(patience, begin).await;
        session.unwrap_or_else(|_| Err(silent(&self.place, patience)))
    }

    async fn search_password(&self) -> Result<Option<Secret<String>>, ServerError> {
        if !matches!(self.directory().bind, Bind::Simple(_)) {
            return Ok(None);
        }
        let password = self.opening.password.password().await;
        password.map_err(|error| match error {
            error @ SecretError::Locked(_) => told(Trouble::KeyringLocked, &self.place, error),
            error => told(Trouble::KeyringFailed, &self.place, error),
        })
    }

    /// The entry of the name: the last one that is found.
    async fn entry(&self, session: &mut Session) -> Result<String, SignInFailure> {
        let directory = self.directory();
        let name = self.name.as_str().as_bytes().to_vec();
        let filter = Filter::Equal(self.way().uid.clone(), name).and(directory.always.as_ref());
        let found = self.search(session, &directory.base, &filter).await;
        let found = found.map_err(|error| failed(SignInStep::Entry, error))?;
        let entry = found.into_iter().next_back().filter(|dn| !dn.is_empty());
        entry.ok_or(SignInFailure {
            step: SignInStep::Entry,
            reason: SignInReason::NoEntry,
        })
    }

    async fn member(
        &self,
        session: &mut Session,
        group: &SignInGroup,
        entry: &str,
    ) -> Result<(), SignInFailure> {
        let member = match group.member {
            Member::Dn => entry,
            Member::Name => self.name.as_str(),
        };
        let filter = Filter::Equal(group.attribute.clone(), member.as_bytes().to_vec());
        let found = self.search(session, &group.base, &filter).await;
        let found = found.map_err(|error| failed(SignInStep::Group, error))?;
        if found.is_empty() {
            return Err(SignInFailure {
                step: SignInStep::Group,
                reason: SignInReason::NotInGroup,
            });
        }
        Ok(())
    }

    /// The names of the entries beneath a base.
    async fn search(
        &self,
        session: &mut Session,
        base: &Dn,
        filter: &Filter,
    ) -> Result<Vec<String>, ServerError> {
        let place = &self.place;
        let patience = self.directory().timeout;
        let patience = patience.unwrap_or(self.opening.timing.statement);
        let options = SearchOptions::new().deref(DerefAliases::Never);
        let filter = filter.to_string();
        let asked = session.ldap.with_search_options(options).search(
            base.as_str(),
            Scope::Subtree,
            &filter,
            [NO_ATTRIBUTES],
        );
        let answered = timeout(patience, asked).await;
        let answered = answered.map_err(|_| silent(place, patience))?;
        let SearchResult(entries, result) =
            answered.map_err(|error| of_ldap(error, place, Doing::Ask))?;
        if result.rc != 0 {
            return Err(of_result(&result, place, Doing::Ask));
        }
        let mut names = Vec::new();
        for entry in entries {
            let item = Item::read(entry);
            let item = item.map_err(|error| told(Trouble::Other, place, error))?;
            if let Item::Entry(entry) = item {
                names.push(entry.dn);
            }
        }
        Ok(names)
    }

    /// The bind that decides.
    async fn bind(&self, session: &mut Session, entry: &str) -> Result<(), SignInFailure> {
        let place = &self.place;
        let patience = self.opening.timing.connect;
        let step = SignInStep::Password;
        if self.password.expose().is_empty() {
            return Err(failed(step, plain(Trouble::PasswordMissing, place)));
        }
        let asked = session.ldap.simple_bind(entry, self.password.expose());
        let answered = timeout(patience, asked).await;
        let answered = answered.map_err(|_| failed(step, silent(place, patience)))?;
        let result = answered.map_err(|error| failed(step, of_ldap(error, place, Doing::Bind)))?;
        if result.rc == 0 {
            return Ok(());
        }
        let reason = match refusal_of(&result) {
            Some(refusal) => SignInReason::Refused {
                refusal,
                words: result.text,
            },
            None => SignInReason::Server(of_result(&result, place, Doing::Bind)),
        };
        Err(SignInFailure { step, reason })
    }
}

/// What a refused bind means; `None` for what says nothing of the password.
fn refusal_of(result: &LdapResult) -> Option<Refusal> {
    match result.rc {
        49 => Some(data_code(&result.text).map_or(Refusal::Wrong, |code| of_data_code(&code))),
        // 389-ds counts tries so
        19 => Some(Refusal::Locked),
        // It is unwilling: the account was switched off
        53 => Some(Refusal::Disabled),
        _ => None,
    }
}

/// Active Directory's own code: `… AcceptSecurityContext error, data 52e, v4563`.
fn data_code(words: &str) -> Option<String> {
    let (_, code) = words.split_once(", data ")?;
    let code = code.split(',').next()?.trim();
    Some(code.to_ascii_lowercase())
}

fn of_data_code(code: &str) -> Refusal {
    match code {
        "525" => Refusal::NoAccount,
        "530" => Refusal::NotNow,
        "531" => Refusal::NotHere,
        "532" => Refusal::PasswordExpired,
        "533" => Refusal::Disabled,
        "701" => Refusal::AccountExpired,
        "773" => Refusal::MustChange,
        "775" => Refusal::Locked,
        _ => Refusal::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(rc: u32, text: &str) -> Option<Refusal> {
        refusal_of(&LdapResult {
            rc,
            matched: String::new(),
            text: text.to_owned(),
            refs: Vec::new(),
            ctrls: Vec::new(),
        })
    }

    #[test]
    fn active_directory_tells_why() {
        let words = |code: &str| {
            format!(
                "80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data {code}, v4563"
            )
        };
        let cases = [
            ("525", Refusal::NoAccount),
            ("52e", Refusal::Wrong),
            ("530", Refusal::NotNow),
            ("531", Refusal::NotHere),
            ("532", Refusal::PasswordExpired),
            ("533", Refusal::Disabled),
            ("701", Refusal::AccountExpired),
            ("773", Refusal::MustChange),
            ("775", Refusal::Locked),
            ("fff", Refusal::Wrong),
        ];
        for (code, refusal) in cases {
            assert_eq!(refused(49, &words(code)), Some(refusal), "{code}");
        }
    }

    #[test]
    fn others_tell_by_their_result() {
        assert_eq!(refused(49, ""), Some(Refusal::Wrong));
        assert_eq!(
            refused(19, "Exceed password retry limit."),
            Some(Refusal::Locked)
        );
        assert_eq!(refused(53, "Account inactivated."), Some(Refusal::Disabled));
        assert_eq!(refused(13, "confidentiality required"), None);
        assert_eq!(refused(52, ""), None);
    }
}
