import type { FastifyInstance } from 'fastify';
import { TroupeError } from '../../core/errors';
import type { Variables } from '../engine';
import { keySchema, tenantId, variablesSchema, type RestContext } from './context';
import { keyOf, search, searchRequestSchema, type SearchRequest } from './search';

const searchable = ['userTaskKey', 'processInstanceKey', 'elementId', 'name', 'state', 'tenantId'] as const;
const completionSchema = {
	type: ['object', 'null'],
	properties: { variables: variablesSchema, action: { type: ['string', 'null'] } },
} as const;

/** POST /user-tasks/search and …/{key}/completion. Tasks that are open: the engine keeps no completed ones. */
export function userTaskRoutes(app: FastifyInstance, { engine }: RestContext): void {
	app.post<{ Body: SearchRequest | null }>(
		'/user-tasks/search',
		{ schema: { summary: 'Search open user tasks', body: searchRequestSchema } },
		async ({ body }) => {
			const tasks = await engine.searchUserTasks({ instanceKey: keyOf(body) });
			const items = tasks.map((task) => ({
				userTaskKey: task.key,
				processInstanceKey: task.instanceKey,
				elementId: task.elementId,
				name: task.name,
				state: 'CREATED',
				customHeaders: {},
				priority: 50,
				candidateGroups: [],
				candidateUsers: [],
				tenantId,
			}));
			return search(items, searchable, withoutClientDefault(body ?? {}));
		},
	);

	app.post<{ Params: { key: string }; Body: { variables?: Variables | null } | null }>(
		'/user-tasks/:key/completion',
		{ schema: { summary: 'Complete a user task', params: { type: 'object', properties: { key: keySchema } }, body: completionSchema } },
		async ({ params, body }, reply) => {
			await engine.completeUserTask(params.key, body?.variables ?? {});
			return reply.code(204).send();
		},
	);

	app.post<{ Params: { key: string }; Body: SearchRequest | null }>(
		'/user-tasks/:key/variables/search',
		{
			schema: {
				summary: 'Search the variables a user task sees',
				params: { type: 'object', properties: { key: keySchema } },
				body: searchRequestSchema,
			},
		},
		async ({ params, body }) => {
			const task = (await engine.searchUserTasks({})).find((candidate) => candidate.key === params.key);
			if (!task)
				throw new TroupeError({
					code: 'USER_TASK_NOT_FOUND',
					message: `Expected to find a user task with key '${params.key}', but none found.`,
					fix: 'Search the open tasks: it may be completed already.',
				});
			const items = Object.entries(task.variables).map(([name, value]) => ({
				name,
				value: JSON.stringify(value),
				processInstanceKey: task.instanceKey,
				isTruncated: false,
				tenantId,
			}));
			return search(items, ['name', 'value', 'processInstanceKey', 'tenantId'], body ?? {});
		},
	);
}

// Camunda's own client asks for the order of creation when it is told nothing: the order that tasks come in anyway.
function withoutClientDefault(request: SearchRequest): SearchRequest {
	return { ...request, sort: request.sort?.filter(({ field, order }) => field !== 'creationDate' || order?.toUpperCase() === 'DESC') };
}
