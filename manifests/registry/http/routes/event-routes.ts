import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import { closed, optional } from '../../../../core/base/shape';
import { TroupeError } from '../../../../core/base/errors';
import type { Access } from '../../access/access';
import type { RegistryEvent } from '../../registry-api';
import { requireCaller } from '../access';
import { formatFrame, lastEventId } from '../../../../service/http/event-streams';
import { events } from './answers';
import type { RegistryContext } from './context';
import type { RequestOf } from '../../../../service/http/request-of';
import { streamed } from '../../../../service/http/describe-operations';
import { registryRoute } from './registry-route';

const following = {
	querystring: closed(optional({ after: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), follow: Type.Boolean() })),
};
const maxEvents = 1_000;

/** Hints only: a client then fetches the snapshot and trusts only that. */
export function eventRoutes(app: FastifyInstance, { registry, streams }: RegistryContext, access: Access): void {
	app.get<RequestOf<typeof following>>(
		'/events',
		// HEAD makes no sense for a stream.
		{
			exposeHeadRoute: false,
			...registryRoute({
				summary: 'Follow events as they happen, after Last-Event-ID or `after`. With follow=false, list the existing ones',
				scope: 'registry:read',
				tag: 'events',
				...following,
				answer: {
					200: streamed('A stream of server-sent events, or a list', events),
				},
			}),
		},
		async (request, reply) => {
			const caller = requireCaller(request);
			const after = lastEventId(request.headers['last-event-id']) ?? request.query.after;
			if (request.query.follow === false) {
				const stop = new AbortController();
				request.raw.once('close', () => stop.abort());
				const list: RegistryEvent[] = [];
				for await (const event of registry.events(caller, after ?? 0, stop.signal, { follow: false })) {
					list.push(event);
					if (list.length === maxEvents) break;
				}
				return { events: list };
			}
			const token = request.headers.authorization?.replace(/^bearer +/i, '').trim() ?? '';
			const frames = (signal: AbortSignal) => formatEach(registry.events(caller, after, signal));
			await streams.serve(request, reply, {
				tenant: caller.tenant,
				frames,
				isStillGranted: () => isStillGranted(access, token, request.ip),
			});
		},
	);
}

async function* formatEach(events: AsyncIterable<RegistryEvent>): AsyncGenerator<string> {
	for await (const event of events) yield formatFrame(event.id, event.type, JSON.stringify(event));
}

async function isStillGranted(access: Access, token: string, address: string): Promise<boolean> {
	try {
		return (await access.grantAccess(token, address)).scopes.has('registry:read');
	} catch (error) {
		if (error instanceof TroupeError) return false;
		throw error;
	}
}
