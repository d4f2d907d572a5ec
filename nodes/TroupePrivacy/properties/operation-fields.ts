import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** The field Operation of a resource, the commonest first: the picker lists them in this order. */
const operationField = (resource: string, byDefault: string, options: INodePropertyOptions[]): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [resource] } },
	options,
	default: byDefault,
});

export const operationFields: INodeProperties[] = [
	operationField('person', 'find', [
		{
			name: 'Find',
			value: 'find',
			action: 'Find what is stored of a person',
			description: 'Count what is stored of a person, by table, and name the places that cannot be searched',
		},
		{
			name: 'Export',
			value: 'export',
			action: 'Export the data of a person',
			description: 'Return everything that is stored of a person, as a page that they can read and as JSON',
		},
		{
			name: 'Forget',
			value: 'forget',
			action: 'Forget a person everywhere',
			description: 'Permanently remove a person from all places that can be reached, and return a receipt that names nobody',
		},
		{
			name: 'Rectify',
			value: 'rectify',
			action: 'Rectify the data of a person',
			description: 'Correct the name, email address, phone number or company of a contact, here and in CRMs',
		},
		{
			name: 'Restrict',
			value: 'restrict',
			action: 'Restrict the data of a person',
			description: 'Keep the data of a contact, but let no agent read it and send nothing',
		},
		{
			name: 'Release',
			value: 'release',
			action: 'Release the data of a person',
			description: 'End a restriction: agents read the data of the contact again',
		},
	]),
	operationField('request', 'getAll', [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many requests',
			description: 'List what people demanded about their data, the newest first, with the last day for the answer',
		},
		{
			name: 'Create',
			value: 'create',
			action: 'Note a request',
			description: 'Note a request that came another way than by a channel, such as by mail',
		},
		{ name: 'Get', value: 'get', action: 'Get a request', description: 'Get one request with its state' },
		{ name: 'Complete', value: 'complete', action: 'Complete a request', description: 'Note what was done about a request' },
		{
			name: 'Extend',
			value: 'extend',
			action: 'Extend a request',
			description: 'Give a request more time, once, with the reason',
		},
		{ name: 'Refuse', value: 'refuse', action: 'Refuse a request', description: 'Refuse a request, with the reason' },
	]),
	operationField('report', 'processing', [
		{
			name: 'Record of Processing',
			value: 'processing',
			action: 'Get the record of processing',
			description: 'Describe what is processed of whom, why, where, how long, and who gets it, as a page and as JSON',
		},
		{
			name: 'Retention',
			value: 'retention',
			action: 'Get the retention periods',
			description: 'List how long each class of data is kept, by which rule, and what the next cleanings remove',
		},
	]),
	operationField('audit', 'getAll', [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many audit entries',
			description: 'Search the audit log by time, act, person, object and outcome, the last entries first',
		},
		{
			name: 'Verify',
			value: 'verify',
			action: 'Verify the audit log',
			description: 'Verify every entry and the checkpoint, and name the first bad index',
		},
		{
			name: 'Prove',
			value: 'prove',
			action: 'Prove an audit entry',
			description: 'Return a proof that an entry is in the log, which others verify without this installation',
		},
		{
			name: 'Get Checkpoint',
			value: 'checkpoint',
			action: 'Get the checkpoint of the audit log',
			description: 'Return the signed checkpoint. Keep it where the installation cannot write.',
		},
	]),
];
