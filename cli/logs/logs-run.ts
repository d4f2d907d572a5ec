import { pause } from '../../core/base/async/pause';
import { isTroupeError } from '../../core/base/errors';
import { formatLine } from '../../service/log/format-line';
import type { LogLevel } from '../../service/log/log-line';
import { type DescribedLine, listLogLines } from '../../service/operations/logs';
import { openPrivateState } from '../host';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { tellMore } from '../terminal/tell-more';
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

export async function runLogs({ json, follow, limit, ...filter }: LogOptions, terminal: Terminal): Promise<ExitCode> {
	const open = () => ({ ...openPrivateState(terminal), operator: { tenant: terminal.tenant } });
	const read = (after?: number) =>
		callOperation(
			listLogLines,
			{ ...filter, after, limit: after === undefined ? Math.min(limit + 1, pageSize) : pageSize },
			terminal,
			open,
		);
	const print = (items: DescribedLine[]) => {
		for (const { id, ...line } of items) terminal.print(json ? JSON.stringify({ id, ...line }) : printable(formatLine(line)));
	};
	let { items, last } = await read();
	const isCut = items.length > limit;
	items = items.slice(-limit);
	print(items);
	if (!follow && !json) tellMore({ items, isCut }, terminal);
	if (items.length === 0 && !follow) {
		const isFiltered = [filter.run, filter.trace, filter.level].some((value) => value !== undefined);
		terminal.note(isFiltered ? 'No line that is kept fits.' : 'No lines are kept. TROUPE_LOG_DAYS says for how long they are.');
	}
	let isAway = false;
	let isFull = false;
	let pauseMs = lookMs;
	// Asks again at once where a page was full: the next lines are there already.
	while (follow && (isFull || (await pause(pauseMs, terminal.stop)))) {
		try {
			({ items, last } = await read(last));
			print(items);
			isFull = items.length === pageSize;
			isAway = false;
			pauseMs = lookMs;
		} catch (error) {
			if (terminal.stop.aborted) break;
			if (!isTroupeError(error) || !error.retryable) throw error;
			if (!isAway) terminal.note(`${error.message} The lines follow when it answers again.`);
			isAway = true;
			isFull = false;
			pauseMs = Math.max(lookMs, error.retryAfterMs ?? 0);
		}
	}
	return 0;
}
