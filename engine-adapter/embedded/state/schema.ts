/** `event_log` is append-only; all others hold the current state: a start replays nothing, and a waiting instance costs rows, not memory. */
export const schemas = [
	`
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE definition (
	key INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, process_id TEXT NOT NULL, version INTEGER NOT NULL, resource_name TEXT NOT NULL,
	sha256 TEXT NOT NULL, content TEXT NOT NULL, model TEXT NOT NULL, deployment_key INTEGER NOT NULL DEFAULT 0, version_tag TEXT,
	deleted_at INTEGER, UNIQUE (tenant_id, process_id, version));
CREATE TABLE form (
	key INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, form_id TEXT NOT NULL, version INTEGER NOT NULL, version_tag TEXT, resource_name TEXT NOT NULL,
	sha256 TEXT NOT NULL, content TEXT NOT NULL, deployment_key INTEGER NOT NULL, UNIQUE (tenant_id, form_id, version));
CREATE TABLE decision_requirements (
	key INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, requirements_id TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, resource_name TEXT NOT NULL,
	sha256 TEXT NOT NULL, content TEXT NOT NULL, model TEXT NOT NULL, UNIQUE (tenant_id, requirements_id, version));
CREATE TABLE decision (
	key INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, decision_id TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, version_tag TEXT,
	requirements_key INTEGER NOT NULL, UNIQUE (tenant_id, decision_id, version));
CREATE INDEX decision_by_requirements ON decision (requirements_key);
CREATE TABLE deployed_decision (
	deployment_key INTEGER NOT NULL, decision_key INTEGER NOT NULL, PRIMARY KEY (deployment_key, decision_key)) WITHOUT ROWID;
CREATE TABLE decision_instance (
	key INTEGER NOT NULL, place INTEGER NOT NULL, tenant_id TEXT NOT NULL, decision_id TEXT NOT NULL, instance_key INTEGER, description TEXT NOT NULL,
	PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE INDEX decision_instance_by_instance ON decision_instance (instance_key);
CREATE INDEX decision_instance_by_own_key ON decision_instance (key + place);

-- What runs belongs to the tenant of its definition. Only what is found before a definition is known names its tenant itself.
-- started_by is the caller of the service whose conversations an instance has; asker, the names by which readers of documents know the caller.
CREATE TABLE process_instance (
	key INTEGER PRIMARY KEY, definition_key INTEGER NOT NULL, process_id TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
	correlation_key TEXT, variables TEXT, caller_key INTEGER, depth INTEGER NOT NULL DEFAULT 1, ended_at INTEGER, tags TEXT, parent_key INTEGER,
	started_by TEXT, asker TEXT, session TEXT);
CREATE INDEX process_instance_by_correlation ON process_instance (process_id, correlation_key) WHERE correlation_key IS NOT NULL;
CREATE INDEX process_instance_by_caller ON process_instance (caller_key) WHERE caller_key IS NOT NULL;
CREATE INDEX process_instance_by_end ON process_instance (ended_at, key) WHERE ended_at IS NOT NULL;
CREATE INDEX process_instance_by_parent ON process_instance (parent_key) WHERE parent_key IS NOT NULL;
CREATE INDEX process_instance_by_definition ON process_instance (definition_key);

CREATE TABLE element_instance (
	key INTEGER PRIMARY KEY, instance_key INTEGER NOT NULL, definition_key INTEGER NOT NULL, element_id TEXT NOT NULL,
	scope_key INTEGER NOT NULL, state TEXT NOT NULL, open_flows INTEGER NOT NULL DEFAULT 0, trigger TEXT, started_at INTEGER NOT NULL DEFAULT 0);
CREATE INDEX element_instance_by_scope ON element_instance (scope_key);
CREATE TABLE multi_instance (
	body_key INTEGER PRIMARY KEY, total INTEGER NOT NULL, started INTEGER NOT NULL, completed INTEGER NOT NULL, items TEXT);
CREATE TABLE taken_flow (
	scope_key INTEGER NOT NULL, gateway_id TEXT NOT NULL, flow_id TEXT NOT NULL, tokens INTEGER NOT NULL,
	PRIMARY KEY (scope_key, gateway_id, flow_id)) WITHOUT ROWID;
CREATE TABLE variable (
	scope_key INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (scope_key, name)) WITHOUT ROWID;
CREATE TABLE completed_activity (
	key INTEGER PRIMARY KEY, instance_key INTEGER NOT NULL, scope_key INTEGER NOT NULL, activity_key INTEGER NOT NULL, activity_id TEXT NOT NULL,
	undone_by INTEGER, handler_key INTEGER);
CREATE INDEX completed_activity_by_instance ON completed_activity (instance_key);
CREATE INDEX completed_activity_by_scope ON completed_activity (scope_key);
CREATE INDEX completed_activity_by_activity ON completed_activity (activity_key);
CREATE INDEX completed_activity_undone_by ON completed_activity (undone_by) WHERE undone_by IS NOT NULL;
CREATE INDEX completed_activity_by_handler ON completed_activity (handler_key) WHERE handler_key IS NOT NULL;
CREATE TABLE pending_step (
	position INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, instance_key INTEGER NOT NULL, step TEXT NOT NULL);
CREATE INDEX pending_step_by_instance ON pending_step (tenant_id, instance_key, position);

-- lease is the fencing token of a leased activation.
CREATE TABLE job (
	key INTEGER PRIMARY KEY, type TEXT NOT NULL, element_instance_key INTEGER NOT NULL, state TEXT NOT NULL,
	retries INTEGER NOT NULL, headers TEXT NOT NULL, due INTEGER, listener INTEGER, worker TEXT NOT NULL DEFAULT '',
	is_own INTEGER NOT NULL DEFAULT 0, error_code TEXT, error_message TEXT, tenant_id TEXT NOT NULL DEFAULT '<default>', lease TEXT, task_event TEXT);
CREATE INDEX job_activatable ON job (type, tenant_id, key) WHERE state = 'ACTIVATABLE';
CREATE INDEX job_by_element ON job (element_instance_key);
CREATE INDEX job_by_due ON job (due) WHERE due IS NOT NULL;
CREATE TABLE timer (
	key INTEGER PRIMARY KEY, element_instance_key INTEGER NOT NULL, definition_key INTEGER NOT NULL, element_id TEXT NOT NULL,
	due INTEGER NOT NULL, repetitions INTEGER, interval TEXT);
CREATE INDEX timer_by_due ON timer (due);
CREATE INDEX timer_by_element ON timer (element_instance_key);
CREATE TABLE incident (
	key INTEGER PRIMARY KEY, instance_key INTEGER NOT NULL, element_instance_key INTEGER NOT NULL, element_id TEXT NOT NULL,
	error_type TEXT NOT NULL, message TEXT NOT NULL, job_key INTEGER, created_at INTEGER NOT NULL DEFAULT 0);
CREATE INDEX incident_by_element ON incident (element_instance_key);
CREATE INDEX incident_by_instance ON incident (instance_key);

-- change is what the listeners of a user task decide. waiting_task says whose turn it is (work/waiting-tasks.ts): a list of one person's work reads no other.
CREATE TABLE user_task (
	key INTEGER PRIMARY KEY, element_instance_key INTEGER NOT NULL, instance_key INTEGER NOT NULL, properties TEXT NOT NULL, change TEXT);
CREATE INDEX user_task_by_element ON user_task (element_instance_key);
CREATE INDEX user_task_by_instance ON user_task (instance_key);
CREATE TABLE waiting_task (
	tenant_id TEXT NOT NULL, whose TEXT NOT NULL, task_key INTEGER NOT NULL, PRIMARY KEY (tenant_id, whose, task_key)) WITHOUT ROWID;
CREATE INDEX waiting_task_by_task ON waiting_task (task_key);
CREATE INDEX waiting_task_of_all_tenants ON waiting_task (whose, task_key);

CREATE TABLE message (
	key INTEGER PRIMARY KEY, name TEXT NOT NULL, correlation_key TEXT NOT NULL, message_id TEXT, variables TEXT NOT NULL, expires INTEGER NOT NULL,
	tenant_id TEXT NOT NULL DEFAULT '<default>', started_by TEXT, asker TEXT, session TEXT);
CREATE INDEX message_by_name ON message (name, correlation_key, tenant_id);
CREATE INDEX message_by_expiry ON message (expires);
CREATE TABLE message_correlation (message_key INTEGER NOT NULL, process_id TEXT NOT NULL, PRIMARY KEY (message_key, process_id)) WITHOUT ROWID;
CREATE TABLE message_subscription (
	key INTEGER PRIMARY KEY, name TEXT NOT NULL, correlation_key TEXT NOT NULL, element_instance_key INTEGER NOT NULL, process_id TEXT NOT NULL,
	element_id TEXT NOT NULL DEFAULT '', tenant_id TEXT NOT NULL DEFAULT '<default>');
CREATE INDEX message_subscription_by_name ON message_subscription (name, correlation_key, tenant_id);
CREATE INDEX message_subscription_by_element ON message_subscription (element_instance_key);
CREATE TABLE message_start (
	tenant_id TEXT NOT NULL, process_id TEXT NOT NULL, element_id TEXT NOT NULL, name TEXT NOT NULL, definition_key INTEGER NOT NULL,
	PRIMARY KEY (tenant_id, process_id, element_id)) WITHOUT ROWID;
CREATE INDEX message_start_by_name ON message_start (name, tenant_id);
CREATE TABLE signal_subscription (
	key INTEGER PRIMARY KEY, name TEXT NOT NULL, element_instance_key INTEGER NOT NULL, definition_key INTEGER NOT NULL, element_id TEXT NOT NULL,
	place INTEGER NOT NULL AS (iif(element_instance_key = 0, definition_key, element_instance_key)), tenant_id TEXT NOT NULL DEFAULT '<default>');
CREATE UNIQUE INDEX signal_subscription_by_name ON signal_subscription (name, tenant_id, place);
CREATE INDEX signal_subscription_by_element ON signal_subscription (element_instance_key);

-- What has ended is in the log: ../history/. An index finds what is rare there: user tasks, incidents, and the scopes of local variables.
CREATE TABLE event_log (
	position INTEGER PRIMARY KEY, at INTEGER NOT NULL, instance_key INTEGER NOT NULL, kind TEXT NOT NULL, element_id TEXT NOT NULL,
	element_type TEXT NOT NULL, details TEXT, element_instance_key INTEGER, scope_key INTEGER, history_key INTEGER, started_at INTEGER);
CREATE INDEX event_log_by_instance ON event_log (instance_key);
CREATE INDEX event_log_by_history ON event_log (kind, history_key) WHERE history_key IS NOT NULL;

CREATE TABLE batch_operation (
	key INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, type TEXT NOT NULL, state TEXT NOT NULL, plan TEXT NOT NULL, started_at INTEGER NOT NULL,
	ended_at INTEGER);
CREATE TABLE batch_item (
	batch_key INTEGER NOT NULL, item_key INTEGER NOT NULL, instance_key INTEGER NOT NULL, state TEXT NOT NULL, message TEXT, processed_at INTEGER,
	PRIMARY KEY (batch_key, item_key)) WITHOUT ROWID;
CREATE INDEX batch_item_active ON batch_item (batch_key, item_key) WHERE state = 'ACTIVE';
CREATE TABLE moved_definition (
	target TEXT NOT NULL, definition_key INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (target, definition_key)) WITHOUT ROWID;
CREATE TABLE moved_instance (key INTEGER PRIMARY KEY, target TEXT NOT NULL, target_key TEXT, at INTEGER NOT NULL);

-- What agents do, as Camunda 8.10 shows it: ../agents/.
CREATE TABLE agent_definition (
	definition_key INTEGER NOT NULL, element_id TEXT NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (definition_key, element_id)) WITHOUT ROWID;
CREATE TABLE agent_instance (
	key INTEGER PRIMARY KEY, instance_key INTEGER NOT NULL, definition_key INTEGER NOT NULL, element_id TEXT NOT NULL, status TEXT NOT NULL,
	configuration TEXT NOT NULL, metrics TEXT NOT NULL, writer_job INTEGER, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, ended_at INTEGER);
CREATE INDEX agent_instance_by_instance ON agent_instance (instance_key);
CREATE TABLE agent_element (element_instance_key INTEGER PRIMARY KEY, agent_key INTEGER NOT NULL);
CREATE INDEX agent_element_by_agent ON agent_element (agent_key);
CREATE TABLE agent_item (
	key INTEGER PRIMARY KEY, agent_key INTEGER NOT NULL, item_id TEXT NOT NULL, element_instance_key INTEGER NOT NULL, job_key INTEGER NOT NULL,
	lease TEXT NOT NULL, status TEXT NOT NULL, content TEXT NOT NULL);
CREATE INDEX agent_item_by_agent ON agent_item (agent_key, key);
CREATE INDEX agent_item_by_id ON agent_item (agent_key, item_id) WHERE item_id <> '';
CREATE INDEX agent_item_pending ON agent_item (job_key) WHERE status = 'PENDING';

-- Entries that the audit log, which is in another database, does not have yet.
CREATE TABLE audit_outbox (
	number INTEGER PRIMARY KEY, id TEXT NOT NULL, tenant_id TEXT NOT NULL, content TEXT NOT NULL, mark TEXT NOT NULL);
`,
];

export const schemaVersion = schemas.length;
