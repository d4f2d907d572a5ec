import type { FlowNode, SequenceFlow } from '../../../bpmn/reading/process-model';
import type { Variables } from '../../engine/variables';
import type { ExecutableProcess } from '../state/deployments/definitions';
import { addOpenFlows, listChildren } from '../state/instances/element-instances';
import type { ElementInstance, Trigger } from '../state/instances/element-instance';
import type { Kernel } from './kernel';
import { joins } from './executable-model';

/** Counts tokens before a join by flow, and all tokens in a scope whose joins must know of each. */
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

/** Begins without a flow. Counts as a token of the scope until then. */
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

export function beginCounted(kernel: Kernel, scopeKey: number): void {
	addOpenFlows(kernel, scopeKey, -1);
}

/**
 * True if the element begins now, by a flow or a modification. A join takes one token of each flow with tokens; until then the tokens keep their
 * scope alive.
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
	/** Absent for a modification. */
	flowId?: string;
}

/**
 * BPMN 2.0, 13.4.1: a parallel gateway needs a token on every incoming flow; 13.4.3: an inclusive one also begins when no other token can come. None
 * while it must wait.
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

/**
 * BPMN 2.0, 13.4.3: a token in the scope could still reach the gateway on a flow without a token. `taken`: flows with one; `underWay`: targets of
 * moving tokens. A token at the gateway itself does not count, nor one whose way leads over a taken flow (recorded from 8.6).
 */
function mayStillArrive(
	kernel: Kernel,
	process: ExecutableProcess,
	scopeKey: number,
	{ gateway, taken, underWay }: { gateway: FlowNode; taken: Set<string>; underWay: string[] },
): boolean {
	const atWork = listChildren(kernel, scopeKey).map(({ elementId }) => elementId);
	const open = [...atWork, ...underWay].filter((id) => id !== gateway.id);
	const seen = new Set(open);
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		for (const next of leadsTo(process, process.node(id), taken)) {
			if (next === gateway.id) return true;
			if (!seen.has(next)) open.push(next);
			seen.add(next);
		}
	}
	return false;
}

function leadsTo(process: ExecutableProcess, node: FlowNode, taken: Set<string>): string[] {
	const flows = process.outgoing(node).filter(({ id }) => !taken.has(id));
	return [...flows.map(({ targetId }) => targetId), ...process.eventsAt(node.id).map(({ id }) => id), ...linkedTo(process, node)];
}

function linkedTo(process: ExecutableProcess, { type, event, scopeId }: FlowNode): string[] {
	if (type !== 'intermediateThrowEvent' || event?.kind !== 'link') return [];
	const catching = process.nodesOf(scopeId).filter((node) => node.type === 'intermediateCatchEvent' && node.event?.kind === 'link');
	return catching.filter((node) => node.event?.kind === 'link' && node.event.name === event.name).map(({ id }) => id);
}
