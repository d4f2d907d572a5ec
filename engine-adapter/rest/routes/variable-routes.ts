import type { FastifyInstance } from 'fastify';
import type { RequestOf } from '../../../service/http/request-of';
import * as Type from 'typebox/type';
import { searchEndedScopes } from '../../embedded/history/ended-scopes';
import { readVariables, searchScopes, type VariableSummary } from '../../embedded/state/instances/element-directory';
import type { TenantEngine } from '../../embedded/tenant-engine';
import type { RestContext } from '../route-context';
import { readWithHistory } from '../search/read-portions';
import { searchPortions, findFilterValue, searching } from '../search-request';
import { toVariableKey } from './variable-key';
import { variables } from '../answers/instances';

const searchable = ['variableKey', 'name', 'value', 'scopeKey', 'processInstanceKey', 'isTruncated', 'tenantId'] as const;

export const valueQuery = Type.Object({ truncateValues: Type.Optional(Type.Boolean()) });

/** POST /variables/search */
export function variableRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof searching>>(
		'/variables/search',
		{ schema: { summary: 'Search variables', 'x-answers': variables.search, querystring: valueQuery, ...searching } },
		async (request) => {
			const { body } = request;
			const query = { instanceKey: findFilterValue(body, 'processInstanceKey'), scopeKey: findFilterValue(body, 'scopeKey') };
			return searchPortions(readVariablePortions(engineOf(request), query), searchable, body);
		},
	);
}

/** A scope may have many variables, and large ones. */
const scopesPerLook = 100;

async function* readVariablePortions(engine: TenantEngine, query: { instanceKey?: string; scopeKey?: string }) {
	const scopes = readWithHistory(engine, {
		present: (kernel, page) => searchScopes(kernel, { ...query, ...page }).map((key) => ({ key })),
		past: (kernel, page) => searchEndedScopes(kernel, { ...query, ...page }),
	});
	const seen = new Set<string>();
	for await (const rows of scopes) {
		const keys = rows.map(({ key }) => key).filter((key) => !seen.has(key));
		for (const key of keys) seen.add(key);
		for (let from = 0; from < keys.length; from += scopesPerLook) {
			const some = keys.slice(from, from + scopesPerLook);
			yield (await engine.read((kernel) => readVariables(kernel, some))).map(toVariable);
		}
	}
}

export function toVariable({ name, value, scopeKey, instanceKey, tenantId }: VariableSummary) {
	// JSON, as in Camunda: a text keeps its quotes.
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
