import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcessCancel } from '../../../cli/process/operate/cancel-run';
import { runProcessDeploy } from '../../../cli/process/operate/deploy-run';
import { runProcessResolve } from '../../../cli/process/operate/incidents-run';
import { runProcessList } from '../../../cli/process/operate/list-run';
import { testTerminal } from '../../support/test-terminal';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { openGate } from '../../fakes/permissive-gate';
import { describeWithBroker } from '../broker/real-engine';

const waiting = processModel('operated', [
	startEvent(),
	serviceTask('work', { type: 'nobody' }),
	endEvent(),
	...chain('start', 'work', 'end'),
]);
const parts = { open: async () => ({ gate: openGate(), agentFolders: [], providers: {} }) };

describeWithBroker('Zeebe 8.6.0, operated from the command line', ({ address, restAddress }) => {
	let home: string;
	beforeAll(() => (home = mkdtempSync(join(tmpdir(), 'troupe-operate-zeebe-'))));
	afterAll(() => rmSync(home, { recursive: true }));

	describe.each([
		['over REST', restAddress],
		['over gRPC', `grpc://${address}`],
	])('%s', (_how, engine) => {
		const options = { engine, url: '', address: '' };
		const openTerminal = () => testTerminal({ TROUPE_HOME: home, ZEEBE_REST_ADDRESS: restAddress });

		test('deploys, cancels once, and knows no incident of an unknown key', async () => {
			const file = join(home, 'operated.bpmn');
			writeFileSync(file, waiting.content);
			const terminal = openTerminal();
			expect(await runProcessDeploy([file], { ...options, lint: true }, terminal, parts)).toBe(0);
			expect(terminal.printed.join('\n')).toMatch(/\noperated +\d+ +\d+ +operated.bpmn/);
			const zeebe = await connectZeebe({ address });
			const { instanceKey } = await zeebe.start({ processId: 'operated' });
			await zeebe.close();
			expect(await runProcessCancel([instanceKey], { ...options, yes: true }, openTerminal(), parts)).toBe(0);
			await expect(runProcessCancel([instanceKey], { ...options, yes: true }, openTerminal(), parts)).rejects.toMatchObject({
				code: 'INSTANCE_NOT_FOUND',
			});
			await expect(runProcessResolve([instanceKey], options, openTerminal(), parts)).rejects.toMatchObject({
				code: 'INCIDENT_NOT_FOUND',
				fix: expect.stringContaining('troupe process retry') as string,
			});
		});

		test('says that its version has nothing to search', () =>
			expect(runProcessList({ ...options, limit: 10 }, openTerminal(), parts)).rejects.toMatchObject({
				code: 'NOT_SUPPORTED',
				fix: expect.stringContaining('8.8') as string,
			}));
	});
});
