import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { RequestOf } from '../../../service/http/request-of';
import { byKey, type RestContext } from '../route-context';
import { elementsSchema, toActivations } from './jobs/job-result';
import { noContent } from '../../../service/http/describe-operations';

const activating = {
	...byKey,
	body: Type.Object({ elements: elementsSchema, cancelRemainingInstances: Type.Optional(Type.Boolean()) }),
};

/** POST /element-instances/ad-hoc-activities/{key}/activation, of Camunda 8.8. */
export function adHocRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof activating>>(
		'/element-instances/ad-hoc-activities/:key/activation',
		{
			schema: {
				summary: 'Activate elements in an ad-hoc sub-process',
				'x-answers': noContent,
				...activating,
			},
		},
		async (request, reply) => {
			const { params, body } = request;
			await engineOf(request).activateAdHoc(params.key, toActivations(body.elements), body.cancelRemainingInstances);
			return reply.code(204).send();
		},
	);
}
