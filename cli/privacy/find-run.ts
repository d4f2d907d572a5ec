import { readSetting } from '../../core/base/settings/settings';
import type { Language } from '../../core/base/text/languages';
import { findPerson } from '../../service/operations/find-person';
import { openPrivateState } from '../host';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';

export interface FindOptions {
	language: Language;
	json?: boolean;
}

const words = {
	en: {
		nothing: 'Nothing is stored of this person where it can be searched.',
		noContact: (person: string) =>
			`No contact has the id or name ${person}: it was searched as the ID of somebody who did not write through a channel. Names such as Ana are not searched. \`troupe contacts list\` shows ids, and names such as phone=+5544999999999.`,
		notSearched: 'Not searched',
		titles: { table: 'table', rows: 'rows', stays: 'when the person is forgotten' },
		goes: 'goes',
	},
	pt: {
		nothing: 'Nada desta pessoa foi encontrado onde é possível procurar.',
		noContact: (person: string) =>
			`Nenhum contato tem o id ou o identificador ${person}: a busca foi pelo ID de quem não escreveu por nenhum canal. Não se procura por nomes como Ana. \`troupe contacts list\` mostra os ids e identificadores como phone=+5544999999999.`,
		notSearched: 'Sem busca',
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
	if (json) terminal.print(JSON.stringify(found));
	else if (found.stored.length === 0) terminal.note(says.nothing);
	else {
		type Row = (typeof found.stored)[number];
		const columns: Array<Column<Row>> = [
			{ name: 'table', title: says.titles.table, value: ({ store, table }) => `${store} ${table}` },
			{ name: 'rows', title: says.titles.rows, value: ({ rows }) => rows, numeric: true },
			{ name: 'stays', title: says.titles.stays, value: ({ stays }) => stays ?? says.goes },
		];
		tableLines(columns, found.stored, terminal).forEach(terminal.print);
	}
	if (!json && found.contact === null) terminal.note(printable(says.noContact(JSON.stringify(person.slice(0, 100)))));
	const others = [...found.notSearched.map(({ id }) => id), ...found.elsewhere.map(({ name }) => name)];
	if (!json) terminal.note(printable(`${says.notSearched}: ${others.join('; ')}.`));
	return found.stored.length === 0 ? 1 : 0;
}
