/**
 * The tables of an engine's state, one part for each of its versions, applied in order. `event_log` is append-only; all others hold the
 * current state, so that nothing is replayed at start and an instance that waits costs rows, not memory.
 */
export const schemas = [
	`
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE definition (
	key INTEGER PRIMARY KEY, process_id TEXT NOT NULL, version INTEGER NOT NULL, resource_name TEXT NOT NULL,
	sha256 TEXT NOT NULL, content TEXT NOT NULL, model TEXT NOT NULL, UNIQUE (process_id, version));

CREATE TABLE process_instance (
	key INTEGER PRIMARY KEY, definition_key INTEGER NOT NULL, process_id TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
	correlation_key TEXT, variables TEXT);
CREATE INDEX process_instance_by_correlation ON process_instance (process_id, correlation_key) WHERE correlation_key IS NOT NULL;

CREATE TABLE element_instance (
	key INTEGER PRIMARY KEY, instance_key INTEGER NOT NULL, definition_key INTEGER NOT NULL, element_id TEXT NOT NULL,
	scope_key INTEGER NOT NULL, state TEXT NOT NULL, open_flows INTEGER NOT NULL DEFAULT 0, trigger TEXT);
CREATE INDEX element_instance_by_scope ON element_instance (scope_key);

CREATE TABLE taken_flow (
	scope_key INTEGER NOT NULL, gateway_id TEXT NOT NULL, flow_id TEXT NOT NULL, tokens INTEGER NOT NULL,
	PRIMARY KEY (scope_key, gateway_id, flow_id)) WITHOUT ROWID;

CREATE TABLE variable (
	scope_key INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (scope_key, name)) WITHOUT ROWID;

CREATE TABLE job (
	key INTEGER PRIMARY KEY, type TEXT NOT NULL, element_instance_key INTEGER NOT NULL, state TEXT NOT NULL,
	retries INTEGER NOT NULL, headers TEXT NOT NULL, due INTEGER);
CREATE INDEX job_activatable ON job (type, key) WHERE state = 'ACTIVATABLE';
CREATE INDEX job_by_element ON job (element_instance_key);
CREATE INDEX job_by_due ON job (due) WHERE due IS NOT NULL;

CREATE TABLE user_task (key INTEGER PRIMARY KEY, element_instance_key INTEGER NOT NULL, instance_key INTEGER NOT NULL, properties TEXT NOT NULL);
CREATE INDEX user_task_by_element ON user_task (element_instance_key);
CREATE INDEX user_task_by_instance ON user_task (instance_key);

CREATE TABLE incident (
	key INTEGER PRIMARY KEY, instance_key INTEGER NOT NULL, element_instance_key INTEGER NOT NULL, element_id TEXT NOT NULL,
	error_type TEXT NOT NULL, message TEXT NOT NULL, job_key INTEGER);
CREATE INDEX incident_by_element ON incident (element_instance_key);
CREATE INDEX incident_by_instance ON incident (instance_key);

CREATE TABLE message (
	key INTEGER PRIMARY KEY, name TEXT NOT NULL, correlation_key TEXT NOT NULL, message_id TEXT, variables TEXT NOT NULL, expires INTEGER NOT NULL);
CREATE INDEX message_by_name ON message (name, correlation_key);
CREATE INDEX message_by_expiry ON message (expires);
CREATE TABLE message_correlation (message_key INTEGER NOT NULL, process_id TEXT NOT NULL, PRIMARY KEY (message_key, process_id)) WITHOUT ROWID;
CREATE TABLE message_subscription (
	key INTEGER PRIMARY KEY, name TEXT NOT NULL, correlation_key TEXT NOT NULL, element_instance_key INTEGER NOT NULL, process_id TEXT NOT NULL);
CREATE INDEX message_subscription_by_name ON message_subscription (name, correlation_key);
CREATE INDEX message_subscription_by_element ON message_subscription (element_instance_key);
CREATE TABLE message_start (
	process_id TEXT NOT NULL, element_id TEXT NOT NULL, name TEXT NOT NULL, definition_key INTEGER NOT NULL,
	PRIMARY KEY (process_id, element_id)) WITHOUT ROWID;
CREATE INDEX message_start_by_name ON message_start (name);

CREATE TABLE pending_step (position INTEGER PRIMARY KEY, step TEXT NOT NULL);

CREATE TABLE event_log (
	position INTEGER PRIMARY KEY, at INTEGER NOT NULL, instance_key INTEGER NOT NULL, kind TEXT NOT NULL,
	element_id TEXT NOT NULL, element_type TEXT NOT NULL, details TEXT);
CREATE INDEX event_log_by_instance ON event_log (instance_key);
`,
	`
ALTER TABLE message_subscription ADD COLUMN element_id TEXT NOT NULL DEFAULT '';
UPDATE message_subscription SET element_id = (SELECT element_id FROM element_instance WHERE key = element_instance_key);

ALTER TABLE process_instance ADD COLUMN caller_key INTEGER;
ALTER TABLE process_instance ADD COLUMN depth INTEGER NOT NULL DEFAULT 1;
CREATE INDEX process_instance_by_caller ON process_instance (caller_key) WHERE caller_key IS NOT NULL;

CREATE TABLE timer (
	key INTEGER PRIMARY KEY, element_instance_key INTEGER NOT NULL, definition_key INTEGER NOT NULL, element_id TEXT NOT NULL,
	due INTEGER NOT NULL, repetitions INTEGER, interval TEXT);
CREATE INDEX timer_by_due ON timer (due);
CREATE INDEX timer_by_element ON timer (element_instance_key);

CREATE TABLE multi_instance (body_key INTEGER PRIMARY KEY, total INTEGER NOT NULL, started INTEGER NOT NULL, completed INTEGER NOT NULL);
`,
	`
ALTER TABLE job ADD COLUMN listener INTEGER;
ALTER TABLE multi_instance ADD COLUMN items TEXT;

CREATE TABLE signal_subscription (
	key INTEGER PRIMARY KEY, name TEXT NOT NULL, element_instance_key INTEGER NOT NULL, definition_key INTEGER NOT NULL, element_id TEXT NOT NULL,
	place INTEGER NOT NULL AS (iif(element_instance_key = 0, definition_key, element_instance_key)));
CREATE UNIQUE INDEX signal_subscription_by_name ON signal_subscription (name, place);
CREATE INDEX signal_subscription_by_element ON signal_subscription (element_instance_key);

CREATE TABLE completed_activity (
	key INTEGER PRIMARY KEY, instance_key INTEGER NOT NULL, scope_key INTEGER NOT NULL, activity_key INTEGER NOT NULL, activity_id TEXT NOT NULL,
	undone_by INTEGER, handler_key INTEGER);
CREATE INDEX completed_activity_by_instance ON completed_activity (instance_key);
CREATE INDEX completed_activity_by_scope ON completed_activity (scope_key);
CREATE INDEX completed_activity_by_activity ON completed_activity (activity_key);
CREATE INDEX completed_activity_undone_by ON completed_activity (undone_by) WHERE undone_by IS NOT NULL;
CREATE INDEX completed_activity_by_handler ON completed_activity (handler_key) WHERE handler_key IS NOT NULL;

ALTER TABLE process_instance ADD COLUMN ended_at INTEGER;
UPDATE process_instance SET ended_at = coalesce((SELECT max(at) FROM event_log WHERE instance_key = key), 0) WHERE state <> 'ACTIVE';
CREATE INDEX process_instance_by_end ON process_instance (ended_at, key) WHERE ended_at IS NOT NULL;
`,
	`
ALTER TABLE job ADD COLUMN worker TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN is_own INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN error_code TEXT;
ALTER TABLE job ADD COLUMN error_message TEXT;

ALTER TABLE event_log ADD COLUMN element_instance_key INTEGER;
ALTER TABLE event_log ADD COLUMN scope_key INTEGER;

ALTER TABLE process_instance ADD COLUMN tags TEXT;
`,
	`
ALTER TABLE element_instance ADD COLUMN started_at INTEGER NOT NULL DEFAULT 0;
UPDATE element_instance SET started_at = coalesce((SELECT max(at) FROM event_log WHERE event_log.instance_key = element_instance.instance_key
	AND kind = 'element-activated' AND event_log.element_id = replace(element_instance.element_id, '#multiInstanceBody', '')), 0);
`,
	// What runs belongs to the tenant of its definition. Only what is found before a definition is known names its tenant itself.
	`
CREATE TABLE definition_of_tenant (
	key INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, process_id TEXT NOT NULL, version INTEGER NOT NULL, resource_name TEXT NOT NULL,
	sha256 TEXT NOT NULL, content TEXT NOT NULL, model TEXT NOT NULL, UNIQUE (tenant_id, process_id, version));
INSERT INTO definition_of_tenant SELECT key, '<default>', process_id, version, resource_name, sha256, content, model FROM definition;
DROP TABLE definition;
ALTER TABLE definition_of_tenant RENAME TO definition;

ALTER TABLE job ADD COLUMN tenant_id TEXT NOT NULL DEFAULT '<default>';
DROP INDEX job_activatable;
CREATE INDEX job_activatable ON job (type, tenant_id, key) WHERE state = 'ACTIVATABLE';

ALTER TABLE message ADD COLUMN tenant_id TEXT NOT NULL DEFAULT '<default>';
DROP INDEX message_by_name;
CREATE INDEX message_by_name ON message (name, correlation_key, tenant_id);
ALTER TABLE message_subscription ADD COLUMN tenant_id TEXT NOT NULL DEFAULT '<default>';
DROP INDEX message_subscription_by_name;
CREATE INDEX message_subscription_by_name ON message_subscription (name, correlation_key, tenant_id);

CREATE TABLE message_start_of_tenant (
	tenant_id TEXT NOT NULL, process_id TEXT NOT NULL, element_id TEXT NOT NULL, name TEXT NOT NULL, definition_key INTEGER NOT NULL,
	PRIMARY KEY (tenant_id, process_id, element_id)) WITHOUT ROWID;
INSERT INTO message_start_of_tenant SELECT '<default>', process_id, element_id, name, definition_key FROM message_start;
DROP TABLE message_start;
ALTER TABLE message_start_of_tenant RENAME TO message_start;
CREATE INDEX message_start_by_name ON message_start (name, tenant_id);

ALTER TABLE signal_subscription ADD COLUMN tenant_id TEXT NOT NULL DEFAULT '<default>';
DROP INDEX signal_subscription_by_name;
CREATE UNIQUE INDEX signal_subscription_by_name ON signal_subscription (name, tenant_id, place);

CREATE TABLE moved_definition (
	target TEXT NOT NULL, definition_key INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (target, definition_key)) WITHOUT ROWID;
CREATE TABLE moved_instance (key INTEGER PRIMARY KEY, target TEXT NOT NULL, target_key TEXT, at INTEGER NOT NULL);
`,
	`
CREATE TABLE decision_requirements (
	key INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, requirements_id TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, resource_name TEXT NOT NULL,
	sha256 TEXT NOT NULL, content TEXT NOT NULL, model TEXT NOT NULL, UNIQUE (tenant_id, requirements_id, version));
CREATE TABLE decision (
	key INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, decision_id TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, version_tag TEXT,
	requirements_key INTEGER NOT NULL, UNIQUE (tenant_id, decision_id, version));
CREATE INDEX decision_by_requirements ON decision (requirements_key);
CREATE TABLE deployed_decision (
	deployment_key INTEGER NOT NULL, decision_key INTEGER NOT NULL, PRIMARY KEY (deployment_key, decision_key)) WITHOUT ROWID;
ALTER TABLE definition ADD COLUMN deployment_key INTEGER NOT NULL DEFAULT 0;

CREATE TABLE decision_instance (
	key INTEGER NOT NULL, place INTEGER NOT NULL, tenant_id TEXT NOT NULL, decision_id TEXT NOT NULL, instance_key INTEGER, description TEXT NOT NULL,
	PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE INDEX decision_instance_by_instance ON decision_instance (instance_key);
CREATE INDEX decision_instance_by_own_key ON decision_instance (key + place);
`,
	// What has ended is in the log: ../history/. An index finds what is rare there: user tasks, incidents, and the scopes of local variables.
	`
ALTER TABLE event_log ADD COLUMN history_key INTEGER;
ALTER TABLE event_log ADD COLUMN started_at INTEGER;
CREATE TEMP TABLE begun AS SELECT element_instance_key AS key, instance_key, min(at) AS at FROM event_log WHERE element_instance_key IS NOT NULL GROUP BY 1;
CREATE UNIQUE INDEX temp.begun_by_key ON begun (key);
UPDATE event_log SET started_at = (SELECT begun.at FROM begun WHERE begun.key = element_instance_key)
	WHERE kind IN ('element-completed', 'element-terminated');
ALTER TABLE process_instance ADD COLUMN parent_key INTEGER;
UPDATE process_instance SET parent_key = (SELECT begun.instance_key FROM begun WHERE begun.key = caller_key) WHERE caller_key IS NOT NULL;
DROP TABLE temp.begun;
CREATE TEMP TABLE raised AS SELECT cast(details ->> 'incidentKey' AS INTEGER) AS key, at FROM event_log WHERE kind = 'incident-created';
CREATE UNIQUE INDEX temp.raised_by_key ON raised (key);
UPDATE event_log SET history_key = cast(details ->> 'incidentKey' AS INTEGER) WHERE kind = 'incident-resolved';
UPDATE event_log SET started_at = (SELECT raised.at FROM raised WHERE raised.key = history_key) WHERE kind = 'incident-resolved';
ALTER TABLE incident ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
UPDATE incident SET created_at = coalesce((SELECT raised.at FROM raised WHERE raised.key = incident.key), 0);
DROP TABLE temp.raised;
UPDATE event_log SET history_key = element_instance_key WHERE kind = 'variable-set' AND scope_key IS NOT NULL;
CREATE INDEX event_log_by_history ON event_log (kind, history_key) WHERE history_key IS NOT NULL;
`,
	`
CREATE TABLE form (
	key INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, form_id TEXT NOT NULL, version INTEGER NOT NULL, version_tag TEXT, resource_name TEXT NOT NULL,
	sha256 TEXT NOT NULL, content TEXT NOT NULL, deployment_key INTEGER NOT NULL, UNIQUE (tenant_id, form_id, version));
ALTER TABLE definition ADD COLUMN version_tag TEXT;
ALTER TABLE definition ADD COLUMN deleted_at INTEGER;
UPDATE definition SET model = json_set(model, '$.nodes', (SELECT json_group_array(json(CASE WHEN value ->> '$.userTask.formId' IS NULL THEN value
	ELSE json_set(value, '$.userTask.form', json_object('formId', value ->> '$.userTask.formId', 'binding',
		iif(value ->> '$.userTask.isFormDeployed', 'deployment', 'latest'))) END)) FROM json_each(model, '$.nodes')))
	WHERE model LIKE '%"formId"%';

CREATE TABLE batch_operation (
	key INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, type TEXT NOT NULL, state TEXT NOT NULL, plan TEXT NOT NULL, started_at INTEGER NOT NULL,
	ended_at INTEGER);
CREATE TABLE batch_item (
	batch_key INTEGER NOT NULL, item_key INTEGER NOT NULL, instance_key INTEGER NOT NULL, state TEXT NOT NULL, message TEXT, processed_at INTEGER,
	PRIMARY KEY (batch_key, item_key)) WITHOUT ROWID;
CREATE INDEX batch_item_active ON batch_item (batch_key, item_key) WHERE state = 'ACTIVE';
`,
	// The fencing token of a leased activation, and what agents do as Camunda 8.10 shows it: ../agents/. What the listeners of a user task decide.
	`
ALTER TABLE job ADD COLUMN lease TEXT;
ALTER TABLE job ADD COLUMN task_event TEXT;
ALTER TABLE user_task ADD COLUMN change TEXT;

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
`,
	// The caller of the service whose conversations an instance has, and of a message that can start one.
	`
ALTER TABLE process_instance ADD COLUMN started_by TEXT;
ALTER TABLE message ADD COLUMN started_by TEXT;
`,
	// By which names readers of documents know this caller.
	`
ALTER TABLE process_instance ADD COLUMN asker TEXT;
ALTER TABLE message ADD COLUMN asker TEXT;
`,
	// What an instance called is narrowed with it.
	`
CREATE INDEX process_instance_by_parent ON process_instance (parent_key) WHERE parent_key IS NOT NULL;
`,
	// Entries that the audit log, which is in another database, does not have yet.
	`
CREATE TABLE audit_outbox (
	number INTEGER PRIMARY KEY, id TEXT NOT NULL, tenant_id TEXT NOT NULL, content TEXT NOT NULL, mark TEXT NOT NULL);
`,
	// In which session of a browser this caller acts.
	`
ALTER TABLE process_instance ADD COLUMN session TEXT;
ALTER TABLE message ADD COLUMN session TEXT;
`,
	// Whose turn it is, for each user task that can be done: work/waiting-tasks.ts says how. A list of one person's work reads no other.
	`
CREATE TABLE waiting_task (
	tenant_id TEXT NOT NULL, whose TEXT NOT NULL, task_key INTEGER NOT NULL, PRIMARY KEY (tenant_id, whose, task_key)) WITHOUT ROWID;
CREATE INDEX waiting_task_by_task ON waiting_task (task_key);
CREATE INDEX waiting_task_of_all_tenants ON waiting_task (whose, task_key);
CREATE TEMP TABLE named AS SELECT user_task.key AS task_key, tenant_id, coalesce(properties ->> 'assignee', '') AS assignee,
	coalesce(nullif(properties ->> 'candidateUsers', ''), '[]') AS users, coalesce(nullif(properties ->> 'candidateGroups', ''), '[]') AS groups
	FROM user_task JOIN element_instance ON element_instance.key = element_instance_key JOIN definition ON definition.key = definition_key
	WHERE change IS NULL;
INSERT INTO waiting_task SELECT tenant_id, 'open', task_key FROM named;
INSERT INTO waiting_task SELECT tenant_id, 'everybody', task_key FROM named
	WHERE assignee = '' AND json_array_length(users) = 0 AND json_array_length(groups) = 0;
INSERT INTO waiting_task SELECT tenant_id, 'person:' || assignee, task_key FROM named WHERE assignee <> '';
INSERT OR IGNORE INTO waiting_task SELECT tenant_id, 'person:' || value, task_key FROM named, json_each(users) WHERE assignee = '';
DROP TABLE temp.named;
`,
	// A definition is deleted, and a tenant forgotten, without reading the instances of all others.
	`
CREATE INDEX process_instance_by_definition ON process_instance (definition_key);
`,
];

export const schemaVersion = schemas.length;
