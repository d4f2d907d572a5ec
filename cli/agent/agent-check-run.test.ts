import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openGate } from '../../test/fakes/permissive-gate';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { toSarif } from './check/to-sarif';
import { runAgentCheck } from './agent-check-run';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'troupe-check-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const http = (name: string, method: string) => ({
	...{
		kind: 'http',
		name,
		description: 'Does it.',
		method,
		url: 'https://shop.example',
		parameters: { type: 'object', properties: { amount: {} } },
	},
});
/** Writes an agent, and returns its path. */
function write(id: string, tools: object): string {
	const who = { id, version: '1.0.0', name: id, purpose: 'Pays.', prompt: 'Pay.', guardrails: { personalData: { types: [] } }, limits: {} };
	const path = join(folder, `${id}.json`);
	writeFileSync(path, JSON.stringify({ ...who, tools }));
	return path;
}
const define = [http('read_mail', 'GET'), http('pay', 'POST')];
const open = (id = 'open') => write(id, { define, rules: [{ tool: 'pay', permission: 'allow', afterResults: true }] });
const careful = () => write('careful', { define, rules: [{ tool: 'pay', permission: 'allow', limits: { calls: 2 } }] });

/** Runs the command on these agents. */
async function check(agents: string[], form: object = {}) {
	const terminal = testTerminal();
	const host = async () => ({ gate: openGate(), agentFolders: [folder], providers: {} });
	return { exitCode: await runAgentCheck({ agents, ...form }, terminal, host), text: terminal.printed.join('\n') };
}

test('shows a person which texts of others reach which calls, what stands between, and what to change', async () => {
	const { exitCode, text } = await check([open()]);
	expect(exitCode).toBe(1);
	expect(text).toMatch(/━ others ━━▶ read_mail \(tool\)/);
	expect(text).toMatch(/ NOTHING ━+▶ pay \(irreversible\)/);
	expect(text).toMatch(/open\/pay +read_mail, pay +NOTHING +tools\.rules\.0: allowed, wherever the values come from \(afterResults\)/);
	expect(text).toMatch(
		/error: open tools\.rules\.0 \(line 1\): pay \(irreversible\) can be ordered by read_mail: .* effect-unguarded\n +fix: Take/,
	);
	expect(text).toMatch(/1 error, 1 warning$/);
});

test('ends with 0 where a person is asked, and follows an agent that lies beside it', async () => {
	const path = write('lead', { define: [http('read_mail', 'GET'), { kind: 'agent', agent: 'careful', description: 'Pays.' }] });
	const { exitCode, text } = await check([careful(), path]);
	expect(exitCode).toBe(0);
	expect(text).toContain('careful, called by lead');
	expect(text).toMatch(/careful\/pay +lead\/read_mail, lead\/careful +a person +lead calls careful: .+; then careful calls pay: /);
});

test('prints one document for programs, and SARIF for code scanners', async () => {
	const { agents } = JSON.parse((await check([open()], { json: true })).text) as { agents: Array<Record<string, unknown>> };
	expect(agents).toMatchObject([{ id: 'open', version: '1.0.0', paths: [{ barrier: 'nothing' }, { barrier: 'nothing' }] }]);
	const sarif = JSON.parse((await check([open()], { sarif: true })).text) as { runs: Array<Record<string, unknown>> };
	expect(sarif).toMatchObject({
		version: '2.1.0',
		runs: [{ results: [{ ruleId: 'effect-unguarded', level: 'error' }, { ruleId: 'limit-missing' }] }],
	});
	const { results, tool } = sarif.runs[0] as {
		results: Array<{ ruleIndex: number }>;
		tool: { driver: { rules: Array<{ id: string; helpUri: string }> } };
	};
	expect(tool.driver.rules[results[0]!.ruleIndex]).toMatchObject({
		id: 'effect-unguarded',
		helpUri: expect.stringMatching(/check\.md#effect-unguarded$/) as string,
	});
});

test('says where each finding is: in the file of its agent, from the folder where the command runs, and once', async () => {
	const rules = [{ tool: 'buyer', permission: 'allow', afterResults: true }];
	const buyer = open('buyer');
	const define = [http('read_mail', 'GET'), { kind: 'agent', agent: 'buyer', description: 'Buys.' }];
	writeFileSync(buyer, JSON.stringify(JSON.parse(readFileSync(buyer, 'utf8')), undefined, 2));
	const text = (await check([write('lead', { define, rules }), buyer], { sarif: true })).text;
	const { runs } = JSON.parse(text) as { runs: Array<{ results: Array<{ ruleId: string; locations: unknown[] }> }> };
	expect(runs[0]!.results.map(({ ruleId }) => ruleId)).toEqual(['effect-unguarded', 'limit-missing']);
	expect(runs[0]!.results[0]!.locations).toMatchObject([
		{ physicalLocation: { artifactLocation: { uri: pathToFileURL(buyer).href }, region: { startLine: 43, startColumn: 7, endLine: 47 } } },
	]);
	const [flaw] = (JSON.parse((await check([buyer], { json: true })).text) as { agents: Array<{ flaws: object[] }> }).agents[0]!.flaws;
	expect(flaw).toMatchObject({ path: buyer, place: { line: 43 } });
	const here = { rule: 'limit-missing', level: 'warning', agent: 'a', where: 'tools', message: 'm', fix: 'f' } as const;
	expect(toSarif([{ ...here, path: '/repo/a b/agent.json' }], '/repo').runs[0]).toMatchObject({
		originalUriBaseIds: { SRCROOT: { uri: 'file:///repo/' } },
		results: [{ locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b/agent.json', uriBaseId: 'SRCROOT' } } }] }],
	});
});

test('checks the other agents of a folder where one cannot be read, and ends with 1', async () => {
	const own = mkdtempSync(join(tmpdir(), 'troupe-check-'));
	writeFileSync(join(own, 'broken.json'), '{ "id": "broken", ');
	copyFileSync(careful(), join(own, 'careful.json'));
	const terminal = testTerminal();
	const host = async () => ({ gate: openGate(), agentFolders: [own], providers: {} });
	expect(await runAgentCheck({ agents: [] }, terminal, host)).toBe(1);
	expect(terminal.printed.join('\n')).toContain('careful/pay');
	expect(terminal.noted.join('\n')).toMatch(/error: The agent file .*broken\.json is not JSON/);
	rmSync(own, { recursive: true });
});

test('draws one agent, and refuses to draw several', async () => {
	expect((await check([careful()], { svg: true })).text).toMatch(/^<svg [\s\S]*<\/svg>$/);
	await expect(check([careful(), open()], { svg: true })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	const terminal = testTerminal();
	expect(await runTroupe(['agent', 'check', careful(), '--svg', '--json'], terminal)).toBe(2);
});
