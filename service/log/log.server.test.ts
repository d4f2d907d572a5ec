import { fastify } from 'fastify';
import { TroupeError } from '../../core/base/errors';
import { withTraceContext } from '../../core/base/trace-context';
import { answerProblems } from '../problems';
import { describeRequest, logRequests } from './access-log';
import { faultLog, requestFaultLog } from './fault-log';
import { openLog } from './log';
import type { LogLine } from './log-line';

const secret = `ghp_${'x7Kq2mWn9RtZ'.repeat(3)}`;
const traceId = 'ab'.repeat(16);
const traceparent = `00-${traceId}-${'cd'.repeat(8)}-01`;

function open(environment: Record<string, string> = {}, isWatched = false) {
	const lines: string[] = [];
	const log = openLog({ note: (line) => void lines.push(line), environment, isWatched });
	return { log, lines, read: () => lines.map((line) => JSON.parse(line) as LogLine) };
}

it('says what happened, whatever the facts are called', () => {
	const { log, read } = open();
	log('error', 'channel work failed', { message: 'other', level: 'info', what: 'sends' });
	expect(read()).toMatchObject([{ level: 'error', message: 'channel work failed', what: 'sends' }]);
});

it('names the trace of the work that is being done', () => {
	const { log, read } = open();
	withTraceContext({ traceparent }, () => log('info', 'job started', { run: 'job-2251799813685249-0123456789abcdef', tenant: undefined }));
	expect(read()[0]).toEqual({
		...{ time: expect.any(String), level: 'info', message: 'job started' },
		...{ trace: traceId, run: 'job-2251799813685249-0123456789abcdef' },
	});
});

it('hides secrets and personal data in messages, errors, stacks, causes and what is deep in a fact, but no ids and addresses', () => {
	const { log, lines } = open();
	const cause = new Error(`401 for ana@example.com with ${secret}`, { cause: `CPF 529.982.247-25` });
	const fault = new Error(`ana@example.com was refused: ${secret}`, { cause });
	const known = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: `Of ana@example.com at 10.0.0.7:5432.`, fix: secret, cause });
	for (const one of [fault, known, `thrown: ${secret}`]) faultLog(log, 'work failed')(one, { by: 'user:ana@example.com' });
	log('warn', `to ana@example.com`, { deep: { list: [{ error: fault, 'ana@example.com': secret }] }, run: 'ana@example.com' });
	log('info', 'job', { instance: '2251799813685259', jobKey: '5555555555554444', seconds: 2251799813685259 });
	const text = lines.join('\n');
	expect(text).not.toMatch(/ana@|x7Kq2m|529\.982/);
	expect(text).toContain('10.0.0.7:5432');
	expect(lines.at(-1)).toMatch(/"2251799813685259".*"5555555555554444"/);
	expect(text).toContain('"cause":"401 for [EMAIL] with [SECRET]: CPF [CPF]"');
	expect(text).toContain('log.server.test.ts:');
});

it('exempts ids by their form, at the top of a line alone', () => {
	const { log, read } = open();
	const card = '5555555555554444';
	log('info', 'job', { run: card, key: 'trp_Ab12Cd34', caller: 'key:trp_Ab12Cd34', deep: { run: card, tenant: card } });
	log('info', 'job', { key: card, caller: 'user:ana@example.com', route: `/at/${card} b` });
	expect(read()).toMatchObject([
		{ run: card, key: 'trp_Ab12Cd34', caller: 'key:trp_Ab12Cd34', deep: { run: '[CARD]', tenant: '[CARD]' } },
		{ key: '[CARD]', caller: 'user:[EMAIL]', route: '/at/[CARD] b' },
	]);
});

it('names a conversation by a hash, which its lines share', () => {
	const { log, read, lines } = open();
	for (const conversation of ['5511987654321', '5511987654321', '5511987654322']) log('warn', 'contact writes too often', { conversation });
	const [one, same, other] = read().map((line) => line.conversation);
	expect(one).toBe(same);
	expect(one).not.toBe(other);
	expect(lines.join()).not.toContain('55119');
});

it('bounds the work for a line of many long texts', () => {
	const { log, lines } = open();
	const texts = Array.from({ length: 200 }, (_, index) => `${index} words `.repeat(2_000));
	log('info', 'odd', { texts, same: Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => texts)) });
	expect(lines[0]!.length).toBeLessThan(16_000);
});

it('cuts no personal data in two', () => {
	const { log, read } = open();
	for (let length = 3_980; length < 4_120; length += 1)
		log('warn', 'odd', { text: `${'a '.repeat(length / 2)}529.982.247-25 and more ${'b '.repeat(100)}` });
	expect(
		read()
			.map((line) => line.text)
			.join(),
	).not.toContain('529');
});

it('bounds what is logged of a value', () => {
	const { log, lines } = open();
	const circle: Record<string, unknown> = { text: 'a b '.repeat(100_000) };
	circle.self = circle;
	log('info', 'odd', { big: 1n, at: new Date(0), circle, many: Array.from({ length: 100_000 }, (_, index) => index) });
	expect(lines[0]!.length).toBeLessThan(16_000);
	expect(lines[0]).toContain('"big":"1","at":"1970-01-01T00:00:00.000Z"');
});

it('writes text for a person at a terminal, one line each, and JSON otherwise or where the setting says so', () => {
	const watched = open({}, true);
	watched.log('warn', 'job ended', { run: 'r1', error: 'Away.\n at x', attemptsLeft: 2, search: { mode: 'lexical' } });
	expect(watched.lines[0]).toMatch(/^\S+Z WARN {2}job ended {2}run=r1 error="Away\.\\n at x" attemptsLeft=2 search=\{"mode":"lexical"\}$/);
	const json = open({ TROUPE_LOG_FORMAT: 'json', TROUPE_LOG_LEVEL: 'warn' }, true);
	json.log('info', 'left out');
	json.log('warn', 'in');
	expect(json.read()).toMatchObject([{ message: 'in' }]);
	expect(() => open({ TROUPE_LOG_FORMAT: 'yaml' })).toThrow('TROUPE_LOG_FORMAT is "yaml", expected json or text.');
});

it('logs requests by their route, and no query, path, address or body of a caller', async () => {
	const { log, lines, read } = open();
	const service = fastify();
	logRequests(service, log);
	const report = requestFaultLog(log);
	answerProblems(service, (error, request) => report(error, describeRequest(request)));
	service.get('/contacts/:contact', async (request) => {
		if ((request.params as { contact: string }).contact === 'broken') throw new Error(`ana@example.com ${secret}`);
		return { reply: 'ana' };
	});
	service.get('/healthz', async () => 'ok');
	const url = await service.listen({ host: '127.0.0.1', port: 0 });
	const ask = (path: string) => fetch(`${url}${path}`, { headers: { traceparent, 'user-agent': 'ana-phone' } }).then((got) => got.text());
	for (const path of [`/contacts/ana?token=${secret}`, '/contacts/broken?q=ana', '/healthz', '/no/such/ana']) await ask(path);
	await service.close();
	expect(read()).toMatchObject([
		{
			message: 'request',
			method: 'GET',
			route: '/contacts/:contact',
			status: 200,
			bytes: 15,
			trace: traceId,
			requestId: expect.any(String),
		},
		{ level: 'error', message: 'request failed', route: '/contacts/:contact', trace: traceId },
		{ level: 'warn', message: 'request', route: '/contacts/:contact', status: 500 },
		{ message: 'request', method: 'none', route: 'none', status: 404 },
	]);
	expect(lines.join()).not.toMatch(/ana|x7Kq/);
});
