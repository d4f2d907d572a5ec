import type { DeadTurn } from '../../core/ports/channels/mailbox';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';

/** Prints turns that were given up, as a table of their own. */
export function printTurns(turns: DeadTurn[], json: boolean | undefined, terminal: Terminal): void {
	if (json) for (const turn of turns) terminal.print(JSON.stringify(describeTurn(turn)));
	else if (turns.length > 0) turnTable(turns, terminal).forEach(terminal.print);
}

const isoTime = (at: number | null) => (at === null ? null : new Date(at).toISOString());

const describeTurn = ({ id, channel, conversation, messages, reason, receivedAt, endedAt }: DeadTurn) => ({
	...{ turn: id, channel, conversation, state: 'dead', messages, reason, receivedAt: isoTime(receivedAt), endedAt: isoTime(endedAt) },
});

function turnTable(turns: DeadTurn[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'id', title: 'turn', value: ({ id }) => id },
			{ name: 'received', title: 'received (UTC)', value: ({ receivedAt }) => isoTime(receivedAt)!.slice(0, 19).replace('T', ' ') },
			{ name: 'conversation', title: 'conversation', value: ({ conversation }) => conversation },
			{ name: 'messages', title: 'messages', numeric: true, value: ({ messages }) => messages },
			{ name: 'reason', title: 'reason', value: ({ reason }) => reason ?? '' },
		],
		turns,
		terminal,
		() => 'yellow',
	);
}
