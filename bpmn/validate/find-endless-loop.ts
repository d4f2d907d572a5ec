import type { FlowNode, ProcessModel } from '../reading/process-model';
import type { Reason } from '../reason';
import type { ZeebeVersion } from '../zeebe-version';

/** Types of elements that Zeebe passes without waiting, even with jobs and listeners. */
const passed = new Set([
	'task',
	'manualTask',
	'exclusiveGateway',
	'inclusiveGateway',
	'parallelGateway',
	'startEvent',
	'endEvent',
	'subProcess',
	'callActivity',
	'intermediateThrowEvent',
]);

/** Without one of these before it or in it, a loop is left alone. */
const repeated = new Set(['task', 'manualTask', 'callActivity', 'intermediateThrowEvent']);

/** A loop in which nothing waits, or a call of a process that does not begin by itself. */
interface LoopProblem extends Reason {
	elementId: string;
}

/**
 * Zeebe's `StraightThroughProcessingLoopValidator`. One problem for each process. Since 8.8, scripts and links are passed, too (recorded from 8.6.0
 * and 8.8.21).
 */
export function findEndlessLoops(processes: ProcessModel[], versionOf: (process: ProcessModel) => ZeebeVersion): LoopProblem[] {
	return processes.flatMap((process) => {
		const version = versionOf(process);
		const problem = new Walk(processes, version).findProblem(process);
		return problem ? [problem] : [];
	});
}

class Walk {
	readonly #next = new Map<FlowNode, FlowNode[]>();
	readonly #isDone = new Map<FlowNode, boolean>();

	constructor(
		private readonly processes: ProcessModel[],
		private readonly version: ZeebeVersion,
	) {
		for (const process of processes) this.#connect(process);
	}

	findProblem(process: ProcessModel): LoopProblem | undefined {
		for (const node of process.nodes) {
			const isScript = this.version !== '8.6' && node.type === 'scriptTask';
			const problem = isScript || repeated.has(node.type) ? this.#walkFrom(node) : undefined;
			if (problem) return problem;
		}
		return undefined;
	}

	/** Depth first without recursion: a model may have a chain of thousands of elements. */
	#walkFrom(start: FlowNode): LoopProblem | undefined {
		const path: Array<{ node: FlowNode; open: FlowNode[] }> = [];
		const enter = (node: FlowNode): void => {
			if (this.#isDone.has(node) || !this.#isPassed(node)) return;
			this.#isDone.set(node, false);
			path.push({ node, open: [...this.#follow(node)].reverse() });
		};
		enter(start);
		for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
			const node = last.open.pop();
			if (node === undefined) {
				this.#isDone.set(last.node, true);
				path.pop();
			} else if (this.#isDone.get(node) === false) {
				const loop = path.slice(path.findIndex((one) => one.node === node)).map((one) => one.node);
				return describeLoop(loop);
			} else if (node.type === 'callActivity' && this.#isUnstartable(node)) {
				return unstartable(node);
			} else enter(node);
		}
		return start.type === 'callActivity' && this.#isUnstartable(start) ? unstartable(start) : undefined;
	}

	#isPassed({ type, script, event }: FlowNode): boolean {
		if (passed.has(type)) return true;
		if (this.version === '8.6') return false;
		return (type === 'scriptTask' && script !== undefined) || (type === 'intermediateCatchEvent' && event?.kind === 'link');
	}

	#follow(node: FlowNode): FlowNode[] {
		if (node.type === 'callActivity') return this.#called(node)?.starts ?? [];
		return this.#next.get(node) ?? [];
	}

	#called({ called }: FlowNode): { starts: FlowNode[] } | undefined {
		const process = this.processes.find(({ id }) => id === called?.processId);
		return process && { starts: findStart(process, process.id) };
	}

	#isUnstartable(node: FlowNode): boolean {
		return this.#called(node)?.starts.length === 0;
	}

	#connect(process: ProcessModel): void {
		const nodes = new Map(process.nodes.map((node) => [node.id, node]));
		const flows = Map.groupBy(process.flows, ({ sourceId }) => sourceId);
		const targets = (id: string): FlowNode[] => (flows.get(id) ?? []).flatMap(({ targetId }) => nodes.get(targetId) ?? []);
		for (const node of process.nodes) {
			const own = targets(node.id);
			const scope = nodes.get(node.scopeId);
			// The end of a sub-process leads on from it; the end of an iteration does not.
			const after = own.length > 0 || !scope || scope.loop ? own : targets(scope.id);
			const isLink = this.version !== '8.6' && node.type === 'intermediateThrowEvent' && node.event?.kind === 'link';
			if (node.type === 'subProcess') this.#next.set(node, findStart(process, node.id));
			else this.#next.set(node, isLink ? findLink(process, node) : after);
		}
	}
}

const findStart = ({ nodes }: ProcessModel, scopeId: string): FlowNode[] =>
	nodes.filter((node) => node.type === 'startEvent' && node.scopeId === scopeId && node.event?.kind === 'none').slice(0, 1);

function findLink({ nodes }: ProcessModel, { event }: FlowNode): FlowNode[] {
	const name = event?.kind === 'link' ? event.name : undefined;
	return nodes
		.filter((node) => node.type === 'intermediateCatchEvent' && node.event?.kind === 'link' && node.event.name === name)
		.slice(0, 1);
}

/** A loop is named by an element that does something, where it has one. */
function describeLoop(loop: FlowNode[]): LoopProblem {
	const { id } = loop.find(({ type }) => !type.endsWith('Gateway')) ?? loop[0]!;
	const ids = [...loop.map((node) => node.id), loop[0]!.id];
	const shown = ids.length > 8 ? [...ids.slice(0, 4), '…', ...ids.slice(-2)] : ids;
	return {
		elementId: id,
		message: `is in a loop that never waits: ${shown.join(' > ')}`,
		fix: 'Add a task with a job, a user task or a waiting event to the loop.',
	};
}

const unstartable = ({ id, called }: FlowNode): LoopProblem => ({
	elementId: id,
	message: `calls "${called!.processId}", which has no none start event`,
	fix: 'Give the called process a none start event, or keep it in a file of its own.',
});
