/** The examples of the page about the job type, sent to a server. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolsFromEnvironment } from '../../../providers/compose/settings/tools-from-environment';
import { type FakeServer, startFakeServer } from '../../../sandbox/fakes/fake-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import type { Job } from '../../engine/jobs';
import { httpJobHandler } from './http-worker';

let server: FakeServer;
beforeAll(async () => {
	const found = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"total": 42, "status": "open"}' };
	server = await startFakeServer(({ path }) => (path === '/orders/404' ? { status: 404, body: '{}' } : found));
});
beforeEach(() => void (server.calls.length = 0));
afterAll(() => server.close());

/** The headers of each example, in the order of the page. */
function readExamples(page: string): Array<Record<string, string>> {
	const text = readFileSync(join(__dirname, '../../../docs/job-types', page), 'utf8');
	const blocks = [...text.matchAll(/```xml\n(<zeebe:header [^]*?)```/g)].map(([, block]) => block!);
	const unescape = (value: string) => value.replaceAll('&quot;', '"').replaceAll('https://api.shop.example', server.url);
	return blocks.map((block) =>
		Object.fromEntries([...block.matchAll(/key="(\w+)" value="([^"]*)"/g)].map(([, key, value]) => [key!, unescape(value!)])),
	);
}

function run(headers: Record<string, string>) {
	const environment = {
		TROUPE_ALLOW_PRIVATE_NETWORKS: 'true',
		TROUPE_TOOL_SECRET_SHOP_KEY: 'key-of-shop',
		TROUPE_TOOL_SECRET_SHOP_KEY_SERVERS: '127.0.0.1',
	};
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: '', database: '', ...toolsFromEnvironment(environment) };
	const job = { key: '1', type: 'troupe:http', processId: 'p', elementId: 'call', instanceKey: '2', retries: 3, headers, variables: {} };
	return httpJobHandler(host)(job as unknown as Job, new AbortController().signal);
}

describe.each(['troupe-http.md', 'troupe-http.pt.md'])('the examples of %s', (page) => {
	it('send the secret in a header, in the address, as a Bearer token and as a password', async () => {
		const examples = readExamples(page);
		expect(examples).toHaveLength(5);
		for (const headers of examples.slice(0, 4)) expect(await run(headers)).toMatchObject({ kind: 'complete' });
		expect(server.calls).toMatchObject([
			{ path: '/orders', headers: { 'x-api-key': 'key-of-shop' } },
			{ path: '/orders?api_key=key-of-shop' },
			{ headers: { authorization: 'Bearer key-of-shop' } },
			{ headers: { authorization: `Basic ${Buffer.from('casa-aurora:key-of-shop').toString('base64')}` } },
		]);
	});

	it('make variables of the response, and an error of the process', async () => {
		const mapping = readExamples(page)[4]!;
		expect(await run(mapping)).toMatchObject({ kind: 'complete', variables: { total: 42, isOpen: true } });
		expect(await run({ ...mapping, url: `${server.url}/orders/404` })).toMatchObject({ kind: 'bpmn-error', errorCode: 'NO_ORDER' });
	});
});
