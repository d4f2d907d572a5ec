import type { FastifyInstance } from 'fastify';
import { searchVariables, type VariableSummary } from '../../embedded/state/element-directory';
import { tenantId, type RestContext } from '../route-context';
import { search, searchRequestSchema, findFilterValue, type SearchRequest } from '../search-request';

const searchable = ['name', 'value', 'scopeKey', 'processInstanceKey', 'isTruncated', 'tenantId'] as const;

/** POST /variables/search over the scopes of running instances and the results of ended ones. */
export function variableRoutes(app: FastifyInstance, { engine }: RestContext): void {
	app.post<{ Body: SearchRequest | null }>(
		'/variables/search',
		{ schema: { summary: 'Search variables', body: searchRequestSchema } },
		async ({ body }) => {
			const query = { instanceKey: findFilterValue(body, 'processInstanceKey'), scopeKey: findFilterValue(body, 'scopeKey') };
			const variables = await engine.read((kernel) => searchVariables(kernel, query));
			return search(variables.map(toVariable), searchable, body ?? {});
		},
	);
}

function toVariable({ name, value, scopeKey, instanceKey }: VariableSummary) {
	// The value is JSON, as Camunda has it: a text keeps its quotes.
	return { name, value, scopeKey, processInstanceKey: instanceKey, isTruncated: false, tenantId };
}
