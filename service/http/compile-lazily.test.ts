import { compileLazily } from './compile-lazily';

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
