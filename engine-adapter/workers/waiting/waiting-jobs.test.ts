import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEngine } from '../../embedded/open-embedded-engine';
import { openGate } from '../../../test/fakes/permissive-gate';
import { decorate } from '../../decorate';
import { openN8nNodeWorker } from '../nodes/n8n-node-worker';

let stateFolder: string;
beforeEach(() => void (stateFolder = mkdtempSync(join(tmpdir(), 'troupe-waiting-jobs-'))));
afterEach(() => rmSync(stateFolder, { recursive: true }));

test('a worker that is closed has ended its look for answers, which writes into the state', async () => {
	const [asked, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	const events: string[] = [];
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const slow = decorate(engine, {
		async identify() {
			asked.resolve();
			await goOn.promise;
			events.push('looked');
			return 'slow';
		},
	});
	await openN8nNodeWorker(slow, { gate: openGate(), agentFolders: [], providers: {}, stateFolder });
	await asked.promise;
	const closed = engine.close().then(() => events.push('closed'));
	// The engine closes within this while, unless it waits.
	setTimeout(goOn.resolve, 300);
	await closed;
	expect(events).toEqual(['looked', 'closed']);
	expect(readdirSync(stateFolder).filter((name) => /^vault\.key\../.test(name))).toEqual([]);
});
