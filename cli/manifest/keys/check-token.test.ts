import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goodSet, tokenVectors, vectorNow } from '../../../test/support/registry/token-vectors';
import { runTroupe } from '../../program';
import { testTerminal } from '../../../test/support/test-terminal';

const folder = mkdtempSync(join(tmpdir(), 'troupe-check-token-'));
const keys = join(folder, 'keys.json');
writeFileSync(keys, JSON.stringify(goodSet));
afterAll(() => rmSync(folder, { recursive: true }));

const plain = tokenVectors.find(({ name }) => name === 'accepted: a plain token')?.token.toString() ?? '';

async function check(input: string, ...args: string[]) {
	const bytes = Buffer.from(input, 'latin1');
	const terminal = testTerminal({}, [bytes.subarray(0, 100), bytes.subarray(100)]);
	const code = await runTroupe(['manifest', 'check-token', '--now', String(vectorNow), '--keys', keys, ...args], terminal);
	return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

test('a token that may be believed exits with 0, and its claims are printed', async () => {
	const wanted = ['--type', 'JWT', '--issuer', 'issuer', '--audience', 'service', '--max-lifetime', '11m'];
	for (const args of [[], wanted]) {
		const { code, out, err } = await check(plain, ...args);
		expect({ code, err }).toEqual({ code: 0, err: '' });
		expect(JSON.parse(out)).toMatchObject({ sub: 'ada', exp: vectorNow + 600 });
	}
	expect(await check(`${plain}\n`)).toMatchObject({ code: 0 });
});

test.each<[string, string, string[], RegExp]>([
	['another type', plain, ['--type', 'at+jwt'], /its type is "JWT", expected at\+jwt/],
	['another issuer', plain, ['--issuer', 'other'], /its iss is "issuer"/],
	['another audience', plain, ['--audience', 'other'], /its aud is "service"/],
	['another time', plain, ['--now', String(vectorNow + 600)], /expired/],
	['a shorter lifetime', plain, ['--max-lifetime', '659s'], /is 660 seconds; the max is 659/],
	['nothing', '', [], /three parts/],
	['two line breaks', `${plain}\n\n`, [], /three parts/],
	['a Windows line break', `${plain}\r\n`, [], /three parts/],
	['a token without end', 'A'.repeat(600_000), [], /the max is 524288/],
])('%s exits with 1, and says why', async (_what, input, args, message) => {
	const { code, out, err } = await check(input, ...args);
	expect(err).toMatch(message);
	expect({ code, out }).toEqual({ code: 1, out: '' });
});

test.each<[string[], RegExp]>([
	[['--keys', join(folder, 'absent.json')], /cannot be read/],
	[['--keys', folder], /cannot be read/],
	[['--keys', __filename], /is not a JWK set/],
	[['--type'], /argument missing/],
	[['--type', ''], /non-empty/],
	[['--now', 'today'], /whole number/],
	[['--now', '1.5'], /whole number/],
	[['--max-lifetime', '600'], /a duration/],
	[['--leeway', '5'], /unknown option/],
	[['extra'], /too many arguments/],
])('%j is used wrongly, and exits with 2', async (args, message) => {
	const { code, out, err } = await check(plain, ...args);
	expect(err).toMatch(message);
	expect({ code, out }).toEqual({ code: 2, out: '' });
});
