import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import type { RequestOf } from '../../../service/http/request-of';
import { TroupeError } from '../../../core/base/errors';
import type { ElementActivation } from '../../engine/instance-changes';
import { keySchema, orNull, reference, someVariablesSchema, byKey, type RestContext } from '../route-context';
import { noContent } from '../../../service/http/describe-operations';

const activation = Type.Object({
	elementId: Type.String({ minLength: 1 }),
	ancestorElementInstanceKey: Type.Optional(Type.String({ pattern: '^-?[0-9]{1,25}$' })),
	variableInstructions: orNull(
		Type.Array(Type.Object({ variables: someVariablesSchema, scopeId: orNull(Type.String()) }), { maxItems: 100 }),
	),
});

const modifying = {
	...byKey,
	body: Type.Object({
		...reference,
		activateInstructions: orNull(Type.Array(activation, { maxItems: 1000 })),
		terminateInstructions: orNull(Type.Array(Type.Object({ elementInstanceKey: keySchema }), { maxItems: 1000 })),
	}),
};

/** POST /process-instances/{key}/modification. */
export function modificationRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof modifying>>(
		'/process-instances/:key/modification',
		{
			schema: {
				summary: 'Start and end elements of a process instance',
				'x-answers': noContent,
				...modifying,
			},
		},
		async (request, reply) => {
			const { params, body } = request;
			await engineOf(request).modify(params.key, {
				activate: (body.activateInstructions ?? []).map(toActivation),
				terminate: (body.terminateInstructions ?? []).map(({ elementInstanceKey }) => elementInstanceKey),
			});
			return reply.code(204).send();
		},
	);
}

function toActivation({ elementId, ancestorElementInstanceKey, variableInstructions }: Static<typeof activation>): ElementActivation {
	// Camunda's clients send -1 where no ancestor is chosen.
	if (ancestorElementInstanceKey && ancestorElementInstanceKey !== '-1') throw ancestorNotSupported();
	return { elementId, sets: variableInstructions?.map(({ variables, scopeId }) => ({ variables, scopeId: scopeId || undefined })) };
}

function ancestorNotSupported(): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: 'The embedded engine does not modify instances with an ancestorElementInstanceKey.',
		fix: 'Omit it. The engine activates the scopes around the element that are not active.',
	});
}
