import type { ICredentialType, INodeProperties } from 'n8n-workflow';

const ofPostgres = { store: ['postgres'] };
const ofChroma = { store: ['chroma'] };

export class TroupeKnowledgeStoreApi implements ICredentialType {
	name = 'troupeKnowledgeStoreApi';
	displayName = 'Troupe Knowledge Store API';
	icon = { light: 'file:icons/knowledge-store.svg', dark: 'file:icons/knowledge-store.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-knowledge-store-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Store',
			name: 'store',
			type: 'options',
			options: [
				{ name: 'Chroma', value: 'chroma', description: 'Stores the embeddings on a Chroma server' },
				{
					name: 'PostgreSQL',
					value: 'postgres',
					description: 'Stores everything in a PostgreSQL database, with pgvector if it is installed',
				},
			],
			default: 'postgres',
		},
		{
			displayName: 'Connection URL',
			name: 'addressPassword',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'postgres://user:password@host:5432/database',
			description: 'URL of the database with user and password. Add ?sslmode=require for an encrypted connection.',
			displayOptions: { show: ofPostgres },
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: 'http://localhost:8000',
			required: true,
			description: 'URL of the Chroma server',
			displayOptions: { show: ofChroma },
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Access token, if the server requires one',
			displayOptions: { show: ofChroma },
		},
		{
			displayName: 'Tenant',
			name: 'tenant',
			type: 'string',
			default: '',
			placeholder: 'default_tenant',
			description: 'Tenant on the Chroma server. Leave empty for its default.',
			displayOptions: { show: ofChroma },
		},
		{
			displayName: 'Database',
			name: 'database',
			type: 'string',
			default: '',
			placeholder: 'default_database',
			description: 'Database on the Chroma server. Leave empty for its default.',
			displayOptions: { show: ofChroma },
		},
		{
			displayName: 'PostgreSQL Connection URL',
			name: 'cataloguePassword',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'postgres://user:password@host:5432/database',
			description:
				'Database for the texts of the documents. The embeddings stay in Chroma. Leave empty to store the texts in a file of this n8n, which several workers cannot share.',
			displayOptions: { show: ofChroma },
		},
	];
}
