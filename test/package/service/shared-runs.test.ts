import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { rawAnswer, startFakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { TroupeService } from '../../stories/troupe-service';
import { onPostgres, postgresDatabases } from '../../support/servers/databases';

interface Frame {
	id?: string;
	event: string;
	data: Record<string, unknown>;
}
type Run = Record<string, unknown> & { runId: string; pending?: Array<{ id: string; viewSha256: string }> };

const token = 'a-token-of-this-test';
const tool = (name: string, url: string, method: string) => ({
	...{ kind: 'http', name, description: `To ${name}.`, method, url: `${url}/${name}`, parameters: { type: 'object', properties: {} } },
	effect: method === 'GET' ? 'reads' : 'reversible',
});

/** Reads a stream until it has what is looked for, then leaves it. */
async function readUntil(response: Response, isLast: (frame: Frame) => boolean): Promise<Frame[]> {
	expect(response.headers.get('content-type')).toContain('text/event-stream');
	const frames: Frame[] = [];
	let text = '';
	for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
		text += part;
		for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
			const lines = text.slice(0, end).split('\n');
			text = text.slice(end + 2);
			const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
			if (field('data') === undefined) continue;
			frames.push({ ...(field('id') && { id: field('id') }), event: field('event')!, data: JSON.parse(field('data')!) as Frame['data'] });
			if (isLast(frames.at(-1)!)) return frames;
		}
	}
	return frames;
}

onPostgres('two machines with homes of their own and one database', () => {
	let databases: Awaited<ReturnType<typeof postgresDatabases>>;
	let folder: string;
	let [shop, model] = [] as unknown as [FakeServer, FakeServer];
	let [first, second] = [] as unknown as [TroupeService, TroupeService];
	/** Calls of the tool `look` are answered after it. */
	let release: () => void;

	beforeAll(async () => {
		databases = await postgresDatabases();
		folder = mkdtempSync(join(tmpdir(), 'troupe-shared-runs-'));
		const released = Promise.withResolvers<void>();
		release = released.resolve;
		shop = await startFakeServer(async ({ path }) => {
			if (path.startsWith('/look')) await released.promise;
			return rawAnswer({ status: 200, body: { done: true } });
		});
		model = await startOpenAiServer({
			respond: ({ messages }) => {
				const { role, content } = messages.at(-1)!;
				return role === 'tool'
					? { text: 'It is done.' }
					: { text: '', calls: [{ name: content.includes('pay') ? 'pay' : 'look', input: {} }] };
			},
		});
		const shared = {
			...{ ...process.env, TROUPE_API_TOKEN: token, TROUPE_DATABASE_URL: await databases.create(), TROUPE_VAULT_KEY: 'k'.repeat(43) },
			...{ TROUPE_UNLISTED_AGENTS: 'allow', TROUPE_ALLOW_PRIVATE_NETWORKS: 'true', TROUPE_TENANT: '', TROUPE_TRUST: '' },
			...{ OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${model.url}/v1` },
		};
		const start = async (name: string) => {
			const home = join(folder, name);
			mkdirSync(join(home, 'agents'), { recursive: true });
			writeFileSync(join(home, 'agents/clerk.json'), JSON.stringify(clerk()));
			const service = new TroupeService({ ...shared, TROUPE_HOME: home }, join(folder, `${name}.log`));
			await service.serve(0, ['--no-registry', '--no-engine']);
			return service;
		};
		[first, second] = await Promise.all([start('first'), start('second')]);
	}, 120_000);
	afterAll(async () => {
		release();
		await Promise.all([first?.stop(), second?.stop()]);
		await Promise.all([shop?.close(), model?.close()]);
		await databases.remove();
		rmSync(folder, { recursive: true, force: true });
	});

	const clerk = () => ({
		...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'Answer.' },
		model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
		tools: {
			define: [tool('look', shop.url, 'GET'), tool('pay', shop.url, 'POST')],
			rules: [{ tool: 'pay', permission: 'ask' }],
		},
		guardrails: { personalData: { types: [] } },
		limits: {},
	});

	const send = ({ url }: TroupeService, path: string, body?: object, headers: Record<string, string> = {}) =>
		fetch(`${url}/api/v1${path}`, {
			headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }), ...headers },
			...(body && { method: 'POST', body: JSON.stringify(body) }),
		});
	const call = async (...request: Parameters<typeof send>): Promise<[number, Run]> => {
		const response = await send(...request);
		return [response.status, (await response.json()) as Run];
	};
	const begin = (message: string, waitSeconds: number) => call(first, `/agents/clerk/runs?waitSeconds=${waitSeconds}`, { message });
	const follow = (service: TroupeService, runId: string, last?: string) =>
		send(service, `/runs/${runId}/events`, undefined, {
			accept: 'text/event-stream',
			...(last !== undefined && { 'last-event-id': last }),
		});
	const isAnswer = ({ event }: Frame) => event === 'answer';

	test('a run that began on one is followed on the other from where its stream was cut, and cancelled there', async () => {
		const [status, { runId }] = await begin('Please look.', 0);
		expect(status).toBe(202);
		const here = readUntil(await follow(first, runId), isAnswer);
		const seen = await readUntil(await follow(second, runId), ({ event }) => event === 'model-finished');
		expect(seen.at(-1)).toMatchObject({ data: { toolCalls: 1 } });
		const rest = readUntil(await follow(second, runId, seen.at(-1)!.id), isAnswer);
		const [cancelled, run] = await call(second, `/runs/${runId}/cancel`, { reason: 'The customer left.' });
		expect([cancelled, run]).toMatchObject([200, { state: 'cancelled' }]);
		const numbers = [...seen, ...(await rest)].flatMap(({ event, data }) => (event === 'answer' ? [] : [data['number']]));
		expect(numbers).toEqual([...new Set(numbers)]);
		expect((await rest).at(-1)).toMatchObject({ event: 'answer', data: { runId, state: 'cancelled' } });
		expect((await here).at(-1)).toMatchObject({ event: 'answer', data: { runId, state: 'cancelled' } });
		for (const service of [first, second]) expect(await call(service, `/runs/${runId}`)).toMatchObject([200, { state: 'cancelled' }]);
	});

	test('a run that waits on one is resumed on the other, and followed on the first to its reply', async () => {
		const [, { runId, pending }] = await begin('Please pay.', 30);
		expect(pending).toHaveLength(1);
		const before = await readUntil(await follow(second, runId), isAnswer);
		expect(before.at(-1)).toMatchObject({ data: { state: 'waiting' } });
		const [{ id, viewSha256 }] = pending as [{ id: string; viewSha256: string }];
		const [status, answer] = await call(second, `/runs/${runId}/resume`, { decisions: [{ id, approved: true, viewSha256 }] });
		expect([status, answer]).toMatchObject([200, { state: 'completed', reply: 'It is done.' }]);
		const after = await readUntil(await follow(first, runId, before.at(-1)!.id), isAnswer);
		expect(after.map(({ event }) => event)).toEqual(expect.arrayContaining(['decided', 'tool-finished', 'model-finished']));
		expect(after.map(({ event }) => event)).not.toContain('gap');
		expect(after.at(-1)).toMatchObject({ data: { state: 'completed', reply: 'It is done.' } });
		expect(shop.calls.filter(({ path }) => path === '/pay')).toHaveLength(1);
	});
});
