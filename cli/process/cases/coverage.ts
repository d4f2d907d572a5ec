import type { FlowNode, ProcessFile, ProcessModel, SequenceFlow } from '../../../bpmn/reading/process-model';
import type { EngineEvent } from '../../../engine-adapter/engine/engine-events';
import { printable, type Terminal } from '../../terminal/terminal';

interface ProcessCoverage {
	path: string;
	processId: string;
	elements: string[];
	flows: string[];
	/** Ids of elements that were activated and flows that were taken. */
	reached: Set<string>;
	/** The event that each flow of an event-based gateway leads to. */
	awaited: Array<{ flowId: string; gatewayId: string; eventId: string }>;
}

/** Elements and sequence flows that the cases reached. */
export class Coverage {
	readonly #processes = new Map<string, ProcessCoverage>();

	/** @param paths of the models, in their order */
	add(paths: string[], models: ProcessFile[], events: EngineEvent[]): void {
		const processes = models.flatMap((model, index) =>
			isStandIn(paths[index]!) ? [] : model.processes.filter(({ executable }) => executable).map((one) => this.#track(paths[index]!, one)),
		);
		const started = events.filter(({ kind, elementType }) => kind === 'element-activated' && elementType === 'process');
		const processIds = new Map(started.map(({ instanceKey, elementId }) => [instanceKey, elementId]));
		for (const { kind, instanceKey, elementId } of events) {
			if (kind !== 'element-activated' && kind !== 'sequence-flow-taken') continue;
			for (const one of processes) if (one.processId === processIds.get(instanceKey)) one.reached.add(elementId);
		}
		for (const { reached, awaited } of processes)
			for (const { flowId, gatewayId, eventId } of awaited) if (reached.has(gatewayId) && reached.has(eventId)) reached.add(flowId);
	}

	/** From 0 to 100, of all elements and flows. 0 if there are none. */
	get percent(): number {
		const all = [...this.#processes.values()].flatMap(({ elements, flows, reached }) =>
			[...elements, ...flows].map((id) => reached.has(id)),
		);
		return all.length === 0 ? 0 : (100 * all.filter(Boolean).length) / all.length;
	}

	/** Describes each process, with the ids that no case reached. */
	lines({ style }: Terminal): string[] {
		const lines = [...this.#processes.values()].flatMap(({ path, processId, elements, flows, reached }) => {
			const missing = [...elements, ...flows].filter((id) => !reached.has(id));
			const count = (ids: string[]): string => `${ids.filter((id) => reached.has(id)).length} of ${ids.length}`;
			return [
				`  ${style('bold', printable(processId))} ${style('dim', printable(path))}  elements ${count(elements)}, flows ${count(flows)}`,
				...(missing.length === 0 ? [] : [style('yellow', `    not reached: ${printable(missing.join(', '))}`)]),
			];
		});
		const share = lines.length === 0 ? 'none, no case deployed a process' : formatPercent(this.percent);
		return ['', `${style('bold', 'Coverage:')} ${share}`, ...lines];
	}

	#track(path: string, { id, nodes, flows }: ProcessModel): ProcessCoverage {
		const key = `${path}#${id}`;
		const tracked = this.#processes.get(key) ?? {
			path,
			processId: id,
			elements: nodes.map((node) => node.id),
			flows: flows.map((flow) => flow.id),
			reached: new Set<string>(),
			awaited: listAwaited(nodes, flows),
		};
		this.#processes.set(key, tracked);
		return tracked;
	}
}

/** A process that takes the place of a called one, as the planner names it, is nothing that cases should reach. */
const isStandIn = (path: string): boolean => path.endsWith('.stand-in.bpmn');

/** No event tells that a flow of an event-based gateway was taken: the gateway goes on at the event that happened. */
function listAwaited(nodes: FlowNode[], flows: SequenceFlow[]): ProcessCoverage['awaited'] {
	const gateways = new Set(nodes.filter(({ type }) => type === 'eventBasedGateway').map(({ id }) => id));
	return flows
		.filter(({ sourceId }) => gateways.has(sourceId))
		.map(({ id, sourceId, targetId }) => ({ flowId: id, gatewayId: sourceId, eventId: targetId }));
}

/** Rounded down, so that 100 % is said of everything only. */
export const formatPercent = (percent: number): string => `${Math.floor(percent * 10) / 10} %`;
