import { rectifyPerson } from '../../service/operations/rectify-person';
import { openContactHost } from '../contacts/export-run';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface RectifyOptions {
	reason: string;
	name?: string;
	email?: string;
	phone?: string;
	company?: string;
	remove?: string[];
	json?: boolean;
}

/** Corrects a contact. It asks no gate: people have a right to it. @throws TroupeError RESOURCE_NOT_FOUND, INPUT_INVALID, STATE_CONFLICT */
export async function runPrivacyRectify(
	person: string,
	{ json, ...correction }: RectifyOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const done = await callOperation(rectifyPerson, { person, ...correction }, terminal, () => openContactHost(terminal, open));
	if (json) {
		terminal.print(JSON.stringify(done));
		return 0;
	}
	const { changes, reached, notReached } = done as typeof done & { notReached: Array<{ stores: string[]; where: string }> };
	for (const { field, from, to } of changes)
		terminal.print(printable(`${field}: ${from ?? 'nothing'} is ${to === null ? 'removed' : `${to} now`}`));
	if (changes.length === 0) terminal.note(`Nothing to change here: ${done.contact} is so already.`);
	for (const place of reached) terminal.print(printable(`Corrected: ${place}`));
	for (const { stores, where } of notReached) terminal.note(printable(`Not corrected: ${stores.join(', ')} ${where}`));
	return 0;
}
