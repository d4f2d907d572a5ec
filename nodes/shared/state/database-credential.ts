import type { INodeCredentialDescription } from 'n8n-workflow';
import { stateFieldName } from './state-field';

export const databaseCredentialName = 'troupeDatabaseApi';

/**
 * Credential of every node that keeps state, shown if its field State says so. Its test is named only at the agent node: n8n asks the first
 * node that names one.
 */
export const databaseCredential: INodeCredentialDescription = {
	name: databaseCredentialName,
	displayName: 'Troupe Database for State',
	required: true,
	displayOptions: { show: { [stateFieldName]: ['database'] } },
};
