import type { FastifyInstance } from 'fastify';
import type { Variables } from '../../engine';
import { variablesSchema, type RestContext } from '../route-context';
import { fields, string } from '../../../service/http/describe-operations';

const broadcastSchema = {
	type: 'object',
	required: ['signalName'],
	properties: {
		signalName: { type: 'string', minLength: 1, maxLength: 255 },
		variables: variablesSchema,
		tenantId: { type: 'string' },
	},
} as const;

/** POST /signals/broadcast. */
export function signalRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<{ Body: { signalName: string; variables?: Variables | null; tenantId?: string } }>(
		'/signals/broadcast',
		{
			schema: {
				summary: 'Broadcast a signal',
				'x-answers': { 200: fields('The signal', { signalKey: string, tenantId: string }) },
				body: broadcastSchema,
			},
		},
		async (request) => {
			const { body } = request;
			const engine = engineOf(request);
			const tenantId = engine.chooseTenant(body.tenantId);
			const { signalKey } = await engine.broadcastSignal({ name: body.signalName, variables: body.variables ?? {}, tenantId });
			return { signalKey, tenantId };
		},
	);
}
