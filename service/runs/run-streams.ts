import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NarrowScope, ServiceScope } from '../access/scopes';
import type { ServiceAccess } from '../access/service-access';
import { isStillGranted } from '../access/still-granted';
import { EventStreams } from '../http/event-streams';

const limits = { perTenant: 500, total: 1_000 };

export type ServeRun = (
	request: FastifyRequest,
	reply: FastifyReply,
	frames: (signal: AbortSignal) => AsyncIterable<string>,
	scope?: ServiceScope | NarrowScope,
) => Promise<void>;

/** Streams last as long as the caller's access. */
export function openStreams(
	access: ServiceAccess,
	reportFault: (error: unknown, url: string) => void,
): { serve: ServeRun; close: () => void } {
	const streams = new EventStreams(reportFault, limits, 'Read the run with waitSeconds=30.');
	return {
		serve: (request, reply, frames, scope) =>
			streams.serve(request, reply, {
				tenant: request.grant!.caller.tenant,
				frames,
				isStillGranted: () => isStillGranted(request, access, scope),
			}),
		close: () => streams.close(),
	};
}

export const wantsStream = ({ headers }: FastifyRequest): boolean => /\btext\/event-stream\b/.test(headers.accept ?? '');
