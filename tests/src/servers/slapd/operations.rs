//! What a slapd was asked, read from its log.

/// One thing that happened on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The connection's number.
    pub connection: u64,
    /// What happened.
    pub what: Asked,
}

/// What a client asked for, and how it ended. In the order of the log; a search that goes on for several
/// pages is there once for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A client is there.
    Connect,
    /// A bind, as it was asked for: it may have failed.
    Bind {
        /// Who; empty for an anonymous one, and for SASL.
        dn: String,
        /// By SASL, not by a password.
        is_sasl: bool,
    },
    /// A search.
    Search {
        /// Where.
        base: String,
        /// 0 for the base alone, 1 for what is right beneath it, 2 for everything.
        scope: u8,
        /// As slapd writes it: octets beyond ASCII as `\C3\BC`, and `?` before what it does not know.
        filter: String,
        /// The attributes that are wanted; none for all.
        attributes: Vec<String>,
    },
    /// An operation is given up.
    Abandon,
    /// TLS is asked for.
    StartTls,
    /// TLS is there, by StartTLS or from the beginning.
    Encrypted,
    /// Another extended operation.
    Extended {
        /// Which.
        oid: String,
    },
    /// The client says goodbye.
    Unbind,
    /// An operation has ended.
    Answered {
        /// The result code.
        code: u32,
        /// How many entries a search brought.
        entries: Option<u64>,
    },
    /// The connection has ended.
    Closed,
}

const START_TLS: &str = "1.3.6.1.4.1.1466.20037";
/// Method of a bind by SASL.
const SASL: &str = "163";

/// Reads a log with `stats` in it; other lines are passed over.
pub(super) fn of_log(log: &str) -> Vec<Operation> {
    let mut operations: Vec<Operation> = Vec::new();
    for line in log.lines() {
        let Some((connection, told)) = told_of_connection(line) else {
            continue;
        };
        if let Some(wanted) = told.strip_prefix("SRCH attr=") {
            let of_this = |found: &&mut Operation| found.connection == connection;
            if let Some(Asked::Search { attributes, .. }) = operations
                .iter_mut()
                .rev()
                .find(of_this)
                .map(|found| &mut found.what)
            {
                attributes.extend(wanted.split(' ').map(str::to_owned));
            }
        } else if let Some(what) = asked(told) {
            operations.push(Operation { connection, what });
        }
    }
    operations
}

/// `TIME THREAD conn=1000 op=1 SRCH …` without all that stands before the word.
fn told_of_connection(line: &str) -> Option<(u64, &str)> {
    let mut words = line.splitn(5, ' ').skip(2);
    let connection = words.next()?.strip_prefix("conn=")?.parse().ok()?;
    let number = words.next()?;
    if !number.starts_with("op=") && !number.starts_with("fd=") {
        return None;
    }
    Some((connection, words.next()?))
}

fn asked(told: &str) -> Option<Asked> {
    let (word, rest) = told.split_once(' ').unwrap_or((told, ""));
    Some(match word {
        "ACCEPT" => Asked::Connect,
        "closed" => Asked::Closed,
        "UNBIND" => Asked::Unbind,
        "ABANDON" => Asked::Abandon,
        "TLS" if rest.starts_with("established") => Asked::Encrypted,
        "EXT" => match rest.strip_prefix("oid=")? {
            START_TLS => Asked::StartTls,
            oid => Asked::Extended {
                oid: oid.to_owned(),
            },
        },
        // The line of one that succeeded tells a mechanism in place of the method.
        "BIND" => {
            let (dn, method) = rest.strip_prefix("dn=\"")?.rsplit_once("\" method=")?;
            Asked::Bind {
                dn: dn.to_owned(),
                is_sasl: method == SASL,
            }
        }
        "SRCH" => search(rest)?,
        "RESULT" => answered(rest)?,
        "SEARCH" => answered(rest.strip_prefix("RESULT ")?)?,
        _ => return None,
    })
}

fn search(told: &str) -> Option<Asked> {
    let (base, rest) = told.strip_prefix("base=\"")?.split_once("\" scope=")?;
    let (scope, rest) = rest.split_once(' ')?;
    let (_, filter) = rest.split_once("filter=\"")?;
    Some(Asked::Search {
        base: base.to_owned(),
        scope: scope.parse().ok()?,
        filter: filter.strip_suffix('"')?.to_owned(),
        attributes: Vec::new(),
    })
}

fn answered(told: &str) -> Option<Asked> {
    let word = |name: &str| {
        let mut words = told.split(' ');
        words.find_map(|word| word.strip_prefix(name))
    };
    Some(Asked::Answered {
        code: word("err=")?.parse().ok()?,
        entries: word("nentries=").and_then(|count| count.parse().ok()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\
6b08.01 0x7e @(#) $OpenLDAP: slapd 2.5.13 $
6b08.02 0x7e slapd starting
6b08.03 0x7e conn=1000 fd=14 ACCEPT from IP=127.0.0.1:41372 (IP=127.0.0.1:13890)
6b08.04 0x7e conn=1000 op=0 EXT oid=1.3.6.1.4.1.1466.20037
6b08.05 0x7e conn=1000 op=0 STARTTLS
6b08.06 0x7e conn=1000 op=0 RESULT oid= err=0 qtime=0.000009 etime=0.000102 text=
6b08.07 0x7e conn=1000 fd=14 TLS established tls_ssf=256 ssf=256 tls_proto=TLS1.3
6b08.08 0x7e conn=1000 op=1 BIND dn=\"cn=reader,o=accounts\" method=128
6b08.09 0x7e conn=1000 op=1 BIND dn=\"cn=reader,o=accounts\" mech=SIMPLE bind_ssf=0 ssf=256
6b08.10 0x7e conn=1000 op=1 RESULT tag=97 err=0 qtime=0.000009 etime=0.000102 text=
6b08.11 0x7e get_ssa: conn 1000 unknown attribute type=foo (17)
6b08.12 0x7e conn=1000 op=2 SRCH base=\"dc=directory,dc=test\" scope=2 deref=0 filter=\"(|(uid=*\"a*)(?foo=\\C3\\BC*))\"
6b08.13 0x7e conn=1000 op=2 SRCH attr=uid cn
6b08.14 0x7e conn=1000 op=2 SEARCH RESULT tag=101 err=4 qtime=0.1 etime=0.4 nentries=5 text=
6b08.15 0x7e conn=1000 op=3 ABANDON msg=2
6b08.16 0x7e conn=1000 op=4 UNBIND
6b08.17 0x7e conn=1000 fd=14 closed
";

    #[test]
    fn a_log_tells_what_was_asked_in_its_order() {
        let told: Vec<_> = of_log(LOG).into_iter().map(|told| told.what).collect();
        let answered = |code, entries| Asked::Answered { code, entries };
        assert_eq!(
            told,
            [
                Asked::Connect,
                Asked::StartTls,
                answered(0, None),
                Asked::Encrypted,
                Asked::Bind {
                    dn: "cn=reader,o=accounts".to_owned(),
                    is_sasl: false,
                },
                answered(0, None),
                Asked::Search {
                    base: "dc=directory,dc=test".to_owned(),
                    scope: 2,
                    filter: "(|(uid=*\"a*)(?foo=\\C3\\BC*))".to_owned(),
                    attributes: vec!["uid".to_owned(), "cn".to_owned()],
                },
                answered(4, Some(5)),
                Asked::Abandon,
                Asked::Unbind,
                Asked::Closed,
            ]
        );
    }
}
