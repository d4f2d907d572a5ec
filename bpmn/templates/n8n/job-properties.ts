import { n8nNodeHeaders, n8nNodeInputs, n8nNodeJobType, n8nNodePlaceholder, n8nNodeVariables } from './n8n-node-job';
import type { TemplateProperty } from './template-document';

/** The groups after those of the node's own parameters. */
export const jobGroups = [
	{ id: 'input', label: 'Input' },
	{ id: 'result', label: 'Result' },
	{ id: 'errors', label: 'Errors and retries' },
	{ id: 'expressions', label: 'n8n expressions' },
];

export function identifyNode(nodeType: string, typeVersion: number, packageVersion: string): TemplateProperty[] {
	const hidden = (key: string, value: string): TemplateProperty => ({
		id: key,
		type: 'Hidden',
		value,
		binding: { type: 'zeebe:taskHeader', key },
	});
	return [
		{ id: 'type', type: 'Hidden', value: n8nNodeJobType, binding: { type: 'zeebe:taskDefinition', property: 'type' } },
		hidden(n8nNodeHeaders.nodeType, nodeType),
		hidden(n8nNodeHeaders.typeVersion, String(typeVersion)),
		hidden(n8nNodeHeaders.packageVersion, packageVersion),
		hidden(n8nNodeHeaders.inputs, n8nNodeInputs.join(', ')),
		placeholder(n8nNodeVariables.parameters),
		placeholder(n8nNodeVariables.credentials),
	];
}

/** Makes the variable one of the task, also where no field of it is filled in. */
const placeholder = (variable: string): TemplateProperty => ({
	id: `${variable}.${n8nNodePlaceholder}`,
	type: 'Hidden',
	value: '=null',
	binding: { type: 'zeebe:input', name: `${variable}.${n8nNodePlaceholder}` },
});

/** The fields that every node has: items, results, errors, and parameters as n8n's editor holds them. */
export const jobProperties: TemplateProperty[] = [
	{
		id: 'items',
		type: 'String',
		feel: 'optional',
		label: 'Items',
		description: 'A list of items for the node to work on. null: one item with all variables.',
		group: 'input',
		value: '=null',
		constraints: { notEmpty: true },
		binding: { type: 'zeebe:input', name: n8nNodeVariables.items },
	},
	{
		id: 'resultVariable',
		type: 'String',
		label: 'Result variable',
		description: 'Variable for the whole result: item, items and outputs.',
		group: 'result',
		optional: true,
		binding: { type: 'zeebe:taskHeader', key: n8nNodeHeaders.resultVariable },
	},
	{
		id: 'resultExpression',
		type: 'Text',
		feel: 'required',
		label: 'Result expression',
		description:
			'Variables to set from the result: ={messageId: item.ts}. If both are empty, all are set: item, items, outputs, nodeError.',
		group: 'result',
		optional: true,
		binding: { type: 'zeebe:taskHeader', key: n8nNodeHeaders.resultExpression },
	},
	{
		id: 'onError',
		type: 'Dropdown',
		label: 'If the node fails',
		group: 'errors',
		choices: [
			{ name: 'Stop with an incident', value: 'fail' },
			{ name: 'Throw the BPMN error TROUPE_NODE_ERROR', value: 'bpmn-error' },
			{ name: 'Continue with items that contain the error', value: 'continue' },
		],
		value: 'fail',
		binding: { type: 'zeebe:taskHeader', key: n8nNodeHeaders.onError },
	},
	{
		id: 'retries',
		type: 'String',
		feel: 'optional',
		label: 'Attempts',
		description: 'Max number of attempts. Temporary failures are retried.',
		group: 'errors',
		value: '3',
		constraints: { notEmpty: true },
		binding: { type: 'zeebe:taskDefinition', property: 'retries' },
	},
	{
		id: 'timeoutMs',
		type: 'String',
		label: 'Timeout',
		description: 'Timeout for the whole task in milliseconds. If empty: two minutes.',
		group: 'errors',
		optional: true,
		binding: { type: 'zeebe:taskHeader', key: n8nNodeHeaders.timeoutMs },
	},
	{
		id: 'repeatable',
		type: 'Dropdown',
		label: 'If it is unknown whether it ran',
		group: 'errors',
		choices: [
			{ name: 'Stop with an incident', value: 'false' },
			{ name: 'Run it again', value: 'true' },
		],
		value: 'false',
		binding: { type: 'zeebe:taskHeader', key: n8nNodeHeaders.repeatable },
	},
	{
		id: 'expressions',
		type: 'Text',
		language: 'json',
		label: 'Parameters with expressions',
		description:
			'JSON as in a workflow of n8n: {"text": "={{ $json.name }}"}. Only here does n8n evaluate expressions. The fields above take precedence.',
		group: 'expressions',
		optional: true,
		binding: { type: 'zeebe:taskHeader', key: n8nNodeHeaders.parameters },
	},
];
