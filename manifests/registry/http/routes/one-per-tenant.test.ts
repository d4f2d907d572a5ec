import { OnePerTenant } from './one-per-tenant';

it('refuses a second piece of work of a tenant until the first has ended, also with an error', async () => {
	const one = new OnePerTenant();
	const { promise, reject } = Promise.withResolvers<string>();
	const first = one.hold('acme', 'a drill', () => promise);
	const busy = { code: 'RATE_LIMITED', retryable: true, message: 'The service works on a drill of your tenant already.' };
	await expect(one.hold('acme', 'a drill', async () => 'second')).rejects.toMatchObject(busy);
	expect(await one.hold('globex', 'a drill', async () => 'other')).toBe('other');
	reject(new Error('broken'));
	await expect(first).rejects.toThrow('broken');
	expect(await one.hold('acme', 'a drill', async () => 'third')).toBe('third');
});
