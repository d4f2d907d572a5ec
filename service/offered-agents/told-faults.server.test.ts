/** What breaks inside is in the log of the operator: programs that call the service are told nothing of the installation. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { TroupeError } from '../../core/base/errors';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { OfferedRuns } from './offered-runs';

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
	jest.restoreAllMocks();
	for (const close of closers.splice(0).reverse()) await close();
});

const ofInstallation = /TROUPE_|\/srv\/|ENOENT|troupe doctor/;
const refusedKey = new TroupeError({
	code: 'MODEL_AUTHENTICATION',
	message: 'The provider refused the key in TROUPE_OPENAI_API_KEY.',
	fix: 'Set it in /srv/troupe/settings.env, then run `troupe doctor`.',
});
const unforeseen = new Error("ENOENT: no such file or directory, open '/srv/troupe/agents/clerk.json'");
const faults: Array<[what: string, fault: Error, code: string]> = [
	['a fault of the operator', refusedKey, 'MODEL_AUTHENTICATION'],
	['an unforeseen one', unforeseen, 'INTERNAL'],
];
const authorization = `Bearer ${serviceToken}`;

async function open() {
	const service = await startTestService(['Hello.']);
	closers.push(() => service.close());
	return service;
}

async function connect(url: string): Promise<Client> {
	const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
	await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers: { authorization } } }));
	closers.push(() => client.close());
	return client;
}

function expectLogged({ lines }: Awaited<ReturnType<typeof open>>, { message }: Error): void {
	expect(JSON.stringify(lines)).toContain(JSON.stringify(message).slice(1, -1));
}

test.each(faults)(
	'over MCP, the caller of an agent reads no text of %s (modelcontextprotocol/typescript-sdk#1429)',
	async (_what, fault, code) => {
		const service = await open();
		jest.spyOn(OfferedRuns.prototype, 'run').mockRejectedValue(fault);
		const answer = await (await connect(service.url)).callTool({ name: 'clerk', arguments: { message: 'When?' } });
		expect(answer).toMatchObject({ isError: true, content: [{ text: expect.stringContaining(`${code}: `) as string }] });
		expect(JSON.stringify(answer)).not.toMatch(ofInstallation);
		expectLogged(service, fault);
	},
);

test.each(faults)('over A2A, a task ends without the text of %s (ffroliva/gflow-cli#473)', async (_what, fault, code) => {
	const service = await open();
	jest.spyOn(OfferedRuns.prototype, 'run').mockRejectedValue(fault);
	const answer = await sendMessage(service.url);
	expect(answer).toContain(`${code}: `);
	expect(answer).not.toMatch(ofInstallation);
	expectLogged(service, fault);
});

test.each(faults)(
	'over A2A, a call that breaks outside of a task has no text of %s (google-gemini/gemini-cli#26819)',
	async (_what, fault, code) => {
		const service = await open();
		jest.spyOn(console, 'error').mockImplementation(() => undefined);
		jest.spyOn(OfferedRuns.prototype, 'findWaiting').mockRejectedValue(fault);
		const answer = await sendMessage(service.url, { taskId: 'another' });
		expect(answer).toContain(`${code}: `);
		expect(answer).not.toMatch(ofInstallation);
		expectLogged(service, fault);
	},
);

async function sendMessage(url: string, fields: object = {}): Promise<string> {
	const message = { messageId: 'm', role: 'ROLE_USER', parts: [{ text: 'When?' }], ...fields };
	const answer = await fetch(`${url}/a2a/clerk`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization, 'a2a-version': '1.0' },
		body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message } }),
	});
	return answer.text();
}

test('over MCP, a list that breaks has no text of the fault (get-engram/engram#458)', async () => {
	const service = await open();
	const client = await connect(service.url);
	jest.spyOn(service.engine, 'read').mockRejectedValue(unforeseen);
	const refusal = await client.listTools().catch((error: Error) => error);
	expect(refusal).toBeInstanceOf(Error);
	expect((refusal as Error).message).not.toMatch(ofInstallation);
	expectLogged(service, unforeseen);
});

test('over MCP, a caller is told which argument is wrong (seleniumbase/SeleniumBase#4478)', async () => {
	const service = await open();
	const answer = await (await connect(service.url)).callTool({ name: 'clerk', arguments: { question: 'When?' } });
	expect(answer).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/INPUT_INVALID: .*message/) as string }] });
	expect(service.lines).toEqual([]);
});

test('over HTTP, a refusal names no setting, which the log does (adobe/spacecat-api-service#3213)', async () => {
	const service = await open();
	const foreign = await fetch(`${service.url}/v2/topology`, { headers: { authorization, origin: 'https://evil.example' } });
	expect(foreign.status).toBe(403);
	expect(await foreign.text()).not.toMatch(ofInstallation);
	expect(JSON.stringify(service.lines)).toContain('TROUPE_PUBLIC_URL');
});
