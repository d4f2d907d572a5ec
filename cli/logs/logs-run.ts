import { pause } from '../../core/base/async/pause';
import { formatLine } from '../../service/log/format-line';
import type { LogLevel } from '../../service/log/log-line';
import { listLogLines } from '../../service/operations/logs';
import { openPrivateState } from '../host';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface LogOptions {
	run?: string;
	trace?: string;
	level?: LogLevel;
	limit: number;
	json?: boolean;
	follow?: boolean;
}

const lookMs = 1_000;
const pageSize = 1_000;

/** Prints lines that processes kept, and with `follow` those that come, until the command is stopped. */
export async function runLogs({ json, follow, limit, ...filter }: LogOptions, terminal: Terminal): Promise<ExitCode> {
	const open = () => ({ ...openPrivateState(terminal), operator: { tenant: terminal.tenant } });
	let after: number | undefined;
	let isWhole: boolean;
	do {
		const input = { ...filter, after, limit: after === undefined ? limit : pageSize };
		const { items, last } = await callOperation(listLogLines, input, terminal, open);
		for (const { id, ...line } of items) terminal.print(json ? JSON.stringify({ id, ...line }) : printable(formatLine(line)));
		if (after === undefined && items.length === 0 && !follow)
			terminal.note('No lines are kept. TROUPE_LOG_DAYS says for how long they are.');
		isWhole = after === undefined || items.length < pageSize;
		after = last;
		// Asks again at once where a page was full: the next lines are there already.
	} while (follow && (!isWhole || (await pause(lookMs, terminal.stop))));
	return 0;
}
