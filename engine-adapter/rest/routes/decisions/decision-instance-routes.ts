import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { RequestOf } from '../../../../service/http/request-of';
import { findDecisionInstance, searchDecisionInstances } from '../../../embedded/decisions/decision-directory';
import { ownKeyOf, type DecisionInstance } from '../../../embedded/decisions/decision-instances';
import { found, toDate, type RestContext } from '../../route-context';
import { date, oneOf } from '../../search/fields';
import { readPortions } from '../../search/read-portions';
import { findFilterValue, searchPortions, searching } from '../../search-request';
import { describeRules } from './decision-routes';
import { decisionInstances } from '../../answers/decisions';

const searchable = [
	'decisionEvaluationKey',
	'decisionEvaluationInstanceKey',
	oneOf('state', ['EVALUATED', 'FAILED', 'UNSPECIFIED']),
	date('evaluationDate'),
	'decisionDefinitionId',
	'decisionDefinitionName',
	'decisionDefinitionVersion',
	'decisionDefinitionKey',
	oneOf('decisionDefinitionType', ['DECISION_TABLE', 'LITERAL_EXPRESSION', 'UNSPECIFIED', 'UNKNOWN']),
	'processInstanceKey',
	'elementInstanceKey',
	'tenantId',
] as const;

const byOwnKey = { params: Type.Object({ key: Type.String({ pattern: '^[0-9]{1,19}-[0-9]{1,9}$' }) }) };

/** POST /decision-instances/search and GET …/{key}: as long as the process instance is kept. */
export function decisionInstanceRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof searching>>(
		'/decision-instances/search',
		{ schema: { summary: 'Search decision instances', 'x-answers': decisionInstances.search, ...searching } },
		async (request) => {
			const { body } = request;
			const query = { key: findFilterValue(body, 'decisionEvaluationKey'), instanceKey: findFilterValue(body, 'processInstanceKey') };
			const instances = readPortions(
				engineOf(request),
				(kernel, page) => searchDecisionInstances(kernel, { ...query, ...page }).map(toInstance),
				({ decisionEvaluationKey }) => decisionEvaluationKey,
			);
			return searchPortions(instances, searchable, body);
		},
	);

	app.get<RequestOf<typeof byOwnKey>>(
		'/decision-instances/:key',
		{ schema: { summary: 'Get a decision instance', 'x-answers': decisionInstances.one, ...byOwnKey } },
		async (request) => {
			const { key } = request.params;
			const instance = await engineOf(request).read((kernel, tenants) => findDecisionInstance(kernel, key, tenants));
			const one = found(instance, 'DECISION_NOT_FOUND', 'decision instance', key);
			return { ...toInstance(one), ...describeRules(one) };
		},
	);
}

function toInstance(instance: DecisionInstance) {
	return {
		decisionEvaluationKey: instance.key,
		decisionEvaluationInstanceKey: ownKeyOf(instance),
		rootDecisionDefinitionKey: instance.rootKey ?? instance.decisionKey,
		state: instance.state,
		evaluationDate: toDate(instance.at),
		evaluationFailure: instance.failure,
		decisionDefinitionId: instance.decisionId,
		decisionDefinitionKey: instance.decisionKey,
		decisionDefinitionName: instance.name,
		decisionDefinitionVersion: instance.version,
		decisionDefinitionType: instance.type,
		result: instance.result,
		processInstanceKey: instance.instanceKey,
		elementInstanceKey: instance.elementInstanceKey,
		tenantId: instance.tenantId,
	};
}
