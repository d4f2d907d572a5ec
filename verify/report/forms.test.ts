import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys, readSigningKey, toJwk } from '../../manifests/keys/create-keys';
import { readSigner } from '../../manifests/keys/key-files';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../../test/support/test-terminal';
import { type Attack, held, notTried, open } from '../attack';
import { listSettings } from './list-settings';
import { toHtml } from './to-html';
import { toSarif } from './to-sarif';
import { toText } from './to-text';
import { signReport, verificationType } from './sign-report';
import { createReport } from './verify-report';
import { slowTest } from '../../test/support/slow-tests';

const attack = (id: Attack['id']): Attack => ({
	...{ id, title: { en: `Title of ${id}`, pt: `Título de ${id}` }, tries: 'Tries <b>it</b>.', fix: 'Mend it.', aisvs: ['9.1.1'] },
	play: async () => held(''),
});
const report = createReport(
	[
		{ attack: attack('ASI01.01'), observation: held('Stopped.'), milliseconds: 1 },
		{ attack: attack('ASI01.02'), observation: open('Reached <script>alert(1)</script>.'), milliseconds: 1 },
		{ attack: attack('ASI09.01'), observation: notTried('Nothing there.'), milliseconds: 1 },
	],
	{
		...{ startedAt: '2026-11-26T12:00:00.000Z', tenant: 'default', home: '/home/ana/my state', package: 'none' },
		...{ only: ['ASI01', 'ASI09.01'], settings: ['TROUPE_APPROVALS'], policies: ['br'], leftOut: ['budgets'] },
	},
);

test('what was not tried is counted apart', () => {
	expect(report.counts).toEqual({ tried: 2, held: 1, open: 1, notTried: 1, failed: 0 });
	expect(report.risks.map(({ id, counts }) => [id, counts.tried, counts.notTried])).toEqual([
		['ASI01', 2, 0],
		['ASI09', 0, 1],
	]);
	expect(report.risks[0]!.attacks.map(({ fix }) => fix)).toEqual([undefined, 'Mend it.']);
});

test('a report of a part says so in its last line, and names the settings, policies and what it was played without (opena2a-org/hackmyagent#507)', () => {
	const lines = (language: 'en' | 'pt') =>
		toText(report, { language }, { style: (_format, text) => text })
			.split('\n')
			.slice(-5);
	expect(lines('en')).toEqual([
		expect.stringMatching(/^A part was played: 2 of 10 risks, 3 of \d+ attacks \(--only ASI01 ASI09\.01\)\.$/),
		'Settings that differ from the default: TROUPE_APPROVALS.',
		'Policies of the tenant: br.',
		'Played without: budgets.',
		'1 of 3 attacks of ASI01, ASI09.01 were stopped, 1 succeeded, 1 not tried. docs/security/agentic-risks.md explains each risk.',
	]);
	expect(lines('pt').at(-1)).toMatch(/^1 de 3 ataques de ASI01, ASI09\.01 foram barrados, 1 deram certo, 1 não foram tentados\./);
	expect(toHtml(report, 'pt')).toMatch(/Só uma parte foi jogada.*\n.*TROUPE_APPROVALS.*\n.*br\..*\n.*budgets/);
	expect(toSarif(report, 'en').runs[0]!.properties).toMatchObject({ only: ['ASI01', 'ASI09.01'], leftOut: ['budgets'] });
});

test('settings are named without their values, also those in files', () => {
	const environment = {
		PATH: '/bin',
		HOME: '/root',
		TROUPE_HOME: '/x',
		TROUPE_TENANT: ' ',
		OPENAI_API_KEY: 'sk-1',
		TROUPE_TOOL_SECRET_SHOP: 's',
		https_proxy: 'p',
	};
	expect(listSettings(environment)).toEqual(['OPENAI_API_KEY', 'TROUPE_TOOL_SECRET_SHOP', 'https_proxy']);
});

test('SARIF has a rule and a result for each attack; one that was not tried did not pass (yeongseon/azure-functions-doctor-python#286)', () => {
	const { runs } = toSarif(report, 'en');
	expect(runs[0]!.results.map(({ ruleId, ruleIndex, kind, level }) => [ruleId, ruleIndex, kind, level])).toEqual([
		['ASI01.01', 0, 'pass', 'none'],
		['ASI01.02', 1, 'fail', 'error'],
		['ASI09.01', 2, 'notApplicable', 'none'],
	]);
	expect(runs[0]!.results[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe('file:///home/ana/my%20state/');
	expect(runs[0]!.tool.driver.rules[1]).toMatchObject({
		help: { text: 'Mend it.' },
		properties: { tags: ['security', 'ASI01', 'AISVS-9.1.1'] },
	});
});

test('the page is in both languages, and contains nothing that runs', () => {
	expect(toHtml(report, 'en')).toContain('1 of 3 attacks of ASI01, ASI09.01 were stopped, 1 succeeded, 1 not tried.');
	const page = toHtml(report, 'pt');
	expect(page).toContain('Título de ASI01.02');
	expect(page).toContain('<p>1 de 2 ataques foram barrados, 1 deram certo.</p>');
	expect(page).not.toContain('<script');
});

slowTest('a signed report is verified by `troupe manifest check-token`', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-report-keys-'));
	try {
		await createKeys({ into: folder, development: false, nowMs: Date.now() });
		const token = await signReport({ ...report, startedAt: new Date().toISOString() }, readSigner(folder, 'author'));
		const keys = join(folder, 'jwks.json');
		writeFileSync(keys, JSON.stringify({ keys: [toJwk(readSigningKey(folder, 'author'))] }));
		const check = async (text: string) => {
			const terminal = testTerminal({}, [Buffer.from(text)]);
			return {
				code: await runTroupe(['manifest', 'check-token', '--keys', keys, '--type', verificationType], terminal),
				out: terminal.printed.join(''),
				err: terminal.noted.join(''),
			};
		};
		const { code, out, err } = await check(token);
		expect({ code, err }).toEqual({ code: 0, err: '' });
		expect(JSON.parse(out)).toMatchObject({ format: 'troupe-verification', counts: { held: 1, open: 1 } });
		const [header, , signature] = token.split('.');
		const forged = Buffer.from(JSON.stringify({ ...(JSON.parse(out) as object), counts: { held: 2 } })).toString('base64url');
		expect(await check(`${header}.${forged}.${signature}`)).toMatchObject({ code: 1 });
	} finally {
		rmSync(folder, { recursive: true });
	}
});
