import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

export const stateFieldName = 'stateIn';

/**
 * The last field of a node that keeps state: few people need it. Once it is set to the database, n8n shows the credential directly above it, unless the
 * node has a place for other credentials: then `stateNotice` says so.
 */
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

/** Says that the credential is with the others of the node: n8n draws all of them at one place. @param others when the node shows others */
export const stateNotice = ({ show, hide }: IDisplayOptions = {}): INodeProperties => ({
	displayName: 'Choose the credential <b>Troupe Database for State</b> above, with the other credentials of this node.',
	name: 'stateNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { ...show, [stateFieldName]: ['database'] }, ...(hide && { hide }) },
});
