import { TroupeError } from '../../core/base/errors';
import { toZonedMinute } from '../../core/base/iso-time';
import type { ConversationMode } from '../../core/ports/channels/mailbox';
import type { Origin } from '../../core/ports/channels/message-content';
import { listConversations } from '../../service/operations/conversations/conversations';
import type { DescribedConversation } from '../../service/operations/conversations/describe-conversation';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import type { Terminal } from '../terminal/terminal';

export interface ListOptions {
	today?: true;
	day?: string;
	waiting?: true;
	longest?: true;
	hot?: true;
	channel?: string;
	origin?: Origin['via'];
	mode?: ConversationMode;
	limit: number;
	after?: string;
	json?: boolean;
}

/** @throws TroupeError INPUT_INVALID for a day that no calendar has */
export async function runConversationList(options: ListOptions, terminal: Terminal): Promise<ExitCode> {
	const { today, json, longest, after: cursor, day = today && 'today', ...filter } = options;
	if (longest && !filter.waiting)
		throw new TroupeError({ code: 'INPUT_INVALID', message: '--longest orders those who wait.', fix: 'Add --waiting.' });
	const page = await callOperation(listConversations, { ...filter, ...(longest && { order: 'wait' as const }), day, cursor }, terminal);
	if (json) for (const one of page.items) terminal.print(JSON.stringify(one));
	else if (page.items.length === 0) terminal.note(describeNone({ ...filter, day }));
	else conversationLines(page.items, page.timeZone, terminal).forEach(terminal.print);
	tellMore(page, terminal, `Raise --limit, or go on with --after ${page.cursor}.`);
	return 0;
}

function describeNone({ limit: _limit, waiting, ...others }: Partial<ListOptions>): string {
	if (Object.values(others).some((value) => value !== undefined)) return 'There is no such conversation.';
	return waiting ? 'Nobody waits for an answer.' : 'Nobody has written in the last 31 days.';
}

const conversationLines = (conversations: DescribedConversation[], timeZone: string, terminal: Terminal): string[] =>
	tableLines(
		[
			{ name: 'id', title: 'conversation', value: ({ id }) => id },
			{ name: 'channel', title: 'channel', value: ({ channel }) => channel },
			{ name: 'name', title: 'customer', value: ({ name, contact }) => name ?? contact },
			{ name: 'mode', title: 'answered by', value: ({ mode, assignedTo }) => `${toWho(mode)}${assignedTo ? ` (${assignedTo})` : ''}` },
			{
				name: 'waitingSince',
				title: `waits since (${timeZone})`,
				value: ({ wait }) => (wait === null ? '' : toMinute(wait.since, timeZone)),
			},
			{ name: 'waitsFor', title: 'waits for', value: ({ wait }) => (wait === null ? '' : toWait(wait)) },
			{ name: 'hot', title: 'hot', value: ({ isHot }) => (isHot ? 'hot' : '') },
			{ name: 'cost', title: 'cost', numeric: true, value: ({ costUsd }) => toDollars(costUsd) },
			{ name: 'last', title: 'last message', value: ({ lastMessage }) => toOneLine(lastMessage?.text ?? '') },
		],
		conversations,
		terminal,
		({ wait }) => (wait === null ? undefined : 'yellow'),
	);

export const toWho = (mode: string): string => (mode === 'off' ? 'nobody' : mode);
export const toWait = ({ waitsFor, isLate, runId }: NonNullable<DescribedConversation['wait']>): string =>
	`${waitsFor}${runId === null ? '' : ' (a decision)'}${isLate ? ', late' : ''}`;
export const toMinute = (at: string, timeZone: string): string => toZonedMinute(Date.parse(at), timeZone);
export function toDollars(cost: number | null): string {
	if (cost === null) return '?';
	return cost > 0 && cost < 0.0001 ? '<$0.0001' : `$${cost.toFixed(4)}`;
}

const maxShown = 60;
const toOneLine = (text: string) => {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > maxShown ? `${line.slice(0, maxShown - 1).toWellFormed()}…` : line;
};
