import { randomBytes } from 'node:crypto';
import type { VaultStore } from '../../ports/guardrails/vault';
import type { OpenVaultOptions } from './open-vault';
import { keys, message, useVault } from './use-vault.contract';
import { createVaultKeys } from './vault-keys';

export function testVaultSubjects(openStore: () => VaultStore): void {
	const { current, open, masked } = useVault(openStore);

	test('when a subject’s key is destroyed, none of their tokens is restored, in any conversation', async () => {
		const ana = { subjectId: '+55 11 98765-4321' };
		const first = await masked(message, ana);
		const second = await masked(message, { ...ana, conversationId: 'c2' });
		const bob = await masked(message, { subjectId: 'bob', conversationId: 'c3' });
		expect(await destroySubject(ana, { store: current.store, keys })).toBe(1);
		expect([await open(ana).restore(first), await open({ conversationId: 'c2' }).restore(second)]).toEqual([first, second]);
		expect(await open({ conversationId: 'c3' }).restore(bob)).toBe(message);
		expect(await masked(message, ana)).not.toBe(first);
	});

	test('a conversation without a subject can be destroyed, and can get a subject later', async () => {
		const first = await masked(message);
		expect(await masked(message, { subjectId: 'ana' })).toBe(first);
		expect(await destroySubject({ subjectId: 'ana' }, { store: current.store, keys })).toBe(1);
		expect(await open().restore(first)).toBe(first);
		await masked(message);
		expect(await destroySubject({ conversationId: 'c1' }, { store: current.store, keys })).toBe(1);
	});

	test('all conversations under an id that have no subject are destroyed together', async () => {
		const text = `${await masked(message)} ${await masked(message, { name: 'one' })}`;
		expect(await destroySubject({ conversationId: 'c1' }, { store: current.store, keys })).toBe(1);
		expect(await open({ reads: 'all' }).restore(text)).toBe(text);
	});

	test('refuses to move a conversation from one subject to another', async () => {
		await masked(message, { subjectId: 'ana' });
		await expect(masked(message, { subjectId: 'bob' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
		await expect(open({ subjectId: 'bob' }).restore('[EMAIL_1_aaaaaa]')).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
	});

	test('continues with a new key when the subject is destroyed during masking', async () => {
		const racing: VaultStore = {
			...current.store,
			takeNumbers: async (...parts) => {
				racing.takeNumbers = current.store.takeNumbers;
				await destroySubject({ conversationId: 'c1' }, { store: current.store, keys });
				return current.store.takeNumbers(...parts);
			},
		};
		const text = await masked(message, { store: racing });
		expect(await open().restore(text)).toBe(message);
	});

	test('seals nothing with a destroyed key for a conversation that was started again meanwhile', async () => {
		const racing: VaultStore = {
			...current.store,
			takeNumbers: async (...parts) => {
				racing.takeNumbers = current.store.takeNumbers;
				await destroySubject({ conversationId: 'c1' }, { store: current.store, keys });
				await masked('eve@example.com');
				return current.store.takeNumbers(...parts);
			},
		};
		const text = await masked(message, { store: racing });
		expect(await open().restore(text)).toBe(message);
	});

	test('reports that the vault was created with another master key', async () => {
		await masked(message);
		const other = createVaultKeys(randomBytes(32));
		await expect(masked(message, { keys: other })).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
		expect(() => createVaultKeys(randomBytes(31))).toThrow('32');
	});
}

/** Destroys the key of a subject, or of a conversation without a subject, by its pseudonym, as hosts do. */
export function destroySubject(
	whose: { subjectId: string } | { conversationId: string },
	{ tenant = 'default', store, keys }: Pick<OpenVaultOptions, 'tenant' | 'store' | 'keys'>,
) {
	const [kind, id] = 'subjectId' in whose ? (['subject', whose.subjectId] as const) : (['conversation', whose.conversationId] as const);
	return store.destroySubject(tenant, keys.pseudonym(kind, tenant, id));
}
