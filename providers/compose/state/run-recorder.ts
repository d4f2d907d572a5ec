import { isAway, whenReachable } from '../../../core/base/async/when-reachable';
import { warnOperator } from '../../../core/guardrails/masking/warn-operator';
import type { RunEnd, RunRecorder } from '../../../core/ports/runs/run-records';
import type { VaultHost } from '../hosts/state-host';
import { warnOnce } from '../warn-once';
import { readRunContent } from './host-tenants';
import { keptWrites } from './kept-writes';

export function createRecorder(store: object, runs: RunRecorder, host: VaultHost, waitMs?: number): RunRecorder {
	return {
		begin: (run) => runs.begin(run).catch(warn),
		refuse: async (run) =>
			hideFault(host, run)
				.then((fault) => runs.refuse({ ...run, ...fault }))
				.catch(warn),
		async end(runId, end) {
			const write = () => writeEnd(runs, host, runId, end);
			if (end.attempt === undefined) return write().catch(warn);
			await whenReachable(write, waitMs).catch(() => keepEnd(store, runs, host, runId, end));
		},
	};
}

const code = 'RUN_UNRECORDED';
const warn = (fault: unknown) => warnOnce(code, 'A run was not recorded:', fault);

function keepEnd(store: object, runs: RunRecorder, host: VaultHost, runId: string, end: RunEnd): void {
	const keep = (kept: RunEnd) =>
		keptWrites.keep(store, { code, name: runId, size: JSON.stringify(kept).length, write: () => writeEnd(runs, host, runId, kept) });
	// Large steps may be all that does not fit.
	const isKept = keep(end) || keep({ ...end, steps: undefined });
	const what = isKept ? 'It is recorded when it answers, if this process still runs' : 'Too many wait in memory already, so it never is';
	warnOperator(`How the run ${runId} ended is not recorded, because the database is away. ${what}.`, { code });
}

/**
 * The error text is stored without personal data, keys and invalid characters: some errors quote providers. @throws TroupeError while the database is
 * away
 */
async function writeEnd(runs: RunRecorder, host: VaultHost, runId: string, end: RunEnd): Promise<void> {
	try {
		await runs.end(runId, { ...end, ...(await hideFault(host, end)) });
	} catch (fault) {
		if (isAway(fault) && end.attempt !== undefined) throw fault;
		warn(fault);
		// Otherwise it would run for ever.
		if (end.steps) await writeEnd(runs, host, runId, { ...end, error: null, fix: null, steps: undefined });
	}
}

async function hideFault(host: VaultHost, { error, fix }: Pick<RunEnd, 'error' | 'fix'>): Promise<Pick<RunEnd, 'error' | 'fix'>> {
	if (error === null || (await readRunContent(host)) === 'none') return { error: null, fix: null };
	return { error: await hideText(error), fix: fix ? await hideText(fix) : null };
}

export async function hideText(text: string): Promise<string> {
	const { hidePrivate } = await import('../../../core/evaluation/traffic/hide-private');
	return (await hidePrivate(text)).replaceAll('\0', '').toWellFormed();
}
