import { toZonedMinute } from '../../core/base/iso-time';
import { addHold, listHolds, removeHold } from '../../service/operations/holds';
import { openHost, readStateHost } from '../host';
import { callOperation } from '../services/call-operation';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { describeNoContact } from './no-contact';

export interface AddHoldOptions {
	reason: string;
	until?: string;
	json?: boolean;
}

const openPlace = async (terminal: Terminal, open: typeof openHost) => ({ ...(await open(terminal)), ...readStateHost(terminal) });

export async function runAddHold(
	person: string,
	{ reason, until, json }: AddHoldOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const input = { person, reason, ...(until !== undefined && { until }) };
	const added = await callOperation(addHold, input, terminal, () => openPlace(terminal, open));
	if (json) terminal.print(JSON.stringify(added));
	else
		terminal.print(
			printable(
				`${added.id}: nothing of ${person === 'all' ? 'the tenant' : person} is removed until ${sayEnd(added) ?? 'somebody ends the hold'}.`,
			),
		);
	if (added.isBeingForgotten)
		terminal.note('A forgetting had begun: what it has removed is gone, and what is left is held. It ends when the hold does.');
	if (!added.isKnown) terminal.note(`Nothing of this person is stored so far. ${describeNoContact(person, 'en')}`);
	return 0;
}

const sayEnd = ({ until, timeZone }: { until: string | null; timeZone: string }): string | undefined =>
	until === null ? undefined : `${toZonedMinute(Date.parse(until), timeZone)} (${timeZone})`;

type Item = Awaited<ReturnType<typeof listHolds.perform>>['items'][number];

const listColumns = (timeZone: string): Array<Column<Item>> => [
	{ name: 'id', title: 'hold', value: ({ id }) => id },
	{ name: 'person', title: 'person', value: ({ person }) => person },
	{
		...{ name: 'until', title: `until (${timeZone})` },
		value: ({ until, isOver }) =>
			`${until === null ? 'somebody ends it' : toZonedMinute(Date.parse(until), timeZone)}${isOver ? ' (over)' : ''}`,
	},
	{ name: 'createdAt', title: `since (${timeZone})`, value: ({ createdAt }) => toZonedMinute(Date.parse(createdAt), timeZone) },
	{ name: 'createdBy', title: 'by', value: ({ createdBy }) => createdBy },
	{ name: 'reason', title: 'reason', value: ({ reason }) => reason },
];

export async function runListHolds({ json }: { json?: boolean }, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const { items, timeZone } = await callOperation(listHolds, {}, terminal, () => openPlace(terminal, open));
	if (json) terminal.print(JSON.stringify(items));
	else if (items.length === 0) terminal.note('There is no legal hold.');
	else tableLines(listColumns(timeZone), items, terminal).forEach(terminal.print);
	return 0;
}

export async function runRemoveHold(hold: string, options: { yes?: boolean }, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const question = printable(`End the legal hold ${hold}? What is old goes with the next cleaning.`);
	if (!(await confirmedByPerson(question, options, terminal))) return 1;
	const { removed, left } = await callOperation(removeHold, { hold }, terminal, () => openPlace(terminal, open));
	terminal.note(printable(`${removed} has ended. Holds that are left: ${left}.`));
	return 0;
}
