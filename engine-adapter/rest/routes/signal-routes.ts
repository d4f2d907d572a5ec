import type { FastifyInstance } from 'fastify';
import type { Variables } from '../../engine';
import { checkTenant, tenantId, variablesSchema, type RestContext } from '../route-context';

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
export function signalRoutes(app: FastifyInstance, { engine }: RestContext): void {
	app.post<{ Body: { signalName: string; variables?: Variables | null; tenantId?: string } }>(
		'/signals/broadcast',
		{ schema: { summary: 'Broadcast a signal', body: broadcastSchema } },
		async ({ body }) => {
			checkTenant(body.tenantId);
			const { signalKey } = await engine.broadcastSignal({ name: body.signalName, variables: body.variables ?? {} });
			return { signalKey, tenantId };
		},
	);
}
