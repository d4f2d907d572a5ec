import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boundaryBeside, catchOf, escalation, signal, startOn, throwOf } from '../../../test/contract/event-parts';
import { chain, endEvent, exclusiveGateway, flow, processModel, startEvent, subProcess } from '../../../test/contract/model-builder';
import { openEmbeddedEngine } from '../open-embedded-engine';
import { engineWith, settleEmbedded } from '../../../test/support/engine/test-engine';
import { slowTest } from '../../../test/support/slow-tests';

const waiting = [startEvent(), catchOf('wait', signal('storm')), endEvent(), ...chain('start', 'wait', 'end')];

describe('a signal', () => {
	slowTest('reaches more instances than go into one step, each once, though all wait for it again at once', async () => {
		const again = [
			startEvent(),
			exclusiveGateway('merge'),
			catchOf('wait', signal('storm')),
			...chain('start', 'merge', 'wait'),
			flow('again', 'wait', 'merge'),
		];
		const engine = await engineWith(again);
		const settle = settleEmbedded(engine);
		const instances = 600;
		await Promise.all(Array.from({ length: instances }, () => engine.start({ processId: 'p' })));
		await engine.broadcastSignal({ name: 'storm', variables: { n: 1 } });
		await settle();
		const rounds = new Map<string, number>();
		for await (const event of engine.subscribe(0, {}, new AbortController().signal, true)) {
			if (event.kind === 'element-completed' && event.elementId === 'wait')
				rounds.set(event.instanceKey, (rounds.get(event.instanceKey) ?? 0) + 1);
		}
		expect(rounds.size).toBe(instances);
		expect(new Set(rounds.values())).toEqual(new Set([1]));
		await engine.close();
	});

	it('is waited for, and starts processes, after the engine was closed and opened again', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-signals-'));
		const file = join(folder, 'state.db');
		const first = await openEmbeddedEngine({ file });
		const started = [startOn('begun', signal('storm')), endEvent(), ...chain('begun', 'end')];
		await first.deploy([processModel('p', waiting), processModel('q', started)]);
		const { instanceKey } = await first.start({ processId: 'p' });
		await first.close();
		const second = await openEmbeddedEngine({ file });
		await second.broadcastSignal({ name: 'storm', variables: { n: 1 } });
		expect(await second.findInstance(instanceKey)).toMatchObject({ state: 'COMPLETED', variables: { n: 1 } });
		const completed: string[] = [];
		for await (const { kind, elementType, elementId } of second.subscribe(0, {}, new AbortController().signal, true)) {
			if (kind === 'element-completed' && elementType === 'process') completed.push(elementId);
		}
		expect(completed).toEqual(['p', 'q']);
		await second.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('that starts a process is named when the process is deployed, or the process refused with file, line and element', async () => {
		const engine = await engineWith(waiting);
		const unnamed = processModel('q', [startOn('begun', signal('=missing', 'unknown')), endEvent(), ...chain('begun', 'end')]);
		await expect(engine.deploy([unnamed])).rejects.toMatchObject({
			code: 'PROCESS_INVALID',
			message: expect.stringMatching(/^q\.bpmn:2 element "begun": its start event cannot be evaluated: /),
		});
		await engine.close();
	});

	it('is refused when its name is not a text or its variables are not an object', async () => {
		const engine = await engineWith(waiting);
		await expect(engine.broadcastSignal({ name: 7 as unknown as string })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(engine.broadcastSignal({ name: 'storm', variables: [] as never })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await engine.close();
	});
});

describe('a process in which', () => {
	it('an escalation is caught beside a sub-process each time ends once', async () => {
		const rounds = 50;
		const ids = Array.from({ length: rounds }, (_, index) => `raise-${index}`);
		const part = subProcess('part', [
			startEvent('inside'),
			...ids.map((id) => throwOf(id, escalation('LATE'), { outputs: [{ source: '=n + 1', target: 'n' }] })),
			endEvent('inner-end'),
			...chain('inside', ...ids, 'inner-end'),
		]);
		const beside = boundaryBeside('beside', 'part', escalation('LATE'));
		const engine = await engineWith([
			startEvent(),
			part,
			endEvent(),
			...chain('start', 'part', 'end'),
			beside,
			endEvent('told'),
			...chain('beside', 'told'),
		]);
		const { variables } = await engine.startAndAwait({ processId: 'p', variables: { n: 0 } }, 60_000);
		expect(variables).toEqual({ n: rounds });
		await engine.close();
	});
});
