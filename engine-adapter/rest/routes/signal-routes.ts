import type { FastifyInstance } from 'fastify';
import { expectInput } from '../../embedded/expect-input';
import type { Variables } from '../../engine';
import { tenantSchema, variablesSchema, type RestContext } from '../route-context';
import { fields, string } from '../../../service/http/describe-operations';

const broadcastSchema = {
	type: 'object',
	required: ['signalName'],
	properties: {
		// Zeebe accepts an empty one, and refuses null.
		signalName: { type: ['string', 'null'], maxLength: 255 },
		variables: variablesSchema,
		tenantId: tenantSchema,
	},
} as const;

/** POST /signals/broadcast. */
export function signalRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<{ Body: { signalName: string | null; variables?: Variables | null; tenantId?: string } }>(
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
			expectInput(body.signalName !== null, 'The signal has no name.', 'Pass the name of the signal as signalName.');
			const { signalKey } = await engine.broadcastSignal({ name: body.signalName!, variables: body.variables ?? {}, tenantId });
			return { signalKey, tenantId };
		},
	);
}
