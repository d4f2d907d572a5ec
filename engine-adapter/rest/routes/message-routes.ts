import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { RequestOf } from '../../../service/http/request-of';
import { nameSchema, toDuration, tenantSchema, variablesSchema, type RestContext } from '../route-context';
import { fields, string } from '../../../service/http/describe-operations';

const published = { messageKey: string, tenantId: string };

const publishing = {
	body: Type.Object({
		name: nameSchema,
		correlationKey: Type.Optional(Type.String({ maxLength: 1024 })),
		// A correlation ignores these two.
		timeToLive: Type.Optional(Type.Integer()),
		messageId: Type.Optional(Type.String({ maxLength: 1024 })),
		variables: variablesSchema,
		tenantId: Type.Optional(tenantSchema),
	}),
};

/** POST /messages/publication and /messages/correlation. */
export function messageRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof publishing>>(
		'/messages/publication',
		{ schema: { summary: 'Publish a message', 'x-answers': { 200: fields('The message', published) }, ...publishing } },
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

	app.post<RequestOf<typeof publishing>>(
		'/messages/correlation',
		{
			schema: {
				summary: 'Correlate a message with an instance that waits for it',
				'x-answers': { 200: fields('The instance', { ...published, processInstanceKey: string }) },
				...publishing,
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
