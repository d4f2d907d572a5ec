import { writeFileSync } from 'node:fs';
import { randomCase } from '../contract/random/random-case';
import { connectZeebe } from '../zeebe/zeebe-engine';
test('dump', async () => {
	const { address, restAddress } = JSON.parse(process.env.TROUPE_TEST_ZEEBE!);
	const engine = await connectZeebe({ address, restAddress });
	for (const seed of process.env.SEEDS!.split(',').map(Number)) {
		const c = randomCase(seed);
		c.resources.forEach((r) => writeFileSync(`/tmp/rm/${r.name}`, r.content.replaceAll('><', '>\n<')));
		writeFileSync(`/tmp/rm/${seed}.json`, JSON.stringify(c.script, null, 1));
		await engine.deploy(c.resources).then(() => console.log(seed, 'ok'), (e) => console.log(seed, e.message, JSON.stringify(e.details)?.slice(0, 1500)));
	}
	await engine.close();
}, 60000);
