import type { BreachKind } from '../tools/containment';
import type { ActionChange } from '../quality';
import type { RecordLog } from '../records';
import type { TakenWork, WorkQueue } from '../work';

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
	'memory.contradicted': {
		/** A keyed hash of the person's id. */
		person: string;
		memory: string;
		contradicts: string[];
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
	'conversation.taken-over': ConversationFacts;
	'channel.breaker-opened': ConversationFacts;
	'channel.disconnected': { channel: string };
	'manifest.published': RegistryFacts;
	'manifest.approved': RegistryFacts;
	'manifest.deprecated': RegistryFacts;
	'manifest.revoked': RegistryFacts;
	'flag.changed': RegistryFacts;
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

interface RegistryFacts {
	/** Its number in the registry. */
	id: number;
	tenant: string;
	about: Record<string, string>;
}

/** An event that happens now. */
export type NewEvent = {
	[Type in EventType]: {
		type: Type;
		data: EventFacts[Type];
		/** Milliseconds since the epoch, if it happened earlier. */
		at?: number;
		/** The same event is stored once, whoever publishes it: a tenant's events with the same key are one. */
		key?: string;
	};
}[EventType];

/** Tells of what happened. One insert; never fails what it tells of. */
export interface Events {
	publish(tenant: string, ...events: NewEvent[]): Promise<void>;
}

export interface TroupeEvent {
	/** Counts within a tenant. */
	id: number;
	/** Identifies it everywhere: `evt_…`. It stays the same when it is sent again. */
	eventId: string;
	type: EventType;
	/** The version of the type's schema. */
	version: number;
	/** Milliseconds since the epoch. */
	at: number;
	data: Record<string, unknown>;
}

/** Events of all tenants, and who gets them. */
export interface EventStore extends RecordLog<TroupeEvent> {
	/** Stores events, and a delivery for each active subscription of their types. @returns the number of those that are new */
	append(tenant: string, events: readonly NewEvent[]): Promise<number>;
	/** Returns how far a source was taken over, such as the events of the registry. */
	readPosition(tenant: string, source: string): Promise<number>;
	writePosition(tenant: string, source: string, position: number): Promise<void>;
	subscriptions: Subscriptions;
	deliveries: EventDeliveries;
	close(): Promise<void>;
}

export interface Subscription {
	tenant: string;
	id: string;
	url: string;
	/** Empty: all, those of later versions too. */
	types: EventType[];
	/** Disabled by the receiver (410), by a person or after many failures: `reason` says so. */
	state: 'active' | 'disabled';
	reason: string | null;
	maxAttempts: number;
	/** Deliveries in a row that were given up. */
	failures: number;
	/** Milliseconds since the epoch. */
	createdAt: number;
	lastStatus: string | null;
	lastAt: number | null;
}

export type NewSubscription = Pick<Subscription, 'url' | 'types' | 'maxAttempts'> & {
	/** `whsec_` and base64. */
	secret: string;
};

export interface Subscriptions {
	/** @throws TroupeError STATE_CONFLICT for too many */
	add(tenant: string, subscription: NewSubscription): Promise<Subscription>;
	list(tenant: string): Promise<Subscription[]>;
	/** Returns the tenants that have subscriptions. */
	tenants(): Promise<string[]>;
	find(tenant: string, id: string): Promise<Subscription | undefined>;
	/** @returns false if it does not exist */
	remove(tenant: string, id: string): Promise<boolean>;
	/** Lets it receive again, from the next event on. @returns false if it does not exist */
	enable(tenant: string, id: string): Promise<boolean>;
}

export type EventDeliveryState = 'waiting' | 'delivered' | 'dead';

/** An event for one subscription. */
export interface EventDelivery {
	tenant: string;
	id: string;
	subscription: string;
	/** The event. */
	eventId: string;
	type: EventType;
	state: EventDeliveryState;
	/** Since it was created, or sent again by a person. */
	attempts: number;
	/** The result of the last attempt: an HTTP status, or why there was none. */
	status: string | null;
	/** Why it is dead. */
	reason: string | null;
	/** Milliseconds since the epoch. */
	createdAt: number;
	/** When it is sent next; null when it has ended. */
	tryAt: number | null;
	endedAt: number | null;
}

export interface DeliveryAttempt {
	/** Counts all attempts, those before a resend too. */
	number: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** An HTTP status, or the code of why there is none. */
	status: string;
	durationMs: number;
	/** What failed, for people; null after a success. */
	error: string | null;
}

/** A delivery that one process sends: where it goes, and the whole event. */
export interface TakenDelivery extends Pick<EventDelivery, 'tenant' | 'id' | 'subscription'> {
	event: TroupeEvent;
	url: string;
	secret: string;
	maxAttempts: number;
}

export interface EventDeliveryFilter {
	state?: EventDeliveryState;
	type?: string;
	subscription?: string;
	/** Milliseconds since the epoch. */
	from?: number;
	to?: number;
}

export type EventDeliveryEnd = { attempt: Omit<DeliveryAttempt, 'number'> } & (
	| { kind: 'delivered' }
	| { kind: 'retry'; afterMs: number }
	/** `disables`: the subscription gets nothing more. */
	| { kind: 'dead'; reason: string; disables?: true }
);

export interface EventDeliveries {
	/** Each subscription is a lane, so that a slow receiver does not hold up the others. */
	queue: WorkQueue<TakenDelivery>;
	/** Notes an attempt. Without effect if another process has the delivery. */
	end(work: TakenWork, end: EventDeliveryEnd): Promise<void>;
	/** Newest first. */
	list(tenant: string, filter: EventDeliveryFilter, limit: number): Promise<EventDelivery[]>;
	find(tenant: string, id: string): Promise<{ delivery: EventDelivery; event: TroupeEvent; attempts: DeliveryAttempt[] } | undefined>;
	/** Sends deliveries again that have ended. @returns the ids of those that are sent */
	resend(tenant: string, ids: readonly string[]): Promise<string[]>;
	/**
	 * Sends the stored events of a time again, to all active subscriptions of their types, or to one. A subscription that was added later gets them too.
	 * @returns how many deliveries wait for it
	 */
	replay(tenant: string, filter: { from: number; to: number; type?: string; subscription?: string }): Promise<number>;
	/** Removes events, deliveries and attempts that ended before. @returns the number of events and deliveries */
	clean(before: number): Promise<number>;
}
