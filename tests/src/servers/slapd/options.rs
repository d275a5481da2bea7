//! How a slapd is to be started.

use std::path::PathBuf;

use super::super::Tls;
use crate::data;

/// With OpenLDAP's own limits, open to everybody who reads, and in the clear, unless said otherwise.
#[derive(Clone, Debug)]
pub struct SlapdOptions {
    pub(super) entries: Vec<Entries>,
    pub(super) tls: Option<Tls>,
    pub(super) size_limit: Option<SizeLimit>,
    pub(super) refuses_anonymous: bool,
    pub(super) requires_tls: bool,
}

/// Where entries come from, as LDIF.
#[derive(Clone, Debug)]
pub(super) enum Entries {
    File(PathBuf),
    Text(String),
}

/// How many entries a search brings to whoever is not root.
#[derive(Clone, Copy, Debug)]
pub(super) enum SizeLimit {
    None,
    Of(u32),
    OfAPage(u32),
    Words(&'static str),
}

impl SlapdOptions {
    /// A directory with the small set of test data.
    pub fn small_set() -> Self {
        Self::file(data::path("small/directory.ldif"))
    }

    /// A directory with the entries of a file, [`BASE`](super::BASE) among them, such as that of the
    /// large set.
    pub fn file(path: PathBuf) -> Self {
        Self::of(Entries::File(path))
    }

    /// A directory with these entries beneath [`BASE`](super::BASE), which need not be among them.
    pub fn entries(ldif: &str) -> Self {
        Self::of(Entries::Text(super::config::base_entry())).and(ldif)
    }

    fn of(entries: Entries) -> Self {
        Self {
            entries: vec![entries],
            tls: None,
            size_limit: None,
            refuses_anonymous: false,
            requires_tls: false,
        }
    }

    /// These entries too.
    #[must_use]
    pub fn and(mut self, ldif: &str) -> Self {
        self.entries.push(Entries::Text(ldif.to_owned()));
        self
    }

    /// The server offers StartTLS, and LDAPS on a port of its own. Where client certificates are demanded,
    /// nobody gets TLS without one; the one of `Certificates::client` is the account
    /// [`READER`](super::READER) to whoever signs in by SASL EXTERNAL.
    #[must_use]
    pub fn with_tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// The server serves nobody in the clear, root included: result 13, confidentiality required.
    #[must_use]
    pub fn requiring_tls(mut self) -> Self {
        self.requires_tls = true;
        self
    }

    /// A search brings at most as many entries, in one page or in many, and result 4 in place of more.
    /// Root has no limit. OpenLDAP's own limit, which holds where nothing is said, is 500.
    #[must_use]
    pub fn with_size_limit(mut self, entries: u32) -> Self {
        self.size_limit = Some(SizeLimit::Of(entries));
        self
    }

    /// A search brings at most as many entries in one piece, and result 4 in place of more, but everything
    /// in pages, as from an Active Directory.
    #[must_use]
    pub fn with_page_limit(mut self, entries: u32) -> Self {
        self.size_limit = Some(SizeLimit::OfAPage(entries));
        self
    }

    /// As an administrator sets limits, in the words of `olcLimits`.
    #[must_use]
    pub fn with_limits(mut self, words: &'static str) -> Self {
        self.size_limit = Some(SizeLimit::Words(words));
        self
    }

    /// A search brings everything to everybody.
    #[must_use]
    pub fn without_size_limit(mut self) -> Self {
        self.size_limit = Some(SizeLimit::None);
        self
    }

    /// The server refuses an anonymous bind with result 48, and whatever is asked without a bind with
    /// result 8.
    #[must_use]
    pub fn without_anonymous(mut self) -> Self {
        self.refuses_anonymous = true;
        self
    }
}
