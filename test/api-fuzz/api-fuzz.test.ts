import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TroupeService } from '../stories/troupe-service';

const checks = [
	...['not_a_server_error', 'status_code_conformance', 'content_type_conformance'],
	...['response_headers_conformance', 'response_schema_conformance'],
];
/** Requests that last until their caller leaves, or until there is work. */
const endless = ['/v2/events', '/mcp', '/v2/jobs/activation'];
/** Parts of the API, by the addresses of their operations. */
const parts = { own: '^/(?!v2/)', engine: '^/v2/' };
const maxExamples = 5;

const home = mkdtempSync(join(tmpdir(), 'troupe-fuzz-'));
const environment = { PATH: process.env.PATH, TROUPE_HOME: home, TROUPE_API_TOKEN: 'the-token-of-an-administrator' };
const service = new TroupeService(environment, join(home, 'service.log'));
const keys: Record<string, string> = { administrator: environment.TROUPE_API_TOKEN };

interface Document {
	paths: Record<string, Record<string, { security?: object[] }>>;
}
let document: Document;

beforeAll(async () => {
	const rates = ['call', 'engine', 'snapshot', 'channel'].flatMap((name) => [`--${name}-rate`, '10000000']);
	await service.serve(0, rates);
	const made = await service.type(['key', 'create', 'weak', '--scopes', 'metrics:read']);
	keys.weak = /trp_\S+/.exec(made)![0];
	document = (await (await fetch(`${service.url}/openapi.json`)).json()) as Document;
	writeFileSync(join(home, 'openapi.json'), JSON.stringify(document));
});
afterAll(async () => {
	await service.stop();
	rmSync(home, { recursive: true, force: true });
});

/** Returns what it found, and the end of its report. */
function fuzz(key: string, paths: string): Promise<{ code: number; report: string }> {
	const args = [
		...['--config-file', join(__dirname, 'schemathesis.toml'), 'run', join(home, 'openapi.json'), '--url', service.url],
		...[
			'--header',
			`Authorization: Bearer ${keys[key]!}`,
			'--include-path-regex',
			paths,
			...endless.flatMap((one) => ['--exclude-path', one]),
		],
		...['--phases', 'coverage,fuzzing', '--generation-deterministic', '--max-examples', String(maxExamples)],
		...['--checks', checks.join(','), '--suppress-health-check', 'all', '--warnings', 'off', '--request-timeout', '60', '--no-color'],
	];
	return new Promise((resolve) => {
		execFile(process.env.TROUPE_TEST_SCHEMATHESIS!, args, { cwd: home, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
			resolve({ code: error === null ? 0 : Number(error.code), report: `${stdout.slice(-20_000)}${stderr.slice(-2_000)}` }),
		);
	});
}

test.each(Object.keys(parts).flatMap((part) => ['administrator', 'weak'].map((key) => [part, key] as const)))(
	'every answer of the API (%s) to any request of a caller (%s) is described, and none is a fault of the service',
	async (part, key) => {
		const { code, report } = await fuzz(key, parts[part as keyof typeof parts]);
		expect({ code, report }).toEqual({ code: 0, report: expect.stringContaining('No issues found') });
		expect(Number(/(\d+) generated/.exec(report)?.[1])).toBeGreaterThan(1_000);
	},
);

/** Sends a request from an address of its own: invalid tokens are counted by address. */
function send(method: string, path: string, from: string, authorization?: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const url = service.url + path.replaceAll(/\{[^}]+\}/g, 'x');
		const options = { method: method.toUpperCase(), localAddress: from, headers: { ...(authorization && { authorization }) } };
		request(url, options, (response) => resolve(response.resume().statusCode!))
			.on('error', reject)
			.end();
	});
}

test('nobody without a token, or with an invalid one, gets an answer but from what is open to all', async () => {
	const closed = Object.entries(document.paths).flatMap(([path, operations]) =>
		Object.entries(operations).flatMap(([method, { security }]) => (security?.length === 0 ? [] : [[method, path] as const])),
	);
	expect(closed.length).toBeGreaterThan(150);
	const answered: string[] = [];
	for (const [index, [method, path]] of closed.entries())
		for (const authorization of [undefined, 'Bearer trp_wrong', 'Basic YTpi']) {
			const status = await send(method, path, `127.0.1.${1 + (index % 250)}`, authorization);
			if (status !== 401) answered.push(`${method} ${path} ${authorization}: ${status}`);
		}
	expect(answered).toEqual([]);
});
