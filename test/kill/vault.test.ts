import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { openVault } from '../../core/guardrails/vault/open-vault';
import { createVaultKeys } from '../../core/guardrails/vault/vault-keys';
import { openVaultStore } from '../../providers/state/vault/vault-store';
import { buildProcess } from '../support/build-process';
import { within } from '../support/wait-until';

const masterKey = Buffer.alloc(32, 7);
const keys = createVaultKeys(masterKey);

describe('processes that share a vault', () => {
	let folder: string;
	let file: string;
	let script: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'troupe-vault-'));
		file = join(folder, 'state', 'state.db');
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));
	let built: ReturnType<typeof buildProcess>;
	beforeAll(() => {
		built = buildProcess('mask-texts');
		({ script } = built);
	});
	afterAll(() => built.remove());

	test('give the same new values the same tokens when they mask them at once, and two values never the same', async () => {
		const values = Array.from({ length: 40 }, (_, index) => `user${index}@example.com`);
		const children = await Promise.all(
			[1, 3, 7].map(async (step) => {
				const child = spawn(process.execPath, [script, file, masterKey.toString('hex'), 'default'], { stdio: ['pipe', 'pipe', 'inherit'] });
				await within('a process to open the vault', once(child.stdout, 'data'));
				return { child, step };
			}),
		);
		const outputs = await Promise.all(
			children.map(async ({ child, step }) => {
				// Each in an order of its own, so that they are at different values at the same time.
				const order = values.map((_, at) => values[(at * step) % values.length]!);
				child.stdin.end(JSON.stringify(order.map((value) => ['c', value])));
				const tokens = JSON.parse(await within('the tokens', readAll(child.stdout))) as string[];
				return new Map(order.map((value, at) => [value, tokens[at]]));
			}),
		);
		for (const value of values) expect(new Set(outputs.map((tokens) => tokens.get(value))).size).toBe(1);
		expect(new Set(outputs[0]!.values()).size).toBe(new Set(outputs[0]!.keys()).size);
		const store = openVaultStore(file);
		const vault = openVault({ conversationId: 'c', store, keys });
		for (const [value, token] of outputs[0]!) expect(await vault.restore(token!)).toBe(value);
		await store.close();
	});
});
