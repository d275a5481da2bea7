//! OTOBO's own tables beside those of customers, on a server (`otobo-behaviour.md` 1.1 and 1.2): agents,
//! services, dynamic fields, saved searches, tickets and their history.

use anyhow::Result;

use super::{Engine, TestDatabase};
use crate::otobo_rows::{access, agents, history_types};

/// Makes OTOBO's tables with the rows that a fresh OTOBO has in them: `root@localhost` and three more
/// agents, of whom the last is invalid, and some kinds of events of a ticket's history. The tables of the
/// small set must be there, see [`make_tables`](super::make_tables); they get the foreign keys that they
/// lack.
pub async fn make_otobo_tables(database: &TestDatabase) -> Result<()> {
    database.execute(&schema(database.engine)).await?;
    let outside = database.outside();
    for (table, rows) in [
        ("users", agents()),
        ("group_user", access()),
        ("ticket_history_type", history_types()),
    ] {
        outside.insert(table, &rows).await?;
    }
    let references = references(database.engine);
    database.execute(&references).await?;
    if database.engine == Engine::PostgreSql {
        // Rows that bring their numbers do not move the sequence
        let sequence = "SELECT setval(pg_get_serial_sequence('users', 'id'), 4)";
        database.execute(sequence).await?;
    }
    Ok(())
}

/// A table in OTOBO's own words: `AUTO` numbers rows, `DATE` is a time, `LONGBLOB` any text; `REFERENCES`
/// makes a foreign key.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    /// The columns of who wrote it when.
    audit: &'static [&'static str],
    /// Unique keys: name and columns.
    unique: &'static [(&'static str, &'static str)],
    /// Indices: the end of the name, and columns.
    indices: &'static [(&'static str, &'static str)],
}

const CREATED: &[&str] = &["create_time DATE", "create_by INTEGER REFERENCES users"];

/// "audit4".
const AUDITED: &[&str] = &[
    "create_time DATE",
    "create_by INTEGER REFERENCES users",
    "change_time DATE",
    "change_by INTEGER REFERENCES users",
];

const TABLES: [Table; 16] = [
    Table {
        name: "users",
        columns: &[
            "id INTEGER AUTO",
            "login VARCHAR(191)",
            "pw VARCHAR(128)",
            "title VARCHAR(50) NULL",
            "first_name VARCHAR(100)",
            "last_name VARCHAR(100)",
            "valid_id SMALLINT REFERENCES valid",
        ],
        audit: AUDITED,
        unique: &[("users_login", "login")],
        indices: &[],
    },
    Table {
        name: "user_preferences",
        columns: &[
            "user_id INTEGER REFERENCES users",
            "preferences_key VARCHAR(150)",
            "preferences_value LONGBLOB NULL",
        ],
        audit: &[],
        unique: &[],
        indices: &[("user_id", "user_id")],
    },
    Table {
        name: "group_user",
        columns: &[
            "user_id INTEGER REFERENCES users",
            "group_id INTEGER REFERENCES groups_table",
            "permission_key VARCHAR(20)",
        ],
        audit: AUDITED,
        unique: &[],
        indices: &[("group_id", "group_id"), ("user_id", "user_id")],
    },
    Table {
        name: "roles",
        columns: &[
            "id INTEGER AUTO",
            "name VARCHAR(191)",
            "comments VARCHAR(250) NULL",
            "valid_id SMALLINT REFERENCES valid",
        ],
        audit: AUDITED,
        unique: &[("roles_name", "name")],
        indices: &[],
    },
    Table {
        name: "role_user",
        columns: &[
            "user_id INTEGER REFERENCES users",
            "role_id INTEGER REFERENCES roles",
        ],
        audit: AUDITED,
        unique: &[],
        indices: &[("role_id", "role_id"), ("user_id", "user_id")],
    },
    Table {
        name: "group_role",
        columns: &[
            "role_id INTEGER REFERENCES roles",
            "group_id INTEGER REFERENCES groups_table",
            "permission_key VARCHAR(20)",
            "permission_value SMALLINT",
        ],
        audit: AUDITED,
        unique: &[],
        indices: &[("group_id", "group_id"), ("role_id", "role_id")],
    },
    Table {
        name: "service",
        columns: &[
            "id INTEGER AUTO",
            "name VARCHAR(191)",
            "valid_id SMALLINT REFERENCES valid",
            "comments VARCHAR(250) NULL",
        ],
        audit: AUDITED,
        unique: &[("service_name", "name")],
        indices: &[],
    },
    Table {
        name: "service_customer_user",
        columns: &[
            "customer_user_login VARCHAR(191)",
            "service_id INTEGER REFERENCES service",
        ],
        audit: CREATED,
        unique: &[],
        indices: &[
            ("customer_user_login", "customer_user_login"),
            ("service_id", "service_id"),
        ],
    },
    Table {
        name: "service_preferences",
        columns: &[
            "service_id INTEGER REFERENCES service",
            "preferences_key VARCHAR(150)",
            "preferences_value VARCHAR(250) NULL",
        ],
        audit: &[],
        unique: &[],
        indices: &[("service_id", "service_id")],
    },
    Table {
        name: "dynamic_field",
        columns: &[
            "id INTEGER AUTO",
            "internal_field SMALLINT DEFAULT 0",
            "name VARCHAR(191)",
            "label VARCHAR(200)",
            "field_order INTEGER",
            "field_type VARCHAR(200)",
            "object_type VARCHAR(100)",
            "config LONGBLOB NULL",
            "valid_id SMALLINT REFERENCES valid",
        ],
        audit: AUDITED,
        unique: &[("dynamic_field_name", "name")],
        indices: &[],
    },
    Table {
        name: "dynamic_field_value",
        columns: &[
            "id BIGINT AUTO",
            "field_id INTEGER REFERENCES dynamic_field",
            "object_id BIGINT",
            "value_text VARCHAR(3800) NULL",
            "value_date DATE NULL",
            "value_int BIGINT NULL",
            "index_value SMALLINT NULL",
            "index_set SMALLINT NULL",
        ],
        audit: &[],
        unique: &[],
        indices: &[
            ("search_text", "field_id, value_text(150)"),
            ("search_date", "field_id, value_date"),
            ("search_int", "field_id, value_int"),
            ("field_values", "object_id, field_id"),
        ],
    },
    Table {
        name: "dynamic_field_obj_id_name",
        columns: &[
            "object_id INTEGER AUTO",
            "object_name VARCHAR(191)",
            "object_type VARCHAR(100)",
        ],
        audit: &[],
        unique: &[("dynamic_field_object_name", "object_name, object_type")],
        indices: &[],
    },
    Table {
        name: "search_profile",
        columns: &[
            "login VARCHAR(191)",
            "profile_name VARCHAR(191)",
            "profile_type VARCHAR(30)",
            "profile_key VARCHAR(200)",
            "profile_value VARCHAR(200) NULL",
        ],
        audit: &[],
        unique: &[],
        indices: &[("login", "login"), ("profile_name", "profile_name")],
    },
    Table {
        name: "ticket_history_type",
        columns: &[
            "id SMALLINT AUTO",
            "name VARCHAR(191)",
            "comments VARCHAR(250) NULL",
            "valid_id SMALLINT REFERENCES valid",
        ],
        audit: AUDITED,
        unique: &[("ticket_history_type_name", "name")],
        indices: &[],
    },
    TICKET,
    TICKET_HISTORY,
];

