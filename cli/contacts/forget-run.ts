import { findContact, forgetContact } from '../../service/operations/contacts/contacts';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { confirmedByPerson } from '../terminal/confirm';
import { printable, type Terminal } from '../terminal/terminal';
import { openContactHost } from './export-run';

export interface ForgetOptions {
	json?: boolean;
	yes?: boolean;
	leaveUnreached?: boolean;
}

/**
 * Removes a contact and agents' memories of it. Asks no gate: forgetting is a right. @throws TroupeError RESOURCE_NOT_FOUND; that of a place
 * that is away, retryable
 */
export async function runContactsForget(
	typed: string,
	{ json, yes, leaveUnreached }: ForgetOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const { id: contact } = await callOperation(findContact, { contact: typed }, terminal);
	const question = printable(`Forget the contact ${contact}, with all messages and memories? This cannot be undone.`);
	if (!(await confirmedByPerson(question, { yes }, terminal))) return 1;
	const { reached, notReached, protocols } = await callOperation(forgetContact, { contact, leaveUnreached }, terminal, () =>
		openContactHost(terminal, open),
	);
	for (const { stores, where } of notReached) terminal.note(printable(`Not reached: ${stores.join(', ')} ${where.replace(/\.$/, '')}.`));
	if (reached.length > 0) terminal.note(printable(`Removed there too: ${reached.join('; ')}.`));
	if (json) terminal.print(JSON.stringify({ contact, forgotten: true, reached, notReached }));
	const settled = protocols.length === 0 ? '' : ` Settled: ${protocols.join(', ')}.`;
	terminal.note(`${contact} is forgotten: names, conversations, messages and memories.${settled}`);
	return 0;
}
