import type { INodeCredentialDescription } from 'n8n-workflow';

export const databaseCredentialName = 'troupeDatabaseApi';

/**
 * Asked for by every node that keeps state. Its test is the agent node's, and named there alone: n8n asks the first node that names one, and finds
 * none where that is another.
 */
export const databaseCredential: INodeCredentialDescription = {
	name: databaseCredentialName,
	displayName: 'Troupe Database',
	required: false,
};
