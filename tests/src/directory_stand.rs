//! A directory on a throw-away server as a back end under test: each test has a part of it to itself.

use std::any::Any;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, Result};
use deskbook_domain::settings::{CA_FILE, TLS_MODE};
use serde_json::{Value, json};
use tempfile::NamedTempFile;
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;

use crate::directory::{open, read, settings};
use crate::local_directory;
use crate::servers::certificates::Certificates;
use crate::servers::directory_writer::DirectoryWriter;
use crate::servers::ds389::{self, Ds389Server};
use crate::servers::samba::{self, SambaServer};
use crate::servers::slapd::{self, SlapdOptions, SlapdServer};
use crate::stand::Stand;

/// What a directory is asked by, so that validity can be told.
const VALID: &str = "(employeeType=1)";

/// An empty part of an OpenLDAP.
pub async fn openldap() -> Result<Stand> {
    static SERVER: OnceCell<Shared> = OnceCell::const_new();
    let server = SERVER.get_or_try_init(|| outlive(start_openldap()));
    part_of(server.await?).await
}

/// An empty part of a 389 Directory Server.
pub async fn ds389() -> Result<Stand> {
    static SERVER: OnceCell<Shared> = OnceCell::const_new();
    let server = SERVER.get_or_try_init(|| outlive(start_ds389()));
    part_of(server.await?).await
}

/// An empty part of an Active Directory, which Samba is.
pub async fn active_directory() -> Result<Stand> {
    static SERVER: OnceCell<Shared> = OnceCell::const_new();
    let server = SERVER.get_or_try_init(|| outlive(start_active_directory()));
    part_of(server.await?).await
}

/// A server for all tests of this program. It ends with the program.
struct Shared {
    url: String,
    /// The authority that vouches for it, where it is spoken to with encryption.
    authority: Option<PathBuf>,
    writer: DirectoryWriter,
    _server: Box<dyn Any + Send + Sync>,
}

/// What a server needs to run must not end with the test that happened to start it.
async fn outlive(start: impl Future<Output = Result<Shared>> + Send + 'static) -> Result<Shared> {
    static RUNTIME: LazyLock<std::io::Result<Runtime>> = LazyLock::new(Runtime::new);
    let runtime = RUNTIME.as_ref().context("threads of the server's own")?;
    runtime.spawn(start).await?
}

async fn start_openldap() -> Result<Shared> {
    let server = SlapdServer::start(SlapdOptions::entries("").without_size_limit()).await?;
    Ok(Shared {
        url: format!("ldap://127.0.0.1:{}", server.port()),
        authority: None,
        writer: DirectoryWriter {
            port: server.port(),
            needs_tls: false,
            user: slapd::ROOT,
            password: server.root_password(),
            base: slapd::BASE.to_owned(),
            count: Arc::default(),
        },
        _server: Box::new(server),
    })
}

async fn start_ds389() -> Result<Shared> {
    let mut ldif = NamedTempFile::new()?;
    ldif.write_all(slapd::base_entry().as_bytes())?;
    let server = Ds389Server::start(ldif.path()).await?;
    Ok(Shared {
        url: format!("ldap://127.0.0.1:{}", server.port()),
        authority: None,
        writer: DirectoryWriter {
            port: server.port(),
            needs_tls: false,
            user: ds389::ROOT,
            password: server.root_password(),
            base: slapd::BASE.to_owned(),
            count: Arc::default(),
        },
        _server: Box::new(server),
    })
}

async fn start_active_directory() -> Result<Shared> {
    let certificates = Certificates::make()?;
    let tls = certificates.shown(&certificates.good);
    let server = SambaServer::start(&tls, "").await?;
    Ok(Shared {
        url: format!("ldaps://localhost:{}", server.tls_port()),
        authority: Some(certificates.authority.clone()),
        writer: DirectoryWriter {
            port: server.port(),
            needs_tls: true,
            user: samba::ROOT,
            password: samba::ROOT_PASSWORD,
            base: samba::BASE.to_owned(),
            count: Arc::default(),
        },
        _server: Box::new((server, certificates)),
    })
}

/// A part of the directory that nobody else has, with customers in a local directory beside it.
async fn part_of(server: &Shared) -> Result<Stand> {
    static PARTS: AtomicUsize = AtomicUsize::new(0);
    let name = format!("part{}", PARTS.fetch_add(1, Ordering::Relaxed));
    let base = format!("ou={name},{}", server.writer.base);
    let part = format!("dn: {base}\nobjectClass: organizationalUnit\nou: {name}\n");
    server.writer.change(&part)?;
    let changes = changes(&base, server);
    let (source, directory) = read(&settings(&json!(server.url), &changes)?)?;
    let opened = open(source, directory, Some(server.writer.password));
    Ok(Stand {
        customer_users: opened.customer_users(),
        directory: Some(DirectoryWriter {
            base,
            count: Arc::default(),
            ..server.writer.clone()
        }),
        ..local_directory::fresh().await?
    })
}

/// The fields and the search of the shipped source, as far as a directory has them.
fn changes(base: &str, server: &Shared) -> Vec<(&'static str, Value)> {
    let mut changes = vec![
        ("Params.BaseDN", json!(base)),
        ("Params.UserDN", json!(server.writer.user)),
        ("Params.AlwaysFilter", json!("(objectClass=inetOrgPerson)")),
        ("CustomerID", json!("o")),
        ("CustomerUserValidFilter", json!(VALID)),
        (
            "CustomerUserSearchFields",
            json!(["uid", "givenName", "sn", "o"]),
        ),
        ("CustomerUserSearchPrefix", json!("*")),
        ("Map", map()),
    ];
    if let Some(authority) = &server.authority {
        changes.push((TLS_MODE, json!("verify-full")));
        changes.push((CA_FILE, path(authority)));
    }
    changes
}

fn path(path: &Path) -> Value {
    json!(path.to_string_lossy())
}

/// Validity is a number in the directory too, which the filter reads.
fn map() -> Value {
    json!([
        ["UserTitle", "Title", "title", 1, 0, "var"],
        ["UserFirstname", "Firstname", "givenName", 1, 1, "var"],
        ["UserLastname", "Lastname", "sn", 1, 1, "var"],
        ["UserLogin", "Username", "uid", 1, 1, "var"],
        ["UserEmail", "Email", "mail", 1, 1, "var"],
        ["UserCustomerID", "CustomerID", "o", 0, 1, "var"],
        ["UserPhone", "Phone", "telephoneNumber", 1, 0, "var"],
        ["UserStreet", "Street", "street", 1, 0, "var"],
        ["UserZip", "Zip", "postalCode", 1, 0, "var"],
        ["UserCity", "City", "l", 1, 0, "var"],
        ["UserComment", "Comment", "description", 1, 0, "var"],
        ["ValidID", "Valid", "employeeType", 0, 0, "int"]
    ])
}