/// Queues, states, priorities and types are numbers here: nobody asks for more of them.
const TICKET: Table = Table {
    name: "ticket",
    columns: &[
        "id BIGINT AUTO",
        "tn VARCHAR(50)",
        "title VARCHAR(191) NULL",
        "queue_id INTEGER",
        "type_id SMALLINT NULL",
        "service_id INTEGER NULL REFERENCES service",
        "user_id INTEGER REFERENCES users",
        "responsible_user_id INTEGER REFERENCES users",
        "ticket_priority_id SMALLINT",
        "ticket_state_id SMALLINT",
        "customer_id VARCHAR(150) NULL",
        "customer_user_id VARCHAR(191) NULL",
        "archive_flag SMALLINT DEFAULT 0",
    ],
    audit: AUDITED,
    unique: &[("ticket_tn", "tn")],
    indices: &[
        ("customer_id", "customer_id"),
        ("customer_user_id", "customer_user_id"),
    ],
};

const TICKET_HISTORY: Table = Table {
    name: "ticket_history",
    columns: &[
        "id BIGINT AUTO",
        "name VARCHAR(200)",
        "history_type_id SMALLINT REFERENCES ticket_history_type",
        "ticket_id BIGINT REFERENCES ticket",
        "article_id BIGINT NULL",
        "type_id SMALLINT",
        "queue_id INTEGER",
        "owner_id INTEGER REFERENCES users",
        "priority_id SMALLINT",
        "state_id SMALLINT",
    ],
    audit: AUDITED,
    unique: &[],
    indices: &[("ticket_id", "ticket_id")],
};

/// What the tables of the small set refer to in OTOBO. Customers refer to nothing at all.
const REFERENCES: [(&str, &[(&str, &str)]); 6] = [
    ("valid", &BY_AGENTS),
    (
        "groups_table",
        &[("valid_id", "valid"), BY_AGENTS[0], BY_AGENTS[1]],
    ),
    ("customer_user", &BY_AGENTS),
    ("customer_user_customer", &BY_AGENTS),
    ("group_customer_user", &IN_GROUPS),
    ("group_customer", &IN_GROUPS),
];
const BY_AGENTS: [(&str, &str); 2] = [("create_by", "users"), ("change_by", "users")];
const IN_GROUPS: [(&str, &str); 3] = [("group_id", "groups_table"), BY_AGENTS[0], BY_AGENTS[1]];

/// All tables, each after those that it refers to.
fn schema(engine: Engine) -> String {
    let statements = TABLES.iter().flat_map(|table| table.statements(engine));
    statements.collect::<Vec<_>>().join(";\n")
}

