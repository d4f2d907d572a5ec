import type { ProgramStart } from '../../../core/ports/sandbox/programs';
import type { SandboxRequest } from '../../../core/ports/sandbox/sandbox-step';
import type { ToolResult } from '../../../core/ports/tools/tools';
import { ProgramRequests } from './program-requests';

const evil: SandboxRequest = { method: 'GET', host: 'evil.example.com', path: '/', action: 'refuse', status: 403 };

/** A program that was started; what it is refused is put into the list. */
async function started() {
	const refused: SandboxRequest[] = [];
	const requests = new ProgramRequests();
	const program = { file: 'node', args: [], env: {}, takeRefused: () => refused.splice(0) } satisfies ProgramStart;
	const reach = requests.watch({ reach: { kind: 'program', key: 'x', start: async () => program } });
	if (reach.kind === 'program') await reach.start();
	const call = (work: () => void = () => undefined) =>
		requests.during(async (): Promise<ToolResult> => (work(), { kind: 'ok', text: 'done' }));
	return { refused, requests, call };
}

test('a result names the requests that the program was refused during its call, and says nothing otherwise', async () => {
	const { refused, requests, call } = await started();
	expect(await call()).toEqual({ kind: 'ok', text: 'done' });
	expect(await call(() => refused.push(evil))).toMatchObject({
		text: 'done',
		sandbox: { operation: 'requests', files: [], requests: [evil] },
	});
	expect(await call(() => refused.push(...Array.from({ length: 120 }, () => evil)))).toMatchObject({ sandbox: { moreRequests: 20 } });
	expect(requests.takeLate()).toEqual([]);
});

test('what it was refused before, between and after calls is not counted for a call', async () => {
	const { refused, requests, call } = await started();
	refused.push(evil);
	expect(await call()).not.toHaveProperty('sandbox');
	refused.push(evil);
	expect(requests.takeLate()).toEqual([evil, evil]);
	expect(requests.takeLate()).toEqual([]);
});

test('a request during one of several calls is counted for one of them', async () => {
	const { refused, requests, call } = await started();
	const { promise, resolve } = Promise.withResolvers<void>();
	const slow = requests.during(async () => (await promise, { kind: 'ok', text: 'slow' }));
	refused.push(evil);
	expect(await call()).toMatchObject({ sandbox: { requests: [evil] } });
	resolve();
	expect(await slow).toEqual({ kind: 'ok', text: 'slow' });
	expect(requests.takeLate()).toEqual([]);
});
