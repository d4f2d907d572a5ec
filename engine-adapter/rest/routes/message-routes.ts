import type { FastifyInstance } from 'fastify';
import type { Variables } from '../../engine';
import { nameSchema, toDuration, tenantSchema, variablesSchema, type RestContext } from '../route-context';
import { fields, string } from '../../../service/http/describe-operations';

const published = { messageKey: string, tenantId: string };

interface PublicationRequest {
	name: string;
	correlationKey?: string;
	timeToLive?: number;
	messageId?: string;
	variables?: Variables | null;
	tenantId?: string;
}

const publicationSchema = {
	type: 'object',
	required: ['name'],
	properties: {
		name: nameSchema,
		correlationKey: { type: 'string', maxLength: 1024 },
		timeToLive: { type: 'integer' },
		messageId: { type: 'string', maxLength: 1024 },
		variables: variablesSchema,
		tenantId: tenantSchema,
	},
} as const;

/** POST /messages/publication and /messages/correlation. */
export function messageRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<{ Body: PublicationRequest }>(
		'/messages/publication',
		{ schema: { summary: 'Publish a message', 'x-answers': { 200: fields('The message', published) }, body: publicationSchema } },
		async (request) => {
			const { body } = request;
			const engine = engineOf(request);
			const tenantId = engine.chooseTenant(body.tenantId);
			const { messageKey } = await engine.publishMessage({
				name: body.name,
				correlationKey: body.correlationKey ?? '',
				variables: body.variables ?? {},
				timeToLiveMs: toDuration(body.timeToLive ?? 0),
				messageId: body.messageId || undefined,
				tenantId,
			});
			return { messageKey, tenantId };
		},
	);

	app.post<{ Body: Omit<PublicationRequest, 'timeToLive' | 'messageId'> }>(
		'/messages/correlation',
		{
			schema: {
				summary: 'Correlate a message with an instance that waits for it',
				'x-answers': { 200: fields('The instance', { ...published, processInstanceKey: string }) },
				body: publicationSchema,
			},
		},
		async (request) => {
			const { body } = request;
			const engine = engineOf(request);
			const tenantId = engine.chooseTenant(body.tenantId);
			const { messageKey, instanceKey } = await engine.correlateMessage({
				name: body.name,
				correlationKey: body.correlationKey ?? '',
				variables: body.variables ?? {},
				tenantId,
			});
			return { messageKey, tenantId, processInstanceKey: instanceKey };
		},
	);
}
