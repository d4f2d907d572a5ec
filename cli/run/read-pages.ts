import { toIso } from '../../core/base/iso-time';
import { type DescribedRun, describeRecord } from '../../providers/compose/runs/describe-record';
import type { RunFilter } from '../../providers/state/runs/list-runs';
import { requireBeginning, searchRuns } from '../../service/operations/runs/runs';
import type { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import { onlyHere } from '../services/only-here';
import type { Terminal } from '../terminal/terminal';

const pageSize = 200;

interface Wanted {
	limit?: number;
	allTenants?: boolean;
}

export async function* readPages(
	filter: Omit<RunFilter, 'after'>,
	{ limit = Infinity, allTenants }: Wanted,
	terminal: Terminal,
	open: typeof openHost,
): AsyncGenerator<DescribedRun[]> {
	if (allTenants) {
		yield* readOfAll(filter, limit, terminal, open);
		return;
	}
	const { from, to, ...names } = filter;
	const given = { ...names, ...(from !== undefined && { from: toIso(from) }), ...(to !== undefined && { to: toIso(to) }) };
	for (let cursor: string | undefined, left = limit; left > 0;) {
		const page = await callOperation(searchRuns, { ...given, cursor, limit: Math.min(left, pageSize) }, terminal, open as never);
		yield page.items;
		({ cursor } = page);
		left -= page.items.length;
		if (cursor === undefined) return;
	}
}

/** For operators on the machine: a key has one tenant. */
async function* readOfAll(filter: RunFilter, limit: number, terminal: Terminal, open: typeof openHost): AsyncGenerator<DescribedRun[]> {
	onlyHere('--all-tenants', terminal);
	requireBeginning(filter);
	const host = await open(terminal);
	const { openRuns } = await import('../../providers/compose/state/host-runs');
	const store = await openRuns(host, host.stateFolder!);
	for (let after: RunFilter['after'], left = limit; left > 0;) {
		const page = await store.list(Math.min(left, pageSize), true, { ...filter, after });
		yield page.map(describeRecord);
		after = page.at(-1);
		left -= page.length;
		if (page.length < pageSize) return;
	}
}
