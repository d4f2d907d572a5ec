import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEngine } from '../open-embedded-engine';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-identity-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function identify(file: string): Promise<string> {
	const engine = await openEmbeddedEngine({ file: join(folder, file) });
	try {
		expect(await engine.identify()).toBe(await engine.identify());
		return await engine.identify();
	} finally {
		await engine.close();
	}
}

test('an engine is the same when it is opened again, and no other', async () => {
	const [one, again, other] = [await identify('one.db'), await identify('one.db'), await identify('other.db')];
	expect(again).toBe(one);
	expect(other).not.toBe(one);
});
