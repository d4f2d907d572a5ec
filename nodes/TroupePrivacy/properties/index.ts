import type { INodeProperties } from 'n8n-workflow';
import { credentialPlace } from '../../shared/models/credential-fields';
import { auditFields } from './audit';
import { operationFields } from './operation-fields';
import { personFields } from './person';
import { reportFields } from './report';
import { requestFields } from './request';

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	// The commonest first, as their operations.
	options: [
		{ name: 'Person', value: 'person', description: 'What is stored of a person' },
		{ name: 'Request', value: 'request', description: 'What people demanded about their data, with the last day for the answer' },
		{ name: 'Report', value: 'report', description: 'What is processed of whom, and how long it is kept' },
		{ name: 'Audit Log', value: 'audit', description: 'Who did what, in entries that nobody can change unnoticed' },
	],
	default: 'person',
};

export const properties: INodeProperties[] = [
	credentialPlace(),
	resource,
	...operationFields,
	...personFields,
	...requestFields,
	...reportFields,
	...auditFields,
];
