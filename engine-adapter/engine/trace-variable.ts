import { placeInTrace, readPlace, type TraceContext } from '../../core/base/trace-context';
import type { Job } from './jobs';
import type { Variables } from './variables';

/** The one variable of processes that Troupe reserves: where in which trace an instance was started, or a message sent. Engines carry no trace. */
export const traceVariable = '_troupe';

/** Adds the place of the work that is being done to what it starts or sends; nothing if it is in no trace, or the caller named one. */
export function withTrace<Request extends { variables?: Variables }>(request: Request): Request {
	const place = placeInTrace();
	if (place === undefined || request.variables?.[traceVariable] !== undefined) return request;
	return { ...request, variables: { ...request.variables, [traceVariable]: place } };
}

/** Variables as whoever waits for them expects them. */
export function withoutTrace({ [traceVariable]: _place, ...variables }: Variables): Variables {
	return variables;
}

/** Returns where a job belongs, and the job without it. What others wrote into the variable, or left of it, names no place. */
export function readJobTrace(job: Job): { trace: TraceContext | undefined; job: Job } {
	const place = job.variables[traceVariable];
	if (place === undefined) return { trace: undefined, job };
	return { trace: readPlace(place), job: { ...job, variables: withoutTrace(job.variables) } };
}
