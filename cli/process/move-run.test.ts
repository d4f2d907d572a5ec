import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catchOf, timer } from '../../test/contract/event-parts';
import { TroupeError } from '../../core/base/errors';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import { decorate } from '../../engine-adapter/decorate';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import type { Host } from '../../providers/compose/hosts/host';
import { openGate } from '../../test/fakes/permissive-gate';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { runProcessMove, type ProcessMoveOptions } from './move-run';

const working = processModel('working', [
	startEvent(),
	serviceTask('work', { type: 'work' }),
	endEvent(),
	...chain('start', 'work', 'end'),
]);
const late = processModel('late', [startEvent(), catchOf('wait', timer('Duration', 'PT1H')), endEvent(), ...chain('start', 'wait', 'end')]);

let home: string;
let cluster: EmbeddedEngine;
const gate = openGate();
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-move-'));
	cluster = await openEmbeddedEngine({ file: ':memory:' });
});
afterEach(async () => {
	await cluster.close();
	rmSync(home, { recursive: true, force: true });
});

const openSource = () => openEmbeddedEngine({ file: join(home, 'engine.db') });

async function move(options: Partial<ProcessMoveOptions> = {}, changes: Partial<ProcessEngine> = {}) {
	const terminal = testTerminal();
	const host = (async () => ({ gate, agentFolders: [], providers: {}, stateFolder: home })) as unknown as () => Promise<Host>;
	// The command closes its connection, not the cluster.
	const connected = decorate<ProcessEngine>(cluster, { close: async () => undefined, ...changes });
	const code = await runProcessMove({ to: 'cluster:26500', ...options }, terminal, host, async () => connected);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}

test('moves what can be moved, and says of the rest why not and what to do', async () => {
	const source = await openSource();
	await source.deploy([working]);
	await source.deploy([late], 'acme');
	const { instanceKey } = await source.start({ processId: 'working' });
	const waiting = await source.start({ processId: 'late', tenantId: 'acme' });
	await source.close();

	const planned = await move({ dryRun: true });
	expect(planned.printed).toMatch(/working version 1 +work +movable/);
	expect(planned).toMatchObject({ code: 1, printed: expect.stringContaining('1 of 2 instances can be moved.') as string });

	const { code, printed, noted } = await move();
	expect(code).toBe(1);
	expect(printed).toMatch(new RegExp(`${instanceKey} +working version 1 +work +moved +\\d+`));
	expect(printed).toMatch(/late version 1 of acme +wait +refused/);
	expect(printed).toContain(
		`${waiting.instanceKey}: "wait" waits for the timer "wait", which would begin again. Wait until it has rung, or pass --restart-timers.`,
	);
	expect(noted).toContain('late version 1 of acme is version 1 on the cluster');
	expect(gate.admitted).toContainEqual(expect.objectContaining({ name: 'process move' }));

	expect(await move({ restartTimers: true })).toMatchObject({
		code: 0,
		printed: expect.stringContaining('1 of 1 instance moved.') as string,
	});
	expect(await move()).toMatchObject({ code: 0, printed: 'No instance is active.' });
	const document = JSON.parse((await move({ json: true })).printed) as object;
	expect(document).toEqual({ to: 'cluster:26500', dryRun: false, definitions: [], instances: [] });
});

test('tells once why the cluster refuses a process', async () => {
	const source = await openSource();
	await source.deploy([working]);
	for (let count = 0; count < 2; count++) await source.start({ processId: 'working' });
	await source.close();
	const refusal = new TroupeError({ code: 'PROCESS_INVALID', message: 'Zeebe refused it: no such element.', fix: 'Remove the element.' });
	const { code, printed, noted } = await move({}, { deploy: () => Promise.reject(refusal) });
	expect(code).toBe(1);
	expect(`${noted}\n${printed}`.match(/no such element/g)).toHaveLength(1);
	expect(printed.match(/working version 1 +work +refused/g)).toHaveLength(2);
	expect(printed).toContain('is of a version that the cluster refused. Remove the element.');
});

test('is refused while the service runs on the state, and where there is none', async () => {
	await expect(move()).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('engine.db') as string });
	const source = await openSource();
	await expect(move()).rejects.toMatchObject({ code: 'ENGINE_LOCKED' });
	await source.close();
});

test('reports a wrong use with 2', async () => {
	expect(await runTroupe(['process', 'move'], testTerminal())).toBe(2);
	const terminal = testTerminal();
	expect(await runTroupe(['process', 'move', '--to', 'cluster:26500', '--arrived', '12'], terminal)).toBe(2);
	expect(terminal.noted.join('\n')).toContain('--arrived KEY=KEY_ON_THE_CLUSTER');
});
