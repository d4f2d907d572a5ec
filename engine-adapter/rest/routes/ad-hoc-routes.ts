import type { FastifyInstance } from 'fastify';
import type { AdHocActivation, AdHocDecision } from '../../engine';
import { keyParams, variablesSchema, type RestContext } from '../route-context';

const elementsSchema = {
	type: 'array',
	maxItems: 1000,
	items: {
		type: 'object',
		required: ['elementId'],
		properties: { elementId: { type: 'string', minLength: 1 }, variables: variablesSchema },
	},
} as const;

/** What a completed job says of an ad-hoc sub-process; that of a user task's listener has another type. */
export const jobResultSchema = {
	type: ['object', 'null'],
	properties: {
		type: { type: 'string', enum: ['adHocSubProcess'] },
		activateElements: elementsSchema,
		isCompletionConditionFulfilled: { type: 'boolean' },
		isCancelRemainingInstances: { type: 'boolean' },
	},
} as const;

export interface JobResultBody {
	activateElements?: AdHocActivation[];
	isCompletionConditionFulfilled?: boolean;
	isCancelRemainingInstances?: boolean;
}

export const toDecision = (result: JobResultBody): AdHocDecision => ({
	activate: result.activateElements,
	complete: result.isCompletionConditionFulfilled,
	cancelRemaining: result.isCancelRemainingInstances,
});

/** POST /element-instances/ad-hoc-activities/{key}/activation, of Camunda 8.8. */
export function adHocRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<{ Params: { key: string }; Body: { elements: AdHocActivation[]; cancelRemainingInstances?: boolean } }>(
		'/element-instances/ad-hoc-activities/:key/activation',
		{
			schema: {
				summary: 'Activate elements in an ad-hoc sub-process',
				params: keyParams,
				body: {
					type: 'object',
					required: ['elements'],
					properties: { elements: elementsSchema, cancelRemainingInstances: { type: 'boolean' } },
				},
			},
		},
		async (request, reply) => {
			const { params, body } = request;
			await engineOf(request).activateAdHoc(params.key, body.elements, body.cancelRemainingInstances);
			return reply.code(204).send();
		},
	);
}
