import type { INodeProperties } from 'n8n-workflow';

export const stateFieldName = 'stateIn';

/** The last field of a node that keeps state: few people need it. n8n shows the credential above, once it is set to the database. */
export const stateField: INodeProperties = {
	displayName: 'State',
	name: stateFieldName,
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Database',
			value: 'database',
			description: 'A PostgreSQL database that several machines share: the credential Troupe Database',
		},
		{
			name: 'This n8n',
			value: 'own',
			description: 'Files of this n8n, or the stores that the environment variables TROUPE_DATABASE_URL and TROUPE_MEMORY_STORE name',
		},
	],
	default: 'own',
	description: 'Where Troupe keeps what it has to know later, such as conversations, budgets and runs that wait',
};
