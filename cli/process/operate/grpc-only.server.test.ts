import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, processModel, startEvent } from '../../../test/contract/model-builder';
import { openGate } from '../../../test/fakes/permissive-gate';
import { FakeZeebeGateway, GatewayRefusal } from '../../../test/fakes/zeebe-gateway';
import { testTerminal } from '../../../test/support/test-terminal';
import { runProcessCancel } from './cancel-run';
import { runProcessDeploy } from './deploy-run';
import { runProcessResolve } from './incidents-run';
import { runProcessList } from './list-run';
import { runProcessShow } from './show-run';
import { runProcessStart } from './start-run';
import { runProcessComplete } from './tasks-run';

let home: string;
let gateway: FakeZeebeGateway;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-grpc-'));
	gateway = await new FakeZeebeGateway().start();
});
afterEach(() => {
	gateway.stop();
	rmSync(home, { recursive: true });
});

const gate = openGate();
const parts = { open: async () => ({ gate, agentFolders: [], providers: {} }) };
const openTerminal = () => testTerminal({ TROUPE_HOME: home });
const name = () =>
	[
		{ engine: 'zeebe', address: gateway.address },
		{ engine: `grpc://${gateway.address}`, address: '' },
	] as const;

test('a gRPC address is enough to deploy, start, cancel and resolve (camunda/camunda#25584)', async () => {
	const metadata = { bpmnProcessId: 'p', version: 1, processDefinitionKey: '5', resourceName: 'p.bpmn' };
	gateway.answer('deployResource', () => ({ key: '4', deployments: [{ process: metadata }] }));
	gateway.answer('createProcessInstance', () => ({ ...metadata, processInstanceKey: '2251799813685251' }));
	for (const method of ['cancelProcessInstance', 'resolveIncident']) gateway.answer(method, () => ({}));
	const file = join(home, 'p.bpmn');
	writeFileSync(file, processModel('p', [startEvent(), endEvent(), ...chain('start', 'end')]).content);
	for (const options of name()) {
		const terminal = openTerminal();
		expect(await runProcessDeploy([file], { ...options, lint: true }, terminal, parts)).toBe(0);
		expect(await runProcessStart('p', { ...options, variables: { a: 1 } }, terminal, parts)).toBe(0);
		expect(await runProcessCancel(['2251799813685251'], { ...options, yes: true }, terminal, parts)).toBe(0);
		expect(await runProcessResolve(['2251799813685252'], options, terminal, parts)).toBe(0);
		expect(terminal.printed.join('\n')).toContain('Instance 2251799813685251 of p version 1 is started.');
		const again = `--engine ${options.engine}${options.address === '' ? '' : ` --address ${options.address}`}`;
		expect(terminal.noted.join('\n')).toContain(`troupe process show 2251799813685251 ${again}`);
	}
	expect(gateway.listCalls('resolveIncident')).toHaveLength(2);
});

test('what gRPC cannot do says which address it needs', async () => {
	const refused = { code: 'NOT_SUPPORTED', fix: expect.stringContaining('ZEEBE_REST_ADDRESS') };
	for (const options of name()) {
		const address = options.address === '' ? options.engine : options.address;
		const message = (what: string) => `${what} uses the REST API of the cluster, but only its gRPC address ${address} is known.`;
		await expect(runProcessList({ ...options, limit: 10 }, openTerminal(), parts)).rejects.toMatchObject({
			...refused,
			message: message('Searching instances'),
		});
		await expect(runProcessShow('7', options, openTerminal(), parts)).rejects.toMatchObject({
			...refused,
			message: message('Reading instance 7'),
		});
		await expect(runProcessComplete('7', { ...options, variables: {} }, openTerminal(), parts)).rejects.toMatchObject(refused);
	}
});

test('a version that is missing is what the gateway says of it', async () => {
	const options = { ...name()[0], variables: {}, processVersion: 9 };
	gateway.answer('createProcessInstance', () => {
		throw new GatewayRefusal(5, 'none found');
	});
	await expect(runProcessStart('p', options, openTerminal(), parts)).rejects.toMatchObject({
		code: 'PROCESS_NOT_FOUND',
		message: 'Zeebe has no process "p" in version 9: none found',
	});
});
