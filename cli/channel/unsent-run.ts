import { toZonedSecond } from '../../core/base/iso-time';
import { type DescribedSend, listUnsent, settleMessage } from '../../service/operations/channels/sends';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import type { Terminal } from '../terminal/terminal';

/** @throws TroupeError CHANNEL_NOT_FOUND */
export async function runUnsent(
	channel: string | undefined,
	{ limit, json }: { limit: number; json?: boolean },
	terminal: Terminal,
): Promise<ExitCode> {
	const page = await callOperation(listUnsent, { channel, limit }, terminal);
	if (json) for (const send of page.items) terminal.print(JSON.stringify(send));
	else if (page.items.length === 0) terminal.note('Every message reached its customer, as far as the providers say, or was settled.');
	else unsentTable(page.items, page.timeZone, terminal).forEach(terminal.print);
	if (!json) tellMore(page, terminal);
	return 0;
}

const unsentTable = (sends: DescribedSend[], timeZone: string, terminal: Terminal): string[] =>
	tableLines(
		[
			{ name: 'id', title: 'message', value: ({ id }) => id },
			{ name: 'channel', title: 'channel', value: ({ channel }) => channel },
			{ name: 'conversation', title: 'conversation', value: ({ conversation }) => conversation },
			{ name: 'created', title: `created (${timeZone})`, value: ({ createdAt }) => toZonedSecond(Date.parse(createdAt), timeZone) },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'code', title: 'code', value: ({ code }) => code ?? '' },
			{ name: 'reason', title: 'reason', value: ({ reason }) => reason ?? '' },
		],
		sends,
		terminal,
	);

/** @throws TroupeError INPUT_INVALID for a message that does not exist, or waits for nobody */
export async function runSettle(channel: string, id: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const done = await callOperation(settleMessage, { channel, id }, terminal);
	if (json) terminal.print(JSON.stringify(done));
	else terminal.note('It is settled: nobody is asked about it any more.');
	return 0;
}
