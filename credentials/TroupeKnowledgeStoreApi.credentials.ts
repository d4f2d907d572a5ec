import type { ICredentialType, INodeProperties } from 'n8n-workflow';

const ofPostgres = { store: ['postgres'] };
const ofChroma = { store: ['chroma'] };

/** Where collections are kept, where that is not the folder of this n8n's own state. */
export class TroupeKnowledgeStoreApi implements ICredentialType {
	name = 'troupeKnowledgeStoreApi';
	displayName = 'Troupe Knowledge Store API';
	icon = { light: 'file:../icons/credentials/knowledge-store.svg', dark: 'file:../icons/credentials/knowledge-store.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-knowledge-store-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Store',
			name: 'store',
			type: 'options',
			options: [
				{ name: 'Chroma', value: 'chroma', description: 'The vectors lie on a Chroma server' },
				{ name: 'PostgreSQL', value: 'postgres', description: 'Everything lies in a PostgreSQL database, with pgvector where it has it' },
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
			description: 'Of the database, with user and password; ?sslmode=require asks for an encrypted connection',
			displayOptions: { show: ofPostgres },
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: 'http://localhost:8000',
			required: true,
			description: 'Of the Chroma server',
			displayOptions: { show: ofChroma },
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Where the server asks for one',
			displayOptions: { show: ofChroma },
		},
		{
			displayName: 'Tenant',
			name: 'tenant',
			type: 'string',
			default: '',
			placeholder: 'default_tenant',
			description: 'Chroma’s; empty for its default',
			displayOptions: { show: ofChroma },
		},
		{
			displayName: 'Database',
			name: 'database',
			type: 'string',
			default: '',
			placeholder: 'default_database',
			description: 'Chroma’s; empty for its default',
			displayOptions: { show: ofChroma },
		},
		{
			displayName: 'Catalogue’s Connection URL',
			name: 'cataloguePassword',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'postgres://user:password@host:5432/database',
			description:
				'Of the PostgreSQL database that holds documents, texts and words beside Chroma’s vectors. Empty keeps them in the state folder of this n8n: enough for one n8n, not for several workers.',
			displayOptions: { show: ofChroma },
		},
	];
}
