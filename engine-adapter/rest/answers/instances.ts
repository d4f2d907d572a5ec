import { integer, json, string } from '../../../service/http/describe-operations';
import { boolean, date, describeAnswers, listOf, shape, texts } from './shape';

const definition = texts('processDefinitionId', 'processDefinitionKey');
/** In Camunda since 8.9, empty for unknown values. */
const ofLater = texts('rootProcessInstanceKey', 'businessId');
const root = texts('rootProcessInstanceKey');

export const processDefinitions = describeAnswers(
	'The process definition',
	shape(
		{ ...definition, version: integer, hasStartForm: boolean, ...texts('resourceName', 'state', 'tenantId') },
		texts('name', 'versionTag'),
	),
);

export const processInstances = describeAnswers(
	'The process instance',
	shape(
		{
			...texts('processInstanceKey', 'state', 'tenantId'),
			...definition,
			processDefinitionVersion: integer,
			startDate: date,
			hasIncident: boolean,
			tags: listOf(string),
		},
		{
			...texts('processDefinitionName', 'processDefinitionVersionTag', 'parentProcessInstanceKey', 'parentElementInstanceKey'),
			endDate: date,
			suspendedDate: date,
			...ofLater,
		},
	),
);

export const elementInstances = describeAnswers(
	'The element instance',
	shape(
		{
			...texts('elementInstanceKey', 'processInstanceKey', 'elementId', 'elementName', 'type', 'state', 'tenantId'),
			...definition,
			startDate: date,
			hasIncident: boolean,
		},
		{ endDate: date, incidentKey: string, ...root },
	),
);

export const variables = describeAnswers(
	'The variable',
	shape({ ...texts('variableKey', 'name', 'value', 'scopeKey', 'processInstanceKey', 'tenantId'), isTruncated: boolean }, root),
);

export const incidents = describeAnswers(
	'The incident',
	shape(
		{
			...texts('incidentKey', 'processInstanceKey', 'errorType', 'errorMessage', 'elementId', 'elementInstanceKey', 'state', 'tenantId'),
			...definition,
			creationTime: date,
		},
		{ jobKey: string, ...root },
	),
);

const counts = { operationsTotalCount: integer, operationsFailedCount: integer, operationsCompletedCount: integer };

export const batchOperations = describeAnswers(
	'The batch operation',
	shape(
		{ ...texts('batchOperationKey', 'batchOperationType', 'state'), startDate: date, ...counts, errors: listOf({ type: 'object' }) },
		{ endDate: date, ...texts('actorType', 'actorId') },
	),
);

export const batchItems = describeAnswers(
	'The item',
	shape(texts('operationType', 'batchOperationKey', 'itemKey', 'processInstanceKey', 'state'), {
		processedDate: date,
		errorMessage: string,
		...root,
	}),
);

const itemsOf = (description: string, item: object, optional: Record<string, object> = {}) => ({
	200: json(description, shape({ items: listOf(item) }, {}, optional)),
});

export const takenFlows = itemsOf(
	'The sequence flows',
	shape({ ...texts('sequenceFlowId', 'processInstanceKey', 'elementId', 'tenantId'), ...definition }, root),
);

export const callHierarchy = {
	200: json(
		'The process instances, the outermost first',
		listOf(shape(texts('processInstanceKey', 'processDefinitionKey', 'processDefinitionName'))),
	),
};

const countsOfElement = shape({ elementId: string, active: integer, canceled: integer, incidents: integer, completed: integer });

export const elementStatistics = itemsOf('The counts of each element', countsOfElement);

export const elementStatisticsOfInstance = itemsOf('The counts of each element', countsOfElement, {
	position: { type: 'integer', description: 'Of the last event that the active ones have in them; absent for more than 1,000 of them' },
});

const partition = shape({ partitionId: integer, ...texts('role', 'health', 'state') });

export const cluster = {
	200: json(
		'The cluster',
		shape(
			{
				brokers: listOf(shape({ nodeId: integer, port: integer, ...texts('brokerId', 'host', 'version'), partitions: listOf(partition) })),
				clusterSize: integer,
				partitionsCount: integer,
				replicationFactor: integer,
				...texts('gatewayVersion', 'lastCompletedChangeId'),
			},
			texts('clusterId'),
		),
	),
};
