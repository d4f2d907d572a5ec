import { credentialNotFound } from '../../core/credentials/kept-credentials';
import { openHost } from '../host';
import type { Terminal } from '../terminal/terminal';
import { ListResolver } from './list-resolver';

/**
 * Opens the credentials of the tenant for the lists of a package.
 * @param names the credentials to use; `true`: those that fit
 * @throws TroupeError CREDENTIAL_NOT_FOUND
 */
export async function openListResolver(packageName: string, names: true | string[], terminal: Terminal): Promise<ListResolver> {
	const host = await openHost(terminal);
	const { listAllCredentials } = await import('../../providers/compose/credentials/credentials');
	const stored = (await listAllCredentials(host)).filter(({ tenant }) => tenant === host.tenant);
	const unknown = names === true ? undefined : names.find((name) => !stored.some((one) => one.name === name));
	if (unknown !== undefined) throw credentialNotFound(unknown, host.tenant ?? 'default');
	const usable = names === true ? stored : stored.filter(({ name }) => names.includes(name));
	return new ListResolver(packageName, host, usable, terminal.stop);
}
