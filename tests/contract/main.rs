//! What every back end must do, whatever stands behind it, and what those promise that are of a kind. A new
//! back end is one more line here.

#![expect(clippy::panic, reason = "that is how a test fails")]

mod agents;
mod copying;
mod customer_reading;
mod customer_search;
mod customer_writing;
#[cfg(target_os = "linux")]
mod entries;
mod hits;
mod listing;
mod preferences;
mod reading;
mod reading_case;
#[cfg(target_os = "linux")]
mod reading_collation;
mod search_case;
#[cfg(target_os = "linux")]
mod search_collation;
mod search_language;
mod search_scripts;
#[cfg(target_os = "linux")]
mod server_listing;
mod sorting;
mod writing;
mod writing_again;
#[cfg(target_os = "linux")]
mod writing_keys;

/// Runs each test of a topic on a fresh stand, beneath the topic's name or another one.
macro_rules! topic {
    ($stand:path, $topic:ident: $($test:ident),+ $(,)?) => {
        topic! { $stand, $topic as $topic: $($test),+ }
    };
    ($stand:path, $topic:ident as $name:ident: $($test:ident),+ $(,)?) => {
        mod $name {
            $(
                #[tokio::test]
                async fn $test() -> anyhow::Result<()> {
                    crate::$topic::$test(&$stand().await?).await
                }
            )+
        }
    };
}

/// Runs the suite on a back end, with the promises of its kind.
macro_rules! back_end {
    ($name:ident: $stand:path; $($kind:ident),+ $(,)?) => {
        mod $name {
            every_back_end!($stand);
            $($kind!($stand);)+
        }
    };
}

/// What holds everywhere.
macro_rules! every_back_end {
    ($stand:path) => {
        topic! {
            $stand,
            search_scripts:
                an_umlaut_is_found_in_its_own_and_in_the_other_case,
                cyrillic_and_greek_are_found_in_any_case,
                scripts_without_case_are_found_by_one_character,
                an_emoji_is_only_itself,
                letters_beyond_the_search_columns_are_left_as_they_are,
        }
        topic! {
            $stand,
            search_language:
                a_word_is_found_anywhere_in_any_search_column,
                a_word_is_not_found_in_columns_that_are_not_searched,
                two_words_with_plus_may_be_in_different_columns,
                two_words_with_a_space_are_one_phrase_in_one_column,
                or_finds_what_fits_either_word,
                and_binds_stronger_than_or,
                not_finds_who_has_the_word_in_no_search_column,
                percent_and_underscore_are_wildcards,
                a_star_is_any_text,
                parentheses_and_doubled_operators_are_literal,
                a_backslash_is_dropped,
                unbalanced_quotes_are_literal,
                a_literal_search_takes_wildcards_literally,
                sql_in_a_search_is_only_text,
                nothing_is_found_by_what_nobody_has,
        }
        topic! {
            $stand,
            hits:
                pages_hold_every_row_once_whatever_their_size,
                the_pages_of_a_search_hold_every_hit_once,
                the_last_page_ends_with_the_last_row,
                a_list_without_rows_has_an_empty_page_and_the_count_zero,
                a_page_behind_the_end_is_empty,
                the_count_is_exact,
                a_complete_total_is_the_count,
                hits_come_in_tiers,
                a_field_sorts_in_both_directions,
                sorting_folds_case,
                a_sort_by_an_unknown_field_is_refused,
                a_search_runs_beside_another_one,
                a_dropped_search_is_in_nobodys_way,
        }
        topic! {
            $stand,
            reading:
                a_customer_user_is_found_by_the_login_in_any_case,
                a_login_is_found_as_a_whole_and_without_wildcards,
                an_invalid_customer_user_is_found_too,
                holders_of_an_address_are_found_in_any_case_and_validity,
                an_address_is_compared_as_a_whole,
                an_address_with_an_apostrophe_is_found,
                all_are_counted,
        }
    };
}

