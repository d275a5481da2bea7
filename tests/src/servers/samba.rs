//! A throw-away domain controller of Samba, which is an Active Directory to its clients.
//!
//! Preparing one takes some seconds: tests of it run in full rounds only. It can only be root who runs it, since
//! its ports are fixed: it has an address of this computer's own network to itself, and is reached through
//! ports of `127.0.0.1` like all others.
//!
//! Unlike Microsoft's it gives more than 1,000 entries without pages, and more than 1,500 values of an
//! attribute unless a range of them is asked for.

use std::fs::{self, File};
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;

use super::account::ServerAccount;
use super::own::Layout;
use super::process::{End, ServerProcess};
use super::programs::{find, run};
use super::proxy::Proxy;
use super::{Tls, ldap, template};

/// The root of the directory.
pub const BASE: &str = "DC=ad,DC=test";

/// Where people and groups are.
pub const USERS: &str = "CN=Users,DC=ad,DC=test";

/// Who may do everything, as a user principal name.
pub const ROOT: &str = "administrator@ad.test";

/// The password of [`ROOT`]: a domain does not take simple ones.
pub const ROOT_PASSWORD: &str = "Of-a-throw-away-5erver";

/// An Active Directory of a test's own.
#[derive(Debug)]
pub struct SambaServer {
    clear: Proxy,
    encrypted: Proxy,
    // Dropped in this order: the process uses the folder.
    process: ServerProcess,
    _folder: TempDir,
}

impl SambaServer {
    /// Adds entries to a fresh domain and starts its controller. Returns once it answers. It takes no
    /// password in the clear, and never asks for client certificates.
    pub async fn start(tls: &Tls, ldif: &str) -> Result<Self> {
        let account = ServerAccount::of_the_tests();
        ensure!(
            account.number() == 0,
            "only root can start a domain controller"
        );
        let folder = template::workshop(account)?;
        let layout = Layout::new(&folder, account);
        let address = address();
        prepare(&layout, address, tls)?;
        add(&layout, ldif)?;
        let mut command = Command::new(find("samba")?);
        command
            .arg("-s")
            .arg(configuration(&layout))
            // One process, in the foreground.
            .args(["--interactive", "--model=single", "--no-process-group"])
            .arg("--debug-stdout")
            .current_dir("/");
        layout.log_to_file(&mut command)?;
        let mut process = ServerProcess::start(&mut command, End::Kill, layout.folder())?;
        let at = |port: u16| SocketAddr::from((address, port));
        ldap::until_it_answers_at(at(389), &mut process, || layout.log_text()).await?;
        Ok(Self {
            clear: Proxy::to_address(at(389)).await?,
            encrypted: Proxy::to_address(at(636)).await?,
            process,
            _folder: folder,
        })
    }

    /// The port for speaking in the clear, and for StartTLS.
    pub fn port(&self) -> u16 {
        self.clear.port()
    }

    /// The port for LDAPS.
    pub fn tls_port(&self) -> u16 {
        self.encrypted.port()
    }

    /// The id of its process.
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// Makes the server hang: connections are taken by the system, and nobody answers.
    pub fn pause(&self) -> Result<()> {
        self.process.pause()
    }

    /// Lets it go on.
    pub fn resume(&self) -> Result<()> {
        self.process.resume()
    }
}

/// A person as the domain keeps one, beneath [`USERS`], as LDIF. Without a password: nobody signs in as
/// one.
pub fn user(login: &str) -> String {
    user_with(login, 544)
}

/// The same of one whose account is disabled.
pub fn disabled_user(login: &str) -> String {
    user_with(login, 546)
}

/// `control` is Microsoft's sum of `NORMAL_ACCOUNT`, `PASSWD_NOTREQD` and, for some, `ACCOUNTDISABLE`.
fn user_with(login: &str, control: u32) -> String {
    format!(
        "dn: CN={login},{USERS}\nobjectClass: user\nsAMAccountName: {login}\n\
         userPrincipalName: {login}@ad.test\nuserAccountControl: {control}\n\
         givenName: {login}\nsn: Test\nmail: {login}@ad.test\n\n"
    )
}

/// A group of such people, as LDIF.
pub fn group(name: &str, logins: &[String]) -> String {
    let member = |login: &String| format!("member: CN={login},{USERS}\n");
    let members: Vec<_> = logins.iter().map(member).collect();
    let members = members.concat();
    format!("dn: CN={name},{USERS}\nobjectClass: group\nsAMAccountName: {name}\n{members}\n")
}

/// An address that no other server has, most likely: there are 16 million of them.
fn address() -> Ipv4Addr {
    let [a, b, c, _] = rand::random::<[u8; 4]>();
    Ipv4Addr::new(127, a | 1, b, c | 1)
}

/// Puts a fresh domain in place.
fn prepare(layout: &Layout, address: Ipv4Addr, tls: &Tls) -> Result<()> {
    let version = run(Command::new(find("samba")?).arg("--version"))?;
    let version = version.split_whitespace().last().unwrap_or("unknown");
    template::copy(
        &format!("samba-{version}"),
        layout.account,
        &layout.data(),
        provision,
    )?;
    for folder in ["run", "log"] {
        fs::create_dir(layout.file(folder))?;
    }
    let text = configuration_text(layout, address, tls)?;
    let mut file = File::create(configuration(layout))?;
    Ok(file.write_all(text.as_bytes())?)
}

fn provision(data: &Path) -> Result<()> {
    fs::create_dir(data)?;
    let mut command = Command::new(find("samba-tool")?);
    command
        .args(["domain", "provision", "--realm=AD.TEST", "--domain=AD"])
        .args(["--server-role=dc", "--dns-backend=NONE", "--host-name=dc"])
        .arg("--host-ip=127.0.0.1")
        .arg(format!("--adminpass={ROOT_PASSWORD}"))
        .arg(format!("--targetdir={}", data.display()))
        .current_dir("/");
    run(&mut command).map(|_| ())
}

/// Adds entries past the server, which is many times as fast.
fn add(layout: &Layout, ldif: &str) -> Result<()> {
    let file = layout.file("entries.ldif");
    File::create(&file)?.write_all(ldif.as_bytes())?;
    let mut command = Command::new(find("ldbadd")?);
    command
        .arg(format!("--configfile={}", configuration(layout).display()))
        .arg("-H")
        .arg(layout.data().join("private/sam.ldb"))
        .arg(file);
    run(&mut command).map(|_| ())
}

fn configuration(layout: &Layout) -> PathBuf {
    layout.file("smb.conf")
}

fn configuration_text(layout: &Layout, address: Ipv4Addr, tls: &Tls) -> Result<String> {
    let files = layout.tls(Some(tls))?.context("certificates were given")?;
    let (folder, data) = (layout.folder().display(), layout.data());
    let data = data.display();
    Ok(format!(
        "[global]\nnetbios name = DC\nworkgroup = AD\nrealm = AD.TEST\n\
         server role = active directory domain controller\nserver services = ldap\n\
         interfaces = {address}/8\nbind interfaces only = Yes\n\
         private dir = {data}/private\nstate directory = {data}/state\n\
         lock directory = {data}\ncache directory = {data}/cache\n\
         binddns dir = {data}/bind-dns\n\
         pid directory = {folder}/run\nncalrpc dir = {folder}/run/ncalrpc\n\
         log file = {folder}/log/samba\n\
         tls keyfile = {}\ntls certfile = {}\ntls cafile = {}\n",
        files.key.display(),
        files.certificate.display(),
        files.authority.display()
    ))
}
