import { fastify } from 'fastify';
import { checkLazily, compileLazily } from './compile-lazily';

test('compiles a schema at its first request and reports what does not fit', async () => {
	const compiled: unknown[] = [];
	const compile = compileLazily(({ schema, url }) => {
		compiled.push(url);
		const check = (data: unknown) => data === schema;
		return Object.assign(check, { errors: [{ keyword: 'const', instancePath: '', schemaPath: '', params: {} }] });
	});
	const check = compile({ schema: { summary: 'a' }, method: 'GET', url: '/a' });
	compile({ schema: { summary: 'b' }, method: 'GET', url: '/b' });
	expect(compiled).toEqual([]);
	expect([check({}), check({}), check.errors?.[0]?.keyword]).toEqual([false, false, 'const']);
	expect(compiled).toEqual(['/a']);
});

test('checks, converts and completes as Fastify does by itself', async () => {
	const answers = [];
	for (const prepare of [checkLazily, () => undefined]) {
		const app = fastify();
		prepare(app);
		const querystring = {
			type: 'object',
			properties: { limit: { type: 'integer', default: 7 }, names: { type: 'array', items: { type: 'string' } } },
		};
		const body = {
			type: 'object',
			required: ['at'],
			additionalProperties: false,
			properties: { at: { type: 'string', format: 'date-time' }, name: { type: 'string', nullable: true } },
		};
		app.post('/', { schema: { querystring, body } }, async (request) => ({ query: request.query, body: request.body }));
		const address = await app.listen({ host: '127.0.0.1', port: 0 });
		for (const [url, payload] of [
			['/?limit=3&names=a', { at: '2026-01-01T00:00:00Z', more: 1 }],
			['/', { at: '2026-01-01T00:00:00Z', name: null }],
			['/?limit=x', { at: '2026-01-01T00:00:00Z' }],
			['/', { at: 'yesterday' }],
			['/', {}],
		] as const) {
			const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) };
			answers.push(await (await fetch(`${address}${url}`, request)).json());
		}
		await app.close();
	}
	expect(answers.slice(0, 5)).toEqual(answers.slice(5));
	expect(answers[0]).toEqual({ query: { limit: 3, names: ['a'] }, body: { at: '2026-01-01T00:00:00Z' } });
	expect(answers[4]).toMatchObject({ statusCode: 400, message: expect.stringContaining('at') });
});
