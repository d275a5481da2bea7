//! What a new name changes where. All that is asked twice, for the preview and for the move, is decided
//! here, once.

use deskbook_core::moves::{MoveProgress, MoveStep, Moves};
use deskbook_core::otobo_system::DynamicFieldObject;
use deskbook_domain::text::lower;
use sea_orm::ConnectionTrait;

use super::object_names::ObjectRenaming;
use super::relation::{
    CUSTOMER_GROUP_PERMISSIONS, GROUP_PERMISSIONS, PREFERENCES, RELATIONS_OF_CUSTOMER,
    RELATIONS_OF_LOGIN, Relation, SAVED_SEARCHES, SERVICES,
};
use super::renaming::Renaming;
use super::tables::OtoboTables;
use super::tickets::TicketMove;
use super::{CustomerMove, LoginMove, MoveError, Mover};

/// The rows that a new name is about. What stays as it is is not in it.
pub(super) struct Plan<'m> {
    renamings: Vec<Renaming>,
    object: Option<ObjectRenaming<'m>>,
    tickets: Option<TicketMove<'m>>,
    by: Mover<'m>,
}

impl<'m> Plan<'m> {
    pub(super) fn of_login(asked: &LoginMove<'m>) -> Self {
        let (old, new) = (asked.old.as_str(), asked.new.as_str());
        if old.is_empty() {
            return Self::nothing(asked.by);
        }
        let mut relations = Vec::new();
        if old != new {
            relations.extend([PREFERENCES, SERVICES]);
            if asked.options.group_permissions {
                relations.push(GROUP_PERMISSIONS);
            }
            if asked.options.customer_relations {
                relations.push(RELATIONS_OF_LOGIN);
            }
        }
        // A new case alone is no new name to these (C69)
        let renamed = lower(old) != lower(new);
        if renamed {
            relations.push(SAVED_SEARCHES);
        }
        let moved = old != new || asked.old_customer != asked.new_customer;
        Self {
            renamings: renamings(relations, old, new),
            object: renamed
                .then(|| ObjectRenaming::new(DynamicFieldObject::CustomerUser, old, new)),
            tickets: moved.then(|| TicketMove::of_login(asked)),
            by: asked.by,
        }
    }

    pub(super) fn of_customer(asked: &CustomerMove<'m>) -> Self {
        let (old, new) = (asked.old.as_str(), asked.new.as_str());
        if old.is_empty() {
            return Self::nothing(asked.by);
        }
        let mut relations = Vec::new();
        if old != new {
            if asked.options.customer_group_permissions {
                relations.push(CUSTOMER_GROUP_PERMISSIONS);
            }
            if asked.options.customer_relations {
                relations.push(RELATIONS_OF_CUSTOMER);
            }
        }
        let renamed = lower(old) != lower(new);
        Self {
            renamings: renamings(relations, old, new),
            object: renamed.then(|| ObjectRenaming::new(DynamicFieldObject::Customer, old, new)),
            tickets: (old != new).then(|| TicketMove::of_customer(asked)),
            by: asked.by,
        }
    }

    /// An empty name is nobody's: rows that have it lack a name.
    const fn nothing(by: Mover<'m>) -> Self {
        Self {
            renamings: Vec::new(),
            object: None,
            tickets: None,
            by,
        }
    }

    /// Counts what would move; refuses what cannot.
    pub(super) async fn count(
        &self,
        db: &impl ConnectionTrait,
        tables: &OtoboTables,
    ) -> Result<Moves, MoveError> {
        let mut moves = Moves::default();
        for renaming in &self.renamings {
            renaming.count(db, tables, &mut moves).await?;
        }
        if let Some(object) = &self.object {
            object.count(db, tables, &mut moves).await?;
        }
        if let Some(tickets) = &self.tickets {
            tickets.count(db, tables, &mut moves).await?;
        }
        Ok(moves)
    }

    /// Moves all of it. Nothing is written before all of it was counted and can be written.
    pub(super) async fn carry_out(
        &self,
        db: &impl ConnectionTrait,
        tables: &OtoboTables,
        progress: &dyn MoveProgress,
    ) -> Result<Moves, MoveError> {
        let counted = self.count(db, tables).await?;
        let mut moves = Moves::default();
        let is_there = |step| counted.of(step) > 0;
        let dialect = tables.dialect();
        for renaming in &self.renamings {
            if is_there(renaming.step()) {
                renaming.carry_out(db, dialect, self.by, &mut moves).await?;
            }
        }
        if let Some(object) = &self.object {
            object.carry_out(db, tables, &mut moves).await?;
        }
        for (step, rows) in moves.iter() {
            progress.moved(step, rows, rows);
        }
        if let Some(tickets) = &self.tickets
            && is_there(MoveStep::Tickets)
        {
            tickets.carry_out(db, tables, progress, &mut moves).await?;
        }
        Ok(moves)
    }
}

fn renamings(relations: Vec<Relation>, old: &str, new: &str) -> Vec<Renaming> {
    let relations = relations.into_iter();
    relations
        .map(|relation| Renaming::new(relation, old, new))
        .collect()
}

#[cfg(test)]
mod tests {
    use deskbook_core::moves::MoveOptions;
    use deskbook_domain::ids::{AgentId, CustomerId, Login};

    use super::*;

    const BY: Mover<'_> = Mover {
        agent: AgentId(7),
        time: "2024-03-01 08:00:00",
    };

    /// What moves: relations, the name of dynamic fields, tickets.
    fn of_login(old: &str, new: &str) -> (Vec<MoveStep>, bool, bool) {
        let (old, new) = (Login::from(old), Login::from(new));
        told(&Plan::of_login(&LoginMove {
            old: &old,
            new: &new,
            old_customer: "ACME",
            new_customer: "ACME",
            by: BY,
            options: MoveOptions::default(),
        }))
    }

    fn told(plan: &Plan<'_>) -> (Vec<MoveStep>, bool, bool) {
        let steps = plan.renamings.iter().map(Renaming::step).collect();
        (steps, plan.object.is_some(), plan.tickets.is_some())
    }

    #[test]
    fn what_stays_as_it_is_moves_nothing() {
        assert_eq!(of_login("tina", "tina"), (Vec::new(), false, false));
    }

    #[test]
    fn case_alone_is_no_new_name_to_what_is_found_in_any_case() {
        let (steps, object, tickets) = of_login("TÜRK", "türk");
        assert!(!steps.contains(&MoveStep::SavedSearches) && !object && tickets);
        let (steps, object, _) = of_login("Türk", "turk");
        assert!(steps.contains(&MoveStep::SavedSearches) && object);
    }

    #[test]
    fn rows_without_a_name_are_not_those_of_an_empty_one() {
        assert_eq!(of_login("", "tina"), (Vec::new(), false, false));
        let [old, new] = ["", "ACME"].map(CustomerId::from);
        let plan = Plan::of_customer(&CustomerMove {
            old: &old,
            new: &new,
            by: BY,
            options: MoveOptions::default(),
        });
        assert_eq!(told(&plan), (Vec::new(), false, false));
    }
}
