import type { Kernel, Trigger } from './kernel';

/** Zeebe's life cycle of an element instance; COMPLETED and TERMINATED ones are gone. */
export type ElementState = 'ACTIVATING' | 'ACTIVATED' | 'COMPLETING' | 'TERMINATING';

/** One run of one element. A process instance is one too: its `key` is its `instanceKey` and its scope 0. */
export interface ElementInstance {
	readonly key: number;
	readonly instanceKey: number;
	readonly definitionKey: number;
	readonly elementId: string;
	readonly scopeKey: number;
	state: ElementState;
	trigger?: Trigger;
}

interface ElementInstanceRow {
	key: number;
	instance_key: number;
	definition_key: number;
	element_id: string;
	scope_key: number;
	state: ElementState;
	trigger: string | null;
}

export function createInstance(kernel: Kernel, instance: ElementInstance): void {
	kernel.database.run(
		'INSERT INTO element_instance (key, instance_key, definition_key, element_id, scope_key, state, trigger) VALUES (?, ?, ?, ?, ?, ?, ?)',
		instance.key,
		instance.instanceKey,
		instance.definitionKey,
		instance.elementId,
		instance.scopeKey,
		instance.state,
		instance.trigger ? JSON.stringify(instance.trigger) : null,
	);
}

export function findInstance(kernel: Kernel, key: number): ElementInstance | undefined {
	const row = kernel.database.get<ElementInstanceRow>('SELECT * FROM element_instance WHERE key = ?', key);
	return row && fromRow(row);
}

/** What runs in the scope; of a call activity the instance that it called. */
export function childrenOf(kernel: Kernel, scopeKey: number): ElementInstance[] {
	const sql = `SELECT * FROM element_instance WHERE scope_key = ?1
		UNION ALL SELECT element_instance.* FROM process_instance JOIN element_instance USING (key) WHERE caller_key = ?1 ORDER BY key`;
	return kernel.database.all<ElementInstanceRow>(sql, scopeKey).map(fromRow);
}

/** The call activity that waits for a process instance. */
export function callerOf(kernel: Kernel, instanceKey: number): ElementInstance | undefined {
	const row = kernel.database.get<{ caller_key: number | null }>('SELECT caller_key FROM process_instance WHERE key = ?', instanceKey);
	return row?.caller_key ? findInstance(kernel, row.caller_key) : undefined;
}

export function setState(kernel: Kernel, instance: ElementInstance, state: ElementState): void {
	instance.state = state;
	kernel.database.run('UPDATE element_instance SET state = ? WHERE key = ?', state, instance.key);
}

export function setTrigger(kernel: Kernel, key: number, trigger: Trigger): void {
	kernel.database.run('UPDATE element_instance SET trigger = ? WHERE key = ?', JSON.stringify(trigger), key);
}

/** Removes the instance with its variables. */
export function deleteInstance(kernel: Kernel, { key }: ElementInstance): void {
	kernel.database.run('DELETE FROM element_instance WHERE key = ?', key);
	kernel.database.run('DELETE FROM variable WHERE scope_key = ?', key);
	kernel.database.run('DELETE FROM taken_flow WHERE scope_key = ?', key);
}

/** Whether a token is left in the scope, in an element or on a flow: a token that waits at a join keeps its scope alive. */
export function hasTokens(kernel: Kernel, scopeKey: number): boolean {
	const row = kernel.database.get(
		`SELECT 1 FROM element_instance WHERE scope_key = ?1
		UNION ALL SELECT 1 FROM element_instance WHERE key = ?1 AND open_flows > 0 LIMIT 1`,
		scopeKey,
	);
	return row !== undefined;
}

function fromRow(row: ElementInstanceRow): ElementInstance {
	return {
		key: row.key,
		instanceKey: row.instance_key,
		definitionKey: row.definition_key,
		elementId: row.element_id,
		scopeKey: row.scope_key,
		state: row.state,
		...(row.trigger === null ? {} : { trigger: JSON.parse(row.trigger) as Trigger }),
	};
}
