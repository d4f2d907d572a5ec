import { join } from 'node:path';
import type { TroupeError } from '../../core/base/errors';
import { definitions, writeProcess } from '../../bpmn/rules/test-models';
import { lintDeployment } from '../../engine-adapter/lint-first';
import { describeSlow } from '../../test/support/slow-tests';
import { bundleProgram } from '../../test/support/bundle-program';
import { readResources } from '../../engine-adapter/embedded/state/deployments/deployments';
import { largeDeployments } from './large-deployments';

const task = (index: number) =>
	`<bpmn:manualTask id="t${index}" name="t${index}"/><bpmn:sequenceFlow id="f${index}" sourceRef="t${index}" targetRef="t${index + 1}"/>`;
const chain = (length: number, end = `t${length}`) => {
	const tasks = Array.from({ length }, (_, index) => task(index));
	const start = '<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t0"/>';
	return definitions(writeProcess('p', start, ...tasks, `<bpmn:endEvent id="${end}"/>`));
};

describeSlow('a large deployment', () => {
	let large: ReturnType<typeof largeDeployments>;
	beforeAll(() => (large = largeDeployments({}, bundleProgram(join(__dirname, 'deployment-worker.ts')))));

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
});
