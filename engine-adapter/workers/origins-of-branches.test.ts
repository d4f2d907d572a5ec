/** Shows that a process keeps what one of its branches had read, whichever branch ends last. */
import { playBranches, waysToEndClean } from '../../test/support/processes/branches-that-read';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { openEmbeddedEngine } from '../embedded/open-embedded-engine';

let engine: EmbeddedEngine;
beforeEach(async () => {
	engine = await openEmbeddedEngine({ file: ':memory:' });
});
afterEach(() => engine.close());

test.each(waysToEndClean)('what was poisoned stays so after %s that read nothing (a2aproject/A2A#2041)', async (_way, parts) => {
	const { variables, paid } = await playBranches(engine, (key) => engine.findInstance(key), parts);
	expect(variables).toMatchObject({ outcome: 'needs-human', origins: ['tool'] });
	expect(paid).toBe(0);
});
