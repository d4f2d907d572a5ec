import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineEvent } from '../engine/engine-events';
import type { ProcessEngine } from '../engine/process-engine';
import type { Wait } from '../embedded/state/instances/waits';
import type { ProcessOutcome } from './process-outcome';

interface WatchOptions {
	/** A worker of this process does the element's job: it moves on its own. */
	isServed(elementId: string): boolean;
	findWaits(): Promise<Wait[]>;
	/** Due time of the next timer, Unix milliseconds. */
	nextDueTime(): number | undefined;
	/** Unix milliseconds. Later timers are not waited for. */
	deadline: number;
	/** Ends the watch with `stopped`. */
	signal: AbortSignal;
}

/** Without an event for this time, only a served job or an outside event can move the instance. */
const quietMs = 40;

/** Includes called processes; ends with the instance, or when nothing can move it. */
export async function watchInstance(
	engine: ProcessEngine,
	instanceKey: string,
	options: WatchOptions,
	onEvent: (event: EngineEvent) => void,
): Promise<ProcessOutcome> {
	const finished = new AbortController();
	const events = engine.subscribe(0, {}, AbortSignal.any([options.signal, finished.signal]))[Symbol.asyncIterator]();
	const active = new ActiveElements(instanceKey);
	const isServed = () => active.elements().some((elementId) => !active.isBlocked(elementId) && options.isServed(elementId));
	const isTimed = () => (options.nextDueTime() ?? Infinity) <= options.deadline;
	try {
		for (let next = events.next(); !active.ended && !options.signal.aborted;) {
			const arrived = await Promise.race([next, sleep(quietMs, undefined)]);
			if (arrived === undefined && !isServed() && !isTimed()) break;
			if (arrived === undefined) continue;
			if (arrived.done) break;
			onEvent(arrived.value);
			active.apply(arrived.value);
			next = events.next();
		}
		return await readEnding(engine, instanceKey, isServed(), options);
	} finally {
		finished.abort();
	}
}

async function readEnding(
	engine: ProcessEngine,
	instanceKey: string,
	isServed: boolean,
	options: Pick<WatchOptions, 'findWaits' | 'nextDueTime'>,
): Promise<ProcessOutcome> {
	const { state, variables } = await engine.findInstance(instanceKey);
	if (state !== 'ACTIVE') return { kind: state === 'COMPLETED' ? 'completed' : 'terminated', variables };
	if (isServed) return { kind: 'stopped', variables };
	const incidents = await engine.searchIncidents({});
	if (incidents.length > 0) return { kind: 'incident', incidents, variables };
	const dueAt = options.nextDueTime();
	const ending = { ...(dueAt !== undefined && { nextTimer: new Date(dueAt).toISOString() }), variables };
	const tasks = await engine.searchUserTasks({});
	if (tasks.length > 0) return { kind: 'waits-for-person', elements: tasks.map((task) => task.elementId), ...ending };
	const waiting = await options.findWaits();
	const elements = [...new Set(waiting.map(({ elementId }) => elementId))];
	return { kind: 'waits', elements, waiting, ...ending };
}

const containers = new Set(['subProcess', 'adHocSubProcess', 'adHocSubProcessInnerInstance', 'callActivity', 'multiInstanceBody']);

class ActiveElements {
	ended = false;
	readonly #counts = new Map<string, { elementId: string; elementType: string; count: number }>();
	readonly #blocked = new Set<string>();

	constructor(private readonly rootKey: string) {}

	elements(): string[] {
		const active = this.#active();
		const leaves = active.filter(({ elementType }) => !containers.has(elementType));
		return [...new Set((leaves.length > 0 ? leaves : active).map(({ elementId }) => elementId))];
	}

	isBlocked(elementId: string): boolean {
		return this.#blocked.has(elementId);
	}

	apply(event: EngineEvent): void {
		const { kind, elementId, elementType, instanceKey } = event;
		if (kind === 'incident-created') this.#blocked.add(elementId);
		if (kind === 'incident-resolved') this.#blocked.delete(elementId);
		if (kind === 'element-activated' && elementType !== 'process') this.#count(event, 1);
		if (kind !== 'element-completed' && kind !== 'element-terminated') return;
		if (elementType !== 'process') this.#count(event, -1);
		else if (instanceKey === this.rootKey) this.ended = true;
	}

	#active() {
		return [...this.#counts.values()].filter(({ count }) => count > 0);
	}

	#count({ instanceKey, elementId, elementType }: EngineEvent, change: number): void {
		const key = `${instanceKey} ${elementId} ${elementType}`;
		const { count } = this.#counts.get(key) ?? { count: 0 };
		this.#counts.set(key, { elementId, elementType, count: count + change });
	}
}
