import type { EngineEvent } from '../engine/engine-events';

/** First event of a process instance. A process with listeners has not begun yet: the first listener of an instance is its process's. */
export const beginsInstance = ({ kind, elementType, details }: EngineEvent): boolean =>
	kind === 'element-activated' ? elementType === 'process' : kind === 'job-created' && details?.listener === 'start';

/** By element, with a listener's event: `work#execution_listener:start`. */
export function jobNamer(events: EngineEvent[]): (job: { key: string; elementId: string }) => string {
	const listeners = events.filter(({ kind, details }) => kind === 'job-created' && details?.listener !== undefined);
	const suffixes = new Map(
		listeners.map(({ details }) => {
			const event = String(details!.listener);
			return [details!.jobKey, `#${['start', 'end'].includes(event) ? 'execution' : 'task'}_listener:${event}`];
		}),
	);
	return ({ key, elementId }) => elementId + (suffixes.get(key) ?? '');
}
