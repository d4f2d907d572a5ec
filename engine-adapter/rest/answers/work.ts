import { integer, json, string } from '../../../service/http/describe-operations';
import { anything, boolean, date, describeAnswers, listOf, mapOf, nullable, shape, texts } from './shape';

const place = texts('elementId', 'elementInstanceKey', 'processInstanceKey', 'processDefinitionId', 'processDefinitionKey', 'tenantId');
const textsByName = mapOf(string);

export const userTasks = describeAnswers(
	'The user task',
	shape(
		{
			...place,
			...texts('userTaskKey', 'name', 'state'),
			processDefinitionVersion: integer,
			creationDate: date,
			priority: integer,
			customHeaders: textsByName,
			candidateGroups: listOf(string),
			candidateUsers: listOf(string),
			tags: listOf(string),
		},
		{
			...texts('processName', 'assignee', 'externalFormReference', 'formKey', 'rootProcessInstanceKey', 'businessId'),
			completionDate: date,
			dueDate: date,
			followUpDate: date,
		},
	),
);

const job = {
	...place,
	...texts('jobKey', 'type', 'worker', 'kind', 'listenerEventType'),
	retries: integer,
	priority: integer,
	customHeaders: textsByName,
};
const ofInstance = texts('rootProcessInstanceKey', 'businessId');

export const jobs = describeAnswers(
	'The job',
	shape(
		{ ...job, state: string, hasFailedWithRetriesLeft: boolean },
		{
			deadline: date,
			endTime: date,
			creationTime: date,
			lastUpdateTime: date,
			isDenied: boolean,
			...texts('errorCode', 'errorMessage', 'deniedReason'),
			...ofInstance,
		},
	),
);

const listenedTask = shape(
	{ action: string, candidateGroups: listOf(string), candidateUsers: listOf(string), changedAttributes: listOf(string) },
	{ ...texts('assignee', 'dueDate', 'followUpDate', 'formKey', 'userTaskKey'), priority: integer },
);

export const activatedJobs = {
	200: json(
		'The jobs',
		shape({
			jobs: listOf(
				shape(
					{
						...job,
						deadline: integer,
						variables: { type: 'object' },
						tags: listOf(string),
						processDefinitionVersion: integer,
						physicalTenantId: string,
					},
					{ userTask: listenedTask, ...ofInstance },
					texts('jobLeaseToken', 'leaseToken'),
				),
			),
		}),
	),
};

export const messageSubscriptions = describeAnswers(
	'The message subscription',
	shape(
		{
			...place,
			...texts('messageSubscriptionKey', 'messageSubscriptionState', 'messageSubscriptionType', 'messageName'),
			processDefinitionVersion: integer,
			lastUpdatedDate: date,
			toolProperties: textsByName,
		},
		{ ...texts('correlationKey', 'processDefinitionName', 'toolName', 'inboundConnectorType'), ...ofInstance },
	),
);

const count = nullable(integer);
const block = shape({ contentType: string }, {}, { text: string, documentReference: anything, object: anything });
const tool = shape({ name: string, description: nullable(string), elementId: nullable(string) });
const limits = shape({ maxModelCalls: integer, maxToolCalls: integer, maxTokens: integer });
const tokens = ['inputTokens', 'outputTokens', 'reasoningTokenCount', 'cacheCreationTokenCount', 'cacheReadTokenCount'];
const tokensAs = (schema: object) => Object.fromEntries(tokens.map((name) => [name, schema]));

export const agentInstances = describeAnswers(
	'The agent instance',
	shape({
		...texts('agentInstanceKey', 'agentDefinitionKey', 'status', 'elementId', 'processInstanceKey', 'rootProcessInstanceKey'),
		...texts('processDefinitionKey', 'processDefinitionId', 'tenantId'),
		definition: shape({ ...texts('model', 'provider'), systemPrompt: listOf(block) }),
		metrics: shape({ ...tokensAs(integer), modelCalls: integer, toolCalls: integer }),
		limits,
		tools: listOf(tool),
		processDefinitionVersion: integer,
		processDefinitionVersionTag: nullable(string),
		creationDate: date,
		lastUpdatedDate: date,
		completionDate: nullable(date),
		elementInstanceKeys: listOf(string),
	}),
);

const toolCall = shape({ ...texts('toolCallId', 'toolName'), elementId: nullable(string), arguments: nullable({ type: 'object' }) });

export const agentHistory = describeAnswers(
	'The item',
	shape({
		...texts(
			'historyItemKey',
			'historyItemId',
			'agentInstanceKey',
			'elementInstanceKey',
			'jobKey',
			'jobLeaseToken',
			'role',
			'commitStatus',
		),
		loopIteration: count,
		content: listOf(block),
		toolCalls: listOf(toolCall),
		producedAt: date,
		tools: listOf(tool),
		metrics: nullable(shape({ ...tokensAs(count), durationMs: count })),
		model: nullable(string),
		provider: nullable(string),
		limits,
		systemPrompt: listOf(block),
	}),
);

const created = { createdHistory: listOf(shape({ ...texts('historyItemId', 'historyItemKey'), isDuplicate: boolean })) };

export const createdAgent = { 200: json('The agent instance', shape({ agentInstanceKey: string, ...created })) };
export const updatedAgent = { 200: json('What was added', shape(created)) };
