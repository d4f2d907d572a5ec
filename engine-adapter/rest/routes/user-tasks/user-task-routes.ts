import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { RequestOf } from '../../../../service/http/request-of';
import { parseDate } from '../../../../bpmn/timer';
import { readEndedVisible } from '../../../embedded/history/ended-scopes';
import { searchEndedUserTasks } from '../../../embedded/history/ended-work';
import { searchUserTaskDetails, type UserTaskSummary } from '../../../embedded/work/work-directory';
import type { TenantEngine } from '../../../embedded/tenant-engine';
import { byKey, found, orNull, toDate, variablesSchema, type RestContext } from '../../route-context';
import { date, oneOf } from '../../search/fields';
import { mapItems, readFirst, readWithHistory } from '../../search/read-portions';
import { variables, withVariables } from '../../search/variable-filter';
import { checkSearch, search, searchPortions, findFilterValue, findFilterValues, searching, searchingBelow } from '../../search-request';
import { toVariableKey } from '../variable-key';
import { toVariable, valueQuery } from '../variable-routes';
import { readOptions, userTaskChangeRoutes } from './user-task-changes';
import { stringifyJson } from '../../../../core/base/text/json/lossless-json';
import { noContent } from '../../../../service/http/describe-operations';
import { userTasks } from '../../answers/work';
import { variables as shownVariables } from '../../answers/instances';

const taskStates = ['CREATING', 'CREATED', 'ASSIGNING', 'UPDATING', 'COMPLETING', 'COMPLETED', 'CANCELING', 'CANCELED', 'FAILED'];
const pastStates = ['COMPLETED', 'CANCELED'];

const searchable = [
	'userTaskKey',
	'processInstanceKey',
	'processDefinitionId',
	'processDefinitionKey',
	'elementId',
	'elementInstanceKey',
	'name',
	'processName',
	oneOf('state', taskStates),
	'assignee',
	'candidateGroup',
	'candidateUser',
	'priority',
	date('creationDate'),
	date('completionDate'),
	date('dueDate'),
	date('followUpDate'),
	'tenantId',
] as const;

const filterable = [...searchable, variables('processInstanceVariables'), variables('localVariables')];

const scopes = {
	processInstanceVariables: ({ processInstanceKey }: { processInstanceKey: string }) => ({ scopeKey: processInstanceKey }),
	localVariables: ({ elementInstanceKey }: { elementInstanceKey: string }) => ({ scopeKey: elementInstanceKey }),
};

const variableFields = ['variableKey', 'name', 'value', 'scopeKey', 'processInstanceKey', 'tenantId'] as const;

const completing = { ...byKey, body: orNull(Type.Object({ variables: variablesSchema, action: orNull(Type.String()) })) };
const searchingVariables = { ...searchingBelow, querystring: valueQuery };

