import type { INodeProperties } from 'n8n-workflow';
import { defaultDefinition } from '../../TroupeAgent/default-definition';
import { manifestLocator, nameLocator } from './locators';

const of = (resource: string[], ...operation: string[]) => ({ show: { resource, operation } });
const both = ['agent', 'prompt'];
const signedHere = { signing: ['key'] };

const signing: INodeProperties[] = [
	{
		displayName: 'Signature',
		name: 'signing',
		type: 'options',
		options: [
			{ name: 'By Signing Key', value: 'key', description: 'The node signs, with the key of a credential' },
			{ name: 'Signed Already', value: 'token', description: 'Somebody signed on a machine of their own; the key never comes here' },
		],
		default: 'key',
		description: 'Who signs. A key in n8n signs for everybody who may use its credential in a workflow.',
		displayOptions: of(both, 'publish', 'approve'),
	},
	{
		displayName: 'Token',
		name: 'token',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.token }}',
		required: true,
		description: 'The signed manifest, or the signed approval: a JWT of three parts',
		displayOptions: { show: { ...of(both, 'publish', 'approve').show, signing: ['token'] } },
	},
];

const agent = { show: { ...of(['agent'], 'publish').show, ...signedHere } };
const prompt = { show: { ...of(['prompt'], 'publish').show, ...signedHere } };

const publish: INodeProperties[] = [
	{
		displayName: 'Definition',
		name: 'definition',
		type: 'json',
		typeOptions: { rows: 18 },
		default: JSON.stringify(defaultDefinition, null, 2),
		required: true,
		description:
			'The agent, as docs/agents.md describes it. Its id and version name what is published, and its text is signed to the byte.',
		displayOptions: agent,
	},
	{
		displayName: 'Options',
		name: 'agentOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: agent,
		options: [
			{
				displayName: 'Published Prompt',
				name: 'prompt',
				type: 'string',
				default: '',
				placeholder: 'support-tone@^1.2',
				description: 'Name and range of a published prompt that stands in for the definition’s own',
			},
		],
	},
	{
		displayName: 'Prompt Name',
		name: 'promptName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'support-tone',
		description: 'Lower case letters, digits and hyphens',
		displayOptions: prompt,
	},
	{
		displayName: 'Version',
		name: 'promptVersion',
		type: 'string',
		default: '1.0.0',
		required: true,
		description: 'Above the last one that was published; at least a minor version where variables change',
		displayOptions: prompt,
	},
	{
		displayName: 'Purpose',
		name: 'purpose',
		type: 'string',
		default: '',
		required: true,
		description: 'One sentence, for people and for searching',
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
		description:
			'Two braces around a name stand for a variable: leave the field on Fixed, so that n8n does not take them for an expression',
		displayOptions: prompt,
	},
];

const decide: INodeProperties[] = [
	manifestLocator('manifest', 'Version', 'Read it first, with the operation Get: an approval says yes to these bytes', of(both, 'approve')),
	manifestLocator('manifest', 'Version', 'The version that people should leave', of(both, 'deprecate')),
	manifestLocator('manifest', 'Version', 'The version that may never run again', of(both, 'revoke')),
	{
		displayName: 'Revoking is for good: nothing leaves that state, and runs of this version end within seconds.',
		name: 'revokeNotice',
		type: 'notice',
		default: '',
		displayOptions: of(both, 'revoke'),
	},
	nameLocator(of(both, 'rollBack'), 'What goes back to an earlier version'),
	{
		displayName: 'To Version',
		name: 'toVersion',
		type: 'string',
		default: '',
		placeholder: '1.1.0',
		description: 'Every version above it is deprecated. Empty: the last approved one below the newest. Never a revoked one.',
		displayOptions: of(both, 'rollBack'),
	},
	{
		displayName: 'Successor',
		name: 'successor',
		type: 'string',
		default: '',
		placeholder: '1.3.0',
		description: 'The version to go to; whoever runs the deprecated one is told of it',
		displayOptions: of(both, 'deprecate'),
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		description: 'For people: everybody whose run is refused or warned reads it',
		displayOptions: of(both, 'deprecate', 'revoke', 'rollBack'),
	},
	{
		displayName: 'Options',
		name: 'approveOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: { show: { ...of(both, 'approve').show, ...signedHere } },
		options: [
			{
				displayName: 'Report SHA-256',
				name: 'report',
				type: 'string',
				default: '',
				description: 'Of the report of the sandbox that the approver relied on',
			},
		],
	},
];

/** What changes something. */
export const changeFields: INodeProperties[] = [...signing, ...publish, ...decide];
