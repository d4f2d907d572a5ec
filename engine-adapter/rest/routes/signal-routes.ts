import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { RequestOf } from '../../../service/http/request-of';
import { expectInput } from '../../embedded/expect-input';
import { tenantSchema, variablesSchema, type RestContext } from '../route-context';
import { fields, string } from '../../../service/http/describe-operations';

const broadcasting = {
	body: Type.Object({
		// Zeebe accepts an empty name, and refuses null.
		signalName: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 255 }),
		variables: variablesSchema,
		tenantId: Type.Optional(tenantSchema),
	}),
};

/** POST /signals/broadcast. */
export function signalRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof broadcasting>>(
		'/signals/broadcast',
		{
			schema: {
				summary: 'Broadcast a signal',
				'x-answers': { 200: fields('The signal', { signalKey: string, tenantId: string }) },
				...broadcasting,
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
