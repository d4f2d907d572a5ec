import fastify from 'fastify';
import { readJson } from './read-json';

const app = fastify();
readJson(app);
for (const method of ['POST', 'DELETE'] as const) app.route({ method, url: '/', handler: async ({ body }) => ({ body }) });
let url: string;
beforeAll(async () => {
	url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

const send = async (body: string | Buffer<ArrayBuffer>, type = 'application/json', method: 'POST' | 'DELETE' = 'POST') => {
	const answer = await fetch(url, { method, headers: { 'content-type': type }, body });
	return { status: answer.status, ...((await answer.json()) as { body?: unknown; message?: string }) };
};

it.each([
	['named oddly (expressjs/body-parser#474)', 'application/json; utf-8'],
	['without its hyphen (expressjs/body-parser#50)', 'application/json;charset=UTF8'],
	['in quotes, with a semicolon at the end (fastify/fastify#419)', 'application/json; charset="UTF-8";'],
])('takes JSON whose charset is %s', async (_how, type) => {
	expect(await send('{"name":"Zoë"}', type)).toEqual({ status: 200, body: { name: 'Zoë' } });
});

it.each<[what: string, method: 'POST' | 'DELETE']>([
	['to delete (fastify/fastify#894)', 'DELETE'],
	['of a client that always says JSON (safe-global/safe-client-gateway#3266)', 'DELETE'],
	['to post (fastify/fastify#5148)', 'POST'],
])('takes a request without a body %s', async (_what, method) => {
	expect(await send('', 'application/json', method)).toEqual({ status: 200 });
});

it.each<[what: string, bytes: Buffer<ArrayBuffer>]>([
	['Latin-1 (expressjs/body-parser#106)', Buffer.from('{"name":"Zoë"}', 'latin1')],
	['UTF-16 (expressjs/body-parser#117)', Buffer.from('\uFEFF{"name":"Zoë"}', 'utf16le')],
	['half of a character (expressjs/body-parser#21)', Buffer.concat([Buffer.from('{"name":"Zo'), Buffer.from([0xc3]), Buffer.from('"}')])],
	[
		'a surrogate of its own (expressjs/body-parser#440)',
		Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
	],
])('refuses %s, which would arrive as other words', async (_what, bytes) => {
	expect(await send(bytes, 'application/json; charset=utf-16')).toMatchObject({
		status: 400,
		message: expect.stringContaining('UTF-8') as string,
	});
});

it('takes a byte order mark', async () => expect(await send('\uFEFF{"a":1}')).toEqual({ status: 200, body: { a: 1 } }));

it.each([
	['a name that is a prototype (scalar/scalar#9904)', '{"__proto__":{"a":1}}'],
	['a prototype of the constructor (json5/json5#296)', '{"constructor":{"prototype":{"a":1}}}'],
	['compressed bytes (HarperFast/harper#1438)', '\u001f\u008b'],
])('refuses %s', async (_what, payload) => expect(await send(payload)).toMatchObject({ status: 400 }));

it.each([
	['lists', '[', ']'],
	['objects', '{"a":', '}'],
	['objects around an integer that a number cannot hold', '{"a":', '}'],
])('refuses deeply nested %s', async (what, start, end) => {
	const inner = what.includes('integer') ? '9007199254740993' : start === '[' ? '' : '1';
	expect(await send(`${start.repeat(50_000)}${inner}${end.repeat(50_000)}`)).toMatchObject({
		status: 400,
		message: 'The body is nested more than 1010 levels deep.',
	});
});

it('takes a body with 1,000 levels', async () => {
	expect(await send(`${'['.repeat(1000)}${']'.repeat(1000)}`)).toMatchObject({ status: 200 });
});

it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx'])('refuses %s', async (type) =>
	expect(await send('{}', type)).toMatchObject({ status: 415 }),
);
