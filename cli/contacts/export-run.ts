import { readSetting } from '../../core/base/settings/settings';
import { exportContact } from '../../service/operations/contacts/export-contact';
import { openHost, readStateHost } from '../host';
import { exportFromHome, forgetInHome } from '../privacy/home-processes';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

/** @throws TroupeError RESOURCE_NOT_FOUND */
export async function runContactsExport(contact: string, terminal: Terminal): Promise<ExitCode> {
	const exported = await callOperation(exportContact, { contact }, terminal, () => openContactHost(terminal));
	terminal.print(JSON.stringify(exported, null, 2));
	for (const { stores, where } of exported.notReached) terminal.note(printable(`Not asked: ${stores.join(', ')} ${where}.`));
	return 0;
}

/** Opens what reaches everything of a contact: agents, their secrets, memory, and processes. */
export const openContactHost = async (terminal: Terminal, open = openHost) => ({
	...(await open(terminal)),
	...readStateHost(terminal),
	memoryStore: readSetting('TROUPE_MEMORY_STORE', terminal.environment),
	forgetInProcesses: forgetInHome(readStateHost(terminal), terminal),
	exportFromProcesses: exportFromHome(readStateHost(terminal).stateFolder, terminal),
});
