import type { Language } from '../../core/base/text/languages';
import { readRetention, setRetention } from '../../service/operations/privacy/retention';
import { openHost, readStateHost } from '../host';
import { callOperation } from '../services/call-operation';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';

export interface RetentionOptions {
	language: Language;
	within: number;
	json?: boolean;
}

type Item = Awaited<ReturnType<typeof readRetention.perform>>['items'][number];
export type KeptDays = Parameters<typeof setRetention.perform>[0]['days'];

const words = {
	en: {
		titles: { class: 'class', kept: 'kept', from: 'by', due: 'due now', soon: (days: number) => `in ${days} days`, held: 'held' },
		from: { retention: 'own rule', runDays: 'runDays', retentionDays: 'retentionDays', setting: 'installation', usual: 'usual', none: '' },
		never: 'Not set by tenants',
		next: 'The service cleans once a day; `troupe tenant clean TENANT` cleans now. Rows that go with these, such as names of a contact, are not counted.',
	},
	pt: {
		titles: {
			class: 'classe',
			kept: 'prazo',
			from: 'regra',
			due: 'vence agora',
			soon: (days: number) => `em ${days} dias`,
			held: 'retido',
		},
		from: { retention: 'própria', runDays: 'runDays', retentionDays: 'retentionDays', setting: 'instalação', usual: 'padrão', none: '' },
		never: 'Fora do controle do tenant',
		next: 'O serviço faz a limpeza uma vez por dia; `troupe tenant clean TENANT` limpa agora. O que sai junto, como os nomes de um contato, não entra na contagem.',
	},
};

const openPlace = async (terminal: Terminal, open: typeof openHost) => ({ ...(await open(terminal)), ...readStateHost(terminal) });

export async function runRetention({ language, within, json }: RetentionOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const shown = await callOperation(readRetention, { language, within }, terminal, () => openPlace(terminal, open));
	if (json) {
		terminal.print(JSON.stringify(shown));
		return 0;
	}
	const says = words[language];
	const { titles } = says;
	const columns: Array<Column<Item>> = [
		{ name: 'class', title: titles.class, value: ({ class: kept, what }) => `${kept}: ${what}` },
		{ name: 'kept', title: titles.kept, value: ({ kept }) => kept },
		{ name: 'from', title: titles.from, value: ({ from }) => says.from[from] },
		{ name: 'due', title: titles.due, value: ({ due }) => due, numeric: true },
		{ name: 'dueSoon', title: titles.soon(within), value: ({ dueSoon }) => dueSoon, numeric: true },
		{ name: 'held', title: titles.held, value: ({ held }) => held, numeric: true },
	];
	tableLines(
		columns,
		shown.items.filter(({ canSet }) => canSet),
		terminal,
	).forEach(terminal.print);
	terminal.print('');
	terminal.print(`${says.never}:`);
	for (const { class: kept, what, kept: until, why } of shown.items.filter(({ canSet }) => !canSet))
		terminal.print(printable(`  ${kept} (${what}): ${until}. ${why ?? ''}`));
	terminal.note(says.next);
	return 0;
}

export interface SetRetentionOptions {
	yes?: boolean;
	json?: boolean;
}

/** A shorter time, by which rows go, needs a person's word, or `--yes`. */
export async function runSetRetention(
	kept: Item['class'],
	days: KeptDays,
	{ yes, json }: SetRetentionOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const place = () => openPlace(terminal, open);
	const planned = await callOperation(setRetention, { class: kept, days, dryRun: true }, terminal, place);
	const isShorter = (planned.after ?? Infinity) < (planned.before ?? Infinity);
	const question = `Keep ${kept} of ${planned.tenant} for ${planned.after} days? The next cleaning removes ${planned.due} rows, ${planned.more} of them because of this.`;
	if (isShorter && planned.more > 0 && !(await confirmedByPerson(printable(question), { yes }, terminal))) return 1;
	const done = await callOperation(setRetention, { class: kept, days }, terminal, place);
	if (json) terminal.print(JSON.stringify(done));
	else {
		const after = done.after === null ? 'without an end in days' : `for ${done.after} days`;
		terminal.print(printable(`${done.tenant} keeps ${kept} ${after}. The next cleaning removes ${done.due} rows.`));
	}
	return 0;
}
