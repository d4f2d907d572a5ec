import { defaultLimits } from '../levels/limits';
import type { Level } from '../levels/level';
import { SandboxWorker } from '../workers/sandbox-worker';
import { defaultOutletLimits, type OutsideRequest, type OutsideResponse } from './outlet';
import { OutletServer, type OutletParts } from './outlet-server';

async function run(source: string, parts: Partial<OutletParts>, level: Level = 'L0') {
	const worker = await SandboxWorker.start({
		level,
		limits: { ...defaultLimits, timeMs: 60_000 },
		permissions: true,
		readable: [],
		stateFolder: '/nonexistent',
		outlet: true,
	});
	const outlet = new OutletServer({ limits: defaultOutletLimits, ...parts });
	const { stdout, stderr, ...result } = await worker.run({ name: 'script.mjs', source, outlet });
	return { ...result, stdout: stdout.toString(), stderr: stderr.toString() };
}

/** Answers with what was asked. */
function echo() {
	const asked: OutsideRequest[] = [];
	const answer = async (request: OutsideRequest): Promise<OutsideResponse> => {
		asked.push(request);
		return {
			status: 200,
			headers: [['content-type', 'text/plain']],
			body: Buffer.from(`${request.method} ${request.url.href} ${request.body.toString()}`),
		};
	};
	return { asked, requests: { answer } };
}

it.each(['L0', 'L0+', 'L1'] as const)('carries fetch, http and https at %s', async (level) => {
	const { asked, requests } = echo();
	const { stdout, stderr } = await run(
		`
		import http, { request } from 'node:http';
		import https from 'node:https';
		const answer = await fetch('https://api.example.com/v1?x=1', { method: 'POST', body: 'hello' });
		console.log(answer.status, await answer.text());
		const get = (module, url) => new Promise((resolve, reject) => module.get(url, (response) => {
			let text = ''; response.on('data', (chunk) => (text += chunk)).on('end', () => resolve(text));
		}).on('error', reject));
		console.log(await get(http, 'http://plain.example.com:8080/a'));
		console.log(await get(https, 'https://api.example.com/b'));
		console.log((await Promise.all(Array.from({ length: 20 }, async (_, i) => (await fetch('http://many.example.com/' + i)).text()))).length);
		`,
		{ requests },
		level,
	);
	expect(stderr).toBe('');
	expect(stdout.split('\n')).toEqual([
		'200 POST https://api.example.com/v1?x=1 hello',
		'GET http://plain.example.com:8080/a ',
		'GET https://api.example.com/b ',
		'20',
		'',
	]);
	expect(asked).toHaveLength(23);
});

it('answers calls of the code by name, with the error of one that failed', async () => {
	const calls = { double: async (input: unknown) => Number(input) * 2, fail: async () => Promise.reject(new Error('no such agent')) };
	const { stdout } = await run(
		`
		const call = process[Symbol.for('troupe.call')];
		console.log(await call('double', 21));
		for (const name of ['fail', 'unknown', 'constructor']) await call(name).catch((error) => console.log(error.message));
		`,
		{ calls },
	);
	expect(stdout).toBe('42\nno such agent\nThe host has no call "unknown".\nThe host has no call "constructor".\n');
});
