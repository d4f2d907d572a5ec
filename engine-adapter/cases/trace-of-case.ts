import type { EngineEvent } from '../engine/engine-events';
import type { Instance } from '../engine/instances';
import type { Variables } from '../engine/variables';
import { jobNamer } from './job-names';
import type { CaseTrace } from './process-case';

interface CaseRecord {
	engine: { findInstance(instanceKey: string): Promise<Pick<Instance, 'processId' | 'variables' | 'tenantId'> & { state: string }> };
	events: EngineEvent[];
	instanceKeys: string[];
	activated: Array<{ key: string; elementId: string; variables: Variables }>;
}

/** Without keys, times and texts: traces of two engines can be compared. */
export async function traceOfCase(at: CaseRecord, rejections: CaseTrace['rejections']): Promise<CaseTrace> {
	const found = await Promise.all(at.instanceKeys.map((key) => at.engine.findInstance(key)));
	const instances = found.map(({ processId, state, variables, tenantId }) => ({
		processId,
		outcome: state.toLowerCase(),
		variables,
		...(tenantId !== undefined && { tenantId }),
	}));
	return {
		deploy: 'ok',
		outcome: (instances[0]?.outcome ?? 'none') as CaseTrace['outcome'],
		jobs: at.activated.map(jobNamer(at.events)),
		elements: countElements(at.events),
		incidents: listIncidents(at.events),
		variables: instances[0]?.variables ?? {},
		flows: count(at.events, 'sequence-flow-taken'),
		jobVariables: at.activated.map((job) => job.variables),
		instances,
		rejections,
	};
}

function countElements(events: EngineEvent[]): CaseTrace['elements'] {
	const completed = count(events, 'element-completed');
	const terminated = count(events, 'element-terminated');
	const ids = Object.keys({ ...completed, ...terminated }).sort();
	return Object.fromEntries(ids.map((id) => [id, { completed: completed[id] ?? 0, terminated: terminated[id] ?? 0 }]));
}

function listIncidents(events: EngineEvent[]): CaseTrace['incidents'] {
	const incidents = new Map<unknown, CaseTrace['incidents'][number]>();
	for (const { kind, elementId, details } of events) {
		if (kind === 'incident-created')
			incidents.set(details?.incidentKey, { elementId, errorType: String(details?.errorType), resolved: false });
		const resolved = kind === 'incident-resolved' ? incidents.get(details?.incidentKey) : undefined;
		if (resolved) resolved.resolved = true;
	}
	return [...incidents.values()];
}

function count(events: EngineEvent[], kind: EngineEvent['kind']): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const event of events) if (event.kind === kind) counts[describeName(event)] = (counts[describeName(event)] ?? 0) + 1;
	return counts;
}

const describeName = ({ elementId, elementType }: EngineEvent): string =>
	elementId + (elementType === 'multiInstanceBody' ? '#multiInstanceBody' : '');
