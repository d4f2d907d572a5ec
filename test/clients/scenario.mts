// Prints one JSON line for each thing that an application does; scenario.py does the same.
import { exportUsage, listAgents, listRuns, readAgent, startSandboxRun, Troupe, TroupeError, whoAmI } from 'troupe-client';

const troupe = new Troupe({ url: process.env.TROUPE_URL!, key: `${process.env.TROUPE_KEY}\n` });
const print = (name: string, value: unknown) => console.log(JSON.stringify([name, value]));
const failing = async (name: string, act: () => Promise<unknown>) => {
	const error = await act().then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	const known = error instanceof TroupeError ? error : undefined;
	print(name, [known?.code, known?.status ?? null, typeof known?.message, typeof known?.runId]);
};

print('me', (await troupe.call(whoAmI, {})).scopes);
print(
	'agents',
	(await troupe.call(listAgents, {})).items.map(({ id }) => id),
);
const first = await troupe.run('clerk', { message: 'One?' });
print('run', [first.state, first.reply]);

const parts: string[] = [];
const kinds = new Set<string>();
const stream = troupe.stream('clerk', { message: 'Two?', conversationId: 'mine' });
let next = await stream.next();
for (; !next.done; next = await stream.next()) {
	kinds.add(next.value.kind);
	if (next.value.kind === 'model-part') parts.push(next.value.text!);
}
print('stream', [parts.join(''), next.value.reply, next.value.conversationId, ['started', 'finished'].map((kind) => kinds.has(kind))]);

const asked = await troupe.run('clerk', { message: 'Three?' });
print('asked', [asked.state, asked.pending!.map(({ id }) => id)]);
print('resumed', (await troupe.resume(asked.runId, [{ id: 'q1', answer: '7' }])).reply);
print('read', (await troupe.read(asked.runId)).state);

const key = 'order-9';
const once = await troupe.run('clerk', { message: 'Four?' }, { idempotencyKey: key });
print('once', once.runId === (await troupe.run('clerk', { message: 'Four?' }, { idempotencyKey: key })).runId);
await failing('other request', () => troupe.run('clerk', { message: 'Five?' }, { idempotencyKey: key }));
await failing('no agent', () => troupe.run('cashier', { message: 'Hi' }));
await failing('operation', () => troupe.call(readAgent, { path: { agent: 'cashier' } }));
await failing('failed run', () => troupe.run('clerk', { message: 'Six?' }));
await failing('ended', () => troupe.cancel(once.runId, 'late'));
await failing('no operation', () => troupe.finish('nothing'));
await failing('a page', () => new Troupe({ url: process.env.PAGE_URL!, key: 'x' }).run('clerk', { message: 'Hi' }));
await failing('a page for an operation', () => new Troupe({ url: process.env.PAGE_URL!, key: 'x' }).call(listAgents, {}));
await failing('another service', () => new Troupe({ url: `${process.env.PAGE_URL}/other`, key: 'x' }).run('clerk', { message: 'Hi' }));
await failing('nobody there', () => new Troupe({ url: 'http://127.0.0.1:9', key: 'x', retries: 0 }).run('clerk', { message: 'Hi' }));
await failing('no address', async () => new Troupe({ url: '127.0.0.1:8600', key: 'x' }));
await failing('no key', async () => new Troupe({ url: process.env.TROUPE_URL!, key: '' }));
await failing('a strange key', async () => new Troupe({ url: process.env.TROUPE_URL!, key: 'trp_a\nb' }));
print(
	'runs',
	(await troupe.call(listRuns, { query: { state: 'failed' } })).items.map(({ state, host }) => [state, host]),
);
const byAgent = { query: { by: ['agent' as const] } };
print('export', (await troupe.call(exportUsage, byAgent)).split(',')[0]);
print('export in the background', (await troupe.callInBackground(exportUsage, byAgent)).split(',')[0]);
const script = { kind: 'script' as const, source: 'console.log(7)' };
print('script', (await troupe.callInBackground(startSandboxRun, { body: script })).stdout);
