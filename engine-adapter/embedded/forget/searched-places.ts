export interface SearchedPlace {
	table: string;
	key: string;
	/** SQL for the row's process instance; null without one. */
	instance: string;
	columns: readonly string[];
}

const ofElement = (key: string) => `(SELECT instance_key FROM element_instance WHERE key = ${key})`;

/** Every column with words or names of a process; `message` and `pending_step` are apart, and `waiting_task` has names of `user_task`. */
export const searchedPlaces: readonly SearchedPlace[] = [
	{ table: 'process_instance', key: 'key', instance: 'key', columns: ['variables', 'correlation_key', 'tags'] },
	{ table: 'element_instance', key: 'key', instance: 'instance_key', columns: ['trigger'] },
	{ table: 'variable', key: 'scope_key', instance: ofElement('variable.scope_key'), columns: ['value'] },
	{ table: 'job', key: 'key', instance: ofElement('element_instance_key'), columns: ['error_message', 'headers'] },
	{ table: 'user_task', key: 'key', instance: 'instance_key', columns: ['properties', 'change'] },
	{ table: 'incident', key: 'key', instance: 'instance_key', columns: ['message'] },
	{ table: 'message_subscription', key: 'key', instance: ofElement('element_instance_key'), columns: ['correlation_key'] },
	{ table: 'event_log', key: 'position', instance: 'instance_key', columns: ['details'] },
	{ table: 'multi_instance', key: 'body_key', instance: ofElement('body_key'), columns: ['items'] },
	{ table: 'decision_instance', key: 'key', instance: 'instance_key', columns: ['description'] },
	{ table: 'batch_item', key: 'batch_key', instance: 'instance_key', columns: ['message'] },
	{
		table: 'agent_item',
		key: 'key',
		columns: ['content'],
		instance: '(SELECT instance_key FROM agent_instance WHERE key = agent_key)',
	},
];
