import { DatabaseSync } from 'node:sqlite';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { copyTestKeys } from '../../../../test/support/test-keys';
import { readVaultKeys } from '../../../../providers/state/vault/vault-key';
import { createTestMachine, type TestMachine } from '../../../../test/support/test-machine';
import { createWrappingKey } from '../../../../core/guardrails/vault/wrapping-key';
import { openMasterKeys } from '../../../../providers/state/vault/master-keys';
import { apiTokenCheck } from './api-token';
import { signingKeysCheck } from './signing-keys';
import { vaultKeyCheck } from './vault-key';

let machine: TestMachine;
beforeEach(() => {
	machine = createTestMachine();
	mkdirSync(machine.home, { mode: 0o700 });
});
afterEach(() => machine.remove());

const write = (name: string, content: string, mode = 0o600) => {
	writeFileSync(machine.at(name), content);
	chmodSync(machine.at(name), mode);
};

describe('vault key', () => {
	const key = 'a'.repeat(64);

	it('is created when it is needed', async () => {
		expect(await machine.look(vaultKeyCheck)).toEqual([expect.stringMatching(/^skipped/)]);
		await readVaultKeys(machine.home);
		expect(await machine.look(vaultKeyCheck)).toEqual([expect.stringMatching(/^ok .*vault\.key is a key of 32 bytes/)]);
	});

	it('that is missing although data is sealed with it fails', async () => {
		const state = new DatabaseSync(machine.at('state.db'));
		state.exec('CREATE TABLE credential (name TEXT)');
		expect(await machine.look(vaultKeyCheck)).toEqual([expect.stringMatching(/^skipped/)]);
		state.exec("INSERT INTO credential VALUES ('shop')");
		state.close();
		expect(await machine.look(vaultKeyCheck)).toEqual([expect.stringMatching(/^fail ~\/vault\.key is missing.*state\.db in ~ are/)]);
	});

	it('that others can read fails', async () => {
		write('vault.key', key, 0o644);
		expect(await machine.look(vaultKeyCheck)).toEqual([expect.stringMatching(/^fail ~\/vault\.key is open to other users .*644/)]);
	});

	it('of another length fails, without the key', async () => {
		machine.environment.TROUPE_VAULT_KEY = 'bXktc2VjcmV0';
		await expect(machine.look(vaultKeyCheck)).rejects.toThrow(/^(?!.*bXktc2VjcmV0).*is not 32 bytes/);
	});

	it('in the setting and another one in the file is reported', async () => {
		write('vault.key', key);
		machine.environment.TROUPE_VAULT_KEY = key;
		expect(await machine.look(vaultKeyCheck)).toEqual(['ok TROUPE_VAULT_KEY is a key of 32 bytes.']);
		machine.environment.TROUPE_VAULT_KEY = 'b'.repeat(64);
		expect(await machine.look(vaultKeyCheck)).toEqual([expect.stringMatching(/^warn TROUPE_VAULT_KEY differs from ~\/vault\.key/)]);
	});

	it('is shown with its id and age, and a replacement that did not end', async () => {
		const [old, next] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
		const [oldId, nextId] = [old, next].map((each) => createWrappingKey(each).id);
		write('vault.key', old.toString('base64'));
		const masterKeys = openMasterKeys(machine.at('state.db'));
		await masterKeys.begin(oldId!, Date.now() - 41 * 86_400_000);
		const look = async () => (await machine.look(vaultKeyCheck)).slice(1);
		expect(await look()).toEqual([expect.stringMatching(new RegExp(`^ok The master key ${oldId} seals since .* \\((?:40|41) days\\)`))]);

		write('vault.key', `${old.toString('base64')} ${next.toString('base64')}`);
		await masterKeys.announce({ id: nextId!, carried: Buffer.from('x') }, oldId!, Date.now());
		expect(await look()).toEqual([
			expect.stringMatching(/^ok/),
			expect.stringMatching(new RegExp(`^warn The master key is to be replaced by the key ${nextId}`)),
		]);
		await masterKeys.activate(nextId!, Date.now());
		expect(await look()).toEqual([
			expect.stringMatching(new RegExp(`^ok The master key ${nextId} seals since .* \\(0 days\\)`)),
			expect.stringMatching(new RegExp(`^warn The master key ${oldId} was replaced on .*, and what it sealed is not yet sealed again`)),
		]);
		await masterKeys.retire(Date.now());
		expect(await look()).toEqual([
			expect.stringMatching(/^ok/),
			expect.stringMatching(new RegExp(`^warn ~/vault\\.key still has the master key ${oldId}`)),
		]);
		write('vault.key', old.toString('base64'));
		expect(await look()).toEqual([expect.stringMatching(new RegExp(`^fail The state is sealed under the master key ${nextId}`))]);
		await masterKeys.close();
	});

	it('of this machine alone is reported where machines share data', async () => {
		write('vault.key', key);
		machine.environment.TROUPE_DATABASE_URL = 'postgres://db/troupe';
		expect(await machine.look(vaultKeyCheck)).toEqual([
			expect.stringMatching(/^ok/),
			expect.stringMatching(/^warn TROUPE_DATABASE_URL shares sealed data/),
		]);
	});
});

describe('signing keys', () => {
	it('need not be there', async () => expect(await machine.look(signingKeysCheck)).toEqual([expect.stringMatching(/^skipped/)]));

	it('of a root do not belong on a machine, and no key may be open to others', async () => {
		await copyTestKeys(machine.at('keys'));
		expect(await machine.look(signingKeysCheck)).toEqual([
			expect.stringMatching(/^warn ~\/keys\/root\.pem is a key of the root, and not encrypted/),
		]);
		chmodSync(machine.at('keys', 'snapshot.pem'), 0o640);
		expect(await machine.look(signingKeysCheck)).toContainEqual(expect.stringMatching(/^fail ~\/keys\/snapshot\.pem is open .*640/));
	});

	it('that are damaged fail', async () => {
		mkdirSync(machine.at('registry'));
		write('registry/snapshot.pem', 'nothing');
		expect(await machine.look(signingKeysCheck)).toEqual(['fail ~/registry/snapshot.pem is not a private key in PEM.']);
	});
});

describe('api token', () => {
	it.each([
		['x'.repeat(43), 0o600, /^ok The token in ~\/api-token has 43 characters\.$/],
		['', 0o600, /^fail ~\/api-token is empty/],
		['short', 0o600, /^warn The token in ~\/api-token has only 5 characters/],
		['x'.repeat(43), 0o604, /^fail ~\/api-token is open .*604/],
	])('%j with the mode %i', async (token, mode, expected) => {
		write('api-token', token, mode);
		expect(await machine.look(apiTokenCheck)).toEqual([expect.stringMatching(expected)]);
	});

	it('of the setting counts first; none is needed before the first start', async () => {
		expect(await machine.look(apiTokenCheck)).toEqual([expect.stringMatching(/^skipped/)]);
		machine.environment.TROUPE_API_TOKEN = 'my-secret';
		expect(await machine.look(apiTokenCheck)).toEqual(['warn The token in TROUPE_API_TOKEN has only 9 characters.']);
	});
});
