import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { ExecutableProcess } from '../state/deployments/definitions';
import { listChildren } from '../state/instances/element-instances';
import type { Kernel } from './kernel';

/**
 * BPMN 2.0, 13.4.3: a token in the scope could still reach the gateway on a flow without a token. `taken`: flows with one; `underWay`: targets of
 * moving tokens. A token at the gateway itself does not count, nor one whose way leads over a taken flow (recorded from 8.6).
 */
export function mayStillArrive(
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
