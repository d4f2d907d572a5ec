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
/** Names of guardrails and types of matches. Anything else can be text that must not be stored. */
const name = /^[\p{L}\p{N}_.:/+ -]{1,100}$/u;
const typeForm = /^[A-Za-z][A-Za-z_-]{0,31}(?:\d{0,3}[A-Za-z_-]){0,31}$/;
const noName = 'unnamed';

export interface ViolationSource {
	conversationId?: string;
	person?: string;
	/** Default: the run of the surrounding work. */
	run?: string;
	key?: string;
	agent?: string;
	agentVersion?: string;
	agentSha256?: string;
	host: string;
}

interface ViolationLogOptions {
	store: ViolationStore;
	pseudonym(kind: 'conversation' | 'subject', id: string): Promise<string>;
	tenant?: string;
	clock?: Clock;
	/** Must not fail. */
	onRecorded?: (records: ReadonlyArray<Omit<ViolationRecord, 'id'>>) => Promise<void>;
}

interface EventFacts {
	guardrail: string;
	code: string;
	stage: 'usage' | 'credentials';
	action: 'log' | 'block';
	agent?: string;
	host: string;
}

export interface ViolationLog {
	record(violations: readonly Violation[], source: ViolationSource): Promise<void>;
	recordOnce(key: string, event: EventFacts): Promise<boolean>;
	/** After this id, oldest first, at most `limit` and 1,000; without `after` from the oldest. */
	read(options?: { after?: number; limit?: number }): Promise<ViolationRecord[]>;
	/** Id of the newest record ever, or 0 before the first. */
	last(): Promise<number>;
	hashConversation(conversationId: string): Promise<string>;
	/**
	 * Passes every record once, in order, from the one after `after`, or from now on. Waits for the listener before the next. An error of the log or
	 * listener ends the subscription and goes to `failed`. @returns a function that ends it
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
				tool: null,
				argument: null,
				matches: [],
				matchCount: 0,
				run: null,
				person: null,
				key: null,
				agentVersion: null,
				agentSha256: null,
				policy: null,
				policyVersion: null,
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
		run: run?.slice(0, maxRun) ?? null,
		key: orNull(key),
		agent: orNull(agent),
		agentVersion: orNull(agentVersion),
		agentSha256: agentSha256 ?? null,
		host: readName(host),
	};
}

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
