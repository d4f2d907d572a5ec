import { type DescribedLift, type DescribedStanding, liftAbuse, listAbuse, listAbuseLifts } from '../../service/operations/abuse';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import type { Terminal } from '../terminal/terminal';

export interface AbuseListOptions {
	limit: number;
	lifted?: boolean;
	json?: boolean;
}

/** Prints the contacts who broke guardrails, without what they wrote. */
export async function runAbuseList(options: AbuseListOptions, terminal: Terminal): Promise<ExitCode> {
	const { limit, lifted, json } = options;
	const show = <Item>(list: { items: Item[]; cursor?: string }, itemColumns: Array<Column<Item>>, none: string): void => {
		if (json) for (const item of list.items) terminal.print(JSON.stringify(item));
		else if (list.items.length === 0) terminal.note(none);
		else tableLines(itemColumns, list.items, terminal).forEach(terminal.print);
		if (!json) tellMore(list, terminal);
	};
	if (lifted) show(await callOperation(listAbuseLifts, { limit }, terminal), liftColumns, 'No limit was lifted in the last year.');
	else show(await callOperation(listAbuse, { limit }, terminal), columns, 'No contact has broken a guardrail that an abuse limit counts.');
	return 0;
}

/** Ends the limits of a contact. @throws TroupeError RESOURCE_NOT_FOUND if there are none */
export async function runAbuseLift(contact: string, as: string | undefined, terminal: Terminal): Promise<ExitCode> {
	await callOperation(liftAbuse, { contact, as }, terminal);
	terminal.note('The limit is lifted.');
	return 0;
}

const columns: Array<Column<DescribedStanding>> = [
	{ name: 'contact', title: 'contact', value: ({ contact }) => contact },
	{ name: 'messages', title: 'messages', numeric: true, value: ({ violations }) => violations.length },
	{ name: 'last', title: 'last', value: ({ violations }) => showTime(violations.at(-1)) },
	{ name: 'blocked', title: 'blocked until', value: ({ blockedUntil }) => showTime(blockedUntil, Date.now()) },
];

const liftColumns: Array<Column<DescribedLift>> = [
	{ name: 'contact', title: 'contact', value: ({ contact }) => contact },
	{ name: 'lifted', title: 'lifted', value: ({ at }) => showTime(at) },
	{ name: 'by', title: 'by', value: ({ by }) => by },
];

function showTime(at: string | null | undefined, since = 0): string {
	return at === undefined || at === null || Date.parse(at) <= since ? '-' : at.replace('T', ' ').replace(/\..*/, '');
}
