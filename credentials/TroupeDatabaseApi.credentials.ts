import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** State of several machines: tokens, runs, budgets, violations and memory. */
export class TroupeDatabaseApi implements ICredentialType {
	name = 'troupeDatabaseApi';
	displayName = 'Troupe Database API';
	icon = { light: 'file:icons/database.svg', dark: 'file:icons/database.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-database-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: 'localhost',
			required: true,
			description: 'Host name or IP address of the PostgreSQL server',
		},
		{
			displayName: 'Database',
			name: 'database',
			type: 'string',
			default: 'troupe',
			required: true,
			description: 'Name of the database. Troupe creates the schema troupe in it.',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: 'troupe',
			required: true,
			description: 'User that is allowed to create schemas in the database',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Password of the user',
		},
		{
			displayName: 'SSL',
			name: 'ssl',
			type: 'options',
			options: [
				{ name: 'Disable', value: 'disable', description: 'The connection is not encrypted' },
				{ name: 'Require', value: 'require', description: "The connection is encrypted, and the server's certificate is checked" },
			],
			default: 'disable',
			description: 'Whether the connection is encrypted',
		},
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'ignoreSslIssues',
			type: 'boolean',
			default: false,
			description: "Whether to connect even if the server's certificate cannot be checked",
			displayOptions: { show: { ssl: ['require'] } },
		},
		{
			displayName: 'Port',
			name: 'port',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 65_535, numberPrecision: 0 },
			default: 5432,
			description: 'Port of the PostgreSQL server',
		},
		{
			displayName: 'Tenant',
			name: 'tenant',
			type: 'string',
			default: '',
			placeholder: 'e.g. acme',
			description: 'Whose conversations, tokens, memories, documents and budgets the nodes use. Default: TROUPE_TENANT of n8n.',
		},
	];
}
