import type { Tables } from '../../../core/base/privacy/personal-data';

/** Personal data by table. The engine does not know an instance's owner: variables, messages and log go with the instance. */
const ofInstance = { kept: 'process', stays: 'expires', isCommon: true } as const;
const deployed = { kept: 'setting', isCommon: true } as const;

export const engineData = {
	counter: { ...deployed, nothing: 'name value' },
	process_instance: {
		...ofInstance,
		words: 'variables',
		identifier: 'correlation_key',
		user: 'started_by asker',
		reference: 'tags',
		nothing: 'key definition_key process_id version state caller_key depth ended_at parent_key session',
	},
	element_instance: {
		...ofInstance,
		words: 'trigger',
		nothing: 'key instance_key definition_key element_id scope_key state open_flows started_at',
	},
	taken_flow: { ...ofInstance, nothing: 'scope_key gateway_id flow_id tokens' },
	variable: { ...ofInstance, words: 'value', nothing: 'scope_key name' },
	job: {
		...ofInstance,
		words: 'error_message',
		nothing: 'key type element_instance_key state retries headers due listener worker is_own error_code tenant_id lease task_event',
	},
	user_task: { ...ofInstance, words: 'properties change', nothing: 'key element_instance_key instance_key' },
	waiting_task: { ...ofInstance, user: 'whose', nothing: 'tenant_id task_key' },
	incident: {
		...ofInstance,
		words: 'message',
		nothing: 'key instance_key element_instance_key element_id error_type job_key created_at',
	},
	message: {
		...ofInstance,
		words: 'variables',
		identifier: 'correlation_key message_id',
		user: 'started_by asker',
		nothing: 'key name expires tenant_id session',
	},
	message_correlation: { ...ofInstance, nothing: 'message_key process_id' },
	message_subscription: {
		...ofInstance,
		identifier: 'correlation_key',
		nothing: 'key name element_instance_key process_id element_id tenant_id',
	},
	pending_step: { ...ofInstance, words: 'step', nothing: 'position tenant_id instance_key' },
	event_log: {
		...ofInstance,
		words: 'details',
		nothing: 'position at instance_key kind element_id element_type element_instance_key scope_key history_key started_at',
	},
	audit_outbox: { kept: 'record', stays: 'proof', isCommon: true, user: 'content', nothing: 'number id tenant_id mark' },
	timer: { ...ofInstance, nothing: 'key element_instance_key definition_key element_id due repetitions interval' },
	multi_instance: { ...ofInstance, words: 'items', nothing: 'body_key total started completed' },
	signal_subscription: { ...ofInstance, nothing: 'key name element_instance_key definition_key element_id place tenant_id' },
	completed_activity: { ...ofInstance, nothing: 'key instance_key scope_key activity_key activity_id undone_by handler_key' },
	definition: {
		...deployed,
		nothing: 'key tenant_id process_id version resource_name sha256 content model deployment_key version_tag deleted_at',
	},
	message_start: { ...deployed, nothing: 'tenant_id process_id element_id name definition_key' },
	moved_definition: { ...deployed, nothing: 'target definition_key version' },
	moved_instance: { ...ofInstance, nothing: 'key target target_key at' },
	decision_requirements: { ...deployed, nothing: 'key tenant_id requirements_id name version resource_name sha256 content model' },
	decision: { ...deployed, nothing: 'key tenant_id decision_id name version version_tag requirements_key' },
	deployed_decision: { ...deployed, nothing: 'deployment_key decision_key' },
	decision_instance: { ...ofInstance, words: 'description', nothing: 'key place tenant_id decision_id instance_key' },
	form: { ...deployed, nothing: 'key tenant_id form_id version version_tag resource_name sha256 content deployment_key' },
	batch_operation: { ...ofInstance, nothing: 'key tenant_id type state plan started_at ended_at' },
	batch_item: { ...ofInstance, words: 'message', nothing: 'batch_key item_key instance_key state processed_at' },
	agent_definition: { ...deployed, nothing: 'definition_key element_id key' },
	agent_instance: {
		...ofInstance,
		nothing: 'key instance_key definition_key element_id status configuration metrics writer_job created_at updated_at ended_at',
	},
	agent_element: { ...ofInstance, nothing: 'element_instance_key agent_key' },
	agent_item: { ...ofInstance, words: 'content', nothing: 'key agent_key item_id element_instance_key job_key lease status' },
} as const satisfies Tables;
