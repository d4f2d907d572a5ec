import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rotateMasterKey } from '../../providers/compose/guardrails/rotate-key';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import { closeOpened } from '../../providers/compose/open-once';
import { findVaultKeys } from '../../providers/state/vault/vault-key';
import { createWrappingKey } from '../../core/guardrails/vault/wrapping-key';
import { buildProcess } from '../support/build-process';
import { openSealedRows, sealedColumns } from '../support/privacy/fill-sealed';

const rows = 3;
const hostOf = (stateFolder: string) => ({ stateFolder, tenant: 'default', database: '' });

describe('a replacement of the master key that is killed', () => {
	let folder: string;
	let filled: string;
	let built: ReturnType<typeof buildProcess>;
	beforeAll(async () => {
		built = buildProcess('rotate-key');
		folder = mkdtempSync(join(tmpdir(), 'troupe-killed-key-'));
		filled = join(folder, 'filled');
		const keys = await openVaultKeys(hostOf(filled), filled);
		const stored = await openSealedRows(filled, '');
		await stored.fill(keys, 0, rows);
		await stored.close();
		await closeOpened();
	});
	afterAll(() => {
		built.remove();
		rmSync(folder, { recursive: true, force: true });
	});
	afterEach(closeOpened);

	test('reads every value before it goes on, and goes on to one key, whichever step was the last (marmos91/dittofs#1944)', async () => {
		const all = { faults: [], values: rows * sealedColumns.length };
		const [first] = (await findVaultKeys(filled))!;
		let killed = 0;
		for (let step = 1; ; step += step < 20 ? 1 : 9) {
			const home = join(folder, `home-${step}`);
			cpSync(filled, home, { recursive: true });
			const child = spawnSync(process.execPath, [built.script, home, '', String(step)], { encoding: 'utf8', timeout: 60_000 });
			if (child.signal !== 'SIGKILL') {
				expect({ status: child.status, stderr: child.stderr }).toEqual({ status: 0, stderr: '' });
				break;
			}
			killed += 1;
			const keys = await openVaultKeys(hostOf(home), home);
			const stored = await openSealedRows(home, '');
			expect({ step, ...(await stored.read(keys)) }).toEqual({ step, ...all });
			const rotation = await rotateMasterKey(hostOf(home), { settleMs: 0, signal: new AbortController().signal });
			expect({ step, state: rotation.state, ...(await stored.read(keys)) }).toEqual({ step, state: 'done', ...all });
			expect({ step, old: await stored.findPrefix(createWrappingKey(first!).prefix) }).toEqual({ step, old: [] });
			expect((await findVaultKeys(home))!.map((key) => createWrappingKey(key).id)).toEqual([rotation.keyId]);
			await stored.close();
			await closeOpened();
			rmSync(home, { recursive: true });
		}
		expect(killed).toBeGreaterThan(20);
	}, 480_000);
});
