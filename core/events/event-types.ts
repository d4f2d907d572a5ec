import { legalBases } from '../ports/channels/contact-consents';
import { answeredKinds, dataRequestKinds } from '../ports/channels/contact-rights';
import { correctableFields } from '../ports/channels/contacts';
import type { EventFacts, EventType } from '../ports/events/event-facts';

interface EventKind {
	summary: string;
	version: number;
	schema: object;
}

const text = { type: 'string' } as const;
const time = { type: 'string', format: 'date-time' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const amount = { type: 'number', minimum: 0 } as const;

/** Readers must accept further fields: a version only adds fields. */
const facts = (properties: Record<string, object>, optional: string[] = []) => ({
	type: 'object',
	properties,
	required: Object.keys(properties).filter((name) => !optional.includes(name)),
});

const run = {
	runId: text,
	agent: facts({ id: text, version: text, sha256: text }, ['sha256']),
	person: text,
	host: text,
	durationMs: count,
	usage: facts({ inputTokens: count, outputTokens: count, costUsd: { type: ['number', 'null'] }, modelCalls: count, toolCalls: count }),
};

const budget = (percent: number) =>
	facts(
		{
			budget: text,
			per: text,
			field: { enum: ['costUsd', 'tokens', 'calls', 'runs'] },
			cap: amount,
			spent: amount,
			resetsAt: { type: ['string', 'null'], format: 'date-time' },
			percent: { const: percent },
			agent: text,
			model: text,
			instance: text,
		},
		['agent', 'model', 'instance'],
	);

const violation = facts(
	{
		guardrail: text,
		code: text,
		stage: text,
		action: text,
		host: text,
		agent: text,
		matchTypes: { type: 'array', items: text },
		matchCount: count,
		tool: text,
		argument: text,
		agentVersion: text,
		agentSha256: text,
		runId: text,
		person: text,
		key: text,
		policy: text,
		policyVersion: text,
	},
	['agent', 'tool', 'argument', 'agentVersion', 'agentSha256', 'runId', 'person', 'key', 'policy', 'policyVersion'],
);

const metered = facts({
	from: time,
	to: time,
	agent: { type: ['string', 'null'] },
	model: text,
	calls: count,
	failed: count,
	inputTokens: count,
	cachedInputTokens: count,
	cacheWriteTokens: count,
	outputTokens: count,
	reasoningTokens: count,
	searches: count,
	costUsd: amount,
	unpriced: count,
});

const difference = { type: 'integer' } as const;
const closedPeriod = facts({
	month: text,
	number: count,
	isCorrection: { type: 'boolean' },
	timeZone: text,
	from: time,
	to: time,
	calls: difference,
	failed: difference,
	inputTokens: difference,
	cachedInputTokens: difference,
	cacheWriteTokens: difference,
	outputTokens: difference,
	reasoningTokens: difference,
	searches: difference,
	unpriced: difference,
	currency: { const: 'USD' },
	cost: { type: 'string', pattern: String.raw`^-?\d+\.\d{2,9}$` },
});

const incident = facts(
	{
		engine: { enum: ['embedded', 'zeebe'] },
		instanceKey: text,
		processId: text,
		elementId: text,
		incidentKey: text,
		jobType: text,
		errorType: text,
		code: text,
	},
	['processId', 'elementId', 'incidentKey', 'jobType', 'code'],
);

const conversation = { channel: text, conversation: text };
const request = (more: Record<string, object>) =>
	facts({ ...conversation, contact: text, protocol: text, by: text, ...more }, ['channel', 'conversation']);
const number = { type: 'number' } as const;

const changedTraits = facts({
	agent: text,
	kind: { enum: ['shift', 'drift'] },
	changes: { type: 'array', items: facts({ trait: text, index: number }) },
});
const judged = facts({ passed: count, failed: count });
const registry = facts({ id: count, tenant: text, about: { type: 'object', additionalProperties: text } });

const kind = (summary: string, schema: object): EventKind => ({ summary, version: 1, schema });

/** docs/operations/events.md lists them; a test compares the two. */
export const eventKinds: Record<EventType, EventKind> = {
	'agent.run.completed': kind(
		'A run of an agent has ended: with a reply, blocked, for a person, or at a limit',
		facts({ ...run, outcome: { enum: ['reply', 'blocked', 'needs-human', 'limit-reached'] }, reason: text }, ['reason', 'person']),
	),
	'agent.run.failed': kind('A run of an agent ended with a fault, or could not begin', facts({ ...run, code: text }, ['person'])),
	'agent.run.suspended': kind('A run of an agent waits for a person', facts({ ...run, waitsFor: count, decideBy: time }, ['person'])),
	'agent.quality.failed': kind(
		'The judge of live runs failed the reply of an agent',
		facts({ agent: facts({ id: text, version: text }), runId: text }),
	),
	'agent.quality.dropped': kind(
		'Judged runs of an agent are worse than those before them',
		facts({ agent: facts({ id: text, version: text }), window: count, before: judged, now: judged, low: number, high: number }),
	),
	'agent.inputs.changed': kind('What an agent is asked is not what it was asked before', changedTraits),
	'agent.replies.changed': kind('An agent does not answer as it answered before', changedTraits),
	'agent.actions.changed': kind(
		'An agent acts otherwise than before: it calls a tool more often, with larger amounts, for the first time, or at regular times',
		facts({
			agent: text,
			tool: text,
			origin: text,
			kind: { enum: ['new', 'calls', 'amount', 'regular'] },
			before: number,
			now: number,
		}),
	),
	'switch.changed': kind('Somebody turned agents off or on', facts({ target: text, on: { type: 'boolean' }, by: text })),
	'agent.tool.stopped': kind(
		'A tool of an agent broke its contract, and is off until a person turns it on',
		facts({ agent: facts({ id: text, version: text }), tool: text, breach: text, runId: text, host: text }),
	),
	'knowledge.document.quarantined': kind(
		'An ingestion put a document into quarantine',
		facts({ collection: text, document: text, reason: text }),
	),
	'knowledge.document.doubtful': kind(
		'An ingestion stored a document that contradicts others, or is unlike its collection',
		facts({ collection: text, document: text, outliers: count, contradicts: { type: 'array', items: text } }),
	),
	'memory.contradicted': kind(
		'What is remembered of a person contradicts what was remembered before',
		facts({ person: text, memory: text, contradicts: { type: 'array', items: text } }),
	),
	'audit.log.refused': kind('A witness refuses the audit log, because it cosigned another one', facts({ witness: text, reason: text })),
	'retention.due': kind(
		'Cleanings will remove more of a class of data than they usually do',
		facts({ class: text, rows: count, withinDays: count }),
	),
	'crm.record.doubtful': kind(
		'A record of a CRM may be the same person or company as others',
		facts({
			crm: text,
			kind: { enum: ['person', 'company'] },
			id: text,
			doubts: { type: 'array', items: facts({ kind: { enum: ['person', 'company'] }, id: text, because: text }) },
		}),
	),
	'agent.rollout.promoted': kind('A rollout of an agent goes to more of its runs', registry),
	'agent.rollout.aborted': kind('A rollout of an agent went back to the version before', registry),
	'agent.rollout.completed': kind('A rollout of an agent has reached all of its runs', registry),
	'budget.threshold-reached': kind('Four fifths of a budget are used, once in each of its periods', budget(80)),
	'budget.exhausted': kind('A budget is used up, once in each of its periods', budget(100)),
	'usage.metered': kind('What an agent used of a model in an hour that is over, for bills', metered),
	'usage.period-closed': kind('A month is over and its statement is closed, or something that came late corrects it', closedPeriod),
	'guardrail.violated': kind('A guardrail found something', violation),
	'process.incident-created': kind('A process instance stopped at an incident', incident),
	'conversation.handed-over': kind('A conversation was handed over to people', facts({ ...conversation, by: text })),
	'conversation.returned': kind('The agent answers a conversation again', facts({ ...conversation, by: text })),
	'conversation.taken-over': kind('A person wrote in a conversation, and the agent is silent', facts(conversation)),
	'conversation.waiting': kind(
		'A customer has waited for an answer for longer than the channel allows',
		facts({ ...conversation, waitsFor: { enum: ['agent', 'person'] }, minutes: count }),
	),
	'channel.breaker-opened': kind('A conversation was changed too often within a minute, and the agent stopped', facts(conversation)),
	'channel.message.failed': kind(
		'A message did not reach its customer, or nobody knows whether it did',
		facts({ ...conversation, message: text, state: { enum: ['refused', 'failed', 'unknown'] }, code: text, reason: text, runId: text }, [
			'code',
			'runId',
		]),
	),
	'contact.opted-out': kind('A contact wants no more messages', request({ kind: { enum: ['opt-out', 'wrong-number'] } })),
	'contact.opted-in': kind('A contact wants messages again', request({})),
	'contact.consent-granted': kind(
		'A legal basis for a purpose was recorded for a contact, such as their consent',
		facts({ contact: text, purpose: text, basis: { enum: legalBases }, by: text }),
	),
	'contact.consent-withdrawn': kind('The legal basis for a purpose was withdrawn', facts({ contact: text, purpose: text, by: text })),
	'contact.data-requested': kind(
		'A contact asks for their data, or wants them corrected, deleted or no longer used',
		request({ kind: { enum: dataRequestKinds } }),
	),
	'contact.request-due': kind(
		'A request of a contact about data has no answer shortly before its last day, or after it',
		facts({ protocol: text, kind: { enum: answeredKinds }, contact: text, dueOn: text, isLate: { type: 'boolean' } }, ['contact']),
	),
	'contact.rectified': kind(
		'People corrected what is stored of a contact',
		facts({ contact: text, fields: { type: 'array', items: { enum: [...correctableFields, 'alias'] } }, by: text }),
	),
	'channel.connected': kind('The account of a channel is connected again', facts({ channel: text })),
	'channel.disconnected': kind('The account of a channel is no longer connected', facts({ channel: text })),
	'channel.receipt.failed': kind(
		'What a channel received could not be applied and was given up: a message in it has no answer until somebody replays it',
		facts({ channel: text, receipt: text, reason: text }),
	),
	'channel.turn.failed': kind(
		'A turn of a conversation cannot be answered: it waits until its cause is gone, or was given up',
		facts({ ...conversation, contact: text, person: text, turn: text, state: { enum: ['waits', 'given-up'] }, reason: text }, ['person']),
	),
	'manifest.published': kind('A version was published in the registry, and waits for its approvals', registry),
	'manifest.approved': kind('A version got an approval', registry),
	'manifest.rejected': kind('A draft was rejected, and its author is asked to change it', registry),
	'manifest.withdrawn': kind('A draft was withdrawn by its author', registry),
	'manifest.deprecated': kind('A version should no longer be used', registry),
	'manifest.revoked': kind('A version must never run again', registry),
	'label.changed': kind('A label points to another version, or was removed', registry),
	'policy.changed': kind('The rules for running without a manifest changed', registry),
	'rollout.changed': kind('A rollout started, advanced, paused, aborted or completed', registry),
	'root.added': kind('The list of trusted keys has a new version', registry),
	'snapshot.issued': kind('The registry signed its current state', registry),
};

export const eventTypes = Object.keys(eventKinds) as EventType[];

export const isEventType = (text: string): text is keyof EventFacts => Object.hasOwn(eventKinds, text);
