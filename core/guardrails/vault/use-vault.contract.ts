import { randomBytes } from 'node:crypto';
import type { VaultStore } from '../../ports/guardrails/vault';
import { openVault, type OpenVaultOptions } from './open-vault';
import { createVaultKeys } from './vault-keys';

export const keys = createVaultKeys(randomBytes(32));
const types = ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'] as const;
export const message = 'ana@example.com, CPF 529.982.247-25';

/** Opens vaults on an empty store in each test, at a time that the test sets. */
export function useVault(openStore: () => VaultStore) {
	const current = { store: undefined as unknown as VaultStore, now: 0 };
	beforeEach(() => {
		current.store = openStore();
		current.now = 1_000_000;
	});
	const open = (options: Partial<OpenVaultOptions> = {}) =>
		openVault({ conversationId: 'c1', types, store: current.store, keys, clock: { now: () => current.now }, ...options });
	const masked = async (text: string, options: Partial<OpenVaultOptions> = {}) => (await open(options).mask(text)).text;
	return { current, open, masked };
}
