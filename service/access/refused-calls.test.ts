import { describeActor } from '../../core/audit/actor';
import { maxTold, windowMs } from '../../core/base/counted-windows';
import type { Act } from '../../providers/state/audit/audited-database';
import { type RefusedCall, RefusedCalls } from './refused-calls';

type Noted = Act & { tenant: string; who: unknown; details: { value: { count: number; scope?: string } } };
let noted: Noted[];
let refused: RefusedCalls;
beforeEach(() => {
	jest.useFakeTimers();
	noted = [];
	refused = new RefusedCalls(async (tenant, act) => void noted.push({ tenant, ...act, who: describeActor(act.by).value } as Noted));
});
afterEach(() => jest.useRealTimers());

const call = (more: Partial<RefusedCall> = {}): RefusedCall => ({
	...{ tenant: 'acme', caller: { name: 'key:k1', address: '10.0.0.1', userAgent: 'curl' }, route: 'POST /api/v1/switches/off' },
	...{ code: 'ACCESS_DENIED', reason: 'scope', scope: 'agent:stop' },
	...more,
});
const counts = () => noted.map(({ details }) => details.value.count);

it('notes the first refusal at once: who, from where, at which route, and why (hashicorp/vault#15846)', async () => {
	refused.add(call());
	await refused.close();
	expect(noted).toMatchObject([
		{
			...{ tenant: 'acme', action: 'access.refused', outcome: 'refused', object: { kind: 'route', value: 'POST /api/v1/switches/off' } },
			who: { name: 'key:k1', address: '10.0.0.1', userAgent: 'curl' },
			details: { value: { code: 'ACCESS_DENIED', reason: 'scope', scope: 'agent:stop', count: 1 } },
		},
	]);
});

it('counts equal ones, and has an entry for them when the window ends (gravitational/teleport#4177, nolabs-ai/nono#1946)', async () => {
	for (let number = 0; number < 5_000; number += 1) refused.add(call());
	refused.add(call({ route: 'GET /v2/topology' }));
	await jest.advanceTimersByTimeAsync(windowMs);
	expect(counts()).toEqual([1, 1, 4_999]);
	refused.add(call());
	await jest.advanceTimersByTimeAsync(2 * windowMs);
	expect(counts()).toEqual([1, 1, 4_999, 1]);
});

it('has a bounded number of entries in a flood of different ones, of several tenants, and leaves none out (NousResearch/hermes-agent#81042)', async () => {
	const flood = 20_000;
	for (let number = 0; number < flood; number += 1)
		refused.add(call({ tenant: number % 2 ? 'acme' : 'globex', caller: { name: 'unknown', address: `10.0.${number}` } }));
	await refused.close();
	expect(noted).toHaveLength(maxTold + 2);
	expect(counts().reduce((sum, count) => sum + count)).toBe(flood);
	expect(noted.slice(-2)).toMatchObject([
		{ tenant: expect.stringMatching(/acme|globex/) as string, object: { value: 'several' }, who: { name: 'several' } },
		{ object: { value: 'several' }, details: { value: { count: (flood - maxTold) / 2 } } },
	]);
});
