//! A real full-text table, and a search in it as a store would do it.

use std::collections::BTreeMap;

use deskbook_domain::instant::{Entry, Query, Rank, Region, Tier, parse};
use deskbook_domain::validity::Validity;
use deskbook_index::instant::candidates;
use deskbook_index::{Candidates, sort_key};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection as _, Row as _};

use crate::population::Person;
use crate::table::fill;

/// So many rows are shown.
const SHOWN: usize = 5;

pub(crate) struct Searched<'p> {
    people: &'p [Person],
    region: Region,
    connection: SqliteConnection,
}

impl<'p> Searched<'p> {
    pub(crate) async fn of(people: &'p [Person], region: Region) -> Self {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        fill(&mut connection, people, region).await;
        Self {
            people,
            region,
            connection,
        }
    }

    /// The places in the population of the first rows, tier by tier.
    pub(crate) async fn first_rows(&mut self, typed: &str) -> Vec<usize> {
        let query = parse(typed, &[], self.region);
        let mut hits = BTreeMap::new();
        for tier in Tier::ALL {
            for row in self.candidates(&query, tier).await {
                if let Some(rank) = rank(&query, &self.people[row]).filter(|it| it.tier <= tier) {
                    hits.insert(row, rank);
                }
            }
            if hits.len() >= SHOWN {
                break;
            }
        }
        let mut rows: Vec<_> = hits.into_iter().collect();
        rows.sort_by_cached_key(|(row, rank)| {
            let person = &self.people[*row];
            (
                *rank,
                sort_key([person.last.as_str(), person.first]),
                person.login.clone(),
            )
        });
        rows.into_iter().map(|(row, _)| row).take(SHOWN).collect()
    }

    /// A person, to be shown.
    pub(crate) fn named(&self, row: usize) -> String {
        let person = &self.people[row];
        format!("{} {}, {}", person.first, person.last, person.phone_text)
    }

    async fn candidates(&mut self, query: &Query, tier: Tier) -> Vec<usize> {
        let question = match candidates(query, tier) {
            Candidates::Nothing => return Vec::new(),
            Candidates::Everything => return (0..self.people.len()).collect(),
            Candidates::Matching(question) => question.to_string(),
        };
        let rows = sqlx::query("SELECT rowid FROM text WHERE text MATCH ?")
            .bind(question)
            .fetch_all(&mut self.connection)
            .await
            .unwrap();
        let ids = rows.iter().map(|row| row.get::<i64, _>(0));
        ids.map(|id| usize::try_from(id).unwrap()).collect()
    }
}

fn rank(query: &Query, person: &Person) -> Option<Rank> {
    query.rank(&Entry {
        values: &person.values(),
        validity: Validity::Valid,
        sources: &[],
    })
}
