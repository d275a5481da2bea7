//! The form over all keys of a source (`otobo-behaviour.md` 2.1 to 2.3, 5.1 and 6).

use deskbook_core::ErrorCode;
use deskbook_core::connecting::{DirectoryStep, DirectoryTestStep, Found};
use deskbook_core::sources_form::{Form, FormKey, Saved, Tested, TestedDirectory, TestedRow};
use deskbook_domain::database::TlsMode;
use deskbook_domain::settings::{
    KeyGroup, KeyKind, MapRow, SECRET_KEYS, SourceFinding, SourceProblem,
};
use deskbook_domain::source::{BackEndKind, Subject};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::connection::{TestStepState, millis, outcome};
use super::error::{CommandError, CommandResult};
use super::secret;

/// The form over all keys of a source.
#[derive(Deserialize, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceForm {
    id: String,
    kind: Subject,
    back_end: BackEndKind,
    /// One entry a key, in the form's order.
    keys: Vec<SourceKeyView>,
    map: Vec<MapRowView>,
    selections: Vec<SelectionView>,
}

/// One key.
#[derive(Deserialize, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceKeyView {
    /// OTOBO's name: `CustomerUserSearchFields`, `Params.Table` …
    key: String,
    group: KeyGroup,
    kind: KeyKind,
    /// As text: lists separated by commas, flags `1`, `0` or empty (not set), encryption `verify-full`,
    /// `verify-ca`, `require`, `disable` or empty (not set).
    value: String,
    /// What holds when the value is empty.
    by_default: String,
    required: bool,
    /// What can be chosen; empty where any value of the kind may be typed.
    choices: Vec<String>,
}

/// One row of a map.
#[derive(Deserialize, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MapRowView {
    var: String,
    label: String,
    storage: String,
    shown: u32,
    required: bool,
    r#type: MapRowType,
    link: String,
    read_only: bool,
    target: String,
    class: String,
}

/// How a field is stored.
#[derive(Clone, Copy, Deserialize, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MapRowType {
    /// Text.
    Var,
    /// A whole number.
    Int,
    /// A dynamic field of OTOBO's.
    DynamicField,
}

/// One choice of a drop-down.
#[derive(Deserialize, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SelectionView {
    var: String,
    value: String,
    text: String,
}

impl From<Form> for SourceForm {
    fn from(form: Form) -> Self {
        let selection = |(var, value, text)| SelectionView { var, value, text };
        Self {
            id: form.id.to_string(),
            kind: form.id.subject(),
            back_end: form.kind(),
            keys: form.keys().into_iter().map(Into::into).collect(),
            map: form.map.into_iter().map(Into::into).collect(),
            selections: form.selections.into_iter().map(selection).collect(),
        }
    }
}

impl TryFrom<SourceForm> for Form {
    type Error = CommandError;

    fn try_from(form: SourceForm) -> CommandResult<Self> {
        let mut password = None;
        let mut values = Vec::with_capacity(form.keys.len());
        for key in form.keys {
            // Its value is always empty when it is read; what is typed goes to the vault alone
            if SECRET_KEYS.contains(&key.key.as_str()) {
                password = secret(Some(key.value));
            } else {
                values.push((key.key, key.value));
            }
        }
        let selection = |it: SelectionView| (it.var, it.value, it.text);
        Ok(Self {
            id: source_id(&form.id)?,
            values,
            map: form.map.into_iter().map(Into::into).collect(),
            selections: form.selections.into_iter().map(selection).collect(),
            password,
        })
    }
}

/// The source that a key names.
pub(crate) fn source_id(key: &str) -> CommandResult<deskbook_domain::source::SourceId> {
    let unknown = |_| CommandError::plain(ErrorCode::InvalidInput, "no key of a source");
    key.parse().map_err(unknown)
}

impl From<FormKey> for SourceKeyView {
    fn from(form_key: FormKey) -> Self {
        let FormKey { key, value } = form_key;
        Self {
            key: key.name.to_owned(),
            group: key.group,
            kind: key.kind,
            value,
            by_default: key.by_default.to_owned(),
            required: key.required,
            choices: key.choices.iter().map(|it| (*it).to_owned()).collect(),
        }
    }
}

impl From<MapRow> for MapRowView {
    fn from(row: MapRow) -> Self {
        Self {
            var: row.var,
            label: row.label,
            storage: row.storage,
            shown: row.shown.into(),
            required: row.required,
            r#type: match row.kind.to_lowercase().as_str() {
                "int" => MapRowType::Int,
                "dynamic_field" => MapRowType::DynamicField,
                _ => MapRowType::Var,
            },
            link: row.link,
            read_only: row.read_only,
            target: row.target,
            class: row.class,
        }
    }
}