/// Foreign keys of tables that were there before.
fn references(engine: Engine) -> String {
    let alter = |(table, references): (&str, &[(&str, &str)])| {
        let keys = references.iter();
        let keys = keys.map(|(column, other)| format!("ADD {}", foreign_key(table, column, other)));
        format!(
            "ALTER TABLE {table} {}",
            keys.collect::<Vec<_>>().join(", ")
        )
    };
    let statements = REFERENCES.map(alter).join(";\n");
    match engine {
        // Without a look at each row it need not write the table anew
        Engine::MariaDb | Engine::MySql => {
            format!("SET foreign_key_checks = 0;\n{statements};\nSET foreign_key_checks = 1")
        }
        Engine::PostgreSql => statements,
    }
}

impl Table {
    /// MySQL makes indices with the table, PostgreSQL after it.
    fn statements(&self, engine: Engine) -> Vec<String> {
        let table = self.name;
        let mut parts = Vec::new();
        let mut keys = Vec::new();
        for column in self.columns.iter().chain(self.audit) {
            let (column, other) = column.split_once(" REFERENCES ").unwrap_or((column, ""));
            if !other.is_empty() {
                let name = column.split(' ').next().unwrap_or_default();
                keys.push(foreign_key(table, name, other));
            }
            parts.push(of_engine(engine, column));
        }
        let unique = self.unique.iter();
        let unique = unique.map(|(name, columns)| format!("CONSTRAINT {name} UNIQUE ({columns})"));
        parts.extend(unique.chain(keys));
        let mut after = Vec::new();
        for (name, columns) in self.indices {
            match engine {
                Engine::PostgreSql => {
                    let columns = columns.replace("(150)", "");
                    after.push(format!(
                        "CREATE INDEX {table}_{name} ON {table} ({columns})"
                    ));
                }
                Engine::MariaDb | Engine::MySql => {
                    parts.push(format!("INDEX {table}_{name} ({columns})"));
                }
            }
        }
        let create = format!("CREATE TABLE {table} ({})", parts.join(", "));
        std::iter::once(create).chain(after).collect()
    }
}

fn foreign_key(table: &str, column: &str, other: &str) -> String {
    format!("CONSTRAINT FK_{table}_{column}_id FOREIGN KEY ({column}) REFERENCES {other} (id)")
}

/// A column as the engine makes it of OTOBO's words (`otobo-behaviour.md` 1.1). What may be NULL says so.
fn of_engine(engine: Engine, column: &str) -> String {
    let types: &[(&str, &str)] = match engine {
        Engine::MariaDb | Engine::MySql => &[
            (" AUTO", " PRIMARY KEY AUTO_INCREMENT"),
            (" DATE", " DATETIME"),
            (" VARCHAR(3800)", " TEXT"),
        ],
        Engine::PostgreSql => &[
            (" SMALLINT AUTO", " SMALLSERIAL PRIMARY KEY"),
            (" INTEGER AUTO", " SERIAL PRIMARY KEY"),
            (" BIGINT AUTO", " BIGSERIAL PRIMARY KEY"),
            (" DATE", " TIMESTAMP(0)"),
            (" LONGBLOB", " TEXT"),
        ],
    };
    let may_be_null = column.ends_with(" NULL");
    let mut column = column.to_owned();
    for (otobo, engine) in types {
        column = column.replace(otobo, engine);
    }
    if may_be_null {
        column
    } else {
        format!("{column} NOT NULL")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_made_as_each_engine_has_it() {
        let columns = |kind| {
            format!(
                "user_id INTEGER NOT NULL, preferences_key VARCHAR(150) NOT NULL, \
                 preferences_value {kind} NULL, CONSTRAINT FK_user_preferences_user_id_id \
                 FOREIGN KEY (user_id) REFERENCES users (id)"
            )
        };
        let name = "user_preferences";
        assert_eq!(
            TABLES[1].statements(Engine::MariaDb),
            [format!(
                "CREATE TABLE {name} ({}, INDEX {name}_user_id (user_id))",
                columns("LONGBLOB")
            )]
        );
        assert_eq!(
            TABLES[1].statements(Engine::PostgreSql),
            [
                format!("CREATE TABLE {name} ({})", columns("TEXT")),
                format!("CREATE INDEX {name}_user_id ON {name} (user_id)")
            ]
        );
    }

    #[test]
    fn columns_are_numbered_dated_and_shortened_as_the_engine_does() {
        let cases = [
            (
                "id BIGINT AUTO",
                "id BIGINT PRIMARY KEY AUTO_INCREMENT NOT NULL",
                "id BIGSERIAL PRIMARY KEY NOT NULL",
            ),
            (
                "create_time DATE",
                "create_time DATETIME NOT NULL",
                "create_time TIMESTAMP(0) NOT NULL",
            ),
            (
                "value_text VARCHAR(3800) NULL",
                "value_text TEXT NULL",
                "value_text VARCHAR(3800) NULL",
            ),
        ];
        for (otobo, mysql, postgresql) in cases {
            assert_eq!(of_engine(Engine::MySql, otobo), mysql);
            assert_eq!(of_engine(Engine::PostgreSql, otobo), postgresql);
        }
    }
}
