/** Notices of tasks, registered by the official client and taken by a real receiver. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { randomUUID } from 'node:crypto';
import { Role, type Task, TaskState } from '@a2a-js/sdk';
import { type Client, ClientFactory, DefaultAgentCardResolver, JsonRpcTransportFactory } from '@a2a-js/sdk/client';
import type { ServerCallContext } from '@a2a-js/sdk/server';
import type { KeptTaskDocuments } from '../../../providers/compose/state/host-task-documents';
import { guardedFetch } from '../../../providers/http/guarded-fetch';
import { calling } from '../../../test/fakes/tool-agent';
import { serviceToken, startTestService } from '../../../test/support/offering-service';
import { waitUntil } from '../../../test/support/wait-until';
import { textPart } from '../parts';
import { PushNotices } from './push-notices';

const closers: Array<() => unknown> = [];
beforeEach(() => {
	process.env.TROUPE_WEBHOOK_PRIVATE = 'allow';
});
afterEach(async () => {
	delete process.env.TROUPE_WEBHOOK_PRIVATE;
	for (const close of closers.splice(0).reverse()) await close();
});

interface Notice {
	headers: IncomingHttpHeaders;
	body: { statusUpdate?: { taskId: string; status: { state: string } }; task?: object; artifactUpdate?: { artifact: { parts: object[] } } };
}

/** @param answers the statuses of the first requests; 200 after them */
async function startReceiver(...answers: number[]) {
	const notices: Notice[] = [];
	const http = createServer((request, response) => {
		void text(request).then((body) => {
			notices.push({ headers: request.headers, body: JSON.parse(body) as Notice['body'] });
			response.writeHead(answers[notices.length - 1] ?? 200, { location: 'http://169.254.169.254/' }).end();
		});
	});
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	closers.push(() => (http.close(), http.closeAllConnections()));
	return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/notices`, notices };
}

async function open(...steps: Parameters<typeof startTestService>[0]) {
	const service = await startTestService(steps);
	closers.push(() => service.close());
	return { ...service, client: await connect(service.url) };
}

function connect(url: string, token = serviceToken): Promise<Client> {
	const fetchImpl: typeof fetch = (input, init) => {
		const headers = new Headers(init?.headers);
		headers.set('authorization', `Bearer ${token}`);
		return fetch(input, { ...init, headers });
	};
	const cardResolver = new DefaultAgentCardResolver({ fetchImpl });
	return new ClientFactory({ transports: [new JsonRpcTransportFactory({ fetchImpl })], cardResolver }).createFromUrl(`${url}/a2a/clerk/`);
}

const config = (url: string, more: object = {}) => ({ tenant: '', id: '', taskId: '', url, token: '', authentication: undefined, ...more });
const bearer = { authentication: { scheme: 'Bearer', credentials: 'their-secret' } };

async function send(client: Client, message: string, at: object = {}, push?: ReturnType<typeof config>): Promise<Task> {
	return (await client.sendMessage({
		...{ tenant: '', metadata: undefined },
		configuration: push && { acceptedOutputModes: [], taskPushNotificationConfig: push, returnImmediately: false },
		message: {
			...{ messageId: randomUUID(), contextId: '', taskId: '', role: Role.ROLE_USER, parts: [textPart(message)] },
			...{ metadata: undefined, extensions: [], referenceTaskIds: [], ...at },
		},
	})) as Task;
}

const states = (notices: Notice[]) => notices.flatMap(({ body }) => body.statusUpdate?.status.state ?? []);

test('a caller is told of its task where it said, with what it gave, also when the task goes on later', async () => {
	const receiver = await startReceiver();
	const { client, url, lines } = await open(calling(['ask_person', { question: 'Which order?' }, 'q']), 'Order 2 ships today.');
	const waiting = await send(client, 'When?', {}, config(receiver.url, { token: 'their-token', ...bearer }));
	await waitUntil('the task waits', () => states(receiver.notices).includes('TASK_STATE_INPUT_REQUIRED'));
	await send(await connect(url), 'Order 2.', { taskId: waiting.id, contextId: waiting.contextId });
	await waitUntil('the task ends', () => states(receiver.notices).at(-1) === 'TASK_STATE_COMPLETED');
	for (const { headers } of receiver.notices)
		expect(headers).toMatchObject({
			authorization: 'Bearer their-secret',
			'x-a2a-notification-token': 'their-token',
			'content-type': 'application/a2a+json',
		});
	const artifacts = receiver.notices.flatMap(({ body }) => body.artifactUpdate?.artifact.parts ?? []);
	expect(JSON.stringify(artifacts)).toContain('Order 2 ships today.');
	expect(JSON.stringify(lines)).not.toContain('their-');
});

test('a caller manages its addresses, reads back no secret, and nobody else sees them', async () => {
	const { client, url, createKey } = await open(calling(['pay', { to: 'ana' }, 'p']));
	const { id: taskId } = await send(client, 'Pay.');
	const { id } = await client.createTaskPushNotificationConfig({ ...config('https://example.com/a', bearer), taskId });
	expect(id).not.toBe('');
	await client.createTaskPushNotificationConfig({ ...config('https://example.com/b'), taskId, id: 'mine' });
	const { configs } = await client.listTaskPushNotificationConfig({ tenant: '', taskId, pageSize: 0, pageToken: '' });
	expect(configs.map((one) => one.url).sort()).toEqual(['https://example.com/a', 'https://example.com/b']);
	expect(JSON.stringify(configs)).not.toContain('their-secret');
	await client.deleteTaskPushNotificationConfig({ tenant: '', taskId, id });
	await expect(client.getTaskPushNotificationConfig({ tenant: '', taskId, id })).rejects.toThrow(/not found/);
	expect(await client.getTaskPushNotificationConfig({ tenant: '', taskId, id: 'mine' })).toMatchObject({ url: 'https://example.com/b' });
	const other = await connect(url, await createKey('other', ['agent:run']));
	await expect(other.getTaskPushNotificationConfig({ tenant: '', taskId, id: 'mine' })).rejects.toThrow(/not found/i);
	for (let index = 2; index <= 5; index += 1)
		await client.createTaskPushNotificationConfig({ ...config(`https://example.com/${index}`), taskId, id: `n${index}` });
	await expect(client.createTaskPushNotificationConfig({ ...config('https://example.com/x'), taskId, id: 'x' })).rejects.toThrow(
		/too many/,
	);
});