impl From<MapRowView> for MapRow {
    fn from(view: MapRowView) -> Self {
        Self {
            var: view.var,
            label: view.label,
            storage: view.storage,
            shown: view.shown.try_into().unwrap_or(1),
            required: view.required,
            kind: match view.r#type {
                MapRowType::Var => "var",
                MapRowType::Int => "int",
                MapRowType::DynamicField => "dynamic_field",
            }
            .to_owned(),
            link: view.link,
            read_only: view.read_only,
            target: view.target,
            class: view.class,
        }
    }
}

/// What is wrong with a form.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceFindingView {
    /// A key of the form, `Map` or `Selections`.
    key: String,
    /// Counts the rows of the map from 0.
    row: Option<u32>,
    /// A column of that row: `var`, `storage`, `type`.
    column: Option<String>,
    problem: SourceProblem,
}

impl From<SourceFinding> for SourceFindingView {
    fn from(finding: SourceFinding) -> Self {
        let SourceFinding {
            key,
            row,
            column,
            problem,
        } = finding;
        Self {
            key,
            row: row.and_then(|row| row.try_into().ok()),
            column: column.map(str::to_owned),
            problem,
        }
    }
}

/// All findings as they cross.
pub fn source_findings(findings: Vec<SourceFinding>) -> Vec<SourceFindingView> {
    findings.into_iter().map(Into::into).collect()
}

/// What reading with a form brought to light.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceTestView {
    /// What the server had to prove.
    tls_mode: TlsMode,
    /// `null` of a directory, which would have to read them all.
    count: Option<u32>,
    /// At most ten.
    rows: Vec<SourceTestRow>,
    error: Option<CommandError>,
    /// An index that would make look-ups fast, as the statement that makes it.
    missing_indexes: Vec<String>,
    /// How the way into a directory went; `null` of a database.
    directory: Option<DirectoryTestView>,
}

/// The way into a directory.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryTestView {
    steps: Vec<DirectoryStepView>,
    /// Servers that the directory names for a part of what was asked. They are not asked.
    referrals: Vec<String>,
    /// Why the other hosts of several were of no use, each with its `host`.
    passed_over: Vec<CommandError>,
}

/// One step of it.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryStepView {
    step: DirectoryStep,
    state: TestStepState,
    /// What was found, in parts.
    found: Found,
    millis: u32,
    /// Why it failed, for the UI's words and remedy.
    error: Option<CommandError>,
}

impl From<TestedDirectory> for DirectoryTestView {
    fn from(tested: TestedDirectory) -> Self {
        Self {
            steps: tested.steps.into_iter().map(Into::into).collect(),
            referrals: tested.referrals,
            passed_over: tested.passed_over.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<DirectoryTestStep> for DirectoryStepView {
    fn from(step: DirectoryTestStep) -> Self {
        let (state, found, error) = outcome(step.outcome);
        Self {
            step: step.step,
            state,
            found,
            millis: millis(step.took),
            error,
        }
    }
}

/// A record as a list would show it.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceTestRow {
    key: String,
    text: String,
}

impl From<Tested> for SourceTestView {
    fn from(tested: Tested) -> Self {
        let row = |TestedRow { key, text }| SourceTestRow { key, text };
        Self {
            tls_mode: tested.tls_mode,
            count: tested.count,
            rows: tested.rows.into_iter().map(row).collect(),
            error: tested.error.map(Into::into),
            missing_indexes: tested.missing_indexes,
            directory: tested.directory.map(Into::into),
        }
    }
}

/// How a save ended.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceSaveView {
    saved: bool,
    findings: Vec<SourceFindingView>,
}

impl From<Saved> for SourceSaveView {
    fn from(saved: Saved) -> Self {
        Self {
            saved: saved.findings.is_empty(),
            findings: source_findings(saved.findings),
        }
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::settings::SourceSettings;
    use deskbook_domain::source::{DirectoryProduct, SourceId};

    use super::*;

    #[test]
    fn a_form_crosses_and_comes_back_as_it_was() {
        for subject in [Subject::CustomerUsers, Subject::Customers] {
            let settings = SourceSettings::shipped(subject);
            let crossed = SourceForm::from(Form::of(SourceId::first(subject), &settings));
            let back = Form::try_from(crossed).unwrap();
            assert_eq!(back.settings(&settings), settings);
            assert!(back.password.is_none());
        }
    }

    #[test]
    fn a_typed_password_takes_its_own_way() {
        let id = SourceId::first(Subject::CustomerUsers);
        let of = [
            SourceSettings::shipped(Subject::CustomerUsers),
            SourceSettings::directory(DirectoryProduct::OpenLdap),
        ];
        for settings in of {
            let mut crossed = SourceForm::from(Form::of(id, &settings));
            for key in &mut crossed.keys {
                if key.kind == KeyKind::Secret {
                    "hunter2".clone_into(&mut key.value);
                }
            }
            let back = Form::try_from(crossed).unwrap();
            assert_eq!(
                back.password.map(|it| it.expose().clone()).as_deref(),
                Some("hunter2")
            );
            assert!(back.values.iter().all(|(_, value)| value != "hunter2"));
        }
    }
}
