import type { DueFilter, InboxKind } from '../../service/inbox/inbox-item';
import { type DescribedItem, listInbox } from '../../service/operations/inbox';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';

export interface InboxListOptions {
	kind?: InboxKind;
	due?: DueFilter;
	limit: number;
	json?: boolean;
}

const toMinute = (time: string | null) => time?.slice(0, 16).replace('T', ' ') ?? null;

/** Returns 1 where a kind could not be read. */
export async function runInboxList({ kind, due, limit, json }: InboxListOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listInbox, { kind, due, limit }, terminal);
	const { items, total, omitted } = page;
	if (json) terminal.print(JSON.stringify(page));
	else if (items.length > 0) tableOf(items, terminal).forEach(terminal.print);
	if (!json) {
		terminal.note(total === 0 ? 'nothing waits for a person' : `${total} ${total === 1 ? 'waits' : 'wait'} for a person`);
		tellMore(page, terminal);
	}
	for (const { kinds, message } of omitted) terminal.note(printable(`without ${kinds.join(' and ')}: ${message}`));
	return omitted.length > 0 ? 1 : 0;
}

function tableOf(items: DescribedItem[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'late', title: '', value: ({ isLate }) => (isLate ? 'late' : null) },
			{ name: 'kind', title: 'kind', value: ({ kind }) => kind },
			{ name: 'title', title: 'what', value: ({ title }) => title },
			{ name: 'of', title: 'of', value: ({ agent, process }) => agent ?? process },
			{ name: 'since', title: 'since (UTC)', value: ({ since }) => toMinute(since) },
			{ name: 'due', title: 'due (UTC)', value: ({ due }) => toMinute(due) },
			{ name: 'id', title: 'id', value: ({ id }) => id },
		],
		items,
		terminal,
	);
}
