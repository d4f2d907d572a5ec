import Fastify from 'fastify';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { rateCounters } from '../limits/rate-counters';
import { answerProblems } from '../problems';
import { defaultLimits, limitRates } from './limits';

/** Returns the statuses of requests of these keys, one after another. Each is its id, its rate, and the keys above it. */
async function ask(...keys: Key[]) {
	return askWith({}, ...keys);
}

type Key = Pick<Grant, 'id' | 'rate' | 'root' | 'countedWith'> & { tenant?: string };

async function askWith(limits: { tenants?: number }, ...keys: Key[]) {
	const app = Fastify();
	answerProblems(app, () => undefined);
	app.decorateRequest('grant');
	app.addHook('onRequest', async (request) => {
		const key = keys[Number(request.headers.key)]!;
		request.grant = {
			...key,
			issuedAt: 0,
			caller: { tenant: key.tenant ?? 'acme', subject: `key:${key.id}` },
			scopes: new Set(),
			expiresAt: 0,
		};
	});
	await limitRates(app, { ...defaultLimits, ...limits, counters: rateCounters(undefined) }, { name: 'part', max: 3 });
	app.get('/', async () => 'ok');
	const statuses: number[] = [];
	const url = await app.listen({ port: 0, host: '127.0.0.1' });
	for (const key of keys.keys()) statuses.push((await fetch(url, { headers: { key: String(key) } })).status);
	await app.close();
	return statuses;
}

const maker = { id: 'maker', root: 'maker' };
const child = (id: string, rate?: number) => ({ id, root: 'maker', ...(rate !== undefined && { rate, countedWith: id }) });

it('counts the keys that a key without a rate made together with it (discourse/discourse#12527)', async () => {
	expect(await ask(maker, child('a'), child('b'), child('c'), maker)).toEqual([200, 200, 200, 429, 429]);
});

it('does so where they have rates, which hold too', async () => {
	expect(await ask(child('a', 1), child('a', 1), child('b', 50), child('c', 50), child('d', 50), maker)).toEqual([
		...[200, 429, 200, 200, 429, 429],
	]);
});

it('lets keys that no other key made have their own limits', async () => {
	const own = { id: 'own', root: 'own', rate: 5, countedWith: 'own' };
	expect(await ask(maker, maker, maker, own, own, own, own)).toEqual([200, 200, 200, 200, 200, 200, 200]);
});

it('counts all callers of a tenant together where they have a limit', async () => {
	const keys = ['a', 'b', 'c'].map((id) => ({ id, root: id }));
	expect(await askWith({ tenants: 2 }, ...keys, { id: 'd', root: 'd', tenant: 'other' })).toEqual([200, 200, 429, 200]);
});
