//! A throw-away 389 Directory Server, with a directory of a test's own.
//!
//! Preparing one takes some seconds: tests of it run in full rounds only. Its limits are its own: whoever is
//! not root gets 2,000 entries from a search.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use tempfile::TempDir;

use super::account::ServerAccount;
use super::own::{Layout, free_port};
use super::process::{End, ServerProcess};
use super::programs::{find, run};
use super::slapd::BASE;
use super::{ADMIN_PASSWORD, ldap};

/// Who may do everything, without limits.
pub const ROOT: &str = "cn=Directory Manager";

/// What everybody may read: a fresh directory shows nothing.
const READABLE: &str = "(targetattr!=\"userPassword\")(version 3.0; acl \"read\"; \
     allow (read,search,compare) userdn=\"ldap:///anyone\";)";

/// A 389 Directory Server of a test's own, in the clear, by StartTLS and by LDAPS.
#[derive(Debug)]
pub struct Ds389Server {
    port: u16,
    tls_port: u16,
    authority: PathBuf,
    // Dropped in this order: the process uses the folder.
    process: ServerProcess,
    _folder: TempDir,
}

impl Ds389Server {
    /// Loads a file of LDIF whose root is [`BASE`], and starts a server over it. Returns once it answers.
    pub async fn start(ldif: &Path) -> Result<Self> {
        let account = ServerAccount::named("dirsrv")?;
        let folder = super::template::workshop(account)?;
        let layout = Layout::new(&folder, account);
        let (port, tls_port) = (free_port()?, free_port()?);
        prepare(&layout, port, tls_port)?;
        load(&layout, ldif)?;
        let mut command = program(&layout, "ns-slapd")?;
        command
            .arg("-D")
            .arg(instance(&layout))
            .arg("-i")
            .arg(layout.file("pid"))
            // In the foreground.
            .args(["-d", "0"]);
        layout.log_to_file(&mut command)?;
        let mut server = Self {
            port,
            tls_port,
            authority: instance(&layout).join("ca.crt"),
            process: ServerProcess::start(&mut command, End::Kill, layout.folder())?,
            _folder: folder,
        };
        ldap::until_it_answers(port, &mut server.process, || layout.log_text()).await?;
        server.open_to_all()?;
        Ok(server)
    }

    /// The port for speaking in the clear, and for StartTLS.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The port for LDAPS.
    pub fn tls_port(&self) -> u16 {
        self.tls_port
    }

    /// The authority behind its certificate, as a PEM file. It vouches for `localhost`, and not for
    /// `127.0.0.1`.
    pub fn authority(&self) -> &Path {
        &self.authority
    }

    /// The password of [`ROOT`].
    pub fn root_password(&self) -> &'static str {
        ADMIN_PASSWORD
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

    fn open_to_all(&self) -> Result<()> {
        let change = format!("dn: {BASE}\nchangetype: modify\nadd: aci\naci: {READABLE}\n");
        ldap::change(
            ldap::client("ldapmodify", self.port, ROOT, ADMIN_PASSWORD)?,
            &change,
        )
    }
}

/// Makes an instance, in the clear and with a certificate of an authority of its own.
fn prepare(layout: &Layout, port: u16, tls_port: u16) -> Result<()> {
    let answers = layout.file("answers.inf");
    File::create(&answers)?.write_all(answers_text(port, tls_port).as_bytes())?;
    layout.account.give(&answers)?;
    for folder in [binaries(layout), layout.file("home")] {
        DirBuilder::new().create(&folder)?;
        layout.account.give(&folder)?;
    }
    // Leaves programs that know of the folder, its own namesake among them.
    let mut root = program(layout, "dscreate")?;
    root.arg("ds-root").args([layout.data(), binaries(layout)]);
    run(&mut root)?;
    let own = binaries(layout).join("dscreate");
    let mut create = in_folder(layout, layout.account.command(&own));
    run(create.arg("from-file").arg(answers))?;
    adapt(&instance(layout).join("dse.ldif"))
}

fn load(layout: &Layout, ldif: &Path) -> Result<()> {
    let copy = layout.file("entries.ldif");
    fs::copy(ldif, &copy).with_context(|| format!("{} cannot be read", ldif.display()))?;
    layout.account.give(&copy)?;
    let mut command = program(layout, "ns-slapd")?;
    command
        .args(["ldif2db", "-n", "userroot", "-D"])
        .arg(instance(layout))
        .arg("-i")
        .arg(copy);
    run(&mut command).map(|_| ())
}

fn answers_text(port: u16, tls_port: u16) -> String {
    format!(
        "[general]\nconfig_version = 2\nstart = False\nstrict_host_checking = False\n\
         systemd = False\nselinux = False\nfull_machine_name = localhost\n\
         [slapd]\ninstance_name = test\nport = {port}\nsecure_port = {tls_port}\n\
         self_sign_cert = True\nroot_dn = {ROOT}\nroot_password = {ADMIN_PASSWORD}\n\
         db_lib = bdb\n\
         [backend-userroot]\nsuffix = {BASE}\ncreate_suffix_entry = False\n"
    )
}

/// It listens on all addresses of the computer, and takes ASCII only for logins, unless told otherwise.
fn adapt(configuration: &Path) -> Result<()> {
    let text = fs::read_to_string(configuration)?;
    let (before, ascii_only) = text
        .split_once("\ndn: cn=7-bit check,")
        .context("it has what refuses other logins")?;
    let any = ascii_only.replacen("nsslapd-pluginEnabled: on", "nsslapd-pluginEnabled: off", 1);
    let text = format!("{before}\ndn: cn=7-bit check,{any}");
    let text = text.replacen(
        "\nnsslapd-port:",
        "\nnsslapd-listenhost: 127.0.0.1\nnsslapd-securelistenhost: 127.0.0.1\nnsslapd-port:",
        1,
    );
    // In place: it goes on belonging to the server's account.
    let mut file = OpenOptions::new()
        .write(true)
        .truncate(true)
        .open(configuration)?;
    Ok(file.write_all(text.as_bytes())?)
}

fn instance(layout: &Layout) -> PathBuf {
    layout.data().join("etc/dirsrv/slapd-test")
}

fn binaries(layout: &Layout) -> PathBuf {
    layout.file("bin")
}

fn program(layout: &Layout, name: &str) -> Result<Command> {
    let command = layout.account.command(&find(name)?);
    Ok(in_folder(layout, command))
}

/// Its programs look at the home of whoever runs them, and call each other.
fn in_folder(layout: &Layout, mut command: Command) -> Command {
    let folders = [
        binaries(layout).display().to_string(),
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".to_owned(),
    ];
    command
        .env("PATH", folders.join(":"))
        .env("HOME", layout.file("home"))
        .current_dir(layout.folder());
    command
}
