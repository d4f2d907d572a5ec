import { openAudit } from '../../../providers/compose/state/host-audit';
import { pays, readEvents, useRunApi } from '../../../test/support/run-api';
import { describeEntry } from '../audit/list-audit';

const { api, open, send, call, begin, as } = useRunApi();
const personal = 'ana@example.com';
const text = `Write to ${personal}.`;
const answer = { text: `I wrote to ${personal}.`, finish: 'stop' as const, model: 'script:model' };

const keep = async (runContent: string) => expect((await call('POST', '/tenants/default', { runContent })).status).toBe(200);
const reveal = (runId: string, reason = 'She asked what we know.', headers?: Record<string, string>) =>
	call('POST', `/runs/${runId}/reveal`, { reason }, headers);

async function readRevealed() {
	const { store } = (await openAudit(api.service.host))!;
	await store.sequence('default');
	return (await store.search('default', { limit: 100, act: 'data.revealed' })).entries.map(describeEntry);
}

it('masks what is kept whole, and shows it for a reason, which is noted without a text', async () => {
	await open(answer);
	await keep('full');
	const { body } = await begin(text, '?waitSeconds=30');
	const masked = await call('GET', `/runs/${body.runId}`);
	expect(masked.body).toMatchObject({ isRevealable: true, kept: 'masked' });
	const { answer: _own, ...told } = masked.body;
	expect(JSON.stringify(told)).not.toContain(personal);
	const reader = await as('reader', ['run:read']);
	expect(JSON.stringify(await readEvents(await send('GET', `/runs/${body.runId}/events`, undefined, reader)))).not.toContain(personal);
	const whole = await reveal(body.runId);
	expect([whole.status, whole.headers.get('cache-control')]).toEqual([200, 'no-store']);
	expect(whole.body).toMatchObject({ message: text, reply: answer.text });
	expect(whole.body.isRevealable).toBeUndefined();
	const [entry, ...others] = await readRevealed();
	expect(others).toEqual([]);
	expect(entry).toMatchObject({ object: { kind: 'run', value: body.runId }, outcome: 'success' });
	expect(JSON.stringify(entry)).not.toContain(personal);
});

it.each([
	['masked', 'they were kept masked and cut'],
	['none', 'none were kept'],
])('shows nothing more than is kept: %s', async (content, why) => {
	await open(answer);
	await keep(content);
	const { body } = await begin(text, '?waitSeconds=30');
	expect((await call('GET', `/runs/${body.runId}`)).body.isRevealable).toBeUndefined();
	const told = { code: 'STATE_CONFLICT', detail: expect.stringContaining(why) as string };
	expect(await reveal(body.runId)).toMatchObject({ status: 409, body: told });
	expect(await readRevealed()).toEqual([]);
});

it('needs the right to both, a reason, and a run', async () => {
	await open(answer);
	await keep('full');
	const { body } = await begin(text, '?waitSeconds=30');
	const statusFor = async (scopes: string[], reason?: string, run = body.runId) =>
		(await reveal(run, reason, await as(scopes.join(' '), scopes))).status;
	expect(await statusFor(['run:read'])).toBe(403);
	expect(await statusFor(['conversation:manage'])).toBe(403);
	expect(await statusFor(['conversation:manage', 'run:read:other'])).toBe(403);
	expect(await statusFor(['conversation:manage', 'run:read:clerk'], ' ')).toBe(400);
	expect(await statusFor(['conversation:manage', 'run:read'], undefined, 'nobody@example.com')).toBe(404);
	expect(await statusFor(['conversation:manage', 'run:read'], 'x'.repeat(501))).toBe(400);
	expect(await readRevealed()).toEqual([]);
	expect(await statusFor(['conversation:manage', 'run:read:clerk'])).toBe(200);
});

it('keeps arguments from who cannot approve them, of a run that waits', async () => {
	await open(pays);
	await keep('full');
	const { body } = await begin(text, '?waitSeconds=30');
	const shown = async (scopes: string[]) => (await reveal(body.runId, undefined, await as(scopes.join(' '), scopes))).body;
	const reader = await shown(['conversation:manage', 'run:read']);
	expect(reader).toMatchObject({ state: 'waiting', message: text });
	expect(reader.pending).toEqual([expect.not.objectContaining({ arguments: expect.anything() as unknown })]);
	expect(await shown(['conversation:manage', 'run:read', 'agent:decide'])).toMatchObject({ pending: [{ arguments: { order: '7' } }] });
});
