import { join } from 'node:path';
import type { TroupeError } from '../../core/base/errors';
import { definitions, writeProcess } from '../../test/support/bpmn/test-models';
import { lintDeployment } from '../lint-before-deploy';
import { describeSlow } from '../../test/support/slow-tests';
import { bundleProgram } from '../../test/support/bundle-program';
import { readResources } from '../embedded/state/deployments/deployments';
import { largeDeployments } from './large-deployments';

const task = (index: number) =>
	`<bpmn:manualTask id="t${index}" name="t${index}"/><bpmn:sequenceFlow id="f${index}" sourceRef="t${index}" targetRef="t${index + 1}"/>`;
const chain = (length: number, end = `t${length}`) => {
	const tasks = Array.from({ length }, (_, index) => task(index));
	const start = '<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t0"/>';
	return definitions(writeProcess('p', start, ...tasks, `<bpmn:endEvent id="${end}"/>`));
};

describeSlow('a large deployment', () => {
	let program: string;
	let large: ReturnType<typeof largeDeployments>;
	beforeAll(() => {
		program = bundleProgram(join(__dirname, 'deployment-worker.ts'));
		large = largeDeployments({ program });
	});

	test('is linted in a thread: this one goes on, and the findings are the same (Miragon/bpmn-modeler#1572)', async () => {
		const resources = [{ name: 'long.bpmn', content: chain(400) }];
		const here = await lintDeployment(resources, { target: '8.8', agents: new Map() });
		let turns = 0;
		const turning = setInterval(() => turns++, 5);
		const [first, second] = await Promise.all(
			[1, 2].map(() => large.lint(resources, { target: '8.8', agents: new Map(), whyNoTask: () => 'x' })),
		);
		clearInterval(turning);
		expect(first).toEqual(here);
		expect(second).toEqual(here);
		expect(turns).toBeGreaterThan(10);
	});

	test('is read in a thread as it is read here', async () => {
		const resources = [{ name: 'long.bpmn', content: chain(400) }];
		expect(await large.read(resources, '8.8')).toEqual(await readResources(resources, '8.8'));
		const broken = [{ name: 'long.bpmn', content: chain(400, 'other') }];
		const refusal = (await readResources(broken, '8.8').catch((error: unknown) => error)) as TroupeError;
		await expect(large.read(broken, '8.8')).rejects.toMatchObject({ ...refusal, message: refusal.message });
	});

	test('that cannot be linted says why', async () => {
		const resources = [
			{ name: 'large.bpmn', content: definitions(writeProcess('p', '<bpmn:startEvent id="s"/>', ' '.repeat(4 * 1024 * 1024))) },
		];
		await expect(large.lint(resources, { target: '8.8' })).rejects.toMatchObject({
			name: 'TroupeError',
			code: 'INPUT_TOO_LARGE',
			message: expect.stringContaining('large.bpmn'),
			fix: expect.any(String),
		});
	});

	test('that needs too much time or memory is refused, and the next one is checked', async () => {
		const resources = [{ name: 'hostile.bpmn', content: chain(3_000) }];
		const refusal = { name: 'TroupeError', code: 'INPUT_TOO_LARGE', fix: expect.any(String) };
		const slow = largeDeployments({ program, limits: { timeoutMs: 1_000, memoryMb: 2_048 } });
		await expect(slow.lint(resources, { target: '8.8' })).rejects.toMatchObject({
			...refusal,
			message: expect.stringMatching(/hostile\.bpmn.* 1 s/),
		});
		const small = largeDeployments({ program, limits: { timeoutMs: 180_000, memoryMb: 24 } });
		await expect(small.lint(resources, { target: '8.8' })).rejects.toMatchObject({ ...refusal, message: expect.stringContaining('24 MB') });
		expect(await large.lint([{ name: 'long.bpmn', content: chain(400) }], { target: '8.8' })).toEqual(expect.any(Array));
	});

	test('ends when whoever deploys it is cancelled', async () => {
		const stopping = new AbortController();
		const stopped = largeDeployments({ program, signal: stopping.signal });
		const result = expect(stopped.lint([{ name: 'a.bpmn', content: chain(3_000) }], { target: '8.8' })).rejects.toMatchObject({
			code: 'CANCELLED',
		});
		setTimeout(() => stopping.abort(), 300);
		await result;
	});
});
