import type { INodeProperties } from 'n8n-workflow';
import type { GroundedPart } from '../../../core/guardrails/policy/grounded-policy';
import { groundedParts } from '../../../core/guardrails/policy/grounded-policy';
import { tellsText, trustedResultsText } from '../../shared/guardrails/trust-texts';
import { formOptions } from './form-fields';
import { defaultPassages } from '../../../core/knowledge/search/search-request';
import { standardOption } from '../../shared/guardrails/standard-option';
import { typeOptions } from '../../shared/guardrails/personal-data-fields';

const names: Record<GroundedPart, string> = {
	amounts: 'Amounts',
	'asked-secrets': 'Asked Secrets',
	'backend-data': 'Backend Data',
	'claimed-effect': 'Claimed Effect',
	'harmful-content': 'Harmful Content',
	language: "Customer's Language",
	promises: 'Promises',
	support: 'Support',
	usable: 'Usable Answer',
};

/** The policy `grounded`, and which of its checks do not apply. */
const groundedOptions: INodeProperties[] = [
	{
		displayName: 'Grounded Answers',
		name: 'grounded',
		type: 'boolean',
		default: true,
		description:
			'Whether replies may only say what documents, results and the conversation say. For agents that answer customers from documents or act for them.',
	},
	{
		displayName: 'Grounded Answers: Switch Off',
		name: 'groundedWithout',
		type: 'multiOptions',
		options: (Object.keys(names) as GroundedPart[]).map((value) => ({ name: names[value], value, description: groundedParts[value] })),
		default: [],
		description: 'Checks of Grounded Answers that do not apply here. All of them are on with that option.',
	},
];

const count = (displayName: string, name: string, value: number, maxValue: number, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 1, maxValue, numberPrecision: 0 },
	default: value,
	description,
});

export const formOptionFields: INodeProperties[] = [
	...formOptions,
	{
		displayName: 'Agent ID',
		name: 'agentId',
		type: 'string',
		default: '',
		placeholder: 'returns-desk',
		description:
			"The agent's ID in budgets, logs and the exported file: lower case letters, digits and hyphens. Leave empty to derive it from the name of the node, with n8n- before it.",
	},
	{
		displayName: 'Agent Version',
		name: 'agentVersion',
		type: 'string',
		default: '1.0.0',
		description: 'The version in the exported file',
	},
	{
		displayName: 'Allowed Link Hosts',
		name: 'linkHosts',
		type: 'string',
		default: '',
		placeholder: 'gov.br, example.com',
		description:
			'Hosts to which replies may link although nobody in the conversation named them, separated by commas; their subdomains too. Hosts that the system prompt names are allowed.',
	},
	{
		displayName: 'Approver',
		name: 'approver',
		type: 'string',
		default: '',
		placeholder: 'order desk',
		description:
			'Who should decide about calls that wait: a role, a name or an address, for the form and for notifications. It authenticates nobody.',
	},
	...groundedOptions,
	{
		displayName: 'Hours to Decide',
		name: 'hoursToDecide',
		type: 'number',
		typeOptions: { minValue: 0.01, maxValue: 336, numberPrecision: 2 },
		default: 24,
		description: 'How long a person can decide. Then the node continues by itself. Without this option, seven days.',
	},
	{
		displayName: 'Judge Images',
		name: 'judgeImages',
		type: 'boolean',
		default: false,
		description:
			'Whether the model judges images together with their text before it answers. Harmless ones are answered, others go to a person. The model must understand images.',
	},
	count('Max Message Length (Characters)', 'maxMessageCharacters', 8000, 1_000_000, 'A longer message is refused'),
	count('Max Model Calls', 'maxModelCalls', 20, 200, 'Max number of model calls for one message, including retries'),
	count('Max Output Tokens', 'maxOutputTokens', 1024, 100_000, 'Max length of one answer of the model'),
	count('Max Passages', 'maxPassages', defaultPassages, 50, 'Max number of passages from the collection that the agent gets'),
	count('Max Tool Calls', 'maxToolCalls', 20, 1000, 'Max number of tool calls for one message'),
	{
		displayName: 'Next Approver',
		name: 'nextApprover',
		type: 'string',
		default: '',
		placeholder: 'head of sales',
		description: 'Who is asked, for the same time, if the approver does not decide in time',
	},
	{
		displayName: 'Only Answer From Knowledge',
		name: 'onlyFromKnowledge',
		type: 'boolean',
		default: true,
		description: 'Whether to pass a reply without a citation to a person instead of sending it',
	},
	{
		displayName: 'Personal Data Types',
		name: 'personalDataTypes',
		type: 'multiOptions',
		options: typeOptions,
		default: [],
		description: 'Which types of personal data are masked. Leave empty for all types except names of people.',
	},
	{
		displayName: 'Purpose',
		name: 'purpose',
		type: 'string',
		default: '',
		placeholder: 'Answers questions about returns',
		description:
			'One sentence that helps people and systems to choose this agent. Leave empty to use the first sentence of the system prompt.',
	},
	{
		displayName: 'Sampling Temperature',
		name: 'temperature',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 2, numberPrecision: 2 },
		default: 0.7,
		description: 'Lower values make the answers more predictable',
	},
	standardOption(),
	{
		...tellsText,
		name: 'tells',
		type: 'string',
		default: '',
		placeholder: 'search_web, get_page',
	},
	{
		displayName: 'Trusted Documents',
		name: 'trustedDocuments',
		type: 'string',
		default: '',
		placeholder: 'command /srv/handbook/*',
		description:
			'Origins of documents of the collection that nobody else can write in, as the list of documents shows them; * stands for any characters, commas separate them. Never the uploads of customers.',
	},
	{
		...trustedResultsText,
		name: 'trustedResults',
		type: 'string',
		default: '',
		placeholder: 'get_date, find_colleague',
	},
	{
		displayName: 'Values Instead of Results',
		name: 'extract',
		type: 'json',
		typeOptions: { rows: 8 },
		default: JSON.stringify(
			{ read_mail: { type: 'object', properties: { amount: { type: 'number' }, due: { type: 'string', format: 'date' } } } },
			null,
			2,
		),
		description:
			'For each tool, by name, a JSON schema of the numbers, dates, choices, IDs and short names to take from its results. A model without tools reads the results. The agent gets only these values, so no order in a result reaches it.',
	},
	{
		displayName: 'Values of Others',
		name: 'flow',
		type: 'options',
		options: [
			{ name: 'Ask a Person', value: 'ask', description: 'Even where the tool needs no approval' },
			{ name: 'Leave It to the Permissions', value: 'off', description: 'Nobody looks where values come from' },
			{ name: 'Refuse the Call', value: 'strict', description: 'And ask a person about every other call that changes something' },
		],
		default: 'ask',
		description:
			'What happens to a call with a value that the person did not write, and that comes from a result, a passage or another agent',
	},
	{
		displayName: 'When Nobody Decides',
		name: 'whenTimedOut',
		type: 'options',
		options: [
			{ name: 'Approve', value: 'approve', description: 'The agent makes the call' },
			{ name: 'Decline', value: 'decline', description: 'The agent does not make the call, and answers without it' },
			{ name: 'Stop With an Error', value: 'end', description: 'The execution fails' },
		],
		default: 'decline',
		description: 'What happens when the time to decide is over',
	},
].map((field) => ({ ...field, displayOptions: { show: { '/source': ['form'] } } }) as INodeProperties);
