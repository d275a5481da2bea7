//! Signing in by a directory (`otobo-behaviour.md 5.6`), against an OpenLDAP of a test's own.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use deskbook_core::connecting::{
    Directories as _, Refusal, SignInAnswer, SignInOpening, SignInReason, SignInStep, Timing, Typed,
};
use deskbook_core::server_error::Trouble;
use deskbook_domain::secret::Secret;
use deskbook_domain::sign_in::{SignInDirectory, SignInName, SignInWay, sign_in_modules};
use deskbook_domain::system_settings::SystemSettings;
use deskbook_ldap::LdapDirectories;
use deskbook_tests::servers::certificates::Certificates;
use deskbook_tests::servers::slapd::{
    Asked, BASE, READER, READER_PASSWORD, SlapdOptions, SlapdServer,
};

/// Passwords are stored in the clear, which OpenLDAP compares as well.
fn people() -> String {
    let person = |cn: &str, uid: &str, password: &str| {
        format!(
            "dn: cn={cn},ou=people,{BASE}\nobjectClass: inetOrgPerson\ncn: {cn}\nsn: {cn}\n\
             uid: {uid}\nuserPassword: {password}\n\n"
        )
    };
    let unit = |name: &str| {
        format!("dn: ou={name},{BASE}\nobjectClass: organizationalUnit\nou: {name}\n\n")
    };
    [
        unit("people"),
        unit("groups"),
        unit("elsewhere"),
        person("Eva", "eva@corp", "eva's own"),
        person("Max \\28M\\29", "max", "max's own"),
        person("Star", "*", "star's own"),
        person("Bracket", ")(uid=max", "bracket's own"),
        format!(
            "dn: cn=posix,ou=groups,{BASE}\nobjectClass: posixGroup\ncn: posix\ngidNumber: 1\n\
             memberUid: max\n\n"
        ),
        format!(
            "dn: cn=names,ou=elsewhere,{BASE}\nobjectClass: groupOfNames\ncn: names\n\
             member: cn=Max \\28M\\29,ou=people,{BASE}\n\n"
        ),
    ]
    .concat()
}

/// A module of a directory on this computer with these settings.
fn module(server: &SlapdServer, changes: &[(&str, &str)]) -> Result<SignInDirectory> {
    let host = format!("127.0.0.1:{}", server.port());
    let of = |key: &str| match key {
        "TLSMode" | "CAFile" => format!("Deskbook::Customer::AuthModule::LDAP::{key}"),
        key => format!("Customer::AuthModule::LDAP::{key}"),
    };
    let program = "Kernel::System::CustomerAuth::LDAP";
    let mut over: std::collections::BTreeMap<String, String> =
        [("Customer::AuthModule".to_owned(), program.to_owned())].into();
    let basic = [("Host", host.as_str()), ("BaseDN", BASE), ("UID", "uid")];
    for (key, value) in basic.iter().chain(changes) {
        over.insert(of(key), (*value).to_owned());
    }
    let modules = sign_in_modules(&SystemSettings::effective(&[], &over));
    let module = modules.into_iter().next().context("there is a module")?;
    match module.way {
        Ok(SignInWay::Directory(directory)) => Ok(*directory),
        way => anyhow::bail!("it is {way:?}"),
    }
}

/// What the directory says of who types this.
async fn answer(
    directory: &SignInDirectory,
    search_password: &str,
    typed: &str,
    password: &str,
) -> Result<SignInAnswer> {
    let opening = SignInOpening {
        directory: directory.clone(),
        password: Arc::new(Typed(Secret::new(search_password.to_owned()))),
        timing: Timing {
            connect: Duration::from_secs(5),
            statement: Duration::from_secs(5),
        },
    };
    let name = SignInName::of(typed, &directory.suffix).context("something was typed")?;
    let password = Secret::new(password.to_owned());
    Ok(LdapDirectories::default()
        .sign_in(opening, &name, &password)
        .await)
}

