import type { FastifyInstance } from 'fastify';
import { TroupeError } from '../../../core/base/errors';
import type { ElementActivation, Variables } from '../../engine';
import { keyParams, keySchema, someVariablesSchema, reference, type RestContext } from '../route-context';
import { noContent } from '../../../service/http/describe-operations';

interface Activation {
	elementId: string;
	ancestorElementInstanceKey?: string | null;
	variableInstructions?: Array<{ variables: Variables; scopeId?: string | null }> | null;
}

interface ModificationBody {
	activateInstructions?: Activation[] | null;
	terminateInstructions?: Array<{ elementInstanceKey: string }> | null;
}

const variableInstruction = {
	type: 'object',
	required: ['variables'],
	properties: { variables: someVariablesSchema, scopeId: { type: ['string', 'null'] } },
} as const;

const modificationSchema = {
	type: 'object',
	properties: {
		...reference,
		activateInstructions: {
			type: ['array', 'null'],
			maxItems: 1000,
			items: {
				type: 'object',
				required: ['elementId'],
				properties: {
					elementId: { type: 'string', minLength: 1 },
					ancestorElementInstanceKey: { type: 'string', pattern: '^-?[0-9]{1,25}$' },
					variableInstructions: { type: ['array', 'null'], maxItems: 100, items: variableInstruction },
				},
			},
		},
		terminateInstructions: {
			type: ['array', 'null'],
			maxItems: 1000,
			items: { type: 'object', required: ['elementInstanceKey'], properties: { elementInstanceKey: keySchema } },
		},
	},
} as const;

/** POST /process-instances/{key}/modification. */
export function modificationRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<{ Params: { key: string }; Body: ModificationBody }>(
		'/process-instances/:key/modification',
		{
			schema: {
				summary: 'Start and end elements of a process instance',
				'x-answers': noContent,
				params: keyParams,
				body: modificationSchema,
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

function toActivation({ elementId, ancestorElementInstanceKey, variableInstructions }: Activation): ElementActivation {
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
