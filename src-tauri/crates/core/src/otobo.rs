//! OTOBO's own answers over an installation's sources, as `otobo-behaviour.md` has them, with OTOBO's
//! limits: who OTOBO finds, what it shows of them, and which customers they belong to; and its own way of
//! writing, without the checks that its forms add.
//!
//! Deskbook's own lists are elsewhere (`people`, `customers`): they are never cut, and come in an order.
//! What asks like OTOBO does, such as a ticket mask or the check whether both programs agree, asks here.
//! This knows no engine: how letters compare is the back ends' affair.

mod answers;
mod auth;
mod company_get;
mod company_list;
mod company_search_detail;
mod company_write;
mod customer_id_list;
mod customer_ids;
mod customer_name;
mod customer_search;
mod customer_search_detail;
mod customer_user_add;
mod customer_user_data;
mod customer_user_update;
mod detail;
mod dynamic_fields;
mod preferences;
mod search_fields;
mod set_password;
mod source_list;
mod write_error;

pub use answers::AnswerError;
pub use auth::auth;
pub use company_get::company_get;
pub use company_list::{CompanyList, ListLimit, company_list};
pub use company_search_detail::{company_search_detail, count_company_search_detail};
pub use company_write::{company_add, company_update};
pub use customer_id_list::customer_id_list;
pub use customer_ids::customer_ids;
pub use customer_name::customer_name;
pub use customer_search::{CustomerSearch, SearchedColumns, customer_search};
pub use customer_search_detail::{
    CustomerSearchDetail, count_customer_search_detail, customer_search_detail,
};
pub use customer_user_add::{CustomerUserAdd, customer_user_add};
pub use customer_user_data::customer_user_data;
pub use customer_user_update::{CustomerUserUpdate, customer_user_update};
pub use detail::{DetailError, DetailOrder, SearchDetail, Sought};
pub use preferences::{get_preferences, search_preferences, set_preferences};
pub use search_fields::{
    SearchField, SearchInput, company_search_fields, customer_user_search_fields,
};
pub use set_password::set_password;
pub use source_list::{Wanted, company_source_list, customer_user_source_list};
pub use write_error::WriteError;
