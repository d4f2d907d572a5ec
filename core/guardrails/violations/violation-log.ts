import { keptMs } from '../../base/privacy/kept-classes';
import { TroupeError } from '../../base/errors';
import type { ViolationRecord, ViolationStore } from '../../ports/guardrails/violations';
import { type Clock, systemClock } from '../../ports/host';
import { readOrigin } from '../../base/work-origin';
import { isArgumentPlace, isToolName } from '../arguments/labels';
import type { Violation } from '../policy/guard';
import { followRecords } from '../../records/follow-records';

/** Max records of a tenant's log. */
const maxViolations = 50_000;
export const violationsKeptMs = keptMs('violation');
const maxMatches = 50;
/** The id of a run can come from outside. */
const maxRun = 200;
const maxRead = 1000;
/** The form of names of guardrails and types of matches. Anything else can be text that must not be stored. */
const name = /^[\p{L}\p{N}_.:/+ -]{1,100}$/u;
const typeForm = /^[A-Za-z][A-Za-z_-]{0,31}(?:\d{0,3}[A-Za-z_-]){0,31}$/;
const noName = 'unnamed';

/** The origin of violations. */
export interface ViolationSource {
	conversationId?: string;
	person?: string;
	/** The run of the agent. Default: what the work belongs to. */
	run?: string;
	/** The API key of the caller. Default: that of what the work belongs to. */
	key?: string;
	/** The agent's id. */
	agent?: string;
	agentVersion?: string;
	agentSha256?: string;
	/** Host of the guardrail, such as `agent`, `n8n`, `worker` or `cli`. */
	host: string;
}

interface ViolationLogOptions {
	store: ViolationStore;
	/** Replaces the id of a conversation or person by a keyed hash. */
	pseudonym(kind: 'conversation' | 'subject', id: string): Promise<string>;
	/** Default `default`. */
	tenant?: string;
	clock?: Clock;
	/** Told of what `record` stored. Does not fail. */
	onRecorded?: (records: ReadonlyArray<Omit<ViolationRecord, 'id'>>) => Promise<void>;
}

/** Facts of the event of a budget or a credential, in the form of a violation. */
interface EventFacts {
	/** The name of the budget or credential. */
	guardrail: string;
	code: string;
	stage: 'usage' | 'credentials';
	action: 'log' | 'block';
	agent?: string;
	host: string;
}

/** A tenant's violations, stored for ninety days, at most 50,000. */
export interface ViolationLog {
	record(violations: readonly Violation[], source: ViolationSource): Promise<void>;
	/** Records what happened to a budget or credential, unless there is a record with this key. Returns whether it was recorded. */
	recordOnce(key: string, event: EventFacts): Promise<boolean>;
	/** Returns the records after this id, oldest first, at most `limit` and 1,000; without `after` from the oldest. */
	read(options?: { after?: number; limit?: number }): Promise<ViolationRecord[]>;
	/** Returns the id of the newest record ever, or 0 before the first. */
	last(): Promise<number>;
	/** Returns the pseudonym of a conversation in the records. */
	hashConversation(conversationId: string): Promise<string>;
	/**
	 * Calls the listener with every record once, in order, from the one after `after`; without it, from now on. Waits for the listener before the
	 * next one. An error of the log or of the listener ends the subscription and is passed to `failed`.
	 * @returns a function that ends it
	 */
	subscribe(listener: (record: ViolationRecord) => void | Promise<void>, failed: (error: unknown) => void, after?: number): () => void;
}

export function createViolationLog({ store, tenant = 'default', clock = systemClock, ...options }: ViolationLogOptions): ViolationLog {
	return {
		hashConversation: (conversationId) => options.pseudonym('conversation', conversationId),
		async record(violations, source) {
			if (violations.length === 0) return;
			const at = clock.now();
			const facts = { at, ...(await toSourceFacts(source, (kind, id) => options.pseudonym(kind, id))) };
			const records = violations.map((violation) => ({ ...facts, ...toFacts(violation) }));
			await store.append(tenant, records, { max: maxViolations, since: at - violationsKeptMs });
			await options.onRecorded?.(records);
		},
		recordOnce(key, { guardrail, agent, ...event }) {
			const at = clock.now();
			const facts = {
				guardrail: readName(guardrail),
				agent: agent === undefined ? null : readName(agent),
				...{ tool: null, argument: null, matches: [], matchCount: 0, run: null, person: null, key: null },
				...{ agentVersion: null, agentSha256: null, policy: null, policyVersion: null },
			};
			return store.appendOnce(
				tenant,
				key,
				{ at, conversation: null, ...event, ...facts },
				{ max: maxViolations, since: at - violationsKeptMs },
			);
		},
		async read({ after = 0, limit = 100 } = {}) {
			if (!Number.isInteger(after) || after < 0 || !Number.isInteger(limit) || limit < 1) throw notACursor();
			return store.read(tenant, after, Math.min(limit, maxRead));
		},
		last: () => store.last(tenant),
		subscribe: (listener, failed, after) =>
			followRecords(store, tenant, ({ record }) => listener(record), failed, after === undefined ? undefined : { [tenant]: after }),
	};
}

async function toSourceFacts(
	{ conversationId, person, run = readOrigin().run, key = readOrigin().key, agent, agentVersion, agentSha256, host }: ViolationSource,
	pseudonym: ViolationLogOptions['pseudonym'],
) {
	const orNull = (text: string | undefined) => (text === undefined ? null : readName(text));
	return {
		conversation: conversationId === undefined ? null : await pseudonym('conversation', conversationId),
		person: person === undefined ? null : await pseudonym('subject', person),
		...{ run: run?.slice(0, maxRun) ?? null, key: orNull(key) },
		...{ agent: orNull(agent), agentVersion: orNull(agentVersion), agentSha256: agentSha256 ?? null },
		host: readName(host),
	};
}

/** Takes only name and position, whatever a custom guardrail returned. */
function toFacts({ guardrail, code, stage, action, tool, argument, matches, matchCount = matches.length, policy }: Violation) {
	return {
		policy: policy === undefined ? null : readName(policy.id),
		policyVersion: policy?.version === undefined ? null : readName(policy.version),
		guardrail: readName(guardrail),
		code: readName(code),
		stage: readName(stage),
		action: readName(action),
		tool: readPlace(tool, isToolName),
		argument: readPlace(argument, isArgumentPlace),
		matches: matches
			.slice(0, maxMatches)
			.map(({ type, start, end, score }) => ({ type: typeForm.test(type) ? type : noName, start, end, score })),
		matchCount,
	};
}

function readPlace(text: string | undefined, isPlace: (text: string) => boolean): string | null {
	if (text === undefined) return null;
	return isPlace(text) ? text : noName;
}

function readName(text: string): string {
	return name.test(text) ? text : noName;
}

function notACursor(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The log of violations cannot be read: "after" must be a whole number from 0, and "limit" a whole number from 1.',
		fix: 'Pass the id of the last record that you have.',
	});
}
