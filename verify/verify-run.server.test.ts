import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VerifyOptions } from '../cli/verify/verify-options';
import { testTerminal } from '../test/support/test-terminal';
import { runVerify } from './verify-run';

const home = mkdtempSync(join(tmpdir(), 'troupe-verify-home-'));
afterAll(() => rmSync(home, { recursive: true }));

async function verify(options: Partial<VerifyOptions>) {
	const terminal = testTerminal({ TROUPE_HOME: home, TROUPE_TRUST: join(home, 'no-trust'), PATH: process.env.PATH });
	const code = await runVerify({ language: 'en', ...options }, terminal);
	return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

test('lists its attacks without playing them, in both languages', async () => {
	expect(await verify({ list: true, only: ['asi02.04'] })).toMatchObject({ code: 0, out: 'ASI02.04  A denied tool is called' });
	expect(await verify({ list: true, only: ['ASI02.04'], language: 'pt' })).toMatchObject({
		out: 'ASI02.04  Uma ferramenta proibida é chamada',
	});
	const { out } = await verify({ list: true, only: ['ASI01'] });
	const numbers = [...out.matchAll(/^ASI01\.(\d+)/gm)].map(([, number]) => Number(number));
	expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
	expect(numbers.at(-1)).toBeGreaterThan(100);
});

test('refuses an attack that does not exist', async () => {
	await expect(verify({ only: ['ASI11'] })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringContaining('No attack is called "ASI11"'),
		fix: expect.stringContaining('--list'),
	});
});

test('counts what cannot be played apart, is not green without a try, and leaves nothing behind (ipsilon/evmone#1687)', async () => {
	const file = join(home, '..', `report-${process.pid}.json`);
	// Without a root of trust, the gate refuses the agent, so no attack on it can be tried.
	const { code, err } = await verify({ only: ['ASI01.01'], json: true, output: file });
	expect(err).toMatch(/^Most attacks are not tried, because no root of trust was found\..*\nfix: /);
	const report = JSON.parse(readFileSync(file, 'utf8'));
	rmSync(file);
	expect(report).toMatchObject({
		counts: { tried: 0, held: 0, open: 0, notTried: 1, failed: 1 },
		...{ only: ['ASI01.01'], settings: ['TROUPE_TRUST'], policies: [], leftOut: [] },
		risks: [{ id: 'ASI01', attacks: [{ state: 'not-tried', seen: expect.stringContaining('TRUST_ROOT_MISSING') }] }],
	});
	expect(code).toBe(1);
	expect(err).toContain('0 of 1 attacks of ASI01.01 were stopped, 1 not tried (1 failed).');
	expect(readdirSync(home)).toEqual([]);
});
