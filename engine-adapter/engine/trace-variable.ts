import { placeInTrace, readPlace, type TraceContext } from '../../core/base/trace-context';
import type { Job } from './jobs';
import type { Variables } from './variables';

/** Trace place of an instance's start or a message. The only reserved variable; engines carry no trace. */
export const traceVariable = '_troupe';

/** Adds the current trace; nothing without one, or if the caller named one. */
export function withTrace<Request extends { variables?: Variables }>(request: Request): Request {
	const place = placeInTrace();
	if (place === undefined || request.variables?.[traceVariable] !== undefined) return request;
	return { ...request, variables: { ...request.variables, [traceVariable]: place } };
}

export function withoutTrace({ [traceVariable]: _place, ...variables }: Variables): Variables {
	return variables;
}

/** Separates the trace from the job. A foreign or damaged value names no place. */
export function readJobTrace(job: Job): { trace: TraceContext | undefined; job: Job } {
	const place = job.variables[traceVariable];
	if (place === undefined) return { trace: undefined, job };
	return { trace: readPlace(place), job: { ...job, variables: withoutTrace(job.variables) } };
}
