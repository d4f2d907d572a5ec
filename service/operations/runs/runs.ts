import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { TroupeError } from '../../../core/base/errors';
import { byOperator, recordedStates } from '../../../core/ports/runs/run-records';
import { readReason } from '../../../core/switches/read-target';
import { integer, string, time } from '../../../manifests/registry/api/answer-fields';
import type { Host } from '../../../providers/compose/hosts/host';
import { cancelRun as endRun } from '../../../providers/compose/runs/cancel-run';
import { type DescribedRun, describeRecord } from '../../../providers/compose/runs/describe-record';
import { readRun } from '../../../providers/compose/runs/read-run';
import { openRuns } from '../../../providers/compose/state/host-runs';
import type { RunFilter } from '../../../providers/state/runs/list-runs';
import { listAllowed } from '../../access/scopes';
import { readPeriod } from '../../http/read-time';
import { hasEnded } from '../../runs/has-ended';
import { cancelling, filters, ofRun, personal, record, shown } from '../../runs/run-schemas';
import { type OperationContext, type OperationHost, operation } from '../operation';
import type { Reaching } from '../reach';
import { decodePlace, toPage } from '../../http/page';

type Filters = Omit<RunFilter, 'from' | 'to' | 'after' | 'agents'> & { from?: string; to?: string; limit?: number; cursor?: string };

type Context = OperationContext<OperationHost & Reaching>;

const defaultPage = 50;
const tag = 'runs';
const page = Type.Object({ items: Type.Array(Type.Object(record)), cursor: Type.Optional(string) });

async function listPage(
	{ limit = defaultPage, cursor, from, to, ...filter }: Filters,
	{ host }: Context,
): Promise<{ items: DescribedRun[]; cursor?: string }> {
	requireBeginning({ minCost: filter.minCost, from });
	const store = await openRuns(host, host.stateFolder);
	const last = decodePlace(cursor, 0, '');
	const found = await store.list(limit + 1, false, {
		...filter,
		agents: listAllowed(host.grant?.scopes, 'run:read'),
		...readPeriod({ from, to }),
		...(last && { after: { startedAt: last[0], tenant: host.tenant, runId: last[1] } }),
	});
	const { items, ...more } = toPage(found, limit, ({ startedAt, runId }) => [startedAt, runId]);
	return { items: items.map(describeRecord), ...more };
}

/** Costs have no index: without a beginning, all runs would be read. @throws TroupeError INPUT_INVALID */
export function requireBeginning({ minCost, from }: { minCost?: number; from?: unknown }): void {
	if (minCost === undefined || from !== undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Runs are listed by a minimum cost within a period only, and it has no beginning.',
		fix: 'Say from when: `from` over HTTP, or --from, such as 2026-11-28.',
	});
}

export const listRuns = operation({
	summary: 'List runs, the newest first',
	tag,
	method: 'GET',
	path: 'runs',
	scope: 'run:read',
	isPartial: true,
	input: { query: closed(filters) },
	output: page,
	perform: (input: Filters, context: Context) => listPage(input, context),
});

export const searchRuns = operation({
	summary: 'Search runs, also by what must not be in an address: contact, conversation and words of an error',
	tag,
	method: 'POST',
	path: 'runs/search',
	scope: 'run:read',
	isPartial: true,
	input: { body: closed({ ...filters, ...personal }) },
	output: page,
	perform: (input: Filters, context: Context) => listPage(input, context),
});

const states = Object.fromEntries(recordedStates.map((name) => [name, integer])) as Record<(typeof recordedStates)[number], typeof integer>;
const dayMs = 86_400_000;

/** Not below `runs`, where it would be a run's name. */
export const countRuns = operation({
	summary: 'Count the runs of the last days by their state, and those that failed by their fault',
	tag,
	method: 'GET',
	path: 'run-counts',
	scope: 'run:read',
	isPartial: true,
	input: { query: closed(optional({ days: Type.Number({ exclusiveMinimum: 0, maximum: 366, description: 'Default: 7' }) })) },
	output: Type.Object({
		from: time,
		states: Type.Object(states),
		more: Type.Array(string, { description: 'States that were counted in part: each up to 10,000' }),
		faults: Type.Array(
			Type.Object(
				{ code: orNull(string), runs: integer, runId: string, error: orNull(string), fix: orNull(string), startedAt: time },
				{
					description: 'The code, how many runs failed with it, and the last of them; the most frequent first, at most 20',
				},
			),
		),
	}),
	async perform({ days = 7 }: { days?: number }, { host }: Context) {
		const from = Date.now() - days * dayMs;
		const store = await openRuns(host, host.stateFolder);
		const { faults, ...counts } = await store.count(from, listAllowed(host.grant?.scopes, 'run:read'));
		return { from: toIso(from), ...counts, faults: faults.map((fault) => ({ ...fault, startedAt: toIso(fault.startedAt) })) };
	},
});

/** Has its own route, which also shows callers their own runs. */
export const showRun = operation({
	summary: 'Read a run with its steps',
	tag,
	method: 'GET',
	path: 'runs/:runId',
	scope: 'run:read',
	input: ofRun,
	output: shown,
	perform: ({ runId }, { host }: OperationContext<Host>) => readRun(runId, host),
});

/** Has its own route, where callers end their own runs. */
export const cancelRun = operation({
	summary: 'End a run for good, on whichever machine it is',
	tag,
	method: 'POST',
	path: 'runs/:runId/cancel',
	scope: 'switch:manage',
	input: { ...ofRun, ...cancelling },
	output: Type.Object(record),
	/** @returns the run, not yet cancelled while somebody works on it @throws TroupeError STATE_CONFLICT for one that has ended otherwise */
	async perform({ runId, reason }, { host, by: changedBy, signal }: OperationContext<Host>) {
		const { is, run } = await endRun(runId, host, { reason: readReason(reason), changedBy }, signal);
		// Its caller may have lost the first answer.
		if (is === 'ended-before' && run.reason !== byOperator) throw hasEnded(run.runId, run.state);
		return describeRecord(run);
	},
});
