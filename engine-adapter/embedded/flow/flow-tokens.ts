import type { SequenceFlow } from '../../../bpmn/reading/process-model';
import type { Variables } from '../../engine/variables';
import type { ExecutableProcess } from '../state/deployments/definitions';
import { addOpenFlows } from '../state/instances/element-instances';
import type { ElementInstance, Trigger } from '../state/instances/element-instance';
import { mayStillArrive } from './inclusive-join';
import type { Kernel } from './kernel';
import { joins } from './executable-model';

/** A token sets out on a flow. Those on their way to a join are counted by flow, and all in a scope whose joins must know of each. */
export function leave(kernel: Kernel, process: ExecutableProcess, scopeKey: number, flow: SequenceFlow): void {
	addOpenFlows(kernel, scopeKey, 1);
	if (!process.countsArrivals(flow.targetId)) return;
	kernel.database.run(
		'INSERT INTO taken_flow VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET tokens = tokens + 1',
		scopeKey,
		flow.targetId,
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
	key = kernel.database.nextKey(),
): void {
	addOpenFlows(kernel, scopeKey, 1);
	kernel.steps.push({ kind: 'activate', definitionKey, scopeKey, elementId, counted: true, trigger, locals, key });
}

/** Takes a token off the open flows when its element begins: the element instance itself is the token now. */
export function beginCounted(kernel: Kernel, scopeKey: number): void {
	addOpenFlows(kernel, scopeKey, -1);
}

/**
 * Returns true if the element begins now, by a token that came on a flow or by a modification. A gateway that joins takes one token of each flow that
 * brought some; until then the tokens keep their scope alive.
 */
export function arrive(kernel: Kernel, process: ExecutableProcess, { scopeKey, elementId, flowId }: Arrival): boolean {
	const node = process.node(elementId);
	if (flowId === undefined && !joins(node)) return true;
	const taken = joins(node) ? flowsToJoin(kernel, process, { scopeKey, elementId, flowId }) : [flowId!];
	for (const flow of process.countsArrivals(elementId) ? taken : []) takeOne(kernel, scopeKey, elementId, flow);
	addOpenFlows(kernel, scopeKey, -taken.length);
	// A parallel gateway that a modification activates waits for nothing (recorded from 8.6).
	const begins = node.type === 'parallelGateway' || process.rules.beginsInclusiveAtOnce;
	return taken.length > 0 || (flowId === undefined && begins);
}

interface Arrival {
	scopeKey: number;
	elementId: string;
	/** None when a modification activates it. */
	flowId?: string;
}

/**
 * BPMN 2.0, 13.4.1: a parallel gateway begins when a token waits on every incoming flow; 13.4.3: an inclusive one also when no other can
 * come. None as long as it must wait.
 */
function flowsToJoin(kernel: Kernel, process: ExecutableProcess, { scopeKey, elementId, flowId }: Arrival): string[] {
	const gateway = process.node(elementId);
	const rows = kernel.database.all<{ gateway_id: string; flow_id: string }>(
		'SELECT gateway_id, flow_id FROM taken_flow WHERE scope_key = ?',
		scopeKey,
	);
	const arrived = rows.filter(({ gateway_id }) => gateway_id === gateway.id).map(({ flow_id }) => flow_id);
	if (arrived.length >= gateway.incoming.length) return arrived;
	if (gateway.type === 'parallelGateway') return flowId === undefined ? arrived : [];
	if (arrived.length === 0) return [];
	const underWay = rows.map(({ gateway_id }) => gateway_id);
	return mayStillArrive(kernel, process, scopeKey, { gateway, taken: new Set(arrived), underWay }) ? [] : arrived;
}

function takeOne({ database }: Kernel, scopeKey: number, elementId: string, flowId: string): void {
	const of = [scopeKey, elementId, flowId] as const;
	database.run('UPDATE taken_flow SET tokens = tokens - 1 WHERE scope_key = ? AND gateway_id = ? AND flow_id = ?', ...of);
	database.run('DELETE FROM taken_flow WHERE scope_key = ? AND gateway_id = ? AND flow_id = ? AND tokens = 0', ...of);
}
