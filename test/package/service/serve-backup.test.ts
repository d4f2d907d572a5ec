import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { runTroupe } from '../../../cli/program';
import { testTerminal } from '../../support/test-terminal';
import { waitUntil } from '../../support/wait-until';
import { TestService } from './test-service';

const service = new TestService();
const { serve, authorization, deploy, postJson } = service;
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-serve-backup-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a backup under load contains every instance that was acknowledged before it began, and the restored service knows them', async () => {
	// As a service leaves it that was killed while it made a copy.
	writeFileSync(join(service.home, 'engine.0-0.copy'), 'half');
	const { url, stop } = await serve({ worker: false, callRate: 1_000_000 });
	await deploy(url);
	const acknowledged: string[] = [];
	let isLoaded = true;
	const headers = authorization();
	const startForEver = async () => {
		while (isLoaded) {
			const answer = await postJson(`${url}/v2/process-instances`, { processDefinitionId: 'asked', variables: { message: 'Hi' } }, headers);
			acknowledged.push(((await answer.json()) as { processInstanceKey: string }).processInstanceKey);
		}
	};
	const load = Promise.all(Array.from({ length: 40 }, startForEver));
	await waitUntil('a thousand instances', () => acknowledged.length >= 1_000, { seen: () => acknowledged.length });
	const before = [...acknowledged];
	const environment = { TROUPE_HOME: service.home, TROUPE_BACKUP_PASSPHRASE: 'secret', PATH: process.env.PATH };
	const terminal = testTerminal(environment);
	expect([await runTroupe(['backup', join(folder, 'b'), '--engine', url], terminal), terminal.noted]).toEqual([0, expect.any(Array)]);
	const during = acknowledged.length - before.length;
	isLoaded = false;
	await load;
	await stop();
	expect(readdirSync(service.home).filter((name) => name.endsWith('.copy'))).toEqual([]);
	// Otherwise there was no load.
	expect(during).toBeGreaterThan(0);

	const there = join(folder, 'there');
	expect(await runTroupe(['restore', join(folder, 'b')], testTerminal({ ...environment, TROUPE_HOME: there }))).toBe(0);
	const restored = new DatabaseSync(join(there, 'engine.db'), { readOnly: true });
	const keys = new Set(
		restored
			.prepare('SELECT key FROM process_instance')
			.all()
			.map(({ key }) => String(key)),
	);
	restored.close();
	expect(before.filter((key) => !keys.has(key))).toEqual([]);

	service.home = there;
	const again = await serve();
	const filter = { filter: { processInstanceKey: before[0] } };
	const search = await postJson(`${again.url}/v2/process-instances/search`, filter);
	expect(await search.json()).toMatchObject({ items: [{ processInstanceKey: before[0] }] });
	await again.stop();
});
