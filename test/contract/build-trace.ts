import type { EngineEvent } from '../../engine-adapter/engine/engine-events';
import type { Job } from '../../engine-adapter/engine/jobs';
import { jobNamer } from '../../engine-adapter/cases/job-names';
import type { EngineObserver, Trace } from './contract-case';

export type Observation = Pick<Trace, 'deploy' | 'results' | 'rejections'>;

interface Happened {
	instanceKeys: string[];
	events: EngineEvent[];
	jobs: Job[];
}

/** Brings what was observed into a form that two engines can be compared by: keys, times and texts are left out. */
export async function buildTrace(
	observation: Observation,
	observer: EngineObserver,
	{ instanceKeys, events, jobs }: Happened,
): Promise<Trace> {
	const instances = await Promise.all(instanceKeys.map((instanceKey) => observer.findInstance(instanceKey)));
	const ended = instances.map(({ processId, version, state, variables }) => ({
		processId,
		version,
		outcome: state.toLowerCase() as Trace['outcome'],
		variables: sortKeys(variables),
	}));
	return {
		deploy: observation.deploy,
		outcome: ended[0]?.outcome ?? 'none',
		jobs: jobs.map(jobNamer(events)),
		jobVariables: jobs.map((job) => sortKeys(job.variables)),
		jobHeaders: jobs.map((job) => sortKeys(job.headers)),
		jobRetries: jobs.map((job) => job.retries),
		elements: countElements(events),
		flows: count(events.filter((event) => event.kind === 'sequence-flow-taken').map((event) => event.elementId)),
		incidents: listIncidents(events),
		variables: ended[0]?.variables ?? {},
		instances: ended,
		results: observation.results,
		rejections: observation.rejections,
	};
}

function countElements(events: EngineEvent[]): Trace['elements'] {
	const of = (kind: EngineEvent['kind']): Record<string, number> => count(events.filter((event) => event.kind === kind).map(describeName));
	const completed = of('element-completed');
	const terminated = of('element-terminated');
	const ids = Object.keys({ ...completed, ...terminated }).sort();
	return Object.fromEntries(ids.map((id) => [id, { completed: completed[id] ?? 0, terminated: terminated[id] ?? 0 }]));
}

/** A multi-instance body has the id of the element in it. */
const describeName = ({ elementId, elementType }: EngineEvent): string =>
	elementType === 'multiInstanceBody' ? `${elementId}#multiInstanceBody` : elementId;

/** A resolution belongs to the oldest open incident of its element. */
function listIncidents(events: EngineEvent[]): Trace['incidents'] {
	const incidents: Array<Trace['incidents'][number] & { instanceKey: string }> = [];
	for (const { kind, elementId, instanceKey, details } of events) {
		if (kind === 'incident-created') incidents.push({ instanceKey, elementId, errorType: String(details?.errorType), resolved: false });
		if (kind !== 'incident-resolved') continue;
		const open = incidents.find((one) => one.instanceKey === instanceKey && one.elementId === elementId && !one.resolved);
		if (open) open.resolved = true;
	}
	return incidents.map(({ elementId, errorType, resolved }) => ({ elementId, errorType, resolved }));
}

function count(ids: string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const id of ids.sort()) counts[id] = (counts[id] ?? 0) + 1;
	return counts;
}

function sortKeys<T>(record: Record<string, T>): Record<string, T> {
	return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
