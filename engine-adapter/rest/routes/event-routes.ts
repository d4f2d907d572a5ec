import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { RequestOf } from '../../../service/http/request-of';
import { optional } from '../../../core/base/shape';
import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import { EventStreams, formatFrame, lastEventId } from '../../../service/http/event-streams';
import type { PlacedEvent } from '../../embedded/history/follow-places';
import { keySchema, toDate, type RestContext } from '../route-context';
import { invalidSearch } from '../search/invalid-search';
import { streamed } from '../../../service/http/describe-operations';

const following = {
	querystring: Type.Object(
		optional({
			after: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
			follow: Type.Boolean(),
			processInstanceKey: keySchema,
			processDefinitionId: Type.String({ minLength: 1, maxLength: 255 }),
			/** Separated by commas. */
			kinds: Type.String({ minLength: 1, maxLength: 1_000 }),
		}),
	),
};

const maxEvents = 1_000;
const maxLookedAt = 10_000;

const kinds: ReadonlySet<string> = new Set<PlacedEvent['kind']>([
	'element-activated',
	'element-completed',
	'element-terminated',
	'sequence-flow-taken',
	'job-created',
	'job-activated',
	'job-completed',
	'job-failed',
	'job-error-thrown',
	'job-canceled',
	'user-task-created',
	'user-task-updated',
	'user-task-completed',
	'user-task-canceled',
	'incident-created',
	'incident-resolved',
	'variable-set',
	'message-correlated',
	'signal-thrown',
	'escalation-thrown',
]);

/** GET /events: Troupe's own, not in a cluster. */
export function eventRoutes(app: FastifyInstance, { engineOf, reportFault, isStillGranted }: RestContext): void {
	const streams = new EventStreams(reportFault, { perTenant: 200, total: 1_000 }, 'Read with follow=false, or use fewer streams.');
	// Before the service waits for its connections to end.
	app.addHook('preClose', async () => streams.close());
	app.get<RequestOf<typeof following>>(
		'/events',
		{
			// Nobody reads a stream by HEAD.
			exposeHeadRoute: false,
			schema: {
				'x-answers': { 200: streamed('The events') },
				summary:
					'Follow what happens in the engine as server-sent events, after Last-Event-ID or `after`. With follow=false, list what happened',
				...following,
			},
		},
		async (request, reply) => {
			const { query } = request;
			const engine = engineOf(request);
			const asked = parseKinds(query.kinds);
			const isAsked = ({ kind, place }: PlacedEvent): boolean =>
				(asked === undefined || asked.has(kind)) && (query.processDefinitionId ?? place.processId) === place.processId;
			const after = lastEventId(request.headers['last-event-id']) ?? query.after;
			const where = { after, instanceKey: query.processInstanceKey };
			if (query.follow === false) {
				const gone = new AbortController();
				request.raw.once('close', () => gone.abort());
				return listEvents(engine.follow({ ...where, after: after ?? 0, isUntilNow: true }, gone.signal), isAsked);
			}
			await streams.serve(request, reply, {
				tenant: engine.chooseTenant(undefined),
				frames: (signal) => formatEach(engine.follow(where, signal), isAsked),
				isStillGranted: () => isStillGranted(request),
			});
		},
	);
}

/** The cursor begins the next list; absent without events. */
async function listEvents(events: AsyncIterable<PlacedEvent>, isAsked: (event: PlacedEvent) => boolean) {
	const list: object[] = [];
	let lookedAt = 0;
	let cursor: number | undefined;
	for await (const event of events) {
		cursor = event.position;
		if (isAsked(event)) list.push(toEvent(event));
		if (list.length === maxEvents || ++lookedAt === maxLookedAt) break;
	}
	return { events: list, ...(cursor !== undefined && { cursor }) };
}

async function* formatEach(events: AsyncIterable<PlacedEvent>, isAsked: (event: PlacedEvent) => boolean): AsyncGenerator<string> {
	for await (const event of events) if (isAsked(event)) yield formatFrame(event.position, event.kind, stringifyJson(toEvent(event)));
}

const toEvent = ({
	place,
	at,
	instanceKey,
	kind,
	elementId,
	elementType,
	elementInstanceKey,
	scopeKey,
	details,
	position,
}: PlacedEvent) => ({
	position,
	timestamp: toDate(at),
	kind,
	processInstanceKey: instanceKey,
	processDefinitionId: place.processId,
	processDefinitionKey: place.processDefinitionKey,
	processDefinitionVersion: place.processVersion,
	elementId,
	elementType,
	...(elementInstanceKey !== undefined && { elementInstanceKey }),
	...(scopeKey !== undefined && { scopeKey }),
	...(details !== undefined && { details }),
	tenantId: place.tenantId,
});

/** @throws TroupeError INPUT_INVALID */
function parseKinds(text: string | undefined): Set<string> | undefined {
	if (text === undefined) return undefined;
	const names = text.split(',').map((name) => name.trim());
	const unknown = names.find((name) => !kinds.has(name));
	if (unknown !== undefined) throw invalidSearch(`Unknown kind of event "${unknown.slice(0, 64)}".`, `Use ${[...kinds].join(', ')}.`);
	return new Set(names);
}
