//! OTOBO's rules, each by its number in the checklist of `otobo-behaviour.md` (section 14), tried on every
//! engine. Rules that need no back end are tried beside the code; `docs/otobo-compatibility.md` tells
//! where each one is.
// Futures of tests that start servers go deep
#![recursion_limit = "256"]

mod detail;
mod language;
mod lists;
mod move_stand;
mod moving_customers;
mod moving_tickets;
mod passwords;
mod reading;
mod renaming;
#[cfg(target_os = "linux")]
mod servers;
mod setting;
mod support;
mod writing;

/// Tries each rule on an engine.
macro_rules! engine {
    ($name:ident: $engine:expr) => {
        mod $name {
            engine! {
                $engine,
                setting:
                    c4_valid_is_the_number_that_is_named_so,
                    c8_a_foreign_table_tells_nobody_who_wrote_it,
                    c9_missing_columns_of_dynamic_fields_are_tolerated,
                    c17_dynamic_fields_are_searched_listed_and_named,
                    c18_only_sources_that_can_be_written_are_offered,
                    c20_without_a_column_for_it_everybody_is_valid,
            }
            engine! {
                $engine,
                language:
                    c21_a_word_is_found_anywhere_in_any_search_column,
                    c22_words_with_plus_may_be_in_different_columns,
                    c23_words_with_a_space_are_one_phrase_in_one_column,
                    c24_and_is_plus_in_capitals_only,
                    c25_or_finds_what_fits_either_word,
                    c26_operators_of_customer_searches_are_literal_for_customer_users,
                    c27_not_wants_a_value_in_every_column,
                    c28_not_works_behind_plus_and_is_literal_inside_a_word,
                    c29_percent_and_underscore_are_wildcards_and_a_star_is_any_text,
                    c30_unbalanced_parentheses_find_no_customer,
                    c31_and_binds_stronger_than_or,
                    c32_without_affixes_a_word_is_the_whole_value,
                    c33_without_a_prefix_values_begin_with_the_word,
                    c34_case_is_told_apart_as_the_engine_does,
                    c35_a_backslash_is_dropped,
                    c36_one_operator_at_an_end_is_ignored_and_two_find_nobody,
            }
            engine! {
                $engine,
                lists:
                    c37_the_limit_holds_for_each_source,
                    c38_the_earlier_customer_user_and_the_later_customer_are_kept,
                    c39_a_login_is_looked_up_by_any_part_of_it,
                    c40_a_customer_id_is_looked_up_whole_and_a_raw_one_as_it_is,
                    c41_an_address_is_compared_whole_in_every_field,
                    c42_validity_counts_where_it_is_known,
                    c43_a_line_of_a_list_has_the_address_in_brackets,
                    c44_an_address_alone_stands_bare,
                    c50_dynamic_fields_are_searched_by_the_whole_text,
            }
            engine! {
                $engine,
                detail:
                    c45_values_of_the_detailed_search_are_anchored,
                    c46_the_detailed_search_sorts_downwards,
                    c47_a_source_without_the_field_is_left_out,
                    c48_a_value_that_cannot_be_chosen_is_refused,
                    a_detailed_search_knows_dynamic_fields_by_their_operators,
                    hits_of_two_sources_are_read_again_and_sorted_together,
            }
            engine! {
                $engine,
                reading:
                    c49_ids_in_use_are_told_once_in_order,
                    c51_a_login_is_read_in_any_case_unless_case_counts,
                    c52_the_validity_of_user_and_customer_stand_side_by_side,
                    c53_a_preference_replaces_the_field_of_its_name,
                    c54_the_list_of_customers_is_split_at_one_separator,
                    c55_the_own_customer_comes_before_the_additional_ones,
                    c56_the_full_name_skips_what_is_empty,
                    preferences_are_found_by_their_key_and_value,
                    no_secret_comes_out,
            }
            engine! {
                $engine,
                renaming:
                    c5_a_login_that_a_relation_cannot_hold_is_refused_before_anything_is_written,
                    c67_a_new_login_takes_all_along_that_is_stored_under_the_old_one,
                    c67_rows_tell_who_moved_them_as_far_as_they_can,
                    c67_what_was_left_behind_under_the_new_login_gives_way,
                    c67_a_login_that_the_engine_takes_for_the_old_one_loses_nothing,
                    c67_somebody_else_keeps_the_name_of_his_dynamic_fields,
                    c67_somebody_else_keeps_what_only_looks_left_behind,
                    c67_saved_searches_are_found_in_any_case,
                    c67_tables_and_columns_that_are_missing_are_passed_over,
                    c69_a_new_case_moves_no_dynamic_field_name_and_no_saved_search,
                    c69_a_name_that_stayed_behind_for_its_case_comes_along_where_it_is_found,
                    c70_what_otobo_forgets_can_be_left_where_it_is,
            }
            engine! {
                $engine,
                moving_tickets:
                    c68_tickets_move_only_if_they_are_of_the_old_login_and_the_old_customer,
                    c68_a_moved_ticket_tells_who_moved_it_in_its_history,
                    c68_another_customer_alone_takes_the_tickets_along,
                    c68_without_an_old_customer_all_tickets_of_the_login_move,
                    c68_a_history_that_cannot_say_it_all_is_cut_and_one_that_cannot_say_it_is_silent,
            }
            engine! {
                $engine,
                moving_customers:
                    c70_a_customers_new_id_takes_its_permissions_relations_and_tickets_along,
                    c70_what_otobo_forgets_of_a_customer_can_be_left_where_it_is,
                    c70_a_customers_new_case_moves_all_but_the_name_of_its_dynamic_fields,
                    c70_customer_users_are_found_in_any_case_unless_the_source_tells_it_apart,
                    c70_a_foreign_table_does_not_tell_who_moved_its_people,
                    c70_a_customer_id_that_is_no_number_is_nobodys_in_a_column_of_numbers,
                    c70_a_thousand_people_and_five_thousand_tickets_move_in_a_few_statements,
            }
            engine! {
                $engine,
                writing:
                    c57_a_login_of_any_source_is_refused_in_any_case,
                    c58_zero_in_a_required_field_counts_as_empty,
                    c59_what_is_missing_is_stored_empty_and_of_customers_as_null,
                    c61_an_address_is_taken_by_an_invalid_user_too_in_the_same_source_only,
                    c62_an_address_is_checked_only_if_it_is_saved_as_valid,
                    c63_the_settings_say_which_addresses_pass,
                    c64_another_case_of_an_address_is_no_new_one,
                    c65_a_change_writes_every_field_and_leaves_the_password_alone,
                    c66_an_unknown_customer_may_stay_and_none_may_come,
                    c71_a_login_is_made_of_the_minute_and_a_number,
                    c72_a_preference_replaces_the_old_one_unless_it_is_data,
                    c73_a_new_password_follows_no_rules_and_is_of_no_age,
                    c74_a_customer_of_a_name_in_use_is_refused,
                    c3_nothing_is_written_without_an_agent,
            }
            engine! {
                $engine,
                passwords:
                    c60_without_a_password_none_is_stored_and_nobody_is_let_in,
                    c75_each_type_is_stored_in_its_form,
                    c76_bcrypt_knows_72_bytes_and_umlauts,
                    c77_the_stored_form_is_told_by_its_shape_unless_plain_is_configured,
                    c78_a_hash_in_capitals_lets_nobody_in,
                    c79_nothing_and_zero_let_nobody_in,
                    c80_crypt_is_never_written_and_its_failure_lets_nobody_in,
                    c81_an_invalid_customer_user_is_refused,
            }
        }
    };
    ($engine:expr, $topic:ident: $($rule:ident),+ $(,)?) => {
        mod $topic {
            $(
                #[tokio::test]
                async fn $rule() -> anyhow::Result<()> {
                    crate::$topic::$rule(&$engine).await
                }
            )+
        }
    };
}

engine!(sqlite: deskbook_tests::engine::Sqlite);
#[cfg(target_os = "linux")]
engine!(mariadb: deskbook_tests::engine::Servers::MARIADB);
#[cfg(target_os = "linux")]
engine!(postgresql: deskbook_tests::engine::Servers::POSTGRESQL);
