//! Certificates for tests: an authority, and good and bad ones to try a client with.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use tempfile::TempDir;

use super::{ClientCertificates, Tls};

/// The names under which a server on this computer is reached.
const HERE: [&str; 2] = ["localhost", "127.0.0.1"];

/// A certificate and its key, as PEM files.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The certificate.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// All certificates of a test. The files are removed with this value.
#[derive(Debug)]
pub struct Certificates {
    _folder: TempDir,
    /// The authority that a client is told to trust.
    pub authority: PathBuf,
    /// An authority that it is not told of.
    pub other_authority: PathBuf,
    /// For `localhost` and `127.0.0.1`.
    pub good: Certificate,
    /// Good, but for another host.
    pub wrong_name: Certificate,
    /// Good, until some years ago.
    pub expired: Certificate,
    /// Vouched for by itself alone.
    pub self_signed: Certificate,
    /// Vouched for by the other authority.
    pub other: Certificate,
    /// Of a client, by the authority.
    pub client: Certificate,
    /// Of a client, by the other authority.
    pub other_client: Certificate,
}

impl Certificates {
    /// A server that shows one of them, and asks clients for none.
    pub fn shown(&self, certificate: &Certificate) -> Tls {
        Tls {
            certificate: certificate.clone(),
            authority: self.authority.clone(),
            clients: ClientCertificates::NotAsked,
        }
    }

    /// Makes them all.
    pub fn make() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let place = folder.path();
        let ours = authority("Test authority")?;
        let others = authority("Other authority")?;
        let server = || leaf(&HERE, ExtendedKeyUsagePurpose::ServerAuth);
        let client = || leaf(&["client"], ExtendedKeyUsagePurpose::ClientAuth);
        let mut expired = server()?;
        expired.not_before = date_time_ymd(2019, 1, 1);
        expired.not_after = date_time_ymd(2020, 1, 1);
        let elsewhere = leaf(&["db.example.org"], ExtendedKeyUsagePurpose::ServerAuth)?;
        Ok(Self {
            authority: write(place, "authority.pem", &ours.pem())?,
            other_authority: write(place, "other-authority.pem", &others.pem())?,
            good: signed(place, "good", &server()?, &ours)?,
            wrong_name: signed(place, "wrong-name", &elsewhere, &ours)?,
            expired: signed(place, "expired", &expired, &ours)?,
            self_signed: self_signed(place, "self-signed", &server()?)?,
            other: signed(place, "other", &server()?, &others)?,
            client: signed(place, "client", &client()?, &ours)?,
            other_client: signed(place, "other-client", &client()?, &others)?,
            _folder: folder,
        })
    }
}

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Result<Authority> {
    let mut params = params(&[], name)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(CertifiedIssuer::self_signed(params, KeyPair::generate()?)?)
}

fn leaf(names: &[&str], usage: ExtendedKeyUsagePurpose) -> Result<CertificateParams> {
    let mut params = params(names, names.first().copied().unwrap_or_default())?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![usage];
    Ok(params)
}

fn params(names: &[&str], common_name: &str) -> Result<CertificateParams> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names)?;
    params
        .distinguished_name
        .push(DnType::CommonName, common_name);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2099, 1, 1);
    Ok(params)
}

fn signed(
    place: &Path,
    name: &str,
    params: &CertificateParams,
    by: &Authority,
) -> Result<Certificate> {
    let key = KeyPair::generate()?;
    let certificate = params.clone().signed_by(&key, by)?;
    files(place, name, &certificate.pem(), &key)
}

fn self_signed(place: &Path, name: &str, params: &CertificateParams) -> Result<Certificate> {
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    files(place, name, &certificate.pem(), &key)
}

fn files(place: &Path, name: &str, certificate: &str, key: &KeyPair) -> Result<Certificate> {
    Ok(Certificate {
        certificate: write(place, &format!("{name}.pem"), certificate)?,
        key: write(place, &format!("{name}.key"), &key.serialize_pem())?,
    })
}

fn write(place: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let path = place.join(name);
    File::create(&path)?.write_all(text.as_bytes())?;
    Ok(path)
}
