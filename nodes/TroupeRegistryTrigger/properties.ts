import type { INodeProperties } from 'n8n-workflow';
import type { RegistryEventType } from '../../manifests/registry/registry-api';

const EVENTS: Record<RegistryEventType, [name: string, description: string]> = {
	'flag.changed': ['Flag Changed', 'Something was switched on or off'],
	'manifest.approved': ['Approved', 'An approval was added, or the last one that was needed'],
	'manifest.deprecated': ['Deprecated', 'People should leave a version'],
	'manifest.published': ['Published', 'There is a new version, which waits for its approvals'],
	'manifest.revoked': ['Revoked', 'A version may never run again'],
	'policy.changed': ['Policy Changed', 'What may run without a manifest was decided anew'],
	'rollout.changed': ['Rollout Changed', 'A rollout began, went on, was held, aborted or completed'],
	'root.added': ['Root Added', 'There is a new edition of the keys that are trusted'],
	'snapshot.issued': ['Snapshot Issued', 'With every change, and now and then without one'],
};

const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);

/** The registry trigger's form. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: Object.entries(EVENTS)
			.map(([value, [name, description]]) => ({ name, value, description }))
			.sort(byName),
		default: ['manifest.approved', 'manifest.published', 'manifest.revoked'],
		description: 'None for all of them',
	},
	{
		displayName: 'Kinds',
		name: 'kinds',
		type: 'multiOptions',
		options: [
			{ name: 'Agent', value: 'agent' },
			{ name: 'Package', value: 'package' },
			{ name: 'Prompt', value: 'prompt' },
		],
		default: [],
		description: 'Of what the event is about, where it is about one of these; none for all',
	},
	{
		displayName: 'Names',
		name: 'names',
		type: 'string',
		default: '',
		placeholder: 'support, refund-clerk',
		description: 'Of agents, prompts, packages, flags or rollouts, separated by commas; empty for all',
	},
];
