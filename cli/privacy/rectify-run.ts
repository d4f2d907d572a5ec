import type { Language } from '../../core/base/text/languages';
import { rectifyPerson } from '../../service/operations/privacy/rectify-person';
import { openContactHost } from '../contacts/export-run';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

const words = {
	en: {
		fields: {} as Record<string, string>,
		changed: (field: string, from: string | null, to: string | null) =>
			`${field}: ${from ?? 'nothing'} is ${to === null ? 'removed' : `${to} now`}`,
		same: (contact: string) => `Nothing to change here: ${contact} is so already.`,
		reached: 'Corrected',
		left: 'Not corrected',
	},
	pt: {
		fields: { name: 'nome', email: 'e-mail', phone: 'telefone', company: 'empresa', alias: 'identificador' } as Record<string, string>,
		changed: (field: string, from: string | null, to: string | null) =>
			to === null ? `${field}: ${from} foi removido` : `${field}: ${from === null ? 'agora é' : `era ${from}, agora é`} ${to}`,
		same: (contact: string) => `Nada a mudar aqui: ${contact} já está assim.`,
		reached: 'Corrigido',
		left: 'Sem correção',
	},
};

export interface RectifyOptions {
	language: Language;
	reason: string;
	name?: string;
	email?: string;
	phone?: string;
	company?: string;
	remove?: string[];
	json?: boolean;
}

/** It asks no gate: people have a right to it. @throws TroupeError RESOURCE_NOT_FOUND, INPUT_INVALID, STATE_CONFLICT */
export async function runPrivacyRectify(
	person: string,
	{ json, language, ...correction }: RectifyOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const done = await callOperation(rectifyPerson, { person, ...correction }, terminal, () => openContactHost(terminal, open));
	if (json) {
		terminal.print(JSON.stringify(done));
		return 0;
	}
	const { changes, reached, notReached } = done as typeof done & { notReached: Array<{ stores: string[]; where: string }> };
	const says = words[language];
	for (const { field, from, to } of changes) terminal.print(printable(says.changed(says.fields[field] ?? field, from, to)));
	if (changes.length === 0) terminal.note(says.same(done.contact));
	for (const place of reached) terminal.print(printable(`${says.reached}: ${place}`));
	for (const { stores, where } of notReached) terminal.note(printable(`${says.left}: ${stores.join(', ')} ${where}`));
	return 0;
}
