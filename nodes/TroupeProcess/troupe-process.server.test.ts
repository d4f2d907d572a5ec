import { definitions, job, writeProcess } from '../../test/support/bpmn/test-models';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { IDataObject, INodeExecutionData, NodeApiError } from 'n8n-workflow';
import { CamundaApi } from '../../credentials/CamundaApi.credentials';
import { openGate } from '../../test/fakes/permissive-gate';
import { fakeExecuteFunctions } from '../../test/support/n8n/fake-execute-functions';
import { execute } from './execute';
import { freePort } from '../../scripts/lib/free-port.mjs';

interface Call {
	path: string;
	headers: IncomingHttpHeaders;
	body: string;
}

const calls: Call[] = [];
/** Without a body the connection breaks. */
let replies: Array<{ status?: number; body?: string; delayMs?: number; asked?: () => void }> = [];
let server: Server;
let baseUrl: string;

beforeAll(async () => {
	server = createServer((request, response) => void answer(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	calls.push({ path: request.url!, headers: request.headers, body: await text(request) });
	const { status = 200, body, delayMs = 0, asked } = replies.shift()!;
	asked?.();
	if (body === undefined) return void request.socket.destroy();
	setTimeout(() => response.writeHead(status, { 'content-type': 'application/json' }).end(body), delayMs).unref();
}

beforeEach(() => {
	calls.length = 0;
	replies = [];
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

interface Surroundings {
	items?: INodeExecutionData[];
	credential?: IDataObject;
	signal?: AbortSignal;
	onError?: 'continueRegularOutput';
}

function run(parameters: IDataObject, { items, credential = {}, signal, onError }: Surroundings = {}) {
	const context = fakeExecuteFunctions({
		parameters,
		items,
		signal,
		node: { name: 'Process', type: 'n8n-nodes-troupe.troupeProcess', onError },
		credentials: { camundaApi: { baseUrl, authentication: 'none', ...credential } },
		credentialTypes: [new CamundaApi()],
	});
	return execute.call(context, openGate()).then(([output]) => output![0]!.json);
}

/** The address of a port without a listener. */
const deadUrl = async () => `http://127.0.0.1:${await freePort()}`;

const start = { resource: 'process', operation: 'start', processId: 'support', variables: '{"message":"hi"}' };

describe('Troupe Process', () => {
	it('asks the gate first, and sends nothing when it refuses', async () => {
		const context = fakeExecuteFunctions({ parameters: start });
		const gate = { admit: () => Promise.reject(new Error('not approved')) };
		await expect(execute.call(context, gate)).rejects.toThrow('not approved');
		expect(calls).toEqual([]);
	});

	it('deploys a BPMN text', async () => {
		replies = [{ body: '{"deploymentKey":"1","deployments":[]}' }];
		const json = await run({
			resource: 'process',
			operation: 'deploy',
			bpmnFrom: 'text',
			bpmn: '<definitions é/>',
			fileName: 'a "b".bpmn',
		});
		expect(json).toEqual({ deploymentKey: '1', deployments: [] });
		const { path, headers, body } = calls[0]!;
		expect(path).toBe('/v2/deployments');
		const form = await new Response(body, { headers: { 'content-type': headers['content-type']! } }).formData();
		const file = form.get('resources') as File;
		expect([file.name, await file.text()]).toEqual(['a "b".bpmn', '<definitions é/>']);
	});

	it('refuses a job that no worker takes before anything is sent, naming file, element and fix', async () => {
		replies = [];
		const bpmn = definitions(writeProcess('p', job('troupe:agnet')));
		await expect(run({ resource: 'process', operation: 'deploy', bpmnFrom: 'text', bpmn, fileName: 'p.bpmn' })).rejects.toMatchObject({
			message: expect.stringMatching(/p\.bpmn:\d+ element "work": .*troupe:agnet/) as string,
			description: expect.stringContaining('troupe:agent') as string,
		});
	});

	it('deploys a binary file under its own name', async () => {
		replies = [{ body: '{"deploymentKey":"1"}' }];
		const items = [
			{ json: {}, binary: { data: { data: Buffer.from('<x/>').toString('base64'), mimeType: 'text/xml', fileName: 'support.bpmn' } } },
		];
		await run({ resource: 'process', operation: 'deploy', bpmnFrom: 'binary', binaryPropertyName: 'data' }, { items });
		expect(calls[0]!.body).toContain('filename="support.bpmn"\r\n');
		expect(calls[0]!.body).toContain('<x/>');
	});

	it('starts a process with its variables and the version asked for', async () => {
		replies = [{ body: '{"processInstanceKey":"9","variables":{}}' }];
		expect(await run({ ...start, startOptions: { version: 3 } })).toEqual({ processInstanceKey: '9' });
		expect(JSON.parse(calls[0]!.body)).toEqual({
			processDefinitionId: 'support',
			processDefinitionVersion: 3,
			variables: { message: 'hi' },
		});
	});

	it('waits for the result', async () => {
		replies = [{ body: '{"processInstanceKey":"9","variables":{"reply":"hello"}}' }];
		const json = await run({ ...start, operation: 'startAndWait', timeout: 5, variables: { message: 'hi' } });
		expect(json).toMatchObject({ variables: { reply: 'hello' } });
		expect(JSON.parse(calls[0]!.body)).toMatchObject({ awaitCompletion: true, requestTimeout: 5000, variables: { message: 'hi' } });
	});

	it('publishes a message', async () => {
		replies = [{ body: '{"messageKey":"4"}' }];
		await run({
			resource: 'message',
			operation: 'publish',
			messageName: 'paid',
			correlationKey: 42,
			variables: '',
			messageOptions: { timeToLive: 1, messageId: 'm' },
		});
		expect(calls[0]!.path).toBe('/v2/messages/publication');
		expect(JSON.parse(calls[0]!.body)).toEqual({ name: 'paid', correlationKey: '42', timeToLive: 1000, messageId: 'm', variables: {} });
	});

	it("keeps 8.6's numeric keys and other long numbers whole", async () => {
		replies = [
			{
				body: '{"processInstanceKey":4503599627370501123,"processDefinitionVersion":2,"variables":{"n":9007199254740993,"f":1.5,"ownKey":7}}',
			},
		];
		const json = await run({ ...start, operation: 'startAndWait', timeout: 5 });
		expect(json).toEqual({
			processInstanceKey: '4503599627370501123',
			processDefinitionVersion: 2,
			variables: { n: '9007199254740993', f: 1.5, ownKey: 7 },
		});
	});

	it.each(['', '/', '/v2', '/v2/'])('finds the API below a base URL that ends with "%s"', async (end) => {
		replies = [{ body: '{}' }];
		await run(start, { credential: { baseUrl: `${baseUrl}${end}` } });
		expect(calls[0]!.path).toBe('/v2/process-instances');
	});

	it('shows what the cluster refused, where, and what to do', async () => {
		replies = [{ status: 404, body: '{"type":"about:blank","title":"NOT_FOUND","status":404,"detail":"no process with id support"}' }];
		const error = (await run(start).catch((thrown: unknown) => thrown)) as NodeApiError;
		expect(error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '404',
			message: `While starting the process "support": ${new URL(baseUrl).host} returned 404, NOT_FOUND: no process with id support`,
			description: expect.stringContaining('Deploy the process first'),
			context: { itemIndex: 0 },
		});
	});

	it('shows a refusal that is not a problem document', async () => {
		replies = [{ status: 502, body: '<html>bad gateway</html>' }];
		await expect(run(start)).rejects.toMatchObject({ message: expect.stringContaining('returned 502, no reason given') });
	});

	it.each([
		['the web server of a gateway without it', 404, '{"timestamp":"2026-01-01","status":404,"error":"Not Found","path":"/v2/x"}'],
		['a gateway that knows the path for something else', 405, '{"status":405,"error":"Method Not Allowed"}'],
		['an engine that says so', 404, '{"type":"about:blank","title":"Not Found","status":404,"detail":"There is no endpoint"}'],
		[
			'a cluster without its search storage',
			403,
			'{"title":"FORBIDDEN","status":403,"detail":"This endpoint requires a secondary storage"}',
		],
	])('says that an operation is not available on the version of %s', async (_what, status, body) => {
		replies = [{ status, body }];
		await expect(run({ resource: 'incident', operation: 'getAll' })).rejects.toMatchObject({
			name: 'NodeApiError',
			message: `While searching incidents: POST /v2/incidents/search is not available on this version of ${new URL(baseUrl).host}`,
			description: expect.stringContaining('Camunda 8.8 or later'),
		});
	});

	it('suspects the base URL where an endpoint is missing that every version has', async () => {
		replies = [{ status: 404, body: '<html>no such page</html>' }];
		await expect(run(start)).rejects.toMatchObject({ description: expect.stringContaining('Check the base URL') });
	});

	it('gets everything page by page when asked for all', async () => {
		const incidents = (count: number) => ({
			body: JSON.stringify({ items: Array.from({ length: count }, (_, n) => ({ incidentKey: n })) }),
		});
		replies = [incidents(500), incidents(1)];
		expect(await run({ resource: 'incident', operation: 'getAll', returnAll: true })).toEqual({ incidentKey: '0' });
		expect(calls.map(({ body }) => (JSON.parse(body) as { page: object }).page)).toEqual([
			{ from: 0, limit: 500 },
			{ from: 500, limit: 500 },
		]);
	});

	it('says so when a login page answers', async () => {
		replies = [{ body: '<html>' }];
		await expect(run(start)).rejects.toMatchObject({ message: expect.stringContaining('a body that is not a JSON object') });
	});

	it('says so when nothing answers', async () => {
		await expect(run(start, { credential: { baseUrl: await deadUrl() } })).rejects.toMatchObject({
			message: expect.stringMatching(/^While starting .*\/v2\/process-instances did not respond \(ECONNREFUSED\)\.$/),
			description: expect.stringContaining('ENGINE_UNREACHABLE'),
		});
	});

	it.each([
		['cannot have arrived', async () => ({ baseUrl: await deadUrl() }), true],
		['may have been done before the connection broke', async () => ({}), false],
	])('says whether it may simply be sent again: a request that %s', async (_what, credentialOf, retryable) => {
		replies = [{}];
		const credential = await credentialOf();
		const json = await run(start, { credential, onError: 'continueRegularOutput' });
		expect(json).toMatchObject({ details: { code: 'ENGINE_UNREACHABLE', retryable } });
		if (!retryable) expect(json).toMatchObject({ details: { fix: expect.stringContaining('before you run the node again') } });
	});

	it('stops waiting when the execution is cancelled', async () => {
		const execution = new AbortController();
		replies = [{ body: '{"processInstanceKey":"9"}', delayMs: 600_000, asked: () => execution.abort() }];
		const cancelled = run(start, { signal: execution.signal });
		await expect(cancelled).rejects.toMatchObject({ message: expect.stringContaining('was cancelled') });
	});

	it('takes its credential to no other server that the cluster leads to', async () => {
		const request = jest.fn(async () => ({ statusCode: 200, body: '{}' }));
		const context = fakeExecuteFunctions({ parameters: start, credentials: { camundaApi: { baseUrl } } });
		await execute.call(Object.assign(context, { helpers: { httpRequestWithAuthentication: request } }), openGate());
		expect(request).toHaveBeenCalledWith('camundaApi', expect.objectContaining({ sendCredentialsOnCrossOriginRedirect: false }));
	});

	it('names no password of the address, whatever goes wrong there', async () => {
		const withPassword = async (url: string) => run(start, { credential: { baseUrl: url.replace('//', '//demo:hunter2@') } });
		const said = await withPassword(await deadUrl()).catch((error: NodeApiError) =>
			JSON.stringify([error.message, error.description, error]),
		);
		expect(said).toMatch(/^\["While starting /);
		expect(said).not.toContain('hunter2');
	});

	it.each(['[]', '{', '"x"'])('refuses the variables %s before sending anything', async (variables) => {
		await expect(run({ ...start, variables })).rejects.toMatchObject({ message: 'The field "Variables as JSON" is not a JSON object.' });
		expect(calls).toEqual([]);
	});
});

describe('the Camunda credential', () => {
	it('signs in with user and password', async () => {
		replies = [{ body: '{}' }];
		await run(start, { credential: { authentication: 'basic', user: 'demo', password: 'demo' } });
		expect(calls[0]!.headers.authorization).toBe('Basic ZGVtbzpkZW1v');
	});

	it('fetches a token, and a new one when the cluster no longer takes it', async () => {
		replies = [{ status: 401, body: '{}' }, { body: '{"access_token":"new"}' }, { body: '{"processInstanceKey":"9"}' }];
		const credential = {
			authentication: 'clientCredentials',
			accessTokenUrl: `${baseUrl}/token`,
			clientId: 'id',
			clientSecret: 's',
			audience: 'zeebe',
			accessToken: 'old',
		};
		await run(start, { credential });
		expect(calls.map(({ path, headers }) => [path, headers.authorization])).toEqual([
			['/v2/process-instances', 'Bearer old'],
			['/token', undefined],
			['/v2/process-instances', 'Bearer new'],
		]);
		expect(calls[1]!.body).toBe('grant_type=client_credentials&client_id=id&client_secret=s&audience=zeebe');
	});

	it('is named when the cluster refuses it', async () => {
		replies = [
			{ status: 401, body: '{}' },
			{ status: 401, body: '{}' },
		];
		await expect(run(start)).rejects.toMatchObject({
			message: expect.stringContaining('refused the credential (401)'),
			description: expect.stringContaining('the base URL in the credential'),
		});
	});
});
