/** What was begun in a session of the console ends when the session is revoked, and goes on after its person signs out. */
import * as Type from 'typebox/type';
import { openAudit } from '../../providers/compose/state/host-audit';
import { closeOpened } from '../../providers/compose/open-once';
import { composeSwitches } from '../../providers/compose/state/host-switches';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import type { Job } from '../../engine-adapter/engine/jobs';
import { readAgentTask } from '../../engine-adapter/workers/agent-job-input';
import { readValidAsker } from '../../engine-adapter/workers/read-asker';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { until } from '../../test/support/wait-until';
import { untilRevoked } from '../offered-agents/while-granted';
import { operations } from '../operations/index';
import { operation } from '../operations/operation';
import { describeEntry } from '../operations/audit/list-audit';

let service: Awaited<ReturnType<typeof startTestService>>;
let end = Promise.withResolvers<void>();
let begun = 0;
beforeAll(async () => {
	const slowInSession = operation({
		...{ summary: 'Go on until the test says so', tag: 'test', method: 'POST', path: 'test/session', scope: 'run:read' },
		...{ inBackground: 'once', input: {}, output: Type.Object({}), act: () => ({ action: 'work.retried' }) },
		async perform(_input, { signal }) {
			begun += 1;
			const { promise, reject } = end;
			signal.addEventListener('abort', () => reject(signal.reason as Error));
			await promise;
			return {};
		},
	});
	Object.assign(operations, { slowInSession });
	service = await startTestService([]);
	const task = { type: 'agent', headers: { agent: 'clerk' } };
	await service.engine.deploy([processModel('p', [startEvent(), serviceTask('ask', task), endEvent(), ...chain('start', 'ask', 'end')])]);
});
afterAll(async () => {
	await service.close();
	delete operations['slowInSession'];
	await closeOpened();
});

/** Signs a browser in. */
async function signIn(secret: string) {
	const signedIn = await fetch(`${service.url}/console/session`, { method: 'POST', headers: { authorization: `Bearer ${secret}` } });
	const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
	const { csrf } = (await signedIn.json()) as { csrf: string };
	const send = async (method: string, path: string, body?: object, more: Record<string, string> = {}) => {
		const json = body && { 'content-type': 'application/json' };
		const headers = { cookie, 'x-troupe-csrf': csrf, ...json, ...more };
		return fetch(service.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
	};
	const token = cookie.slice('troupe_session='.length);
	return {
		id: token.slice(0, 12),
		secret: token,
		send,
		signOut: async () => expect((await send('DELETE', '/console/session')).status).toBe(200),
	};
}

async function revoke(id: string): Promise<void> {
	const headers = { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' };
	const address = `${service.url}/api/v1/access-keys/${id}/revoke`;
	expect((await fetch(address, { method: 'POST', headers, body: JSON.stringify({ reason: 'stolen' }) })).status).toBe(200);
}

/** Starts an instance in a session, and returns the job of its agent. */
async function startIn({ send }: Awaited<ReturnType<typeof signIn>>, variables: object = { message: 'Hello' }): Promise<Job> {
	const started = await send('POST', '/v2/process-instances', { processDefinitionId: 'p', variables });
	expect([started.status, await started.text()]).toEqual([200, expect.stringContaining('processInstanceKey')]);
	const [job] = await service.engine.activate('agent', { limit: 1, timeoutMs: 60_000 });
	return job!;
}

/** Watches the run of a job. */
async function watch(job: Job): Promise<AbortSignal> {
	const { by, session } = readAgentTask(job).request;
	return (await (await composeSwitches(service.host, 'clerk')).watchSwitches!('r', by, session)).signal;
}

const refused = (id: string) => ({ code: 'ACCESS_DENIED', details: { reason: 'caller', caller: `key:${id}` } });

it.each(['a key', 'the token of the service'])('ends instances and runs that were started with the session of %s', async (by) => {
	const secret = by === 'a key' ? await service.createKey('ana', ['process:run', 'keys:manage']) : serviceToken;
	const [stolen, own] = [await signIn(secret), await signIn(secret)];
	const [job, other] = [await startIn(stolen), await startIn(own)];
	expect([job.startedBy, job.session]).toEqual([by === 'a key' ? `key:${secret.slice(0, 12)}` : undefined, stolen.id]);
	const [run, others] = [await watch(job), await watch(other)];
	await readValidAsker(job, service.host);
	await revoke(stolen.id);
	await until(() => run.aborted);
	expect(run.reason).toMatchObject(refused(stolen.id));
	await expect(readValidAsker(job, service.host)).rejects.toMatchObject(refused(stolen.id));
	await expect(watch(job)).rejects.toMatchObject(refused(stolen.id));
	await readValidAsker(other, service.host);
	expect(others.aborted).toBe(false);
});

it('lets what was begun go on after the person signed out, until the session is revoked', async () => {
	const left = await signIn(await service.createKey('bia', ['process:run', 'keys:manage']));
	const job = await startIn(left);
	const inside = await signIn(left.secret);
	const other = await startIn(inside);
	await inside.signOut();
	await left.signOut();
	for (const one of [job, other]) await readValidAsker(one, service.host);
	await revoke(left.id);
	await expect(readValidAsker(other, service.host)).rejects.toMatchObject(refused(inside.id));
	await expect(readValidAsker(job, service.host)).rejects.toMatchObject(refused(left.id));
});

it('lets a run of an agent go on after the person signed out, until the session is revoked', async () => {
	const left = await signIn(await service.createKey('dora', ['agent:run', 'keys:manage']));
	const over = () => Promise.reject(new Error('The session is over.'));
	const renew = untilRevoked({ session: left.id, scopes: new Set(['agent:run']), renew: over }, service.host).renew!;
	await left.signOut();
	await expect(renew()).resolves.toEqual({ scopes: new Set(['agent:run']) });
	await revoke(left.id);
	await until(() =>
		renew().then(
			() => false,
			(refusal: unknown) => (expect(refusal).toMatchObject(refused(left.id)), true),
		),
	);
});

it.each([true, false])('ends an operation in the background, and notes it with the session (revoked: %s)', async (isRevoked) => {
	end = Promise.withResolvers();
	const key = await service.createKey('carla', ['run:read', 'keys:manage']);
	const session = await signIn(key);
	const before = begun;
	const queued = await session.send('POST', '/api/v1/test/session', {}, { prefer: 'respond-async' });
	const { id } = (await queued.json()) as { id: string };
	await until(() => begun > before);
	await (isRevoked ? revoke(session.id) : session.signOut());
	if (!isRevoked) end.resolve();
	const headers = { authorization: `Bearer ${key}` };
	const ended = await fetch(`${service.url}/api/v1/operations/${id}?waitSeconds=30`, { headers });
	const { state, error } = (await ended.json()) as { state: string; error?: { code: string } };
	expect([state, error?.code]).toEqual(isRevoked ? ['failed', 'ACCESS_DENIED'] : ['completed', undefined]);
	const { store } = (await openAudit({ ...service.host, tenant: 'default' }))!;
	await store.sequence('default');
	const noted = (await store.search('default', { limit: 50 })).entries.map(describeEntry).find(({ action }) => action === 'work.retried')!;
	expect([noted.outcome, noted.who.value]).toMatchObject([
		isRevoked ? 'failure' : 'success',
		{ name: `key:${key.slice(0, 12)}`, session: session.id },
	]);
});
