import type { LegalBasis } from '../channels/contact-consents';
import type { answeredKinds, dataRequestKinds } from '../channels/contact-rights';
import type { CorrectableField } from '../channels/contacts';
import type { ActionChange } from '../quality';
import type { Doubt } from '../crm';
import type { BreachKind } from '../tools/containment';

interface ChangedTraits {
	agent: string;
	kind: 'shift' | 'drift';
	changes: Array<{ trait: string; index: number }>;
}

/** By event type. No texts of people, personal data or secrets. */
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
		/** Number of judged runs, compared with as many before them. */
		window: number;
		before: { passed: number; failed: number };
		now: { passed: number; failed: number };
		/** Bounds of the difference between the pass shares. */
		low: number;
		high: number;
	};
	/** Reasons never quote a document. */
	'knowledge.document.quarantined': { collection: string; document: string; reason: string };
	'knowledge.document.doubtful': { collection: string; document: string; outliers: number; contradicts: string[] };
	'crm.record.doubtful': Pick<Doubt, 'kind' | 'id'> & { crm: string; doubts: Doubt[] };
	'memory.contradicted': {
		/** A keyed hash of the person's id. */
		person: string;
		memory: string;
		contradicts: string[];
	};
	'audit.log.refused': {
		witness: string;
		reason: string;
	};
	'retention.due': {
		/** As `troupe privacy retention` names it. */
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
		/** The hour, ISO 8601: `from` inclusive, `to` exclusive. */
		from: string;
		to: string;
		/** Null for calls outside an agent. */
		agent: string | null;
		model: string;
		calls: number;
		failed: number;
		inputTokens: number;
		cachedInputTokens: number;
		cacheWriteTokens: number;
		outputTokens: number;
		reasoningTokens: number;
		searches: number;
		/** US dollars of priced calls. */
		costUsd: number;
		unpriced: number;
	};
	'usage.period-closed': {
		/** `2026-10`, in the tenant's time zone. */
		month: string;
		/** 1 is the statement; later ones are corrections, with the differences alone. */
		number: number;
		isCorrection: boolean;
		timeZone: string;
		/** ISO 8601: `from` inclusive, `to` exclusive. */
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
		unpriced: number;
		currency: 'USD';
		/** Exact decimal such as `12.50`. */
		cost: string;
	};
	'guardrail.violated': {
		guardrail: string;
		code: string;
		stage: string;
		action: string;
		/** Such as `BR_CPF`; never the values. */
		matchTypes: string[];
		matchCount: number;
		tool?: string;
		argument?: string;
		agent?: string;
		agentVersion?: string;
		agentSha256?: string;
		runId?: string;
		/** A keyed hash of the person's id. */
		person?: string;
		key?: string;
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
		/** Camunda's: `JOB_NO_RETRIES`. */
		errorType: string;
		code?: string;
	};
	'conversation.handed-over': ConversationFacts & { by: string };
	'conversation.returned': ConversationFacts & { by: string };
	'conversation.taken-over': ConversationFacts;
	/** `minutes`: since the first unanswered message, or since people were asked. */
	'conversation.waiting': ConversationFacts & { waitsFor: 'agent' | 'person'; minutes: number };
	'channel.breaker-opened': ConversationFacts;
	'channel.message.failed': ConversationFacts & {
		message: string;
		/** `refused`: by the provider. `failed`: not delivered. `unknown`: nobody knows. */
		state: 'refused' | 'failed' | 'unknown';
		/** The provider's code, the status of its answer, or a code of Troupe. */
		code?: string;
		/** Without personal data: phone numbers and addresses are `…`. */
		reason: string;
		runId?: string;
	};
	'contact.opted-out': ContactFacts & { kind: 'opt-out' | 'wrong-number' };
	'contact.opted-in': ContactFacts;
	'contact.consent-granted': ConsentFacts & { basis: LegalBasis };
	'contact.consent-withdrawn': ConsentFacts;
	'contact.rectified': {
		contact: string;
		/** Corrected fields, never values. */
		fields: Array<CorrectableField | 'alias'>;
		by: string;
	};
	'contact.data-requested': ContactFacts & { kind: (typeof dataRequestKinds)[number] };
	'contact.request-due': {
		protocol: string;
		kind: (typeof answeredKinds)[number];
		/** Absent for a forgotten contact. */
		contact?: string;
		/** Last day for the answer, in the tenant's time zone: `2026-12-14`. */
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
		contact: string;
		/** Keyed hash of the contact, as in events of runs. */
		person?: string;
		turn: string;
		/** `waits`: answered once the cause is gone. `given-up`: only after a replay. */
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
	/** ISO 8601; null for a budget without reset. */
	resetsAt: string | null;
	agent?: string;
	model?: string;
	instance?: string;
}

interface ConversationFacts {
	channel: string;
	conversation: string;
}

interface ContactFacts extends Partial<ConversationFacts> {
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
	id: number;
	tenant: string;
	about: Record<string, string>;
}
