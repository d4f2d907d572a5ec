import { closed, optional } from '../../../core/base/shape';
import { type DescribedRun, describeRecord } from '../../../providers/compose/runs/describe-record';
import { openRuns } from '../../../providers/compose/state/host-runs';
import type { RunFilter } from '../../../providers/state/runs/list-runs';
import { listAllowed } from '../../access/scopes';
import { readPeriod } from '../../http/read-time';
import { runFields } from '../../runs/run-fields';
import { filters } from '../../runs/run-schemas';
import { operation, type OperationContext, type OperationHost } from '../operation';
import type { Reaching } from '../reach';
import { requireBeginning } from '../runs/runs';
import { exported, type ExportFormat, exportRows, format, nameExport } from './export-rows';

type Input = Omit<RunFilter, 'from' | 'to' | 'after' | 'agents'> & { from?: string; to?: string; format?: ExportFormat };

const maxRows = 100_000;
const atOnce = 200;
const { limit: _limit, cursor: _cursor, ...which } = filters;

/** Not below `runs`, where it would be a run's name. */
export const exportRuns = operation({
	summary: 'Export the runs of a period, the newest first, as CSV (RFC 4180) or JSON',
	tag: 'runs',
	method: 'GET',
	path: 'run-export',
	scope: 'run:read',
	inBackground: 'repeatable',
	maxAtOnce: 2,
	mediaType: 'by-format',
	input: { query: closed({ ...which, ...optional({ format }) }) },
	refusals: { 413: `There are more than ${maxRows} runs, or more than 24 MiB` },
	output: exported,
	about: (input: Input) => nameExport('runs', input),
	check: ({ minCost, from, to }: Input) => {
		requireBeginning({ minCost, from });
		readPeriod({ from, to });
	},
	/** @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE */
	async perform({ format: wanted, ...input }: Input, context: OperationContext<OperationHost & Reaching>) {
		requireBeginning(input);
		return exportRows(readAll(input, context.host), { columns: runFields, format: wanted, unit: 'run', maxRows }, context);
	},
});

async function* readAll({ from, to, ...filter }: Input, host: OperationHost & Reaching): AsyncGenerator<DescribedRun> {
	const store = await openRuns(host, host.stateFolder);
	const wanted = { ...filter, agents: listAllowed(host.grant?.scopes, 'run:read'), ...readPeriod({ from, to }) };
	for (let after: RunFilter['after']; ;) {
		const page = await store.list(atOnce, false, { ...wanted, ...(after && { after }) });
		for (const run of page) yield describeRecord(run);
		if (page.length < atOnce) return;
		after = page.at(-1);
	}
}
