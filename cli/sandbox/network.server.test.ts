import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { reportSchema as schema } from '../../sandbox/report/report-shape';
import type { SandboxReport } from '../../sandbox/report/report-shape';
import { describeSlow } from '../../test/support/slow-tests';
import { testTerminal } from '../../test/support/test-terminal';
import { runTroupe } from '../program';

const secret = 'a-value-that-nobody-sees';
let home: string;
let server: Server;
let asked: IncomingMessage[] = [];
let host: string;

beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-sandbox-network-'));
	server = createServer((request, response) => {
		asked.push(request);
		if (request.url === '/redirect') return void response.writeHead(302, { location: `http://${host}/elsewhere` }).end();
		const shown = { method: request.method, url: request.url, login: request.headers.authorization };
		response
			.writeHead(200, { 'content-type': 'application/json', 'x-login': request.headers.authorization ?? '' })
			.end(JSON.stringify(shown));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => (asked = []));
afterAll(async () => {
	await new Promise((resolve) => server.close(resolve));
	rmSync(home, { recursive: true, force: true });
});

const at = (name: string) => join(home, name);

async function run(source: string, ...options: string[]) {
	writeFileSync(at('script.mjs'), source);
	const terminal = testTerminal({ TROUPE_HOME: home, OUTSIDE: secret });
	const code = await runTroupe(['sandbox', 'run', 'script', at('script.mjs'), '--timeout', '1m', ...options, '--json'], terminal);
	const document = JSON.parse(terminal.printed.join('\n') || '{}') as {
		stdout: string;
		stderr: string;
		outcome: string;
		limit: string;
		report: SandboxReport;
	};
	return { ...document, code, noted: terminal.noted.join('\n'), lines: (document.stdout ?? '').trim().split('\n') };
}

const open = () => ['--allow', `GET ${host}`, '--allow-private-networks'];
const get = (path: string, init = '') =>
	`await fetch('http://${host}${path}'${init}).then(async (r) => console.log(r.status, await r.text()))`;

describe('wrong use', () => {
	it.each([
		['a rule without a method', ['--allow', 'api.example.com'], /does not name requests/],
		['all hosts', ['--allow', 'GET *'], /does not name requests/],
		['an unknown stand-in', ['--stand-in', 'api.openai.com=opnai'], /not a stand-in[^]*Did you mean openai/],
		['a secret whose variable is not set', ['--secret', 'KEY=MISSING@api.example.com'], /MISSING is not set/],
		['a secret without a host', ['--secret', 'KEY=OUTSIDE'], /Write NAME=VARIABLE@HOST/],
		['recordings that are missing', ['--replay', '/nonexistent.json'], /nonexistent/],
	])('is refused for %s', async (_case, options, message) => {
		const { code, noted, outcome } = await run('console.log("ran")', ...options);
		expect(noted).toMatch(message);
		expect([code > 0, outcome]).toEqual([true, undefined]);
	});
});

describeSlow('on this machine', () => {
	it('forwards what a person allowed, and refuses other methods, hosts and private networks', async () => {
		const others = `for (const [url, method] of [['http://${host}/', 'POST'], ['http://localhost:${host.split(':')[1]}/', 'GET'], ['https://api.example.com/', 'GET']])
			console.log((await fetch(url, { method })).status);`;
		const { lines, report } = await run(`${get('/a?token=t')};${others}`, ...open());
		expect(lines).toEqual(['200 {"method":"GET","url":"/a?token=t"}', '403', '403', '403']);
		expect(asked).toHaveLength(1);
		expect(report.requests.map(({ method, path, action, status }) => [method, path, action, status])).toEqual([
			['GET', '/a?token', 'forward', 200],
			['POST', '/', 'refuse', undefined],
			['GET', '/', 'refuse', undefined],
			['GET', '/', 'refuse', undefined],
		]);
		const ajv = addFormats(new Ajv({ allErrors: true, allowUnionTypes: true }));
		ajv.validate(schema, report);
		expect(ajv.errors).toBeNull();
		expect((await run(get('/a'), '--allow', `GET ${host}`)).lines[0]).toMatch(/^403 .*private network/);
		expect(asked).toHaveLength(1);
		// The first one measures the machine.
	}, 300_000);

	it('decides a redirect as a request of its own', async () => {
		const { lines, report } = await run(get('/redirect'), '--allow', `GET ${host}/redirect`, '--allow-private-networks');
		expect(lines[0]).toMatch(/^403 /);
		expect(report.requests.map(({ path, action }) => [path, action])).toEqual([
			['/redirect', 'forward'],
			['/elsewhere', 'refuse'],
		]);
	});

	it('puts a secret in for its host, and hides it in what comes back', async () => {
		const source = `const r = await fetch('http://${host}/', { headers: { authorization: 'Bearer \${KEY}' } });
			console.log(r.headers.get('x-login'), await r.text());
			const b = await fetch('http://${host}/', { headers: { authorization: 'Basic ' + btoa('me:\${KEY}') } }); console.log(await b.text(), process.env.OUTSIDE);`;
		const { stdout, report } = await run(source, ...open(), '--secret', `KEY=OUTSIDE@${host}`);
		expect(asked.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${secret}`, `Basic ${btoa(`me:${secret}`)}`]);
		expect(stdout).toContain('Bearer ${KEY}');
		expect(stdout).toContain(`Basic ${btoa('me:${KEY}')}`);
		expect(`${stdout}${JSON.stringify(report)}`).not.toContain(secret);
		await run(source, ...open(), '--secret', `KEY=OUTSIDE@api.example.com`);
		expect(asked.at(-2)!.headers.authorization).toBe('Bearer ${KEY}');
	});

	it('answers from a recording, without network, and says how another request differs', async () => {
		const source = `${get('/a')};${get('/b')}`;
		await run(source, ...open(), '--record', at('run.recordings.json'));
		expect(asked).toHaveLength(2);
		const { lines, report } = await run(source, '--replay', at('run.recordings.json'));
		expect(asked).toHaveLength(2);
		expect(lines).toEqual(['200 {"method":"GET","url":"/a"}', '200 {"method":"GET","url":"/b"}']);
		expect(report.requests.map(({ action }) => action)).toEqual(['mock', 'mock']);
		const other = await run(get('/c'), '--replay', at('run.recordings.json'));
		expect(other.lines[0]).toMatch(/^403 .*is not the recorded one.*- url.*\/a.*\+ url.*\/c/);
	});

	it('answers by a stand-in', async () => {
		const ask = `const r = await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer x' },
			body: JSON.stringify({ model: 'gpt-4.1-mini', messages: [{ role: 'user', content: 'hello' }] }) }); console.log(r.status, (await r.json()).object);`;
		const { lines, report } = await run(ask, '--stand-in', 'api.openai.com=openai');
		expect(lines).toEqual(['200 chat.completion']);
		expect(report.requests).toMatchObject([{ action: 'stand-in', rule: '* api.openai.com = openai', status: 200 }]);
	});

	it('proposes the capabilities that the code used, and enforces them', async () => {
		const source = `import { readFileSync } from 'node:fs'; import { execFileSync } from 'node:child_process';
			${get('/a')}; process.env.MY_SETTING;
			for (const touch of [() => readFileSync('/etc/hostname'), () => execFileSync('git')]) try { touch(); } catch (error) { console.log(error.code); }`;
		const discovered = await run(source, ...open(), '--discover', at('capabilities.json'));
		if (discovered.outcome === undefined) return expect(discovered.noted).toMatch(/the run demands L0\+/);
		const list = JSON.parse(readFileSync(at('capabilities.json'), 'utf8')) as Record<string, unknown>;
		expect(list).toMatchObject({ version: 1, requests: [`GET ${host}`], programs: ['git'], environment: ['MY_SETTING'] });
		expect(list.files).toContainEqual({ path: '/etc/hostname', access: 'read' });
		expect(discovered.lines.slice(1)).not.toContain('undefined');
		const enforced = await run(
			`${get('/a')};console.log((await fetch('http://${host}/', { method: 'DELETE' })).status)`,
			'--capabilities',
			at('capabilities.json'),
			...open(),
			'--allow',
			`* ${host}`,
		);
		expect(enforced.lines).toEqual(['200 {"method":"GET","url":"/a"}', '403']);
		expect(enforced.report.requests[1]).toMatchObject({ method: 'DELETE', action: 'refuse', rule: 'capabilities' });
	});

	it('lets code write in a copy, lists its changes, and keeps them if asked', async () => {
		mkdirSync(at('work/sub'), { recursive: true });
		for (const name of ['same', 'changed', 'removed', 'sub/deep']) writeFileSync(at(`work/${name}.txt`), name);
		const source = `import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
			writeFileSync('changed.txt', readFileSync('sub/deep.txt') + '!'); rmSync('removed.txt'); mkdirSync('made'); writeFileSync('made/new.txt', 'new');
			for (const path of ['../planted', '/tmp/planted', '../script.mjs']) try { writeFileSync(path, 'x'); console.log('escaped'); } catch { console.log('refused'); }`;
		const { lines, report, stderr } = await run(source, '--scratch', at('work'), '--keep-changes', at('kept'));
		expect([stderr, lines]).toEqual(['', ['refused', 'refused', 'refused']]);
		expect(report.files.map(({ path, change }) => [path, change])).toEqual([
			['changed.txt', 'changed'],
			['made/new.txt', 'created'],
			['removed.txt', 'removed'],
		]);
		expect(readFileSync(at('kept/changed.txt'), 'utf8')).toBe('sub/deep!');
		expect(readFileSync(at('work/changed.txt'), 'utf8')).toBe('changed');
	});

	it('ends code that fills the disk', async () => {
		const source = `import { appendFileSync } from 'node:fs'; for (let i = 0; ; i++) appendFileSync('file' + (i % 4), Buffer.alloc(1e6));`;
		const { outcome, limit } = await run(source, '--scratch=');
		// The kernel refuses a file that is too large, or the host ends the run.
		expect(outcome === 'failed' || limit === 'disk').toBe(true);
	});
});
