import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeUsageStore } from '../../providers/compose/models/usage';
import { callTroupe } from '../../test/support/test-terminal';

const home = mkdtempSync(join(tmpdir(), 'troupe-statement-'));
afterAll(() => rmSync(home, { recursive: true }));
const troupe = (...args: string[]) => callTroupe(['usage', 'statement', ...args], { TROUPE_HOME: home });

it('prints the statement of a month, as a table, CSV or JSON', async () => {
	expect(await troupe()).toMatchObject({ code: 0, noted: expect.stringContaining('used no model in 2') as string });
	const store = await composeUsageStore({ stateFolder: home });
	const usage = { inputTokens: 100, outputTokens: 10, estimated: false };
	const scope = { tenant: 'default', agent: 'clerk', host: 'cli' };
	const started = { provider: 'openai', model: 'gpt-4.1', kind: 'chat', costUsd: 1.5, priceTable: null, usage, scope } as const;
	const entry = await store.reserve(started, [], Date.UTC(2025, 0, 15));
	await store.settle(entry, { state: 'ok', errorCode: null, usage, costUsd: 1.5, durationMs: 900 });
	expect(await troupe('--month', '2025-01')).toMatchObject({
		code: 0,
		printed: expect.stringMatching(/^agent +model [^]*\nclerk +openai:gpt-4\.1 +chat +1 +100 +10 +1\.50\ntotal /) as string,
		noted: expect.stringMatching(/^default, 2025-01 \(UTC\): over, but not closed/) as string,
	});
	expect((await troupe('--month', '2025-01', '--csv')).printed).toMatch(
		/^agent,model,kind,calls,.*,cost\r\nclerk,openai:gpt-4\.1,chat,1,0,100,0,0,10,0,0,0,1\.50/,
	);
	expect(JSON.parse((await troupe('--month', '2025-01', '--json')).printed)).toMatchObject({ state: 'ended', total: { cost: '1.50' } });
	expect((await troupe()).noted).toMatch(/^The tenant default used no model in 2/);
	for (const month of ['2025-13', '2025-1', 'January', '0000-01']) expect((await troupe('--month', month)).code).toBe(2);
});
