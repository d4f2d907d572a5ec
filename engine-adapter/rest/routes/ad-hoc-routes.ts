import type { FastifyInstance } from 'fastify';
import type { AdHocActivation } from '../../engine';
import { keyParams, type RestContext } from '../route-context';
import { elementsSchema } from './jobs/job-result';
import { noContent } from '../../../service/http/describe-operations';

/** POST /element-instances/ad-hoc-activities/{key}/activation, of Camunda 8.8. */
export function adHocRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<{ Params: { key: string }; Body: { elements: AdHocActivation[]; cancelRemainingInstances?: boolean } }>(
		'/element-instances/ad-hoc-activities/:key/activation',
		{
			schema: {
				summary: 'Activate elements in an ad-hoc sub-process',
				'x-answers': noContent,
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
