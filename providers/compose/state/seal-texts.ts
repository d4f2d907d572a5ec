import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';

export interface TextSeal {
	/** @param bound names whose text it is: it is read for nothing else */
	seal: (text: string, bound: string) => Promise<Uint8Array>;
	/** @throws TroupeError VAULT_UNREADABLE */
	unseal: (sealed: Uint8Array, bound: string) => Promise<string>;
}

export function sealTexts(host: VaultHost & { stateFolder: string }, subject: string): TextSeal {
	const bind = (bound: string) => JSON.stringify([subject, bound]);
	const openKeys = () => openVaultKeys(host, host.stateFolder);
	return {
		seal: async (text, bound) => (await openKeys()).wrap(Buffer.from(text), bind(bound)),
		unseal: async (sealed, bound) => Buffer.from(await (await openKeys()).unwrap(sealed, bind(bound))).toString(),
	};
}
