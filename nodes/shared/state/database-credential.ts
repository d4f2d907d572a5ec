import type { INodeCredentialDescription } from 'n8n-workflow';
import { stateFieldName } from './state-field';

export const databaseCredentialName = 'troupeDatabaseApi';

/**
 * Credential of every node that keeps state, shown if its field State says so: the last one, nearest to that field. Its test is the agent node's, and named there alone: n8n asks the
 * first node that names one, and finds none where that is another.
 */
export const databaseCredential: INodeCredentialDescription = {
	name: databaseCredentialName,
	displayName: 'Troupe Database for State',
	required: true,
	displayOptions: { show: { [stateFieldName]: ['database'] } },
};
