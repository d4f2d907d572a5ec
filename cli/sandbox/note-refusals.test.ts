import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSlow } from '../../test/support/slow-tests';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let home: string;
beforeAll(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-refusals-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function runScript(source: string, ...options: string[]): Promise<string> {
	const file = join(home, 'script.mjs');
	writeFileSync(file, source);
	const terminal = testTerminal({ TROUPE_HOME: home });
	await runTroupe(['sandbox', 'run', 'script', file, '--timeout', '2m', ...options], terminal);
	return terminal.noted.join('\n');
}

it.each([
	['a scratch folder that is missing', ['--scratch', '/nowhere'], '/nowhere does not exist.'],
	['a scratch folder that is a file', ['--scratch', __filename], 'note-refusals.test.ts is not a folder.'],
	['capabilities that are missing', ['--capabilities', '/nowhere.json'], '/nowhere.json does not exist.'],
])('names %s', async (_case, options, message) => {
	expect(await runScript('', ...options)).toContain(message);
});

describeSlow('in a run', () => {
	it('names refused requests, and how to allow them', async () => {
		const noted = await runScript(
			'for (let n = 0; n < 12; n++) await fetch(`https://shop.example.com/${n}`)',
			'--allow',
			'GET other.example.com',
		);
		expect(noted).toContain('refused: GET shop.example.com/0 (no rule)\n');
		expect(noted).not.toContain('shop.example.com/10');
		expect(noted).toContain('refused: 2 more; --json lists all\nfix: If it may, allow it: --allow "GET shop.example.com".\n');
	});

	it('says that a list or a private network is why, and what to do', async () => {
		const list = join(home, 'list.json');
		writeFileSync(list, JSON.stringify({ version: 1, requests: ['GET api.example.com'] }));
		const source = "console.log(await (await fetch('http://shop.example.com/a')).text())";
		const noted = await runScript(source, '--capabilities', list, '--allow', 'GET shop.example.com');
		expect(noted).toContain('refused: GET shop.example.com/a (the list of capabilities does not contain it)\nfix: If the code may');
		const local = await runScript("await fetch('http://127.0.0.1:18999/a')", '--allow', 'GET http://127.0.0.1:18999');
		expect(local).toContain('refused: GET 127.0.0.1:18999/a (in a private network)\nfix: If it may reach private networks');
	});

	it('says that there are no other protocols, and proposes none of them', async () => {
		const file = join(home, 'proposed.json');
		const connect = `await new Promise((done) => new WebSocket('ws://shop.example.com/live').addEventListener('close', done))`;
		const noted = await runScript(connect, '--allow', 'GET shop.example.com', '--discover', file);
		// A discovery needs L0+.
		if (/demands L0\+/.test(noted)) return;
		expect(noted).toContain('refused: GET shop.example.com/live (websocket)\nhint: The sandbox carries HTTP/1.1 requests only.');
		expect(readFileSync(file, 'utf8')).not.toContain('shop.example.com');
	});

	it('says which options give code files and a network', async () => {
		expect(await runScript("import { readFileSync } from 'node:fs'; readFileSync('/etc/hostname');")).toContain(
			'--scratch FOLDER gives it',
		);
		expect(await runScript("await fetch('http://shop.example.com/')")).toContain('--allow "GET api.example.com" lets it');
	});
});