/** POST /user-tasks/search, GET …/{key}, visible variables, and completion. */
export function userTaskRoutes(app: FastifyInstance, context: RestContext): void {
	const { engineOf } = context;
	const needTask = async (engine: TenantEngine, key: string): Promise<UserTaskSummary> => {
		const task = await readFirst(readTasks(engine, { key }));
		return found(task, 'USER_TASK_NOT_FOUND', 'user task', key);
	};

	app.post<RequestOf<typeof searching>>(
		'/user-tasks/search',
		{ schema: { summary: 'Search user tasks', 'x-answers': userTasks.search, ...searching } },
		async (request) => {
			const { body } = request;
			const query = { key: findFilterValue(body, 'userTaskKey'), instanceKey: findFilterValue(body, 'processInstanceKey') };
			const tasks = mapItems(readTasks(engineOf(request), query, findFilterValues(body, 'state')), toFilterable);
			const { items, page } = await searchPortions(withVariables(engineOf(request), tasks, body, scopes), filterable, body);
			return { items: items.map(({ candidateGroup: _group, candidateUser: _user, ...task }) => task), page };
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/user-tasks/:key',
		{ schema: { summary: 'Get a user task', 'x-answers': userTasks.one, ...byKey } },
		async (request) => toUserTask(await needTask(engineOf(request), request.params.key)),
	);

	app.post<RequestOf<typeof completing>>(
		'/user-tasks/:key/completion',
		{
			schema: {
				summary: 'Complete a user task',
				'x-answers': noContent,
				...completing,
			},
		},
		async (request, reply) => {
			const { params, body } = request;
			await engineOf(request).completeUserTask(params.key, body?.variables ?? {}, readOptions(body ?? {}));
			return reply.code(204).send();
		},
	);

	app.post<RequestOf<typeof searchingVariables>>(
		'/user-tasks/:key/variables/search',
		{
			schema: {
				summary: 'Search the variables a user task sees',
				'x-answers': shownVariables.search,
				...searchingVariables,
			},
		},
		async (request) => {
			const { params, body } = request;
			checkSearch(variableFields, body);
			const engine = engineOf(request);
			const { instanceKey, elementInstanceKey, tenantId, state } = await needTask(engine, params.key);
			if (pastStates.includes(state)) {
				const ended = await engine.read((kernel) => readEndedVisible(kernel, instanceKey, elementInstanceKey));
				return search(ended.map(toVariable), variableFields, body);
			}
			const task = (await engine.searchUserTasks({ instanceKey })).find((candidate) => candidate.key === params.key);
			const items = Object.entries(task?.variables ?? {}).map(([name, value]) => ({
				variableKey: toVariableKey(elementInstanceKey, name),
				name,
				value: stringifyJson(value),
				scopeKey: elementInstanceKey,
				processInstanceKey: instanceKey,
				isTruncated: false,
				tenantId,
			}));
			return search(items, variableFields, body);
		},
	);

	userTaskChangeRoutes(app, context);
}

const readTasks = (engine: TenantEngine, query: { key?: string; instanceKey?: string }, asked?: string[]) =>
	readWithHistory(engine, {
		present: (kernel, page) => searchUserTaskDetails(kernel, { ...query, ...page }),
		past: (kernel, page) => searchEndedUserTasks(kernel, { ...query, ...page }),
		states: { present: taskStates.filter((state) => !pastStates.includes(state)), past: pastStates, asked },
	});

function toUserTask({ key, instanceKey, processId, elementInstanceKey, node, properties, tags, ...place }: UserTaskSummary) {
	return {
		userTaskKey: key,
		processInstanceKey: instanceKey,
		processDefinitionId: processId,
		processDefinitionKey: place.processDefinitionKey,
		processDefinitionVersion: place.processVersion,
		processName: place.processName,
		elementId: node.id,
		elementInstanceKey,
		name: node.name || node.id,
		state: place.state,
		creationDate: toDate(place.createdAt),
		completionDate: place.endedAt === undefined ? undefined : toDate(place.endedAt),
		assignee: properties.assignee,
		candidateGroups: parseList(properties.candidateGroups),
		candidateUsers: parseList(properties.candidateUsers),
		priority: Number(properties.priority ?? 50),
		dueDate: inUtc(properties.dueDate),
		followUpDate: inUtc(properties.followUpDate),
		externalFormReference: properties.externalFormReference,
		formKey: properties.formKey,
		customHeaders: node.headers,
		tags,
		tenantId: place.tenantId,
	};
}

function toFilterable(task: UserTaskSummary) {
	const item = toUserTask(task);
	return { ...item, candidateGroup: item.candidateGroups, candidateUser: item.candidateUsers };
}

const parseList = (json: string | undefined): string[] => (json ? (JSON.parse(json) as string[]) : []);

/** A model may write a date with a zone, or without seconds. */
function inUtc(text: string | undefined): string | undefined {
	const time = text === undefined ? undefined : parseDate(text);
	return time === undefined ? undefined : toDate(time);
}
