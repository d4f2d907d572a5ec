import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

export const storeCredentialName = 'troupeKnowledgeStoreApi';

/**
 * Field for the node's store.
 * @param variable by which the operator of this n8n may have named another place
 */
export const storeField = (description: string, variable: string): INodeProperties => ({
	displayName: 'Store',
	name: 'store',
	type: 'options',
	options: [
		{ name: 'External Database', value: 'credential', description: 'PostgreSQL or Chroma, for several n8n workers' },
		{
			name: 'This n8n',
			value: 'own',
			description: `A file of this n8n, or the store that the environment variable ${variable} names`,
		},
	],
	default: 'own',
	description,
});

/**
 * Asked for by every node that opens a store. Its test is the knowledge node's, and named there alone: n8n asks the first node that names one, and
 * finds none where that is another.
 */
export const storeCredential: INodeCredentialDescription = {
	name: storeCredentialName,
	displayName: 'Knowledge Store',
	required: true,
	displayOptions: { show: { store: ['credential'] } },
};