/// Rows of tables: what a text is, only its characters say, and customers are beside their people.
macro_rules! has_tables {
    ($stand:path) => {
        topic! {
            $stand,
            search_scripts as row_scripts:
                a_dotted_capital_i_is_an_i,
        }
        topic! {
            $stand,
            hits as row_hits:
                invalid_ones_are_listed_only_when_asked_for,
                the_next_search_sees_what_somebody_else_wrote,
        }
        topic! {
            $stand,
            reading as row_reading:
                a_dotted_capital_i_in_a_login_is_an_i,
                blanks_belong_to_a_login,
                every_column_comes_back_as_it_is,
                null_is_not_the_empty_text,
                whitespace_is_kept,
                an_address_with_an_umlaut_is_found_in_any_case,
                blanks_belong_to_an_address,
        }
        topic! {
            $stand,
            customer_search:
                parentheses_and_doubled_operators_are_operators,
                unbalanced_parentheses_find_nothing,
                empty_parentheses_find_every_customer,
                an_or_of_parentheses_leaves_out_invalid_ones,
                customers_are_found_by_id_and_name,
                customers_come_in_tiers,
                the_pages_of_customers_hold_every_row_once,
        }
        topic! {
            $stand,
            customer_reading:
                a_customer_is_found_by_the_id_in_any_case,
                a_customer_is_found_by_exactly_its_name,
                names_are_told_by_the_id_as_asked,
                customer_users_are_counted_by_their_customer,
                all_customers_are_counted,
        }
    };
}

/// Entries of a directory (otobo-behaviour.md 5): only read, and compared as its schema says.
#[cfg(target_os = "linux")]
macro_rules! has_entries {
    ($stand:path) => {
        topic! {
            $stand,
            entries:
                whom_the_filter_leaves_out_is_listed_only_when_asked_for,
                the_next_search_sees_what_somebody_else_changed,
                every_attribute_of_the_map_comes_back,
                blanks_around_a_login_are_no_part_of_it,
                nothing_can_be_written,
        }
    };
}

/// Texts are compared letter by letter, each the same as its capital only: PostgreSQL's LOWER.
macro_rules! tells_letters_apart {
    ($stand:path) => {
        topic! {
            $stand,
            search_case:
                an_umlaut_is_found_in_any_case,
                an_umlaut_is_not_its_base_letter,
                sharp_s_is_not_two_letters,
                a_capital_sigma_is_never_a_final_one,
                composed_and_decomposed_letters_differ,
                a_customer_with_sharp_s_is_found_by_its_capital,
        }
        topic! {
            $stand,
            reading_case:
                a_login_is_found_by_its_letters_only,
                a_customer_is_found_by_its_letters_only,
                an_address_is_compared_by_its_letters_only,
        }
    };
}

/// What is the same, the collation of the columns tells: MySQL and MariaDB.
#[cfg(target_os = "linux")]
macro_rules! follows_a_collation {
    ($stand:path) => {
        topic! {
            $stand,
            search_collation:
                c34_case_and_accents_are_folded,
                c34_an_umlaut_is_never_two_letters,
                c34_sharp_s_is_neither_one_s_nor_two,
                c34_letters_with_a_stroke_are_letters_of_their_own,
                c34_every_sigma_is_the_same,
                c34_a_composed_letter_is_found_by_its_base,
                c34_customers_are_compared_the_same_way,
        }
        topic! {
            $stand,
            reading_collation:
                c34_a_login_is_found_by_what_its_unique_key_takes_for_it,
                c34_a_customer_is_found_by_what_its_unique_keys_take_for_it,
                c34_names_and_counts_are_told_by_what_the_collation_takes_for_the_id,
                c34_an_address_is_compared_without_accents,
        }
    };
}

/// The order of the names is known beforehand; whatever else is asked for, is read and sorted up to a limit.
macro_rules! lists_from_an_index {
    ($stand:path) => {
        topic! {
            $stand,
            listing:
                everything_is_listed_by_name,
        }
        topic! {
            $stand,
            sorting:
                a_sort_beyond_the_limit_is_refused,
                a_sort_at_the_limit_is_done,
        }
    };
}

/// A server sorts what it is told to, however much it is; its own index is that of the key.
#[cfg(target_os = "linux")]
macro_rules! lists_from_a_server {
    ($stand:path) => {
        topic! {
            $stand,
            server_listing:
                everything_is_listed_by_login_and_id,
                any_number_of_hits_is_sorted,
        }
    };
}

/// It is somewhere else, and so there is a copy of it.
#[cfg(target_os = "linux")]
macro_rules! is_copied {
    ($stand:path) => {
        topic! {
            $stand,
            copying:
                every_record_is_read_once_as_a_search_has_it,
                only_what_is_asked_for_is_read_and_never_a_password,
                a_source_of_nobody_is_read_to_its_end,
        }
    };
}

/// And so are its customers.
#[cfg(target_os = "linux")]
macro_rules! has_copied_customers {
    ($stand:path) => {
        topic! {
            $stand,
            copying as customer_copying:
                customers_are_read_once_as_a_search_has_them,
        }
    };
}

/// It is here already.
macro_rules! is_here {
    ($stand:path) => {
        topic! {
            $stand,
            copying:
                what_is_on_this_computer_is_not_copied,
        }
    };
}

