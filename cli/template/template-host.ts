import type { Host } from '../../providers/compose/hosts/host';
import { openHost } from '../host';
import type { Terminal } from '../terminal/terminal';

/** Opens the host of the command line with the newest state of the registry: a person who has just approved or revoked a version expects it here. */
export async function openTemplateHost(terminal: Terminal): Promise<Host> {
	const host = await openHost(terminal);
	await host.published?.refresh?.();
	return host;
}
