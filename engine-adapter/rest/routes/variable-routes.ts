import type { FastifyInstance } from 'fastify';
import { readVariables, searchScopes, type VariableSummary } from '../../embedded/state/element-directory';
import type { TenantEngine } from '../../embedded/tenant-engine';
import type { RestContext } from '../route-context';
import { readPortions } from '../search/read-portions';
import { searchPortions, searchRequestSchema, findFilterValue, type SearchRequest } from '../search-request';
import { toVariableKey } from './variable-key';

const searchable = ['variableKey', 'name', 'value', 'scopeKey', 'processInstanceKey', 'isTruncated', 'tenantId'] as const;

/** POST /variables/search over the scopes of running instances and the results of ended ones. */
export function variableRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<{ Body: SearchRequest | null }>(
		'/variables/search',
		{ schema: { summary: 'Search variables', body: searchRequestSchema } },
		async (request) => {
			const { body } = request;
			const query = { instanceKey: findFilterValue(body, 'processInstanceKey'), scopeKey: findFilterValue(body, 'scopeKey') };
			return searchPortions(readVariablePortions(engineOf(request), query), searchable, body);
		},
	);
}

async function* readVariablePortions(engine: TenantEngine, query: { instanceKey?: string; scopeKey?: string }) {
	const scopes = readPortions(
		engine,
		(kernel, page) => searchScopes(kernel, { ...query, ...page }),
		(key) => key,
	);
	for await (const keys of scopes) yield (await engine.read((kernel) => readVariables(kernel, keys))).map(toVariable);
}

function toVariable({ name, value, scopeKey, instanceKey, tenantId }: VariableSummary) {
	// The value is JSON, as Camunda has it: a text keeps its quotes.
	return {
		variableKey: toVariableKey(scopeKey, name),
		name,
		value,
		scopeKey,
		processInstanceKey: instanceKey,
		isTruncated: false,
		tenantId,
	};
}
