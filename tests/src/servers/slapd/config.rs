//! How slapd is prepared and started.

use std::fs::{self, DirBuilder, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::super::own::{Layout, TlsFiles};
use super::super::programs::{find, run};
use super::super::{ADMIN_PASSWORD, ClientCertificates};
use super::options::{Entries, SizeLimit};
use super::{BASE, READER, READER_PASSWORD, ROOT, SlapdOptions};

/// Where the distributions keep the schemas.
const SCHEMAS: [&str; 2] = ["/etc/ldap/schema", "/etc/openldap/schema"];

/// What people, groups and their addresses need.
const NEEDED: [&str; 4] = ["core", "cosine", "inetorgperson", "nis"];

/// Where they keep the modules; some build them in.
const MODULES: [&str; 3] = [
    "/usr/lib/ldap",
    "/usr/lib64/openldap",
    "/usr/lib/openldap/openldap",
];

/// Accounts stand apart from the directory, so that no search finds one.
const ACCOUNTS: &str = "o=accounts";

/// Puts the program, its configuration and the entries in place.
pub(super) fn prepare(layout: &Layout, options: &SlapdOptions) -> Result<()> {
    // Ubuntu confines the installed program to the folders of a service, but not a copy of it. A copy that
    // was written here could not be started while another thread starts something: it would be busy.
    run(Command::new("cp").arg(find("slapd")?).arg(program(layout)))?;
    for folder in [layout.data(), accounts(layout)] {
        DirBuilder::new().create(&folder)?;
        layout.account.give(&folder)?;
    }
    let files = layout.tls(options.tls.as_ref())?;
    place(
        layout,
        "slapd.conf",
        &text(layout, options, files.as_ref())?,
    )?;
    let reader = place(layout, "accounts.ldif", &reader_entries())?;
    load(layout, ACCOUNTS, &reader)?;
    for entries in &options.entries {
        let ldif = match entries {
            Entries::File(path) => {
                let text = fs::read_to_string(path);
                text.with_context(|| format!("{} cannot be read", path.display()))?
            }
            Entries::Text(ldif) => ldif.clone(),
        };
        load(layout, BASE, &place(layout, "entries.ldif", &ldif)?)?;
    }
    Ok(())
}

/// The server, which writes to its log what it is asked.
pub(super) fn command(layout: &Layout, port: u16, tls_port: Option<u16>) -> Command {
    let clear = format!("ldap://127.0.0.1:{port}/");
    let addresses = match tls_port {
        None => clear,
        Some(port) => format!("{clear} ldaps://127.0.0.1:{port}/"),
    };
    let mut command = layout.account.command(&program(layout));
    command
        .arg("-f")
        .arg(layout.file("slapd.conf"))
        .args(["-h", &addresses, "-d", "stats"])
        .current_dir("/");
    command
}

/// The root of the directory, as LDIF.
pub(crate) fn base_entry() -> String {
    format!(
        "dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\n\
         dc: directory\no: Directory\n"
    )
}

fn program(layout: &Layout) -> PathBuf {
    layout.file("slapd")
}

fn accounts(layout: &Layout) -> PathBuf {
    layout.file("accounts")
}

/// Writes a file that the server may read.
fn place(layout: &Layout, name: &str, text: &str) -> Result<PathBuf> {
    let file = layout.file(name);
    File::create(&file)?.write_all(text.as_bytes())?;
    layout.account.give(&file)?;
    Ok(file)
}

fn load(layout: &Layout, suffix: &str, ldif: &Path) -> Result<()> {
    let mut command = layout.account.command(&program(layout));
    command
        .args(["-T", "add", "-q", "-b", suffix, "-f"])
        .arg(layout.file("slapd.conf"))
        .arg("-l")
        .arg(ldif)
        .current_dir("/");
    run(&mut command).map(|_| ())
}

fn reader_entries() -> String {
    format!(
        "dn: {ACCOUNTS}\nobjectClass: organization\no: accounts\n\n\
         dn: {READER}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\n\
         cn: reader\nuserPassword: {READER_PASSWORD}\n"
    )
}

fn text(layout: &Layout, options: &SlapdOptions, tls: Option<&TlsFiles>) -> Result<String> {
    let mut lines = schemas()?;
    lines.extend(modules());
    lines.push(format!("pidfile {}", layout.file("pid").display()));
    if let Some(files) = tls {
        lines.extend(tls_lines(options, files));
    }
    if options.requires_tls {
        lines.push("security tls=1".to_owned());
    }
    if options.refuses_anonymous {
        lines.extend(["disallow bind_anon", "require authc"].map(str::to_owned));
    }
    lines.extend(database(BASE, &layout.data()));
    lines.extend([
        format!("rootdn \"{ROOT}\""),
        format!("rootpw {ADMIN_PASSWORD}"),
        "index objectClass,entryUUID,entryCSN eq".to_owned(),
        "index uid,cn,sn,givenName,mail,o eq,pres,sub".to_owned(),
        limit_line(options.size_limit),
        // Whoever copies the directory may ask what changed (RFC 4533).
        "overlay syncprov".to_owned(),
    ]);
    lines.extend(database(ACCOUNTS, &accounts(layout)));
    Ok(lines.join("\n") + "\n")
}

fn limit_line(limit: Option<SizeLimit>) -> String {
    match limit {
        None => String::new(),
        Some(SizeLimit::Words(words)) => format!("limits {words}"),
        Some(SizeLimit::None) => "limits * size=unlimited".to_owned(),
        Some(SizeLimit::Of(entries)) => format!("limits * size={entries}"),
        Some(SizeLimit::OfAPage(entries)) => {
            format!("limits * size={entries} size.pr={entries} size.prtotal=unlimited")
        }
    }
}

fn schemas() -> Result<Vec<String>> {
    let folder = SCHEMAS
        .into_iter()
        .find(|folder| Path::new(folder).is_dir());
    let folder = folder.context("the schemas of OpenLDAP are not where they are usually")?;
    let include = |name: &str| format!("include {folder}/{name}.schema");
    Ok(NEEDED.into_iter().map(include).collect())
}

fn modules() -> Vec<String> {
    let has_mdb = |folder: &&str| Path::new(folder).join("back_mdb.so").exists();
    let Some(folder) = MODULES.into_iter().find(has_mdb) else {
        return Vec::new();
    };
    vec![
        format!("modulepath {folder}"),
        "moduleload back_mdb".to_owned(),
        "moduleload syncprov".to_owned(),
    ]
}

fn tls_lines(options: &SlapdOptions, files: &TlsFiles) -> Vec<String> {
    let demands = options
        .tls
        .as_ref()
        .is_some_and(|tls| tls.clients == ClientCertificates::Demanded);
    let clients = if demands { "demand" } else { "never" };
    vec![
        format!("TLSCertificateFile {}", files.certificate.display()),
        format!("TLSCertificateKeyFile {}", files.key.display()),
        format!("TLSCACertificateFile {}", files.authority.display()),
        format!("TLSVerifyClient {clients}"),
        format!("authz-regexp \"^cn=client$\" \"{READER}\""),
    ]
}

/// Nothing in here has to survive a power cut.
fn database(suffix: &str, folder: &Path) -> Vec<String> {
    vec![
        "database mdb".to_owned(),
        format!("suffix \"{suffix}\""),
        format!("directory {}", folder.display()),
        // Address space, not disk: what is not written takes none.
        "maxsize 4294967296".to_owned(),
        "dbnosync".to_owned(),
    ]
}
