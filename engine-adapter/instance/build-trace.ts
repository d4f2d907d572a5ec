import type { CaseTrace } from '../cases/process-case';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import type { EngineEvent } from '../engine/engine-events';

export type RunTrace = Omit<CaseTrace, 'jobVariables' | 'rejections'>;

export async function buildTrace(engine: EmbeddedEngine, events: EngineEvent[]): Promise<RunTrace> {
	const { traceOfCase } = await import('../cases/trace-of-case');
	const instanceKeys = [...new Set(events.map((event) => event.instanceKey))];
	const activated = events
		.filter(({ kind }) => kind === 'job-activated')
		.map(({ elementId, details }) => ({ key: String(details?.jobKey), elementId, variables: {} }));
	const { jobVariables: _jobs, rejections: _none, ...trace } = await traceOfCase({ engine, events, instanceKeys, activated }, []);
	return trace;
}
