import { join } from 'node:path';
import { readVaultKey } from '../../../providers/state/vault/vault-key';
import { openAccess } from '../../../service/access/open-access';
import { ensureServiceToken } from '../../../service/access/service-token';
import type { Range } from './range';
import type { Installation } from './installation';

/** Creates a home as the first use of Troupe does, once, with a token, the key of the vault and an API key. For what an installation does not have yet. */
export const openNewHome = (range: Range): Promise<Installation> =>
	range.once('new home', async () => {
		const home = join(range.createFolder(), 'home');
		const environment = {};
		const { token } = ensureServiceToken(home, environment);
		await readVaultKey(home);
		const access = await openAccess({ home, environment, token, log: () => undefined });
		await access.keys.create({ tenant: 'default', name: 'verify', role: 'viewer' }, { subject: 'verify' });
		await access.close();
		return { ...range.installation, home, environment };
	});
