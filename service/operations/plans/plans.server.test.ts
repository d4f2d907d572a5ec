import { startTestService } from '../../../test/support/offering-service';

const wish =
	'Customers ask for refunds:\nthe clerk checks the refund\nif the amount is above 500: the manager approves\nfinance: pay the refund';
const scopes = ['process:read', 'process:deploy', 'process:run', 'audit:read'];
let service: Awaited<ReturnType<typeof startTestService>>;
beforeAll(async () => (service = await startTestService([], { model: undefined })));
afterAll(() => service.close());

type Answer = Record<string, unknown> & { id: string; hash: string; code: string };

async function asker(of: string[] = scopes, tenant?: string) {
	const key = await service.createKey('planner', of, tenant);
	return async (request: string, body?: object): Promise<[number, Answer]> => {
		const [method, path] = request.split(' ');
		const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) };
		const response = await fetch(`${service.url}/api/v1/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
		return [response.status, (await response.json()) as Answer];
	};
}

it('makes, proves, confirms and runs a plan, and tells where it stands', async () => {
	const ask = await asker();
	const [made, plan] = await ask('POST plans', { wish, supposes: true });
	expect([made, plan]).toMatchObject([200, { state: 'drawn', explanation: { steps: expect.any(Array) } }]);
	expect(await ask(`POST plans/${plan.id}/confirm`, { hash: plan.hash, engine: 'embedded' })).toMatchObject([
		409,
		{ code: 'STATE_CONFLICT' },
	]);
	expect(await ask(`POST plans/${plan.id}/prove`, {})).toMatchObject([200, { state: 'proved', proof: { passed: true } }]);
	const other = '0'.repeat(64);
	expect(await ask(`POST plans/${plan.id}/confirm`, { hash: other, engine: 'embedded' })).toMatchObject([409, { code: 'STATE_CONFLICT' }]);
	const yes = { hash: plan.hash, engine: 'embedded', acceptsUnsupported: true };
	expect(await ask(`POST plans/${plan.id}/confirm`, yes)).toMatchObject([
		200,
		{ state: 'confirmed', confirmed: { hash: plan.hash, by: expect.stringContaining('key:') } },
	]);
	const inputs = ((plan.tree as { inputs: Array<{ name: string; type: string }> }).inputs ?? []).map(({ name, type }) => [
		name,
		type === 'number' ? 700 : 'x',
	]);
	expect(await ask(`POST plans/${plan.id}/run`, { variables: Object.fromEntries(inputs) as object })).toMatchObject([
		200,
		{ state: 'running' },
	]);
	expect(await ask(`GET plans/${plan.id}`)).toMatchObject([200, { runs: [{ state: expect.stringMatching(/active|incident/) }] }]);
	const entries = JSON.stringify(await ask('GET audit/entries'));
	for (const act of ['created', 'proved', 'confirmed', 'started']) expect(entries).toContain(`"plan.${act}"`);
	expect(entries).not.toMatch(/refund/i);
	expect(await ask('GET plans?limit=1')).toMatchObject([200, { items: [{ id: plan.id, state: 'running' }] }]);
}, 60_000);

it('ends an instance as it is asked to, for those who may run processes', async () => {
	const ask = await asker();
	const [, plan] = await ask('POST plans', { wish, supposes: true });
	await ask(`POST plans/${plan.id}/prove`, {});
	await ask(`POST plans/${plan.id}/confirm`, { hash: plan.hash, engine: 'embedded', acceptsUnsupported: true });
	const { inputs } = plan.tree as { inputs: Array<{ name: string; type: string }> };
	const variables = Object.fromEntries(inputs.map(({ name, type }) => [name, type === 'number' ? 7 : 'x']));
	const [, { runs }] = await ask(`POST plans/${plan.id}/run`, { variables });
	const [{ instanceKey }] = runs as [{ instanceKey: string }];
	const changer = await asker(['process:read', 'process:deploy']);
	const answer = { answers: { [instanceKey]: 'cancel' } };
	expect(await changer(`POST plans/${plan.id}/ask`, answer)).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect(await ask(`POST plans/${plan.id}/ask`, answer)).toMatchObject([200, { state: 'ended' }]);
	expect(JSON.stringify(await ask('GET audit/entries'))).toContain('"plan.cancelled"');
}, 60_000);

it('has what was proved in the inbox of those who may confirm it, by its hash, until it is confirmed or changed', async () => {
	const ask = await asker(scopes, 'waiting');
	const inbox = async (of: string[] = scopes, tenant = 'waiting') => {
		const [, { items, counts }] = await (await asker(of, tenant))('GET inbox');
		return { items, counts } as { items: unknown[]; counts: Array<{ kind: string; count: number }> };
	};
	const [, plan] = await ask('POST plans', { wish, supposes: true });
	expect((await inbox()).items).toEqual([]);
	await ask(`POST plans/${plan.id}/prove`, {});
	const id = `${plan.id}:${plan.hash}`;
	const item = { kind: 'plan', id, title: (plan.tree as { name: string }).name, subject: '1.0.0', isLate: false };
	expect(await inbox()).toMatchObject({ items: [{ ...item, link: `/console/inbox/plan/${encodeURIComponent(id)}` }] });
	expect((await inbox(['process:read', 'process:run'])).counts.map(({ kind }) => kind)).toEqual(['task']);
	expect((await inbox(scopes, 'umbrella')).items).toEqual([]);
	await ask(`POST plans/${plan.id}/confirm`, { hash: plan.hash, engine: 'embedded', acceptsUnsupported: true });
	expect((await inbox()).items).toEqual([]);
	expect((await ask(`GET plans/${plan.id}`))[1]).not.toHaveProperty('changes');

	const { name } = (plan.tree as { do: Array<{ name: string }> }).do[0]!;
	const [, changed] = await ask(`POST plans/${plan.id}/change`, { text: `rename "${name}" to "Begin"` });
	expect((await inbox()).items).toEqual([]);
	await ask(`POST plans/${plan.id}/prove`, {});
	expect((await inbox()).items).toMatchObject([{ id: `${plan.id}:${changed.hash}`, subject: '1.0.1' }]);
	const changes = { blocks: [{ name: 'Begin', change: 'changed', fields: [{ field: 'name', from: name, to: 'Begin' }] }], plan: [] };
	expect(await ask(`GET plans/${plan.id}`)).toMatchObject([200, { changes }]);
	await ask(`POST plans/${plan.id}/change`, { text: 'rename "Begin" to "Start here"' });
	expect((await inbox()).items).toEqual([]);
}, 60_000);

it('changes a plan in words, and leaves it as it was where it cannot', async () => {
	const ask = await asker();
	const [, plan] = await ask('POST plans', { wish, supposes: true });
	const { name } = (plan.tree as { do: Array<{ name: string }> }).do[0]!;
	expect(await ask(`POST plans/${plan.id}/change`, { text: `rename "${name}" to "Begin"` })).toMatchObject([
		200,
		{ difference: { bump: 'patch' } },
	]);
	const [, changed] = await ask(`GET plans/${plan.id}`);
	expect(await ask(`POST plans/${plan.id}/change`, { text: 'remove "Nothing"' })).toMatchObject([200, { hash: changed.hash }]);
}, 60_000);

it('asks for the rights, and knows no plan of another tenant', async () => {
	const ask = await asker();
	const [, plan] = await ask('POST plans', { wish });
	const reader = await asker(['process:read']);
	expect(await reader(`GET plans/${plan.id}`)).toMatchObject([200, { id: plan.id }]);
	expect(await reader('POST plans', { wish })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect(await reader(`POST plans/${plan.id}/run`, {})).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	const stranger = await asker(scopes, 'umbrella');
	expect(await stranger(`GET plans/${plan.id}`)).toMatchObject([404, { code: 'PLAN_NOT_FOUND' }]);
	expect(await stranger('GET plans')).toMatchObject([200, { items: [] }]);
}, 60_000);

it('says over HTTP what was not drawn', async () => {
	const ask = await asker();
	const [, plan] = await ask('POST plans', { wish, answers: { systems: 'the ERP' }, supposes: true });
	expect(plan).toMatchObject({ explanation: { undrawn: [{ text: 'the ERP', isTask: true }] } });
}, 60_000);
