import { isTroupeError, TroupeError } from '../base/errors';
import { measurements } from '../base/metrics/measurements';
import type { Breaker } from '../llm/router/breaker';
import type { Crm, CrmTable } from '../ports/crm';

interface Steadiness {
	breaker: Breaker;
	/** Waits for the account's next request slot. @throws TroupeError CRM_RATE_LIMITED */
	takePlace(signal: AbortSignal): Promise<void>;
	random(): number;
	now(): number;
	pause(milliseconds: number, signal: AbortSignal): Promise<boolean>;
}

const maxAttempts = 4;
const firstWaitMs = 500;
/** The caller handles longer waits: a waiting job holds a slot. */
const maxWaitMs = 10_000;

/** Limits a CRM's requests a minute, retries with growing waits, and stops while it is down. */
export function steadyCrm(crm: Crm, how: Steadiness): Crm {
	const { companies, people, deals, notes } = crm;
	const steady: Steady = (signal, call) => keepTrying(crm.name, call, how, signal);
	return {
		name: crm.name,
		dealNeeds: crm.dealNeeds,
		hasUniqueAddresses: crm.hasUniqueAddresses,
		companies: { ...steadyRecords(companies, steady), find: (key, at) => steady(at, () => companies.find(key, at)) },
		people: {
			...steadyRecords(people, steady),
			list: (key, at) => steady(at, () => people.list(key, at)),
			remove: (id, at) => steady(at, () => people.remove(id, at)),
		},
		deals: {
			...steadyRecords(deals, steady),
			find: (key, at) => steady(at, () => deals.find(key, at)),
			listOf: (person, at) => steady(at, () => deals.listOf(person, at)),
		},
		notes: {
			find: (on, mark, signal) => steady(signal, () => notes.find(on, mark, signal)),
			create: (on, text, signal) => steady(signal, () => notes.create(on, text, signal)),
			empty: (on, isOwn, signal) => steady(signal, () => notes.empty(on, isOwn, signal)),
		},
		relate: (personId, companyId, signal) => steady(signal, () => crm.relate(personId, companyId, signal)),
		listChoices: (signal) => steady(signal, () => crm.listChoices(signal)),
	};
}

type Steady = <Result>(signal: AbortSignal, call: () => Promise<Result>) => Promise<Result>;

type Records<Fields, Record extends { id: string }> = Omit<CrmTable<Fields, Record, never>, 'find'>;

const steadyRecords = <Fields, Record extends { id: string }>(table: Records<Fields, Record>, steady: Steady): Records<Fields, Record> => ({
	get: (id, signal) => steady(signal, () => table.get(id, signal)),
	create: (fields, signal) => steady(signal, () => table.create(fields, signal)),
	update: (id, changes, signal) => steady(signal, () => table.update(id, changes, signal)),
});

async function keepTrying<Result>(crm: string, call: () => Promise<Result>, how: Steadiness, signal: AbortSignal): Promise<Result> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await tryOnce(crm, call, how, signal);
		} catch (error) {
			const waitMs = chooseWait(error, attempt, how.random());
			if (waitMs === undefined || !(await how.pause(waitMs, signal))) throw error;
		}
	}
}

async function tryOnce<Result>(crm: string, call: () => Promise<Result>, how: Steadiness, signal: AbortSignal): Promise<Result> {
	const permit = how.breaker.enter();
	if (permit === undefined) throw circuitOpen(crm, how.breaker.freeAt() - how.now());
	try {
		await how.takePlace(signal);
		const result = await measureRequest(crm, call);
		permit.succeeded();
		return result;
	} catch (error) {
		// A refused record says nothing about the CRM.
		if (isTroupeError(error) && error.code === 'CRM_REFUSED') permit.succeeded();
		else if (isTroupeError(error)) permit.failed(error);
		else permit.released();
		throw error;
	}
}

async function measureRequest<Result>(crm: string, call: () => Promise<Result>): Promise<Result> {
	const startedAt = performance.now();
	let outcome = 'INTERNAL';
	try {
		const result = await call();
		outcome = 'ok';
		return result;
	} catch (error) {
		if (isTroupeError(error)) outcome = error.code;
		throw error;
	} finally {
		measurements.count('troupe_crm_requests_total', { crm, outcome });
		measurements.observe('troupe_crm_request_duration_seconds', { crm }, (performance.now() - startedAt) / 1000);
	}
}

/** Undefined: no retry. After an unknown outcome the caller searches. */
function chooseWait(error: unknown, attempt: number, random: number): number | undefined {
	if (!isTroupeError(error) || !error.retryable || error.code === 'CRM_OUTCOME_UNKNOWN' || attempt >= maxAttempts) return undefined;
	const waitMs = (error.retryAfterMs ?? firstWaitMs * 2 ** (attempt - 1)) * (1 + random / 2);
	return waitMs <= maxWaitMs ? waitMs : undefined;
}

const circuitOpen = (crm: string, freeInMs: number) =>
	new TroupeError({
		code: 'CRM_CIRCUIT_OPEN',
		message: `${crm} is not called: it failed too often, or asked for a pause.`,
		fix: 'Wait, and check the CRM if it stays so.',
		retryable: true,
		...(Number.isFinite(freeInMs) && { retryAfterMs: Math.max(1, Math.ceil(freeInMs)) }),
	});
