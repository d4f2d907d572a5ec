import { createVault } from './create-vault';
import { memoryVaultStore } from './memory-vault-store';
import { openVault } from './open-vault';
import { testVault } from './open-vault.contract';
import { createVaultKeys } from './vault-keys';

describe('a vault in memory', () => {
	testVault(() => memoryVaultStore());

	test('evicts old conversations to make room', async () => {
		const parts = { store: memoryVaultStore(2), keys: createVaultKeys(new Uint8Array(32)) };
		const [first, second, third] = ['1', '2', '3'].map((conversationId) => openVault({ conversationId, ...parts }));
		const tokens = [await first!.mask('a@b.com'), await second!.mask('a@b.com'), await third!.mask('a@b.com')].map(({ text }) => text);
		expect([await first!.restore(tokens[0]!), await second!.restore(tokens[1]!)]).toEqual([tokens[0], 'a@b.com']);
	});
});

test('a vault of one run also hashes, and differently in each run', async () => {
	const hashes = await Promise.all([createVault(), createVault()].map((vault) => vault.book.hash('x')));
	expect(hashes[0]).toMatch(/^[k-z]{16}$/);
	expect(hashes[0]).not.toBe(hashes[1]);
});
