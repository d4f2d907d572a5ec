import type { FastifyInstance } from 'fastify';
import type { Variables } from '../engine';
import { keySchema, tenantId, type RestContext } from './context';
import { keyOf, search, searchRequestSchema, type SearchRequest } from './search';

const searchable = ['name', 'value', 'scopeKey', 'processInstanceKey', 'isTruncated', 'tenantId'] as const;

/** POST /variables/search over the instances' own scopes, and PUT /element-instances/{key}/variables. */
export function variableRoutes(app: FastifyInstance, { engine }: RestContext): void {
	app.post<{ Body: SearchRequest | null }>(
		'/variables/search',
		{ schema: { summary: 'Search the variables of process instances', body: searchRequestSchema } },
		async ({ body }) => {
			const instanceKey = keyOf(body);
			const instances = await Promise.all(
				(await engine.searchInstances({ instanceKey })).map((instance) => engine.findInstance(instance.instanceKey)),
			);
			const items = instances.flatMap((instance) =>
				Object.entries(instance.variables).map(([name, value]) => ({
					name,
					// JSON, as Camunda has it: a text keeps its quotes.
					value: JSON.stringify(value),
					scopeKey: instance.instanceKey,
					processInstanceKey: instance.instanceKey,
					isTruncated: false,
					tenantId,
				})),
			);
			return search(items, searchable, body ?? {});
		},
	);

	app.put<{ Params: { key: string }; Body: { variables: Variables; local?: boolean } }>(
		'/element-instances/:key/variables',
		{
			schema: {
				summary: 'Set variables of a scope',
				params: { type: 'object', properties: { key: keySchema } },
				body: {
					type: 'object',
					required: ['variables'],
					properties: { variables: { type: 'object', additionalProperties: true }, local: { type: 'boolean' } },
				},
			},
		},
		async ({ params, body }, reply) => {
			await engine.setVariables(params.key, body.variables, body.local);
			return reply.code(204).send();
		},
	);
}
