import type { Kernel } from '../../flow/kernel';
import type { ElementInstance, ElementState } from './element-instance';
import { type Trigger } from './element-instance';

export function createInstance(kernel: Kernel, instance: ElementInstance): void {
	kernel.instances.add(instance, kernel.clock.now());
	kernel.variables.addScope(instance.key);
}

export function findInstance(kernel: Kernel, key: number): ElementInstance | undefined {
	return kernel.instances.find(key);
}

/** Lists the active element instances of the scope, by their keys; of a call activity the instance that it called. */
export function listChildren(kernel: Kernel, scopeKey: number, { after = 0, limit = -1 } = {}): ElementInstance[] {
	const sql = `SELECT key FROM element_instance WHERE scope_key = ?1 AND key > ?2
		UNION ALL SELECT key FROM process_instance JOIN element_instance USING (key) WHERE caller_key = ?1 AND key > ?2 ORDER BY key LIMIT ?3`;
	return kernel.database.all<{ key: number }>(sql, scopeKey, after, limit).map(({ key }) => findInstance(kernel, key)!);
}

export const hasChildren = (kernel: Kernel, scopeKey: number): boolean => listChildren(kernel, scopeKey, { limit: 1 }).length > 0;

export const countIterations = (kernel: Kernel, bodyKey: number): number =>
	kernel.database.get<{ count: number }>('SELECT count(*) AS count FROM element_instance WHERE scope_key = ?', bodyKey)!.count;

export function findCaller(kernel: Kernel, instanceKey: number): ElementInstance | undefined {
	const row = kernel.database.get<{ caller_key: number | null }>('SELECT caller_key FROM process_instance WHERE key = ?', instanceKey);
	return row?.caller_key ? findInstance(kernel, row.caller_key) : undefined;
}

export function setState(kernel: Kernel, instance: ElementInstance, state: ElementState): void {
	instance.state = state;
	kernel.instances.change(instance.key, { state });
}

export function setTrigger(kernel: Kernel, key: number, trigger: Trigger): void {
	kernel.instances.change(key, { trigger });
}

export function deleteInstance(kernel: Kernel, { key }: ElementInstance): void {
	const hasFlows = kernel.instances.openFlows(key) > 0;
	kernel.instances.remove(key);
	kernel.variables.removeScope(key);
	if (hasFlows) kernel.database.run('DELETE FROM taken_flow WHERE scope_key = ?', key);
}

export function addOpenFlows(kernel: Kernel, scopeKey: number, tokens: number): void {
	kernel.instances.setOpenFlows(scopeKey, kernel.instances.openFlows(scopeKey) + tokens);
}

/** In an element or on a flow: a token at a join keeps its scope alive. */
export function hasTokens(kernel: Kernel, scopeKey: number): boolean {
	if (kernel.instances.openFlows(scopeKey) > 0) return true;
	return kernel.database.get('SELECT 1 FROM element_instance WHERE scope_key = ? LIMIT 1', scopeKey) !== undefined;
}
