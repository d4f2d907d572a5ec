import type { INodeProperties } from 'n8n-workflow';
import { defaultDefinition } from '../../TroupeAgent/request/default-definition';
import { manifestLocator, nameLocator } from './locators';

const of = (resource: string[], ...operation: string[]) => ({ show: { resource, operation } });
const signable = ['agent', 'prompt', 'policy', 'template', 'evaluation'];
const signedHere = { signing: ['key'] };

const signing: INodeProperties[] = [
	{
		displayName: 'Signature',
		name: 'signing',
		type: 'options',
		options: [
			{ name: 'By Signing Key', value: 'key', description: 'The node signs with the key of a credential' },
			{ name: 'Already Signed', value: 'token', description: 'Uses a signature made on another machine. The key never reaches n8n.' },
		],
		default: 'key',
		description: 'How it is signed. Anyone who can use a signing key credential can sign with it.',
		displayOptions: of(signable, 'publish', 'approve'),
	},
	{
		displayName: 'Token',
		name: 'token',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.token }}',
		required: true,
		description: 'The signed manifest or approval (a JWT)',
		displayOptions: { show: { ...of(signable, 'publish', 'approve').show, signing: ['token'] } },
	},
];

const agent = { show: { ...of(['agent'], 'publish').show, ...signedHere } };
const prompt = { show: { ...of(['prompt'], 'publish').show, ...signedHere } };
const policy = { show: { ...of(['policy'], 'publish').show, ...signedHere } };
const defaultPolicy = {
	id: 'customer-replies',
	version: '1.0.0',
	purpose: 'Promises no prices and reveals no secrets.',
	checks: [
		{ check: 'secrets', action: 'block' },
		{ check: 'no-price', action: 'ask-person' },
	],
};

const publish: INodeProperties[] = [
	{
		displayName: 'Agent Definition',
		name: 'definition',
		type: 'json',
		typeOptions: { rows: 18 },
		default: JSON.stringify(defaultDefinition, null, 2),
		required: true,
		description: 'The agent as JSON. Its ID and version become the name of what is published.',
		displayOptions: agent,
	},
	{
		displayName: 'Guardrail Policy',
		name: 'policy',
		type: 'json',
		typeOptions: { rows: 14 },
		default: JSON.stringify(defaultPolicy, null, 2),
		required: true,
		description: 'The policy as JSON. Its ID and version become the name of what is published.',
		displayOptions: policy,
	},
	{
		displayName: 'Prompt Name',
		name: 'promptName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'support-tone',
		description: 'Use lowercase letters, digits and hyphens',
		displayOptions: prompt,
	},
	{
		displayName: 'Version',
		name: 'promptVersion',
		type: 'string',
		default: '1.0.0',
		required: true,
		description: 'Must be higher than the last published version. Raise the minor version at least if variables change.',
		displayOptions: prompt,
	},
	{
		displayName: 'Purpose',
		name: 'purpose',
		type: 'string',
		default: '',
		required: true,
		description: 'One sentence that says what the prompt is for. The search uses it.',
		displayOptions: prompt,
	},
	{
		displayName: 'Prompt Text',
		name: 'promptText',
		type: 'string',
		// Two braces are an expression to n8n, and a variable to the prompt.
		typeOptions: { rows: 8 },
		default: '',
		required: true,
		description: 'Write variables in double braces, and leave the field on Fixed, so that n8n does not treat them as an expression',
		displayOptions: prompt,
	},
];

const decide: INodeProperties[] = [
	manifestLocator('manifest', 'Version', 'The version to approve. Read it first with the operation Get.', of(signable, 'approve')),
	manifestLocator('manifest', 'Version', 'The draft to send back to its author', of(signable, 'reject')),
	manifestLocator('manifest', 'Version', 'The version that should no longer be used', of(signable, 'deprecate')),
	manifestLocator('manifest', 'Version', 'The version that must never run again', of(signable, 'revoke')),
	{
		displayName: 'You cannot undo this. Running agents of this version stop within seconds.',
		name: 'revokeNotice',
		type: 'notice',
		default: '',
		displayOptions: of(signable, 'revoke'),
	},
	nameLocator(of(signable, 'rollBack'), 'What to roll back'),
	{
		displayName: 'To Version',
		name: 'toVersion',
		type: 'string',
		default: '',
		placeholder: '1.1.0',
		description:
			'The version to go back to; all higher versions are deprecated. Leave empty for the last approved version before the newest.',
		displayOptions: of(signable, 'rollBack'),
	},
	{
		displayName: 'Successor',
		name: 'successor',
		type: 'string',
		default: '',
		placeholder: '1.3.0',
		description: 'The version to use instead. Everyone who runs the deprecated version sees it.',
		displayOptions: of(signable, 'deprecate'),
	},
	{
		displayName: 'Reason',
		name: 'rejectReason',
		type: 'string',
		default: '',
		required: true,
		description: 'What the author should change. The author can publish a corrected version under the same number.',
		displayOptions: of(signable, 'reject'),
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		description: 'Shown to everyone whose run is refused or warned',
		displayOptions: of(signable, 'deprecate', 'revoke', 'rollBack'),
	},
	{
		displayName: 'Options',
		name: 'approveOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: of(signable, 'approve'),
		options: [
			{
				displayName: 'Evaluations',
				name: 'evaluations',
				type: 'string',
				typeOptions: { rows: 2 },
				default: '',
				description: 'Signed results of troupe eval run that the approval is based on, one on each line. Their hashes are signed.',
			},
			{
				displayName: 'Evidence Files',
				name: 'evidenceFiles',
				type: 'string',
				default: '',
				placeholder: 'data',
				description: 'Binary fields with a sandbox report or signed results, separated by commas',
			},
			{
				displayName: 'Report SHA-256',
				name: 'report',
				type: 'string',
				default: '',
				description: 'The hash of a sandbox report that the registry has already. Prefer Sandbox Report, which is checked.',
				displayOptions: { show: { '/signing': ['key'] } },
			},
			{
				displayName: 'Sandbox Report',
				name: 'sandboxReport',
				type: 'json',
				default: '={{ $json }}',
				description:
					'The report that the approval is based on: the item that Troupe Sandbox returned with its report, or the signed report',
			},
		],
	},
];

export const changeFields: INodeProperties[] = [...signing, ...publish, ...decide];
