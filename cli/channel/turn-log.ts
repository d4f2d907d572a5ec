import { toZonedSecond } from '../../core/base/iso-time';
import type { DescribedTurn } from '../../service/operations/channels/receipts';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';

/** Prints turns that were given up, as a table of their own. */
export function printTurns(turns: DescribedTurn[], timeZone: string, json: boolean | undefined, terminal: Terminal): void {
	if (json) for (const turn of turns) terminal.print(JSON.stringify(turn));
	else if (turns.length > 0) turnTable(turns, timeZone, terminal).forEach(terminal.print);
}

function turnTable(turns: DescribedTurn[], timeZone: string, terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'id', title: 'turn', value: ({ turn }) => turn },
			{ name: 'run', title: 'run', value: ({ run }) => run },
			{ name: 'received', title: `received (${timeZone})`, value: ({ receivedAt }) => toZonedSecond(Date.parse(receivedAt), timeZone) },
			{ name: 'conversation', title: 'conversation', value: ({ conversation }) => conversation },
			{ name: 'messages', title: 'messages', numeric: true, value: ({ messages }) => messages },
			{ name: 'reason', title: 'reason', value: ({ reason }) => reason ?? '' },
		],
		turns,
		terminal,
		() => 'yellow',
	);
}
