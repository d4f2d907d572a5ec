import { openEmbeddedEngine } from '../embedded/open-embedded-engine';
import { randomCase } from '../contract/random/random-case';
test('deploys', async () => {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	let bad = 0; let bytes = 0;
	for (let seed = 1; seed <= 300; seed++) {
		const c = randomCase(seed);
		bytes += c.resources.map((r) => r.content.length).reduce((a, b) => a + b);
		try { await engine.deploy(c.resources); } catch (e) { if (bad++ < 12) console.log(seed, (e as Error).message); }
	}
	console.log('bad', bad, 'bytes', bytes / 300);
	await engine.close();
}, 60_000);
