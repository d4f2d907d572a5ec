/**
 * Measures models linted per second on one core, each as its own deployment, with the rules of a deployment to either engine: bpmnlint's
 * recommended rules, Camunda's for the target, and ours. Goal: 200 or more. The models are the support example, a chain of ten tasks, and one
 * of 25 elements with gateways, events, a sub-process and a multi-instance, all with diagrams, in turn. Only processor time counts.
 */
import { readFileSync } from 'node:fs';
import { layoutProcess } from '../../../bpmn/layout/layout-process';
import { lintProcesses, type LintedFile, type LintOptions } from '../../../bpmn/lint/lint-processes';
import { boundary, timer } from '../../../test/contract/event-parts';
import {
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	forEach,
	messageCatch,
	parallelGateway,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
} from '../../../test/contract/model-builder';
import { createModel } from '../../engines/contender';

const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
const modelsPerRound = 300;

export async function run(): Promise<number> {
	const models = await Promise.all([order, createModel(10)].map(withDiagram));
	models.push({ name: 'support.bpmn', content: readFileSync('examples/support/support.bpmn', 'utf8') });
	for (const { name, content } of models) {
		const findings = await lintProcesses([{ name, content }], options);
		const elements = content.match(/<bpmn:\w+ id=/g)?.length;
		console.log(`${name}: ${elements} elements, ${Math.round(content.length / 1024)} KB, ${findings.length} findings`);
	}
	const rates: number[] = [];
	// The first round warms up.
	for (let round = 0; round <= rounds; round++) rates.push(await measureRate(models));
	const counted = rates.slice(1);
	console.log(`models/s: ${counted.map((rate) => rate.toFixed(0)).join(', ')}`);
	return Math.round(counted.sort((a, b) => a - b)[Math.floor(rounds / 2)]!);
}

const options: LintOptions = { target: '8.6', jobTypes: ['bench-work'] };

async function measureRate(models: LintedFile[]): Promise<number> {
	const before = process.cpuUsage();
	for (let index = 0; index < modelsPerRound; index++) await lintProcesses([models[index % models.length]!], options);
	const { user, system } = process.cpuUsage(before);
	return (modelsPerRound / (user + system)) * 1_000_000;
}

async function withDiagram({ name, content }: LintedFile): Promise<LintedFile> {
	return { name, content: await layoutProcess(name, content) };
}

const work = (id: string) => serviceTask(id, { type: 'bench-work', inputs: [{ source: '=orderId', target: 'order' }] });

const order = processModel('order', [
	startEvent(),
	scriptTask('total', '=sum(for item in items return item.price)', 'total'),
	exclusiveGateway('large', 'large-pay'),
	userTask('approve', { native: true }),
	parallelGateway('prepare'),
	forEach(work('pick'), { inputCollection: '=items', inputElement: 'item' }),
	work('invoice'),
	parallelGateway('prepared'),
	exclusiveGateway('pay'),
	messageCatch('paid', 'payment', '=orderId'),
	subProcess('deliver', [
		startEvent('packing'),
		work('pack'),
		work('ship'),
		endEvent('handed-over'),
		...chain('packing', 'pack', 'ship', 'handed-over'),
	]),
	boundary('late', 'deliver', timer('Duration', 'P3D')),
	work('apologise'),
	endEvent(),
	endEvent('sorry'),
	...chain('start', 'total', 'large'),
	flow('large-approve', 'large', 'approve', '=total > 1000'),
	flow('large-pay', 'large', 'pay'),
	...chain('approve', 'pay', 'prepare', 'pick', 'prepared', 'paid', 'deliver', 'end'),
	...chain('prepare', 'invoice', 'prepared'),
	...chain('late', 'apologise', 'sorry'),
]);
