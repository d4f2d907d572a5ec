import type { LegalBasis } from '../channels/contact-consents';
import type { answeredKinds, dataRequestKinds } from '../channels/contact-rights';
import type { CorrectableField } from '../channels/contacts';
import type { ActionChange } from '../quality';
import type { Doubt } from '../crm';
import type { BreachKind } from '../tools/containment';

/** Traits that changed, against a week or a month. */
interface ChangedTraits {
	agent: string;
	kind: 'shift' | 'drift';
	changes: Array<{ trait: string; index: number }>;
}

/** What happened, by its type. Nothing here holds texts of people, personal data or secrets. */
export interface EventFacts {
	'agent.run.completed': RunFacts & { outcome: 'reply' | 'blocked' | 'needs-human' | 'limit-reached'; reason?: string };
	'agent.run.failed': RunFacts & { code: string };
	'agent.run.suspended': RunFacts & { waitsFor: number; decideBy: string };
	'agent.quality.failed': { agent: { id: string; version: string }; runId: string };
	'agent.actions.changed': ActionChange;
	'agent.replies.changed': ChangedTraits;
	'agent.inputs.changed': ChangedTraits;
	'agent.quality.dropped': {
		agent: { id: string; version: string };
		/** How many judged runs are compared with the same number before them. */
		window: number;
		before: { passed: number; failed: number };
		now: { passed: number; failed: number };
		/** Where the difference of the shares that pass lies. */
		low: number;
		high: number;
	};
	/** Reasons never quote a document. */
	'knowledge.document.quarantined': { collection: string; document: string; reason: string };
	'knowledge.document.doubtful': { collection: string; document: string; outliers: number; contradicts: string[] };
	/** Ids of the CRM. */
	'crm.record.doubtful': Pick<Doubt, 'kind' | 'id'> & { crm: string; doubts: Doubt[] };
	'memory.contradicted': {
		/** A keyed hash of the person's id. */
		person: string;
		memory: string;
		contradicts: string[];
	};
	'audit.log.refused': {
		/** The name of its key. */
		witness: string;
		reason: string;
	};
	'retention.due': {
		/** The class of data, as `troupe privacy retention` names it. */
		class: string;
		rows: number;
		withinDays: number;
	};
	'switch.changed': {
		/** As `troupe switch` names it: `agent:support`. */
		target: string;
		on: boolean;
		by: string;
	};
	'agent.tool.stopped': {
		agent: { id: string; version: string };
		/** A server, one of its tools, or a tool of the definition: `mcp:crm`. */
		tool: string;
		breach: BreachKind;
		runId: string;
		host: string;
	};
	'agent.rollout.promoted': RegistryFacts;
	'agent.rollout.aborted': RegistryFacts;
	'agent.rollout.completed': RegistryFacts;
	'budget.threshold-reached': BudgetFacts & { percent: 80 };
	'budget.exhausted': BudgetFacts & { percent: 100 };
	'usage.metered': {
		/** The hour, as ISO 8601: `from` is in it, `to` is not. */
		from: string;
		to: string;
		/** Null for calls outside an agent. */
		agent: string | null;
		/** `provider:model`. */
		model: string;
		calls: number;
		failed: number;
		inputTokens: number;
		cachedInputTokens: number;
		cacheWriteTokens: number;
		outputTokens: number;
		reasoningTokens: number;
		searches: number;
		/** US dollars of the calls with a known price. */
		costUsd: number;
		/** Calls without one. */
		unpriced: number;
	};
	'usage.period-closed': {
		/** `2026-10`, in the time zone of the tenant. */
		month: string;
		/** 1 is the statement; those after it are corrections, with the differences alone. */
		number: number;
		isCorrection: boolean;
		timeZone: string;
		/** ISO 8601: `from` is in it, `to` is not. */
		from: string;
		to: string;
		calls: number;
		failed: number;
		inputTokens: number;
		cachedInputTokens: number;
		cacheWriteTokens: number;
		outputTokens: number;
		reasoningTokens: number;
		searches: number;
		/** Calls without a known price. */
		unpriced: number;
		currency: 'USD';
		/** A decimal number such as `12.50`, exact. */
		cost: string;
	};
	'guardrail.violated': {
		guardrail: string;
		code: string;
		stage: string;
		action: string;
		/** Types of what was found, such as `BR_CPF`; never the values. */
		matchTypes: string[];
		matchCount: number;
		/** The tool of a call whose arguments were judged, and the place in them. */
		tool?: string;
		argument?: string;
		agent?: string;
		agentVersion?: string;
		agentSha256?: string;
		runId?: string;
		/** A keyed hash of the person's id. */
		person?: string;
		/** The id of the API key whose caller asked. */
		key?: string;
		/** The policy whose check it is. */
		policy?: string;
		policyVersion?: string;
		host: string;
	};
	'process.incident-created': {
		engine: 'embedded' | 'zeebe';
		instanceKey: string;
		processId?: string;
		elementId?: string;
		incidentKey?: string;
		jobType?: string;
		/** As Camunda names it: `JOB_NO_RETRIES`. */
		errorType: string;
		/** Troupe's, where it has one. */
		code?: string;
	};
	'conversation.handed-over': ConversationFacts & { by: string };
	/** `by`: `desk`, `command` or `time`. */
	'conversation.returned': ConversationFacts & { by: string };
	'conversation.taken-over': ConversationFacts;
	/** `minutes`: since the first message without an answer, or since people were asked. */
	'conversation.waiting': ConversationFacts & { waitsFor: 'agent' | 'person'; minutes: number };
	'channel.breaker-opened': ConversationFacts;
	'channel.message.failed': ConversationFacts & {
		/** Troupe's id of the message. */
		message: string;
		/** `refused`: the provider did not take it. `failed`: it took it, and could not deliver it. `unknown`: nobody knows whether it has it. */
		state: 'refused' | 'failed' | 'unknown';
		/** The provider's own code, the status of its answer, or a code of Troupe. */
		code?: string;
		/** Without personal data: numbers of phones and addresses are `…`. */
		reason: string;
		/** The run of the agent whose words they are. */
		runId?: string;
	};
	'contact.opted-out': ContactFacts & { kind: 'opt-out' | 'wrong-number' };
	'contact.opted-in': ContactFacts;
	'contact.consent-granted': ConsentFacts & { basis: LegalBasis };
	'contact.consent-withdrawn': ConsentFacts;
	'contact.rectified': {
		contact: string;
		/** Names of what was corrected, never its values. */
		fields: Array<CorrectableField | 'alias'>;
		by: string;
	};
	'contact.data-requested': ContactFacts & { kind: (typeof dataRequestKinds)[number] };
	'contact.request-due': {
		protocol: string;
		kind: (typeof answeredKinds)[number];
		/** Absent once the contact was forgotten. */
		contact?: string;
		/** The last day for the answer, in the time zone of the tenant: `2026-12-14`. */
		dueOn: string;
		isLate: boolean;
	};
	'channel.connected': { channel: string };
	'channel.disconnected': { channel: string };
	'channel.receipt.failed': {
		channel: string;
		/** As `troupe channel log` names it. */
		receipt: string;
		reason: string;
	};
	'channel.turn.failed': ConversationFacts & {
		/** Troupe's id of the contact. */
		contact: string;
		/** A keyed hash of it, as in events of runs. */
		person?: string;
		turn: string;
		/** `waits`: it is answered once the cause is gone. `given-up`: not before somebody replays it. */
		state: 'waits' | 'given-up';
		reason: string;
	};
	'manifest.published': RegistryFacts;
	'manifest.approved': RegistryFacts;
	'manifest.rejected': RegistryFacts;
	'manifest.withdrawn': RegistryFacts;
	'manifest.deprecated': RegistryFacts;
	'manifest.revoked': RegistryFacts;
	'label.changed': RegistryFacts;
	'policy.changed': RegistryFacts;
	'rollout.changed': RegistryFacts;
	'root.added': RegistryFacts;
	'snapshot.issued': RegistryFacts;
}

