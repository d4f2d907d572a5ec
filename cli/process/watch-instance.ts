import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineEvent, ProcessEngine } from '../../engine-adapter/engine';
import type { Ending } from './ending';

interface WatchOptions {
	/** Whether a worker of this process serves the element's job: it moves by itself, however long it takes. */
	isServed(elementId: string): boolean;
	/** When the next timer rings, Unix milliseconds. */
	nextDueTime(): number | undefined;
	/** What is due later than this is not waited for, Unix milliseconds. */
	deadline: number;
	/** Ends the watch with `stopped`. */
	signal: AbortSignal;
}

/** Without an event for so long, nothing but a served job or somebody outside can move the instance. Milliseconds. */
const quietMs = 40;

/** Reads an engine's events, those of called processes included, until the instance ends, or until nothing moves it any more. */
export async function watchInstance(
	engine: ProcessEngine,
	instanceKey: string,
	options: WatchOptions,
	onEvent: (event: EngineEvent) => void,
): Promise<Ending> {
	const finished = new AbortController();
	const events = engine.subscribe(0, {}, AbortSignal.any([options.signal, finished.signal]))[Symbol.asyncIterator]();
	const active = new ActiveElements(instanceKey);
	const isServed = () => active.elements().some((elementId) => !active.isHeld(elementId) && options.isServed(elementId));
	// A reminder need not be waited for: it is a person's turn.
	const isTimed = () => !active.waitsForPerson && (options.nextDueTime() ?? Infinity) <= options.deadline;
	const isMoving = () => isServed() || isTimed();
	try {
		for (let next = events.next(); !active.ended && !options.signal.aborted;) {
			const arrived = await Promise.race([next, sleep(quietMs, undefined)]);
			if (arrived === undefined && !isMoving()) break;
			if (arrived === undefined) continue;
			if (arrived.done) break;
			onEvent(arrived.value);
			active.apply(arrived.value);
			next = events.next();
		}
		return await readEnding(engine, instanceKey, isMoving(), { elements: active.elements(), dueAt: options.nextDueTime() });
	} finally {
		finished.abort();
	}
}

async function readEnding(
	engine: ProcessEngine,
	instanceKey: string,
	isMoving: boolean,
	{ elements, dueAt }: { elements: string[]; dueAt?: number },
): Promise<Ending> {
	const { state, variables } = await engine.findInstance(instanceKey);
	if (state !== 'ACTIVE') return { kind: state === 'COMPLETED' ? 'completed' : 'terminated', variables };
	if (isMoving) return { kind: 'stopped', variables };
	const incidents = await engine.searchIncidents({});
	if (incidents.length > 0) return { kind: 'incident', incidents, variables };
	const tasks = await engine.searchUserTasks({});
	if (tasks.length > 0) return { kind: 'waits-for-person', elements: tasks.map((task) => task.elementId), variables };
	return { kind: 'waits', elements, ...(dueAt === undefined ? {} : { nextTimer: new Date(dueAt).toISOString() }), variables };
}

/** Elements that wait only for what is in them. */
const containers = new Set(['subProcess', 'adHocSubProcess', 'adHocSubProcessInnerInstance', 'callActivity', 'multiInstanceBody']);

/** The elements that were activated and have not ended, and which of them an incident holds. */
class ActiveElements {
	ended = false;
	readonly #counts = new Map<string, { elementId: string; elementType: string; count: number }>();
	readonly #held = new Set<string>();

	constructor(private readonly rootKey: string) {}

	/** Ids of those that wait for something outside them; of what contains others only where nothing else is active. */
	elements(): string[] {
		const active = this.#active();
		const leaves = active.filter(({ elementType }) => !containers.has(elementType));
		return [...new Set((leaves.length > 0 ? leaves : active).map(({ elementId }) => elementId))];
	}

	get waitsForPerson(): boolean {
		return this.#active().some(({ elementType }) => elementType === 'userTask');
	}

	isHeld(elementId: string): boolean {
		return this.#held.has(elementId);
	}

	apply(event: EngineEvent): void {
		const { kind, elementId, elementType, instanceKey } = event;
		if (kind === 'incident-created') this.#held.add(elementId);
		if (kind === 'incident-resolved') this.#held.delete(elementId);
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
