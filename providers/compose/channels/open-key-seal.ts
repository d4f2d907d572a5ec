import { randomBytes } from 'node:crypto';
import { createTextKey } from '../../../core/guardrails/vault/text-key';
import { keyBytes } from '../../../core/guardrails/vault/sealing';
import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import type { KeySeal } from '../../state/channels/sealed/conversation-keys';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';

export const composeKeySeal = (keys: Pick<VaultKeys, 'wrap' | 'unwrap' | 'pseudonym'>): KeySeal => ({
	async newKey(bound) {
		const key = randomBytes(keyBytes);
		return { key: createTextKey(key), sealed: await keys.wrap(key, bound) };
	},
	openKey: async (sealed, bound) => createTextKey(await keys.unwrap(sealed, bound)),
	seal: (text, bound) => keys.wrap(Buffer.from(text), bound),
	hash: (tenant, text) => keys.pseudonym('subject', tenant, text),
	open: async (sealed, bound) => Buffer.from(await keys.unwrap(sealed, bound)).toString(),
});

/** A missing master key fails only at sealing or opening. */
export async function openKeySeal(host: VaultHost & { stateFolder: string }): Promise<KeySeal> {
	try {
		return composeKeySeal(await openVaultKeys(host, host.stateFolder));
	} catch (fault) {
		const fail = async (): Promise<never> => {
			throw fault;
		};
		const hash = (): never => {
			throw fault;
		};
		return { newKey: fail, openKey: fail, seal: fail, open: fail, hash };
	}
}
