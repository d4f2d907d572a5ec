import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { EngineEvent } from '../../../engine-adapter/engine/engine-events';
import type { BuiltProcess } from '../built-process';

/** Lists the steps at which an instance stands, in the order in which it came there. */
export function listWaiting(events: readonly EngineEvent[], built: BuiltProcess): FlowNode[] {
	const open = new Map<string, number>();
	for (const { kind, elementId } of events) {
		const change = kind === 'element-activated' ? 1 : kind === 'element-completed' || kind === 'element-terminated' ? -1 : 0;
		if (change !== 0) open.set(elementId, (open.get(elementId) ?? 0) + change);
	}
	const waiting = [...open].flatMap(([id, count]) => (count > 0 ? [built.nodes.get(id)] : []));
	// A sub-process is where its steps are.
	return waiting.flatMap((node) => (node && node.type !== 'subProcess' ? [node] : []));
}

/** Name of the step that was done last. */
export function findLastDone(events: readonly EngineEvent[], built: BuiltProcess): string | undefined {
	const done = events.filter(({ kind }) => kind === 'element-completed').map(({ elementId }) => built.nodes.get(elementId));
	return done.findLast((node) => node !== undefined && node.name !== '')?.name;
}
