import type { INodeProperties } from 'n8n-workflow';
import { eventKinds } from '../../core/events/event-types';
import type { EventType } from '../../core/ports/events/event-facts';
import { tenantsField } from './records/tenants-field';
import { properties as approvals } from './approvals/properties';
import { properties as violations } from './violations/properties';
import { properties as registry } from './registry/properties';
import { stateField } from '../shared/state/state-field';

const names: Record<EventType, string> = {
	'agent.actions.changed': 'Agent Actions Changed',
	'agent.inputs.changed': 'Agent Inputs Changed',
	'agent.replies.changed': 'Agent Replies Changed',
	'agent.quality.dropped': 'Agent Quality Dropped',
	'agent.quality.failed': 'Agent Quality Failed',
	'agent.rollout.aborted': 'Agent Rollout Aborted',
	'agent.rollout.completed': 'Agent Rollout Completed',
	'agent.rollout.promoted': 'Agent Rollout Promoted',
	'agent.run.completed': 'Run Completed',
	'agent.run.failed': 'Run Failed',
	'agent.run.suspended': 'Run Waits for a Person',
	'agent.tool.stopped': 'Tool Switched Off',
	'budget.exhausted': 'Budget Used Up',
	'budget.threshold-reached': 'Budget 80 % Used',
	'channel.breaker-opened': 'Channel Breaker Opened',
	'channel.connected': 'Channel Connected Again',
	'channel.disconnected': 'Channel Disconnected',
	'channel.message.failed': 'Message Not Delivered',
	'channel.receipt.failed': 'Channel Receipt Failed',
	'channel.turn.failed': 'Channel Turn Failed',
	'contact.consent-granted': 'Consent Granted',
	'contact.consent-withdrawn': 'Consent Withdrawn',
	'contact.data-requested': 'Contact Asks About Data',
	'contact.opted-in': 'Contact Wants Messages Again',
	'contact.opted-out': 'Contact Wants No Messages',
	'contact.rectified': 'Contact Corrected',
	'contact.request-due': 'Request About Data Due',
	'conversation.handed-over': 'Conversation Handed Over',
	'conversation.returned': 'Conversation Returned to Its Agent',
	'conversation.taken-over': 'Conversation Taken Over',
	'conversation.waiting': 'Conversation Waits Too Long',
	'crm.record.doubtful': 'CRM Record Doubtful',
	'label.changed': 'Label Changed',
	'guardrail.violated': 'Guardrail Violated',
	'knowledge.document.doubtful': 'Document Doubtful',
	'knowledge.document.quarantined': 'Document in Quarantine',
	'manifest.approved': 'Manifest Approved',
	'manifest.deprecated': 'Manifest Deprecated',
	'manifest.published': 'Manifest Published',
	'manifest.rejected': 'Manifest Rejected',
	'manifest.revoked': 'Manifest Revoked',
	'manifest.withdrawn': 'Manifest Withdrawn',
	'memory.contradicted': 'Memory Contradicted',
	'audit.log.refused': 'Audit Log Refused',
	'retention.due': 'Retention Due',
	'policy.changed': 'Policy Changed',
	'process.incident-created': 'Process Incident Created',
	'rollout.changed': 'Rollout Changed',
	'switch.changed': 'Switch Changed',
	'root.added': 'Root Added',
	'snapshot.issued': 'Snapshot Issued',
	'usage.metered': 'Usage of an Hour',
	'usage.period-closed': 'Usage of a Month Closed',
};

const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);

const everyEvent: INodeProperties[] = [
	{
		// n8n makes actions of a field with the name Events, and then shows the trigger as a second node.
		displayName: 'Start When',
		name: 'types',
		type: 'multiOptions',
		options: Object.entries(names)
			.map(([value, name]) => ({ name, value, description: eventKinds[value as EventType].summary }))
			.sort(byName),
		default: ['agent.run.failed', 'budget.exhausted', 'process.incident-created'],
		hint: 'Leave empty for all',
		description: 'What starts the workflow',
	},
	{
		displayName: 'Agents',
		name: 'agents',
		type: 'string',
		default: '',
		placeholder: 'support, clerk*',
		hint: 'Leave empty for all',
		description: 'IDs of agents, separated by commas; * stands for any characters. Events that are about no agent are not filtered.',
	},
	tenantsField('Whose events start the workflow'),
];

export type EventSource = 'events' | 'approvals' | 'violations' | 'registry';

const shownFor = (source: EventSource, fields: INodeProperties[]): INodeProperties[] =>
	fields.map((field) => ({ ...field, displayOptions: { show: { source: [source] } } }));

export const properties: INodeProperties[] = [
	{
		displayName: 'Follow',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Approvals and Questions',
				value: 'approvals',
				description: 'Runs that wait for a person: which tool, who should decide, until when',
			},
			{ name: 'Events', value: 'events', description: 'All that happens: runs, budgets, violations, processes, channels, the registry' },
			{ name: 'Guardrail Violations', value: 'violations', description: 'What a guardrail found, where, and what it did' },
			{
				name: 'Registry',
				value: 'registry',
				description: 'Versions that are published, approved or revoked, in a registry on any machine',
			},
		],
		default: 'events',
		description: 'What the workflow follows',
	},
	...shownFor('events', everyEvent),
	...shownFor('approvals', approvals),
	...shownFor('violations', violations),
	...shownFor('registry', registry),
	{ ...stateField, displayOptions: { hide: { source: ['registry'] } } },
];
