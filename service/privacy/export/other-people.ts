/** Masks other persons in what is given to one. */
import { mapTexts } from '../../../core/base/text/map-texts';
import { normalizePhone } from '../../../core/conversations/contacts/normalize-alias';
import type { StateConnection } from '../../../providers/database/state-database';
import { findOthers } from '../../../providers/state/names-in-state';
import type { NamedPerson } from '../../../providers/state/whose-rows';
import type { ExportedRow, LeftOut } from './exported-row';

const colleague = /^(?:user|writer|key|token|login):\S.*$/s;
/** Finds possible contact names: our ids, e-mail addresses, numbers. Each begins at a word, so that time grows only with the text. */
const candidates = new RegExp(
	[
		String.raw`(?<![\da-z])(?:[\da-z]{25}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?![\da-z])`,
		String.raw`(?<![^\s@<>"'(),;:])[^\s@<>"'(),;:]{1,64}@[\w.-]{1,190}`,
		String.raw`(?<!\d)\+?\d(?:[\s().-]{0,2}\d){5,16}(?!\d)`,
	].join('|'),
	'gi',
);

const masks = { en: { colleague: '[colleague]', other: '[another person]' }, pt: { colleague: '[atendente]', other: '[outra pessoa]' } };

export async function maskOthers(
	rows: readonly ExportedRow[],
	{ connection, whom, language, leftOut }: { connection: StateConnection; whom: NamedPerson; language: 'en' | 'pt'; leftOut: LeftOut },
): Promise<ExportedRow[]> {
	const says = masks[language];
	const written = new Set<string>();
	for (const { row } of rows) for (const name of listNames(JSON.stringify(row))) written.add(name);
	const others = await findOthers([...written], connection, whom);
	const mask = async (text: string): Promise<string> => {
		if (colleague.test(text)) {
			leftOut.colleagues += 1;
			return says.colleague;
		}
		return text.replace(candidates, (found) => {
			if (!formsOf(found).some((form) => others.has(form))) return found;
			leftOut.others += 1;
			return says.other;
		});
	};
	const masked: ExportedRow[] = [];
	for (const one of rows) masked.push({ ...one, row: await mapTexts(one.row, mask) });
	return masked;
}

const listNames = (text: string): string[] => (text.match(candidates) ?? []).flatMap(formsOf);

function formsOf(found: string): string[] {
	if (/[@a-z]/i.test(found)) return [found, found.toLowerCase()];
	const digits = found.replace(/\D/g, '');
	const phones = [digits, `55${digits}`].flatMap((number) => normalizePhone(number) ?? []);
	return [...new Set([found, digits, ...phones])];
}
