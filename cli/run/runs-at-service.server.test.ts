import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import { openRuns } from '../../providers/compose/state/host-runs';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let service: Awaited<ReturnType<typeof startTestService>>;
const home = mkdtempSync(join(tmpdir(), 'troupe-runs-afar-'));
const asksPerson = {
	finish: 'tool-calls' as const,
	toolCalls: [{ id: 'q1', name: 'ask_person', arguments: JSON.stringify({ question: 'Which order?' }) }],
};

beforeAll(async () => {
	service = await startTestService(['First.', asksPerson, 'Order 7 is here.', asksPerson, 'Order 8 is here.']);
	await troupe(['login', service.url, '--name', 'prod', '--key-stdin'], await service.createKey('ana', ['run:read', 'switch:manage']));
});
afterAll(async () => {
	await service.close();
	rmSync(home, { recursive: true });
});

async function troupe(args: string[], input = '') {
	const terminal = testTerminal({ TROUPE_HOME: home, TROUPE_SERVICE: 'prod' }, [Buffer.from(input)]);
	const code = await runTroupe(args, terminal);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}

async function post(path: string, body: object): Promise<{ runId: string }> {
	const headers = { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' };
	return (await (await fetch(`${service.url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as {
		runId: string;
	};
}
const begin = (message: string) => post('agents/clerk/runs', { message });

test('lists, shows, follows, exports and cancels runs of a service as those of this machine', async () => {
	const { runId: first } = await begin('One?');
	const { runId: second } = await begin('Two?');
	const list = await troupe(['run', 'list', '--limit', '1', '--json']);
	expect(JSON.parse(list.printed)).toMatchObject({ runs: [{ runId: second, state: 'waiting', host: 'rest' }] });
	expect((await troupe(['run', 'list', '--state', 'completed'])).printed).toContain(first);
	expect(await troupe(['run', 'list', '--all-tenants'])).toMatchObject({
		code: 2,
		noted: expect.stringContaining('--all-tenants works on this machine only'),
	});
	const shown = await troupe(['run', 'show', second]);
	expect(shown).toMatchObject({ code: 0, printed: expect.stringContaining('waits for a person') });
	expect(shown.printed).toContain(`decide with: troupe run resume ${second} --service prod --`);
	expect(await troupe(['run', 'show', 'nothing'])).toMatchObject({ code: 1, noted: expect.stringContaining('no stored run') });
	const followed = troupe(['run', 'follow', second, '--json']);
	await post(`runs/${second}/resume`, { decisions: [{ id: 'q1', answer: '7' }] });
	const { code, printed, noted } = await followed;
	const lines = printed.split('\n').map((line) => JSON.parse(line) as { event?: { kind: string }; run?: { state: string } });
	expect([code, lines.at(-1)]).toMatchObject([0, { run: { runId: second, state: 'completed' } }]);
	expect(lines.map(({ event }) => event?.kind).filter(Boolean)).toEqual(
		expect.arrayContaining(['suspended', 'decided', 'tool-finished', 'model-finished']),
	);
	expect(new Set(lines.map((line) => JSON.stringify(line))).size).toBe(lines.length);
	expect(noted).toContain('Decide with');
	const exported = await troupe(['run', 'export', '--steps']);
	expect(exported.printed.split('\n').map((line) => JSON.parse(line) as object)).toMatchObject([
		{ runId: second, events: expect.arrayContaining([expect.objectContaining({ kind: 'decided' })]) },
		{ runId: first },
	]);
	const cancel = await troupe(['run', 'cancel', first, '--reason', 'late', '--yes']);
	expect(cancel).toMatchObject({ code: 1, noted: expect.stringContaining('has ended: it is completed') });
});

test('draws the diagram of a run of a service with the engine of the service', async () => {
	const model = [startEvent(), serviceTask('answer', { type: 'troupe:agent' }), endEvent(), ...chain('start', 'answer', 'end')];
	await service.engine.deploy([processModel('order', model)]);
	const { instanceKey: instance } = await service.engine.start({ processId: 'order', variables: {} });
	const runs = await openRuns(service.host, service.host.stateFolder);
	const of = { process: 'order', instance, element: 'answer' };
	const begun = { agent: { id: 'clerk', version: '1.0.0', sha256: 'a'.repeat(64) }, host: 'worker', of, withinMs: 60_000 };
	await runs.begin({ ...begun, runId: 'job-1' });
	const show = (...args: string[]) => troupe(['run', 'show', 'job-1', '--diagram', join(home, 'run.html'), ...args]);
	const refused = await show();
	expect(refused).toMatchObject({ code: 1, noted: expect.stringMatching(/returned 403 [^]*scope process:read/) });
	expect(refused.noted).not.toContain('--file');
	await troupe(['login', service.url, '--name', 'ops', '--key-stdin'], await service.createKey('ops', ['run:read', 'process:read']));
	expect(await show('--service', 'ops')).toMatchObject({ code: 0, noted: expect.stringContaining('diagram:') });
	expect(readFileSync(join(home, 'run.html'), 'utf8')).toContain('data-element="answer"');
	await runs.begin({ ...begun, runId: 'job-2', of: { ...of, instance: '7' } });
	const noted = expect.stringMatching(/The engine of the service "ops" does not show [^]*--file/);
	expect(await troupe(['run', 'show', 'job-2', '--diagram', join(home, 'run.html'), '--service', 'ops'])).toMatchObject({ code: 2, noted });
	expect(await show('--engine', 'http://127.0.0.1:1')).toMatchObject({
		code: 1,
		noted: expect.stringContaining('http://127.0.0.1:1 did not answer'),
	});
});

test('hints at commands that go on at the same service', async () => {
	const stopped = await troupe(['switch', 'off', 'agent:other', '--reason', 'late', '--yes']);
	const [, undo] = /Undo it with: troupe (switch on .* --service prod)$/.exec(stopped.noted)!;
	expect(await troupe(undo!.split(' '))).toMatchObject({ code: 0, noted: expect.stringMatching(/^Turned on/) });
	expect((await troupe(['operations', 'show', 'nope'])).noted).toContain('`troupe operations list`');
});

test('decides what a run of a service waits for', async () => {
	const { runId } = await begin('Three?');
	const key = await service.createKey('boss', ['run:read', 'agent:decide']);
	await troupe(['login', service.url, '--name', 'boss', '--key-stdin'], key);
	const resume = (...args: string[]) => troupe(['run', 'resume', runId, '--service', 'boss', ...args]);
	expect(await resume('--answer', 'q9=7')).toMatchObject({
		code: 2,
		noted: expect.stringContaining('no pending decision has the id "q9"'),
	});
	expect(await resume('--answer', 'q1=7', '--agent', 'clerk')).toMatchObject({
		code: 2,
		noted: expect.stringContaining('this machine only'),
	});
	expect(await resume('--answer', 'q1=7')).toMatchObject({
		code: 0,
		printed: 'Order 8 is here.',
		noted: expect.stringContaining('completed'),
	});
	expect(await resume('--answer', 'q1=7')).toMatchObject({ code: 2 });
});

test('says what is wrong with a service that does not answer', async () => {
	const terminal = testTerminal({ TROUPE_HOME: home }, [Buffer.from('trp_x')]);
	expect(await runTroupe(['login', 'http://127.0.0.1:9', '--key-stdin'], terminal)).toBe(1);
	expect(terminal.noted.join('\n')).toMatch(/The service at http:\/\/127\.0\.0\.1:9 .*\nfix: /);
});
