import { readSetting } from '../../core/base/settings/settings';
import type { Language } from '../../core/base/text/languages';
import { findPerson } from '../../service/operations/privacy/find-person';
import { openPrivateState } from '../host';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { describeNoContact } from './no-contact';

export interface FindOptions {
	language: Language;
	json?: boolean;
}

const words = {
	en: {
		nothing: 'Nothing is stored of this person where it can be searched.',
		executions: 'Executions of n8n',
		notSearched: 'Not searched',
		titles: { table: 'table', rows: 'rows', stays: 'when the person is forgotten' },
		goes: 'goes',
	},
	pt: {
		nothing: 'Nada desta pessoa foi encontrado onde é possível procurar.',
		executions: 'Execuções do n8n',
		notSearched: 'Onde não dá para procurar',
		titles: { table: 'tabela', rows: 'linhas', stays: 'quando a pessoa é esquecida' },
		goes: 'é apagada',
	},
};

/** Exit code 1: nothing is stored. */
export async function runPrivacyFind(person: string, { language, json }: FindOptions, terminal: Terminal): Promise<ExitCode> {
	const found = await callOperation(findPerson, { person, language }, terminal, () => ({
		...openPrivateState(terminal),
		memoryStore: readSetting('TROUPE_MEMORY_STORE', terminal.environment),
	}));
	const says = words[language];
	const isNothing = found.stored.length === 0 && found.executions === 0;
	if (json) terminal.print(JSON.stringify(found));
	else if (isNothing) terminal.note(says.nothing);
	else {
		type Row = (typeof found.stored)[number];
		const columns: Array<Column<Row>> = [
			{ name: 'table', title: says.titles.table, value: ({ store, table }) => `${store} ${table}` },
			{ name: 'rows', title: says.titles.rows, value: ({ rows }) => rows, numeric: true },
			{ name: 'stays', title: says.titles.stays, value: ({ stays }) => stays ?? says.goes },
		];
		tableLines(columns, found.stored, terminal).forEach(terminal.print);
	}
	if (!json && found.executions > 0) terminal.print(`${says.executions}: ${found.executions}`);
	if (!json && found.contact === null) terminal.note(describeNoContact(person, language));
	const others = [...found.notSearched.map(({ id }) => id), ...found.elsewhere.map(({ name }) => name)];
	if (!json) terminal.note(printable(`${says.notSearched}: ${others.join('; ')}.`));
	return isNothing ? 1 : 0;
}
