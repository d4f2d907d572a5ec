import type { FastifyInstance } from 'fastify';
import { searchDecisionInstances } from '../../embedded/decisions/decision-directory';
import type { DecisionInstance } from '../../embedded/decisions/decision-instances';
import { found, tenantId, toDate, type RestContext } from '../route-context';
import { date, oneOf } from '../search/fields';
import { readPortions } from '../search/read-portions';
import { findFilterValue, searchPortions, searchRequestSchema, type SearchRequest } from '../search-request';
import { describeRules } from './decision-routes';

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

const instanceParams = { type: 'object', properties: { key: { type: 'string', pattern: '^[0-9]{1,19}-[0-9]{1,5}$' } } } as const;

/** POST /decision-instances/search and GET …/{key}: what decisions were evaluated, as long as their process instance is kept. */
export function decisionInstanceRoutes(app: FastifyInstance, { engine }: RestContext): void {
	app.post<{ Body: SearchRequest | null }>(
		'/decision-instances/search',
		{ schema: { summary: 'Search decision instances', body: searchRequestSchema } },
		async ({ body }) => {
			const query = { key: findFilterValue(body, 'decisionEvaluationKey'), instanceKey: findFilterValue(body, 'processInstanceKey') };
			const instances = readPortions(
				engine,
				(kernel, after) => searchDecisionInstances(kernel, { ...query, after }).map(toInstance),
				({ decisionEvaluationKey }) => decisionEvaluationKey,
			);
			return searchPortions(instances, searchable, body);
		},
	);

	app.get<{ Params: { key: string } }>(
		'/decision-instances/:key',
		{ schema: { summary: 'Get a decision instance', params: instanceParams } },
		async ({ params: { key } }) => {
			const [evaluation, place] = key.split('-') as [string, string];
			const evaluated = await engine.read((kernel) => searchDecisionInstances(kernel, { key: evaluation }));
			const instance = evaluated.find((candidate) => candidate.place === Number(place));
			const one = found(instance, 'DECISION_NOT_FOUND', 'decision instance', key);
			return { ...toInstance(one), ...describeRules(one) };
		},
	);
}

function toInstance(instance: DecisionInstance) {
	return {
		decisionEvaluationKey: instance.key,
		decisionEvaluationInstanceKey: `${instance.key}-${instance.place}`,
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
		tenantId,
	};
}
