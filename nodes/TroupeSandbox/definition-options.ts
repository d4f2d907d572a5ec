import type { INodeProperties } from 'n8n-workflow';
import { assignmentField } from '../shared/assignment-field';

const of = (operation: string[], field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { show: { '/operation': operation } },
});

export const definitionOptions: INodeProperties[] = [
	of(['runAgent'], {
		displayName: 'Approve Calls',
		name: 'approve',
		type: 'boolean',
		default: false,
		description: 'Whether to approve the tool calls that wait for a person. Otherwise, the run ends with them.',
	}),
	of(['runAgent'], {
		displayName: 'Conversation ID',
		name: 'conversation',
		type: 'string',
		default: '',
		description: 'The ID of the conversation',
	}),
	of(['runNode', 'runWorkflow'], {
		displayName: 'Credentials',
		name: 'credentials',
		type: 'json',
		default: '{}',
		description:
			'Invented data of credentials by type, such as {"httpHeaderAuth": {"name": "x", "value": "test"}}. Never put real secrets here.',
	}),
	of(['runAgent'], {
		...assignmentField({ displayName: 'Facts for Guardrails', name: 'factFields', entry: 'Fact' }),
		description: 'What conditions of the guardrails depend on',
	}),
	of(['runAgent'], {
		displayName: 'Facts for Guardrails as JSON',
		name: 'facts',
		type: 'json',
		default: '{}',
		description: 'A JSON object, or an expression that returns one. A fact of the other option replaces the one of its name.',
	}),
	of(['runProcess'], {
		displayName: 'More Files',
		name: 'files',
		type: 'json',
		default: '{}',
		description: 'Further BPMN, DMN and form files by name, each as text',
	}),
	of(['runAgent'], { displayName: 'Person ID', name: 'person', type: 'string', default: '', description: 'Who writes' }),
	of(['runProcess'], {
		displayName: 'Process ID',
		name: 'process',
		type: 'string',
		default: '',
		description: 'The process to start, if the file contains several',
	}),
	of(['runProcess'], {
		displayName: 'Script of Answers',
		name: 'script',
		type: 'json',
		default: '{}',
		description: 'A process case, whose steps answer other jobs, user tasks, messages and signals',
	}),
	of(['runWorkflow'], {
		displayName: 'Start Node',
		name: 'start',
		type: 'string',
		default: '',
		description: 'The name of the node that gets the items; by default the trigger',
	}),
];
