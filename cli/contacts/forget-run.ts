import { readSetting } from '../../core/base/settings/settings';
import { openHost } from '../host';
import { openOwn } from '../channel/list-run';
import type { ExitCode } from '../terminal/report-error';
import { confirmedByPerson } from '../terminal/confirm';
import { printable, type Terminal } from '../terminal/terminal';
import { findContact } from './find-contact';

/**
 * Removes a contact and what agents remember of it. It asks no gate: people have a right to be forgotten.
 * @throws TroupeError INPUT_INVALID for a contact that does not exist
 */
export async function runContactsForget(
	typed: string,
	{ json, yes }: { json?: boolean; yes?: boolean },
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const { contacts, tenant } = await openOwn(terminal);
	const contact = await findContact(contacts, tenant, typed);
	if (
		!(await confirmedByPerson(
			printable(`Forget the contact ${contact.id}, with all messages and memories? This cannot be undone.`),
			{ yes },
			terminal,
		))
	)
		return 1;
	const host = { ...(await open(terminal)), memoryStore: readSetting('TROUPE_MEMORY_STORE', terminal.environment) };
	const { runMemoryTask } = await import('../../providers/compose/memory/memory');
	// The contact itself last, so that an interrupted command can be repeated.
	for (const person of (await contacts.listParts(tenant, contact.id)).reverse()) {
		const result = await runMemoryTask({ operation: 'forget', person }, host, terminal.stop);
		if (result.operation === 'forget' && result.notReached)
			terminal.note(`Not reached: ${result.notReached.stores.join(', ')} ${result.notReached.where}.`);
	}
	if (json) terminal.print(JSON.stringify({ contact: contact.id, forgotten: true }));
	terminal.note(`${contact.id} is forgotten: names, conversations, messages and memories.`);
	return 0;
}
