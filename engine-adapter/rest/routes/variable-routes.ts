import type { FastifyInstance } from 'fastify';
import type { EmbeddedEngine } from '../../embedded/embedded-engine';
import { readVariables, searchScopes, type VariableSummary } from '../../embedded/state/element-directory';
import { tenantId, type RestContext } from '../route-context';
import { readPortions } from '../search/read-portions';
import { searchPortions, searchRequestSchema, findFilterValue, type SearchRequest } from '../search-request';
import { toVariableKey } from './variable-key';

const searchable = ['variableKey', 'name', 'value', 'scopeKey', 'processInstanceKey', 'isTruncated', 'tenantId'] as const;

/** POST /variables/search over the scopes of running instances and the results of ended ones. */
export function variableRoutes(app: FastifyInstance, { engine }: RestContext): void {
	app.post<{ Body: SearchRequest | null }>(
		'/variables/search',
		{ schema: { summary: 'Search variables', body: searchRequestSchema } },
		async ({ body }) => {
			const query = { instanceKey: findFilterValue(body, 'processInstanceKey'), scopeKey: findFilterValue(body, 'scopeKey') };
			return searchPortions(readVariablePortions(engine, query), searchable, body);
		},
	);
}

async function* readVariablePortions(engine: EmbeddedEngine, query: { instanceKey?: string; scopeKey?: string }) {
	const scopes = readPortions(
		engine,
		(kernel, after) => searchScopes(kernel, { ...query, after }),
		(key) => key,
	);
	for await (const keys of scopes) yield (await engine.read((kernel) => readVariables(kernel, keys))).map(toVariable);
}

function toVariable({ name, value, scopeKey, instanceKey }: VariableSummary) {
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
