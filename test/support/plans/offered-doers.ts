import type { NodeDescription } from '../../../bpmn/templates/n8n/node-description';
import type { Doer, DoerSources } from '../../../planner/doers/doer';
import { describeJobTypes } from '../../../planner/doers/sources/job-type-doers';
import { toNodeDoer } from '../../../planner/doers/sources/node-doers';

export const agentDoer = (name: string, purpose: string, capabilities: string[], more: Partial<Doer> = {}): Doer => ({
	...{ kind: 'agent', key: `agent:${name}`, name: `${name}@^1.0.0`, title: name, version: '1.0.0', purpose, words: capabilities },
	risk: 'reads',
	...more,
});

export const offeredAgents: Doer[] = [
	agentDoer('invoice-reader', 'Reads invoices and extracts supplier, amounts and dates.', ['invoices.extract', 'documents.read']),
	agentDoer('triage', 'Classifies messages and complaints by urgency and department.', ['messages.classify', 'complaints.route']),
	agentDoer('support', 'Answers questions of customers from the handbook.', ['questions.answer', 'support.answer']),
	agentDoer('translator', 'Translates texts, letters and messages between Portuguese, English and Spanish.', ['text.translate']),
	agentDoer('contract-summarizer', 'Summarizes contracts and their clauses.', ['contracts.summarize']),
	agentDoer('lead-qualifier', 'Qualifies leads by budget and need.', ['leads.qualify'], { risk: 'reversible' }),
];

const choices = (...names: string[]) => names.map((name) => ({ name, value: name[0]!.toLowerCase() + name.slice(1).replaceAll(' ', '') }));
const choice = (name: string, options: string[], show?: Record<string, unknown[]>) => ({
	...{ displayName: name, name, type: 'options', options: choices(...options), default: choices(...options)[0]!.value },
	...(show && { displayOptions: { show } }),
});

/** A node with operations by resource, and the parameters that they need. */
function node(
	name: string,
	displayName: string,
	resources: Record<string, string[]>,
	{ alias = [] as string[], description = `Uses ${displayName}`, properties = [] as NodeDescription['properties'] } = {},
): NodeDescription {
	return {
		...{ name, displayName, description, version: 1, inputs: ['main'], outputs: ['main'], codex: { alias } },
		credentials: [{ name: `${name}Api`, displayName, required: true }],
		properties: [
			choice('resource', Object.keys(resources)),
			...Object.entries(resources).map(([resource, operations]) =>
				choice('operation', operations, { resource: [choices(resource)[0]!.value] }),
			),
			...properties,
		],
	};
}

const text = (name: string, show: Record<string, unknown[]>, required = true) => ({
	...{ displayName: name, name, type: 'string', default: '', required, displayOptions: { show } },
});

export const offeredNodes: NodeDescription[] = [
	node(
		'slack',
		'Slack',
		{ Channel: ['Create', 'Archive', 'Invite'], Message: ['Send', 'Update', 'Delete'] },
		{ properties: [text('channel', { resource: ['message'], operation: ['send'] }), text('text', { resource: ['message'] }, false)] },
	),
	node('googleSheets', 'Google Sheets', { Sheet: ['Append row', 'Read', 'Clear'] }, { alias: ['spreadsheet', 'CSV'] }),
	node('github', 'GitHub', { Issue: ['Create', 'Get', 'Edit'], File: ['Create', 'List'] }),
	node('stripe', 'Stripe', { Charge: ['Create', 'Get'], Customer: ['Create', 'Delete'] }, { alias: ['payment', 'card'] }),
	node('googleCalendar', 'Google Calendar', { Event: ['Create', 'Get', 'Delete'], Calendar: ['Availability'] }),
	node('gmail', 'Gmail', { Message: ['Send', 'Reply', 'Get'], Draft: ['Create'] }, { alias: ['email'] }),
	node('hubspot', 'HubSpot', { Contact: ['Create', 'Search', 'Get'], Deal: ['Create', 'Get'] }, { alias: ['CRM'] }),
	node('postgres', 'Postgres', { Database: ['Insert', 'Select', 'Update', 'Execute query'] }, { alias: ['SQL', 'database'] }),
	node('trello', 'Trello', { Card: ['Create', 'Get'], Board: ['Create'] }, { alias: ['kanban', 'task'] }),
	node('dropbox', 'Dropbox', { File: ['Upload', 'Download', 'Move'], Folder: ['Create'] }),
	node('zendesk', 'Zendesk', { Ticket: ['Create', 'Get', 'Update'] }, { alias: ['support', 'helpdesk'] }),
	node('mailchimp', 'Mailchimp', { Campaign: ['Send', 'Get'], Member: ['Create'] }, { alias: ['newsletter'] }),
];

const all = [...offeredAgents, ...describeJobTypes(), ...offeredNodes.map((description) => toNodeDoer('n8n-nodes-base', description))];

/** All of them, as a source. `more` replaces parts. */
export function offerDoers(more: Partial<DoerSources> = {}): DoerSources {
	return {
		list: async (kinds) => all.filter(({ kind }) => kinds.includes(kind)),
		confirm: async (doer) => doer,
		findNamed: async (kind, name) => all.find((doer) => doer.kind === kind && (doer.name === name || doer.name.split('@')[0] === name)),
		describeNode: async (type) => offeredNodes.find(({ name }) => `n8n-nodes-base.${name}` === type),
		...more,
	};
}
