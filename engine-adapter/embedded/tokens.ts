import type { FlowNode, SequenceFlow } from '../../bpmn/process-model';
import type { Variables } from '../engine';
import type { ElementInstance } from './element-instances';
import type { Kernel, Trigger } from './kernel';

/** A token sets out on a flow. Those on their way to a join are counted by flow, because a join needs one of each. */
export function leave(kernel: Kernel, scopeKey: number, flow: SequenceFlow, target: FlowNode): void {
	kernel.database.run('UPDATE element_instance SET open_flows = open_flows + 1 WHERE key = ?', scopeKey);
	if (!joins(target)) return;
	kernel.database.run(
		'INSERT INTO taken_flow VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET tokens = tokens + 1',
		scopeKey,
		target.id,
		flow.id,
	);
}

/** An element begins beside or in place of another in its scope, without a flow. It counts as a token of the scope until then. */
export function activateIn(
	kernel: Kernel,
	{ scopeKey, definitionKey }: Pick<ElementInstance, 'scopeKey' | 'definitionKey'>,
	elementId: string,
	trigger?: Trigger,
	locals?: Variables,
): void {
	kernel.database.run('UPDATE element_instance SET open_flows = open_flows + 1 WHERE key = ?', scopeKey);
	kernel.steps.push({ kind: 'activate', definitionKey, scopeKey, elementId, counted: true, trigger, locals });
}

/** It began: the element instance itself is the token now. */
export function beginCounted(kernel: Kernel, scopeKey: number): void {
	kernel.database.run('UPDATE element_instance SET open_flows = open_flows - 1 WHERE key = ?', scopeKey);
}

/**
 * Whether the element begins now. BPMN 2.0, 13.4.1: a parallel gateway begins when a token waits on every incoming flow, and takes one of each;
 * until then the tokens keep their scope alive.
 */
export function arrive(kernel: Kernel, scopeKey: number, node: FlowNode): boolean {
	const { database } = kernel;
	const taken = joins(node) ? node.incoming.length : 1;
	if (joins(node)) {
		const waiting = database.get<{ flows: number }>(
			'SELECT count(*) AS flows FROM taken_flow WHERE scope_key = ? AND gateway_id = ?',
			scopeKey,
			node.id,
		)!;
		if (waiting.flows < node.incoming.length) return false;
		database.run('UPDATE taken_flow SET tokens = tokens - 1 WHERE scope_key = ? AND gateway_id = ?', scopeKey, node.id);
		database.run('DELETE FROM taken_flow WHERE scope_key = ? AND gateway_id = ? AND tokens = 0', scopeKey, node.id);
	}
	database.run('UPDATE element_instance SET open_flows = open_flows - ? WHERE key = ?', taken, scopeKey);
	return true;
}

const joins = (node: FlowNode): boolean => node.type === 'parallelGateway';
