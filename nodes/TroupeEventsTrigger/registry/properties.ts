import type { INodeProperties } from 'n8n-workflow';
import type { RegistryEventType } from '../../../manifests/registry/registry-api';

const events: Record<RegistryEventType, [name: string, description: string]> = {
	'agent.rollout.aborted': ['Agent Rollout Aborted', 'A rollout of an agent went back to the version before'],
	'agent.rollout.completed': ['Agent Rollout Completed', 'A rollout of an agent has reached all of its runs'],
	'agent.rollout.promoted': ['Agent Rollout Promoted', 'A rollout of an agent goes to more of its runs'],
	'label.changed': ['Label Changed', 'A label points to another version, or was removed'],
	'manifest.approved': ['Approved', 'A version got an approval'],
	'manifest.deprecated': ['Deprecated', 'A version should no longer be used'],
	'manifest.published': ['Published', 'A new version waits for its approvals'],
	'manifest.rejected': ['Rejected', 'A draft was rejected, and its author is asked to change it'],
	'manifest.withdrawn': ['Withdrawn', 'A draft was withdrawn by its author'],
	'manifest.revoked': ['Revoked', 'A version must never run again'],
	'policy.changed': ['Policy Changed', 'The rules for running without a manifest changed'],
	'rollout.changed': ['Rollout Changed', 'A rollout started, advanced, paused, aborted or completed'],
	'root.added': ['Root Added', 'The list of trusted keys has a new version'],
	'snapshot.issued': ['Snapshot Issued', 'The registry signed its current state, after a change or on schedule'],
};

const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);

export const properties: INodeProperties[] = [
	{
		displayName: 'Start When',
		name: 'events',
		type: 'multiOptions',
		options: Object.entries(events)
			.map(([value, [name, description]]) => ({ name, value, description }))
			.sort(byName),
		default: ['manifest.approved', 'manifest.published', 'manifest.revoked'],
		hint: 'Leave empty for all',
		description: 'The events that start the workflow',
	},
	{
		displayName: 'Kinds',
		name: 'kinds',
		type: 'multiOptions',
		options: [
			{ name: 'Agent', value: 'agent' },
			{ name: 'Evaluation Set', value: 'evaluation' },
			{ name: 'Package', value: 'package' },
			{ name: 'Policy', value: 'policy' },
			{ name: 'Prompt', value: 'prompt' },
			{ name: 'Template', value: 'template' },
		],
		default: [],
		hint: 'Leave empty for all',
		description: 'Only events about these. Other events, such as policy changes, are not filtered.',
	},
	{
		displayName: 'Names',
		name: 'names',
		type: 'string',
		default: '',
		placeholder: 'support, refund-clerk',
		hint: 'Leave empty for all',
		description: 'Names of agents, prompts, policies, packages or rollouts, separated by commas',
	},
];
