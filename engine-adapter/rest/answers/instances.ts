import { integer, json, string } from '../../../service/http/describe-operations';
import { boolean, date, describeAnswers, listOf, shape, texts } from './shape';

const definition = texts('processDefinitionId', 'processDefinitionKey');

export const processDefinitions = describeAnswers(
	'The process definition',
	shape({ ...definition, version: integer, hasStartForm: boolean, ...texts('resourceName', 'tenantId') }, texts('name', 'versionTag')),
);

export const processInstances = describeAnswers(
	'The process instance',
	shape(
		{
			...texts('processInstanceKey', 'state', 'tenantId'),
			...definition,
			...{ processDefinitionVersion: integer, startDate: date, hasIncident: boolean, tags: listOf(string) },
		},
		{ ...texts('processDefinitionName', 'parentProcessInstanceKey', 'parentElementInstanceKey'), endDate: date },
	),
);

export const elementInstances = describeAnswers(
	'The element instance',
	shape(
		{
			...texts('elementInstanceKey', 'processInstanceKey', 'elementId', 'elementName', 'type', 'state', 'tenantId'),
			...definition,
			...{ startDate: date, hasIncident: boolean },
		},
		{ endDate: date, incidentKey: string },
	),
);

export const variables = describeAnswers(
	'The variable',
	shape({ ...texts('variableKey', 'name', 'value', 'scopeKey', 'processInstanceKey', 'tenantId'), isTruncated: boolean }),
);

export const incidents = describeAnswers(
	'The incident',
	shape(
		{
			...texts('incidentKey', 'processInstanceKey', 'errorType', 'errorMessage', 'elementId', 'elementInstanceKey', 'state', 'tenantId'),
			...definition,
			creationTime: date,
		},
		texts('jobKey'),
	),
);

const counts = { operationsTotalCount: integer, operationsFailedCount: integer, operationsCompletedCount: integer };

export const batchOperations = describeAnswers(
	'The batch operation',
	shape(
		{ ...texts('batchOperationKey', 'batchOperationType', 'state'), startDate: date, ...counts, errors: listOf({ type: 'object' }) },
		{ endDate: date },
	),
);

export const batchItems = describeAnswers(
	'The item',
	shape(texts('operationType', 'batchOperationKey', 'itemKey', 'processInstanceKey', 'state'), {
		processedDate: date,
		errorMessage: string,
	}),
);

const itemsOf = (description: string, item: object) => ({ 200: json(description, shape({ items: listOf(item) })) });

export const takenFlows = itemsOf(
	'The sequence flows',
	shape({ ...texts('sequenceFlowId', 'processInstanceKey', 'elementId', 'tenantId'), ...definition }),
);

export const callHierarchy = {
	200: json(
		'The process instances, the outermost first',
		listOf(shape(texts('processInstanceKey', 'processDefinitionKey'), texts('processDefinitionName'))),
	),
};

export const elementStatistics = itemsOf(
	'The counts of each element',
	shape({ elementId: string, active: integer, canceled: integer, incidents: integer, completed: integer }),
);

const partition = shape({ partitionId: integer, ...texts('role', 'health') });

export const cluster = {
	200: json(
		'The cluster',
		shape({
			brokers: listOf(shape({ nodeId: integer, port: integer, ...texts('host', 'version'), partitions: listOf(partition) })),
			...{ clusterSize: integer, partitionsCount: integer, replicationFactor: integer },
			...texts('gatewayVersion', 'lastCompletedChangeId'),
		}),
	),
};
