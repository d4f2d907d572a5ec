import { toZonedMinute } from '../../core/base/iso-time';
import { writeDays, writeTime } from '../../core/base/text/write-day';
import type { Language } from '../../core/base/text/languages';
import { addHold, listHolds, removeHold } from '../../service/operations/privacy/holds';
import { openHost, readStateHost } from '../host';
import { callOperation } from '../services/call-operation';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { describeNoContact } from './no-contact';

const words = {
	en: {
		of: (person: string) => `of ${person === 'all' ? 'the tenant' : person}`,
		begun: (id: string, whom: string, end: string | undefined) =>
			`${id}: nothing ${whom} is removed until ${end ?? 'somebody ends the hold'}.`,
		forgetting: 'A forgetting had begun: what it has removed is gone, and what is left is held. It ends when the hold does.',
		unknown: 'Nothing of this person is stored so far.',
		titles: { hold: 'hold', person: 'person', until: 'until', since: 'since', by: 'by', reason: 'reason' },
		open: 'somebody ends it',
		over: '(over)',
		none: 'There is no legal hold.',
		end: (hold: string) => `End the legal hold ${hold}? What is old goes with the next cleaning.`,
		ended: (hold: string, left: number) => `${hold} has ended. Holds that are left: ${left}.`,
	},
	pt: {
		of: (person: string) => (person === 'all' ? 'do tenant' : `de ${person}`),
		begun: (id: string, whom: string, end: string | undefined) =>
			`${id}: nada ${whom} é apagado até ${end ?? 'alguém encerrar a retenção'}.`,
		forgetting:
			'Um esquecimento já tinha começado: o que ele apagou não volta, e o que resta está retido. Ele termina quando a retenção terminar.',
		unknown: 'Nada desta pessoa está guardado até agora.',
		titles: { hold: 'retenção', person: 'pessoa', until: 'até', since: 'desde', by: 'por', reason: 'motivo' },
		open: 'alguém encerrar',
		over: '(encerrada)',
		none: 'Não há retenção legal.',
		end: (hold: string) => `Encerrar a retenção legal ${hold}? O que for antigo sai na próxima limpeza.`,
		ended: (hold: string, left: number) => `${hold} foi encerrada. Retenções que restam: ${left}.`,
	},
};

export interface AddHoldOptions {
	language: Language;
	reason: string;
	until?: string;
	json?: boolean;
}

const openPlace = async (terminal: Terminal, open: typeof openHost) => ({ ...(await open(terminal)), ...readStateHost(terminal) });

export async function runAddHold(
	person: string,
	{ reason, until, json, language }: AddHoldOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const input = { person, reason, ...(until !== undefined && { until }) };
	const added = await callOperation(addHold, input, terminal, () => openPlace(terminal, open));
	const says = words[language];
	if (json) terminal.print(JSON.stringify(added));
	else terminal.print(printable(says.begun(added.id, says.of(person), sayEnd(added, language))));
	if (added.isBeingForgotten) terminal.note(says.forgetting);
	if (!added.isKnown) terminal.note(`${says.unknown} ${describeNoContact(person, language)}`);
	return 0;
}

const sayEnd = ({ until, timeZone }: { until: string | null; timeZone: string }, language: Language): string | undefined =>
	until === null ? undefined : writeTime(until, timeZone, language);

type Item = Awaited<ReturnType<typeof listHolds.perform>>['items'][number];

function listColumns(timeZone: string, language: Language): Array<Column<Item>> {
	const { titles, open, over } = words[language];
	const local = (time: string) => writeDays(toZonedMinute(Date.parse(time), timeZone), language);
	return [
		{ name: 'id', title: titles.hold, value: ({ id }) => id },
		{ name: 'person', title: titles.person, value: ({ person }) => person },
		{
			name: 'until',
			title: `${titles.until} (${timeZone})`,
			value: ({ until, isOver }) => `${until === null ? open : local(until)}${isOver ? ` ${over}` : ''}`,
		},
		{ name: 'createdAt', title: `${titles.since} (${timeZone})`, value: ({ createdAt }) => local(createdAt) },
		{ name: 'createdBy', title: titles.by, value: ({ createdBy }) => createdBy },
		{ name: 'reason', title: titles.reason, value: ({ reason }) => reason },
	];
}

export async function runListHolds(
	{ json, language }: { json?: boolean; language: Language },
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const { items, timeZone } = await callOperation(listHolds, {}, terminal, () => openPlace(terminal, open));
	if (json) for (const hold of items) terminal.print(JSON.stringify(hold));
	else if (items.length === 0) terminal.note(words[language].none);
	else tableLines(listColumns(timeZone, language), items, terminal).forEach(terminal.print);
	return 0;
}

export async function runRemoveHold(
	hold: string,
	options: { yes?: boolean; language: Language },
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const question = printable(words[options.language].end(hold));
	if (!(await confirmedByPerson(question, options, terminal))) return 1;
	const { removed, left } = await callOperation(removeHold, { hold }, terminal, () => openPlace(terminal, open));
	terminal.note(printable(words[options.language].ended(removed, left)));
	return 0;
}
