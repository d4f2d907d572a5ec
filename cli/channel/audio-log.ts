import { toZonedSecond } from '../../core/base/iso-time';
import type { DescribedAudio } from '../../service/operations/channels/audios';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';

/** Returns what became of the audios of a channel. */
export function audioTable(records: DescribedAudio[], timeZone: string, terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'message', title: 'message', value: ({ message }) => message },
			{ name: 'created', title: `received (${timeZone})`, value: ({ createdAt }) => toZonedSecond(Date.parse(createdAt), timeZone) },
			{ name: 'state', title: 'state', value: ({ state, isLate }) => (isLate ? `${state}, late` : state) },
			{ name: 'seconds', title: 'seconds', numeric: true, value: ({ seconds }) => (seconds === null ? '' : Math.round(seconds)) },
			{ name: 'transcriber', title: 'by', value: ({ transcriber }) => transcriber ?? '' },
			{ name: 'attempts', title: 'attempts', numeric: true, value: ({ attempts }) => attempts },
			{ name: 'reason', title: 'reason', value: ({ problem, reason }) => [problem, reason].filter(Boolean).join(': ') },
		],
		records,
		terminal,
		({ state }) => (state === 'failed' ? 'yellow' : undefined),
	);
}
