import type { INodeProperties } from 'n8n-workflow';
import { credentialPlace } from '../../shared/models/credential-fields';
import { auditFields } from './audit';
import { incidentFields } from './incident';
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
		{ name: 'Incident', value: 'incident', description: 'Incidents with personal data, with the time for telling of them' },
		{ name: 'Report', value: 'report', description: 'What is processed of whom, and how long it is kept' },
		{ name: 'Audit Log', value: 'audit', description: 'Who did what, in entries that nobody can change unnoticed' },
	],
	default: 'person',
};

/** The privacy node's form. */
export const properties: INodeProperties[] = [
	credentialPlace(),
	resource,
	...operationFields,
	...personFields,
	...requestFields,
	...incidentFields,
	...reportFields,
	...auditFields,
];
