import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import { databaseCredential } from '../state/database-credential';

export const storeCredentialName = 'troupeKnowledgeStoreApi';

const place = 'store';

export const storeField: INodeProperties = {
	displayName: 'Store',
	name: place,
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Database',
			value: 'database',
			description: 'The database that keeps the state of your other nodes: the credential Troupe Database',
		},
		{ name: 'Knowledge Store', value: 'credential', description: 'PostgreSQL or Chroma, for documents alone' },
		{
			name: 'This n8n',
			value: 'own',
			description: 'A file of this n8n, or the store that the environment variable TROUPE_KNOWLEDGE_STORE names',
		},
	],
	default: 'own',
	description: 'Where the collections are stored',
};

export const storesByCredential = { [place]: ['credential', 'database'] };

export const storeDatabaseCredential: INodeCredentialDescription = {
	...databaseCredential,
	displayName: 'Troupe Database',
	displayOptions: { show: { [place]: ['database'] } },
};

/** Asked for by every node that opens a store. Its test is named only at the knowledge node: n8n asks the first node that names one. */
export const storeCredential: INodeCredentialDescription = {
	name: storeCredentialName,
	displayName: 'Knowledge Store',
	required: true,
	displayOptions: { show: { [place]: ['credential'] } },
};