/// The same in short: `in`, or the step that failed and why.
async fn says(directory: &SignInDirectory, typed: &str, password: &str) -> Result<String> {
    Ok(told(
        answer(directory, READER_PASSWORD, typed, password).await?,
    ))
}

fn told(answer: SignInAnswer) -> String {
    let Err(failure) = answer.outcome else {
        return "in".to_owned();
    };
    let reason = match failure.reason {
        SignInReason::NoEntry => "no entry".to_owned(),
        SignInReason::NotInGroup => "not in group".to_owned(),
        SignInReason::Refused { refusal, .. } => format!("{refusal:?}"),
        SignInReason::Server(error) => format!("{:?}", error.trouble),
    };
    format!("{:?}: {reason}", failure.step)
}

fn failed(step: SignInStep, reason: &str) -> String {
    format!("{step:?}: {reason}")
}

fn wrong() -> String {
    failed(SignInStep::Password, &format!("{:?}", Refusal::Wrong))
}

fn unknown() -> String {
    failed(SignInStep::Entry, "no entry")
}

fn binds(server: &SlapdServer) -> Vec<String> {
    let operations = server.operations().into_iter();
    let bind = |operation: deskbook_tests::servers::slapd::Operation| match operation.what {
        Asked::Bind { dn, .. } => Some(dn),
        _ => None,
    };
    operations.filter_map(bind).collect()
}

#[tokio::test]
async fn the_found_entry_is_let_in_with_its_own_password_alone() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::entries(&people())).await?;
    let open = module(&server, &[])?;
    assert_eq!(says(&open, "max", "max's own").await?, "in");
    assert_eq!(says(&open, " MAX ", "max's own").await?, "in");
    assert_eq!(says(&open, "max", "eva's own").await?, wrong());
    assert_eq!(says(&open, "nobody", "max's own").await?, unknown());
    let suffix = module(&server, &[("UserSuffix", "@corp")])?;
    assert_eq!(says(&suffix, "eva", "eva's own").await?, "in");
    assert_eq!(says(&suffix, "eva@corp", "eva's own").await?, unknown());
    let filter = module(&server, &[("AlwaysFilter", "(cn=Eva)")])?;
    assert_eq!(says(&filter, "max", "max's own").await?, unknown());
    assert_eq!(says(&filter, "eva@corp", "eva's own").await?, "in");
    Ok(())
}

#[tokio::test]
async fn c91_an_empty_password_is_never_sent() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::entries(&people())).await?;
    let missing = format!("{:?}", Trouble::PasswordMissing);
    let open = module(&server, &[])?;
    let refused = failed(SignInStep::Password, &missing);
    assert_eq!(says(&open, "max", "").await?, refused);
    let searching = module(&server, &[("SearchUserDN", READER)])?;
    let refused = failed(SignInStep::SearchUser, &missing);
    let answered = answer(&searching, "", "max", "max's own").await?;
    assert_eq!(told(answered), refused);
    server.until(|asked| *asked == Asked::Closed).await?;
    assert_eq!(binds(&server), [""; 0], "nobody bound, not even as nobody");
    Ok(())
}

#[tokio::test]
async fn groups_name_their_members_as_the_settings_say() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::entries(&people())).await?;
    let outside = failed(SignInStep::Group, "not in group");
    let posix = format!("ou=groups,{BASE}");
    let names = format!("ou=elsewhere,{BASE}");
    let cases = [
        (&posix, "memberUid", "UID", "in"),
        (&posix, "memberUid", "DN", &outside),
        (&names, "member", "DN", "in"),
        (&names, "member", "", "in"),
        (&posix, "member", "DN", &outside),
    ];
    for (group, attribute, by, expected) in cases {
        let directory = module(
            &server,
            &[
                ("GroupDN", group),
                ("AccessAttr", attribute),
                ("UserAttr", by),
            ],
        )?;
        let said = says(&directory, "max", "max's own").await?;
        assert_eq!(said, expected, "{group} {attribute} {by}");
        let eva = says(&directory, "eva@corp", "eva's own").await?;
        assert_eq!(eva, outside, "{group} {attribute} {by}");
    }
    Ok(())
}