test.each([
	['a private address', 'http://10.0.0.1/', {}, /url.*private/],
	['an address of the cloud', 'http://169.254.169.254/latest', {}, /url.*private/],
	['this machine', 'http://localhost:8600/', {}, /url.*private/],
	['a file', 'file:///etc/passwd', {}, /url/],
	['a password in the address', 'https://a:b@example.com/', {}, /url/],
	['a header in the secret', 'https://example.com/', { authentication: { scheme: 'Bearer', credentials: 'a\r\nx: y' } }, /credentials/],
	['a header in the token', 'https://example.com/', { token: 'a\nb' }, /token/],
	['a header in the scheme', 'https://example.com/', { authentication: { scheme: 'Bearer x\r\n', credentials: 'a' } }, /scheme/],
])('%s is refused when it is named', async (_, url, more, problem) => {
	delete process.env.TROUPE_WEBHOOK_PRIVATE;
	const { client } = await open(calling(['pay', { to: 'ana' }, 'p']));
	const { id: taskId } = await send(client, 'Pay.');
	await expect(client.createTaskPushNotificationConfig({ ...config(url, more), taskId })).rejects.toThrow(problem);
});

describe('delivery', () => {
	function start(url: string, changes: Partial<ConstructorParameters<typeof PushNotices>[0]> = {}) {
		const failures: Array<{ status: string; host: string }> = [];
		const kept = [{ id: 'c', document: config(url, bearer) }];
		const documents = { put: async () => true, list: async () => kept, remove: async () => undefined } as unknown as KeptTaskDocuments;
		const notices = new PushNotices({
			openTaskDocuments: async () => documents,
			send: guardedFetch({ allowPrivateNetworks: true }),
			allowPrivateNetworks: true,
			reportFailure: (failure) => void failures.push(failure),
			pausesMs: [1, 1],
			...changes,
		});
		closers.push(() => notices.close());
		const tell = (state: TaskState) =>
			notices.send(
				{
					payload: {
						$case: 'statusUpdate',
						value: { taskId: 't', contextId: 'c', status: { state, message: undefined, timestamp: undefined }, metadata: undefined },
					},
				},
				{} as ServerCallContext,
			);
		return { tell, failures };
	}

	test('what is not taken is sent again, before what comes after it', async () => {
		const receiver = await startReceiver(503, 429);
		const { tell, failures } = start(receiver.url);
		await Promise.all([tell(TaskState.TASK_STATE_WORKING), tell(TaskState.TASK_STATE_COMPLETED)]);
		const [working, completed] = ['TASK_STATE_WORKING', 'TASK_STATE_COMPLETED'];
		expect(states(receiver.notices)).toEqual([working, working, working, completed]);
		expect(failures).toEqual([]);
	});

	test.each<[string, number[], number, string]>([
		['fails each time', [500, 500, 500], 3, '500'],
		['is refused', [401], 1, '401'],
		['is sent elsewhere', [307], 1, '307'],
	])('one that %s is given up, and the operator is told without the secret', async (_, answers, attempts, status) => {
		const receiver = await startReceiver(...answers);
		const { tell, failures } = start(receiver.url);
		await tell(TaskState.TASK_STATE_COMPLETED);
		expect(receiver.notices).toHaveLength(attempts);
		expect(failures).toEqual([{ task: 't', host: new URL(receiver.url).host, status }]);
	});

	test('a name that leads to a private network is not called', async () => {
		const send = guardedFetch({ resolve: async () => ['10.0.0.1'] });
		const { tell, failures } = start('http://hooks.example.com/', { send });
		await tell(TaskState.TASK_STATE_COMPLETED);
		expect(failures).toEqual([{ task: 't', host: 'hooks.example.com', status: 'ADDRESS_REFUSED' }]);
	});
});
