import type { FastifyInstance } from 'fastify';
import { searchUserTaskDetails, type UserTaskSummary } from '../../embedded/work/work-directory';
import type { Variables } from '../../engine';
import { found, keyParams, tenantId, variablesSchema, type RestContext } from '../route-context';
import { search, searchRequestSchema, findFilterValue, type SearchRequest } from '../search-request';
import { userTaskChangeRoutes } from './user-task-changes';
import { stringifyJson } from '../../../core/base/lossless-json';

const searchable = [
	'userTaskKey',
	'processInstanceKey',
	'processDefinitionId',
	'processDefinitionKey',
	'elementId',
	'elementInstanceKey',
	'name',
	'state',
	'assignee',
	'candidateGroup',
	'candidateUser',
	'priority',
	'dueDate',
	'followUpDate',
	'tenantId',
] as const;

/** POST /user-tasks/search, GET …/{key}, what they see, and their completion. Tasks that are open: the engine keeps no completed ones. */
export function userTaskRoutes(app: FastifyInstance, context: RestContext): void {
	const { engine } = context;
	const needTask = async (key: string): Promise<UserTaskSummary> => {
		const [task] = await engine.read((kernel) => searchUserTaskDetails(kernel, { key }));
		return found(task, 'USER_TASK_NOT_FOUND', 'user task', key);
	};

	app.post<{ Body: SearchRequest | null }>(
		'/user-tasks/search',
		{ schema: { summary: 'Search open user tasks', body: searchRequestSchema } },
		async ({ body }) => {
			const query = { key: findFilterValue(body, 'userTaskKey'), instanceKey: findFilterValue(body, 'processInstanceKey') };
			const tasks = await engine.read((kernel) => searchUserTaskDetails(kernel, query));
			const { items, page } = search(tasks.map(toFilterable), searchable, withoutClientDefault(body ?? {}));
			return { items: items.map(({ candidateGroup: _group, candidateUser: _user, ...task }) => task), page };
		},
	);

	app.get<{ Params: { key: string } }>(
		'/user-tasks/:key',
		{ schema: { summary: 'Get an open user task', params: keyParams } },
		async ({ params }) => toUserTask(await needTask(params.key)),
	);

	app.post<{ Params: { key: string }; Body: { variables?: Variables | null } | null }>(
		'/user-tasks/:key/completion',
		{
			schema: {
				summary: 'Complete a user task',
				params: keyParams,
				body: { type: ['object', 'null'], properties: { variables: variablesSchema, action: { type: ['string', 'null'] } } },
			},
		},
		async ({ params, body }, reply) => {
			await engine.completeUserTask(params.key, body?.variables ?? {});
			return reply.code(204).send();
		},
	);

	app.post<{ Params: { key: string }; Body: SearchRequest | null }>(
		'/user-tasks/:key/variables/search',
		{ schema: { summary: 'Search the variables a user task sees', params: keyParams, body: searchRequestSchema } },
		async ({ params, body }) => {
			const { instanceKey } = await needTask(params.key);
			const task = (await engine.searchUserTasks({ instanceKey })).find((candidate) => candidate.key === params.key);
			const items = Object.entries(task?.variables ?? {}).map(([name, value]) => ({
				name,
				value: stringifyJson(value),
				processInstanceKey: instanceKey,
				isTruncated: false,
				tenantId,
			}));
			return search(items, ['name', 'value', 'processInstanceKey', 'tenantId'], body ?? {});
		},
	);

	userTaskChangeRoutes(app, context);
}

function toUserTask({ key, instanceKey, processId, elementInstanceKey, node, properties, ...place }: UserTaskSummary) {
	return {
		userTaskKey: key,
		processInstanceKey: instanceKey,
		processDefinitionId: processId,
		processDefinitionKey: place.processDefinitionKey,
		processDefinitionVersion: place.processVersion,
		elementId: node.id,
		elementInstanceKey,
		name: node.name,
		state: 'CREATED',
		assignee: properties.assignee ?? null,
		candidateGroups: parseList(properties.candidateGroups),
		candidateUsers: parseList(properties.candidateUsers),
		priority: Number(properties.priority ?? 50),
		dueDate: properties.dueDate ?? null,
		followUpDate: properties.followUpDate ?? null,
		formKey: properties.formKey ?? null,
		customHeaders: node.headers,
		tenantId,
	};
}

/** One of several is asked for by the name of one. */
function toFilterable(task: UserTaskSummary) {
	const item = toUserTask(task);
	return { ...item, candidateGroup: item.candidateGroups, candidateUser: item.candidateUsers };
}

const parseList = (json: string | undefined): string[] => (json ? (JSON.parse(json) as string[]) : []);

// Camunda's own client asks for the order of creation when it is told nothing: the order that tasks come in anyway.
function withoutClientDefault(request: SearchRequest): SearchRequest {
	return { ...request, sort: request.sort?.filter(({ field, order }) => field !== 'creationDate' || order?.toUpperCase() === 'DESC') };
}