/// What can be written.
macro_rules! writes {
    ($stand:path) => {
        topic! {
            $stand,
            writing:
                what_is_added_can_be_read_and_found,
                who_wrote_it_and_when_is_stored_in_whole_seconds,
                a_change_moves_only_the_time_of_change,
                what_is_not_said_is_stored_empty,
                a_kept_address_may_be_saved_again,
                an_unknown_customer_user_cannot_be_changed,
                without_a_password_none_is_stored,
                a_change_leaves_the_password_alone,
                a_changed_name_is_found_and_the_old_one_is_not,
                an_invalid_customer_user_leaves_the_valid_list,
                of_many_who_add_the_same_login_at_once_one_succeeds,
                what_was_changed_meanwhile_is_not_written_over,
                only_what_differs_is_written,
                a_change_of_nothing_writes_nothing,
                a_login_is_rewritten_in_another_case_and_as_another_one,
                a_stored_password_is_read_back,
        }
        topic! {
            $stand,
            customer_writing:
                an_added_customer_can_be_read_and_found,
                what_is_not_said_of_a_customer_is_null,
                a_customer_keeps_its_name_when_it_is_saved_again,
                an_unknown_customer_cannot_be_changed,
                a_customer_is_found_by_its_new_id,
                a_customer_that_was_changed_meanwhile_is_not_written_over,
                any_character_may_stand_in_a_customer_id,
        }
        topic! {
            $stand,
            agents:
                an_agent_who_is_not_valid_any_more_signs_nothing,
                what_is_wrong_with_a_record_is_told_before_the_agent,
        }
        topic! {
            $stand,
            preferences:
                a_preference_is_stored_over_what_was_read,
                a_preference_that_was_stored_meanwhile_is_not_written_over,
                of_many_who_add_the_same_preference_at_once_one_succeeds,
        }
    };
}

/// Looks everything up again inside the transaction; servers leave that to the keys of their tables.
macro_rules! looks_up_again {
    ($stand:path) => {
        topic! {
            $stand,
            writing_again:
                a_login_is_taken_in_any_case,
                an_address_is_taken_in_any_case_and_validity,
                a_refused_change_changes_nothing,
                a_customer_id_is_taken_in_any_case,
                a_customer_name_is_taken,
        }
    };
}

/// The keys of its tables refuse what somebody else took meanwhile.
#[cfg(target_os = "linux")]
macro_rules! has_unique_keys {
    ($stand:path) => {
        topic! {
            $stand,
            writing_keys:
                a_login_that_was_taken_meanwhile_is_told_beside_its_field,
                a_customer_id_or_name_that_was_taken_meanwhile_is_told_beside_its_field,
        }
    };
}

back_end!(
    sqlite_local_directory: deskbook_tests::local_directory::fresh;
    has_tables, tells_letters_apart, lists_from_an_index, writes, looks_up_again, is_here,
);
#[cfg(target_os = "linux")]
back_end!(
    mariadb: deskbook_tests::server_stand::mariadb;
    has_tables, follows_a_collation, lists_from_a_server, writes, has_unique_keys, is_copied,
    has_copied_customers,
);
#[cfg(mysql_is_there)]
back_end!(
    mysql: deskbook_tests::server_stand::mysql;
    has_tables, follows_a_collation, lists_from_a_server, writes, has_unique_keys, is_copied,
    has_copied_customers,
);
#[cfg(target_os = "linux")]
back_end!(
    postgresql: deskbook_tests::server_stand::postgresql;
    has_tables, tells_letters_apart, lists_from_a_server, writes, has_unique_keys, is_copied,
    has_copied_customers,
);

#[cfg(target_os = "linux")]
back_end!(openldap: deskbook_tests::directory_stand::openldap; has_entries, is_copied);
#[cfg(ds389_is_there)]
back_end!(ds389: deskbook_tests::directory_stand::ds389; has_entries, is_copied);
#[cfg(all(samba_is_there, root_tests))]
back_end!(active_directory: deskbook_tests::directory_stand::active_directory; has_entries, is_copied);

#[cfg(not(mysql_is_there))]
#[test]
#[ignore = "DESKBOOK_TEST_MYSQL names no server"]
fn mysql_keeps_the_contract() {}

#[cfg(not(ds389_is_there))]
#[test]
#[ignore = "389-ds-base is not installed, or the rounds are not full"]
fn ds389_keeps_the_contract() {}

#[cfg(not(all(samba_is_there, root_tests)))]
#[test]
#[ignore = "no Samba is installed, or the rounds are not full, or it is not root who tests"]
fn active_directory_keeps_the_contract() {}