export type EventType = keyof EventFacts;

interface RunFacts {
	runId: string;
	/** The hash is absent in a run that never began. */
	agent: { id: string; version: string; sha256?: string };
	/** A keyed hash of the person's id. */
	person?: string;
	/** What ran the agent, such as `cli`, `worker` or `n8n`. */
	host: string;
	durationMs: number;
	usage: { inputTokens: number; outputTokens: number; costUsd: number | null; modelCalls: number; toolCalls: number };
}

interface BudgetFacts {
	budget: string;
	per: string;
	/** `costUsd`, `tokens`, `calls` or `runs`. */
	field: string;
	cap: number;
	spent: number;
	/** ISO 8601; null for a budget that never resets. */
	resetsAt: string | null;
	agent?: string;
	model?: string;
	/** The process instance, for a budget of each instance. */
	instance?: string;
}

interface ConversationFacts {
	channel: string;
	/** Troupe's id, which says nothing about the person. */
	conversation: string;
}

/** Where it was demanded, unless an operator noted it. */
interface ContactFacts extends Partial<ConversationFacts> {
	/** Troupe's id of the contact. */
	contact: string;
	protocol: string;
	/** `contact`, `provider` or `user`. */
	by: string;
}

interface ConsentFacts {
	contact: string;
	purpose: string;
	by: string;
}

interface RegistryFacts {
	/** Its number in the registry. */
	id: number;
	tenant: string;
	about: Record<string, string>;
}
