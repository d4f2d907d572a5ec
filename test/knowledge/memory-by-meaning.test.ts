import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import type { MemoryHost } from '../../providers/compose/hosts/knowledge-host';
import { findTransformers } from '../../providers/transformers/find-transformers';
import { modelThread } from '../../providers/transformers/model-thread';
import { searchBytes } from '../support/privacy/search-bytes';
import { withLocalModels } from './local-models';

withLocalModels('Memory with a real local model', ({ model }) => {
	let host: MemoryHost;
	beforeEach(() => {
		const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-memory-meaning-'));
		host = { providers: {}, embeddingModel: model, stateFolder };
	});
	afterEach(() => rmSync(host.stateFolder!, { recursive: true, force: true }));
	afterAll(() => modelThread(findTransformers({})).close());

	const run = (task: object) => runMemoryTask(task, host, new AbortController().signal);

	it('recalls what shares no word with the question, and leaves no words of it in any file', async () => {
		const person = 'ana.prado@example.com';
		const facts = ['Plays the violin', 'Keeps two spaniels', 'Is allergic to peanuts', 'Moved to Lisbon last spring'];
		await run({ operation: 'remember', person, facts });
		const best = async (question: string) => {
			const result = await run({ operation: 'recall', person, question });
			return result.operation === 'recall' ? [result.by, result.memories[0]?.text] : [];
		};
		expect(await best('Does she have a dog?')).toEqual(['meaning', 'Keeps two spaniels']);
		expect(await best('Which food makes her ill?')).toEqual(['meaning', 'Is allergic to peanuts']);
		expect(await best('What musical instrument?')).toEqual(['meaning', 'Plays the violin']);
		expect(searchBytes(host.stateFolder!, [person, ...facts])).toEqual([]);
	});
});