#[tokio::test]
async fn the_user_that_searches_is_let_in_first() -> Result<()> {
    let options = SlapdOptions::entries(&people()).without_anonymous();
    let server = SlapdServer::start(options).await?;
    let searching = module(&server, &[("SearchUserDN", READER)])?;
    assert_eq!(says(&searching, "max", "max's own").await?, "in");
    assert_eq!(says(&searching, "max", "wrong").await?, wrong());
    let refused = failed(SignInStep::SearchUser, "RefusedLogin");
    let answered = answer(&searching, "wrong", "max", "max's own").await?;
    assert_eq!(told(answered), refused);
    let nobody = module(&server, &[])?;
    let said = says(&nobody, "max", "max's own").await?;
    assert!(said.starts_with("Entry: "), "nobody may search: {said}");
    let nowhere = module(
        &server,
        &[("SearchUserDN", READER), ("BaseDN", "dc=nowhere")],
    )?;
    let said = says(&nowhere, "max", "max's own").await?;
    assert!(said.starts_with("Entry: BaseMissing"), "{said}");
    Ok(())
}

#[tokio::test]
async fn hostile_names_are_names_and_nothing_else() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::entries(&people())).await?;
    let open = module(&server, &[])?;
    assert_eq!(says(&open, "*", "star's own").await?, "in");
    assert_eq!(says(&open, "*", "max's own").await?, wrong());
    assert_eq!(says(&open, ")(uid=max", "bracket's own").await?, "in");
    assert_eq!(says(&open, ")(uid=max", "max's own").await?, wrong());
    for name in ["m*", "max)(uid=*", "max\0", "\0", "max\\2a", "*)(|(uid=*"] {
        assert_eq!(says(&open, name, "max's own").await?, unknown(), "{name:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_not_reached_is_told_and_the_next_one_is_asked() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::entries(&people())).await?;
    let open = module(&server, &[])?;
    let both = format!("127.0.0.1:1 127.0.0.1:{}", server.port());
    let two = module(&server, &[("Host", &both)])?;
    assert_eq!(says(&two, "max", "max's own").await?, "in");
    server.stop().await?;
    let said = says(&open, "max", "max's own").await?;
    assert_eq!(said, failed(SignInStep::Connect, "HostUnreachable"));
    Ok(())
}

#[tokio::test]
async fn c92_nothing_is_said_before_the_server_has_proved_itself() -> Result<()> {
    let all = Certificates::make()?;
    let authority = all.authority.to_string_lossy().into_owned();
    let encrypted = [("StartTLS", "require"), ("CAFile", authority.as_str())];
    let server = SlapdServer::start(SlapdOptions::entries(&people())).await?;
    let refusing = module(&server, &encrypted)?;
    let said = says(&refusing, "max", "max's own").await?;
    assert_eq!(said, failed(SignInStep::Tls, "TlsUnavailable"));
    server.until(|asked| *asked == Asked::Closed).await?;
    assert_eq!(binds(&server), [""; 0]);
    assert!(server.filters().is_empty());
    for (shown, expected) in [(&all.good, "in"), (&all.other, "Tls: CertificateUntrusted")] {
        let options = SlapdOptions::entries(&people()).with_tls(all.shown(shown));
        let server = SlapdServer::start(options).await?;
        let directory = module(&server, &encrypted)?;
        assert_eq!(says(&directory, "max", "max's own").await?, expected);
        let ldaps = format!("ldaps://127.0.0.1:{}", server.tls_port()?);
        let directory = module(&server, &[("Host", &ldaps), ("CAFile", &authority)])?;
        assert_eq!(says(&directory, "max", "max's own").await?, expected);
        if expected != "in" {
            assert_eq!(binds(&server), [""; 0]);
        }
    }
    Ok(())
}
