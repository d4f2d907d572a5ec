import { openEmbeddedEngine } from '../open-embedded-engine';

const model = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
	<bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/></bpmn:process></bpmn:definitions>`;

test('gives instances of different databases different keys, as a key may name a conversation', async () => {
	const keys = new Set<string>();
	for (let database = 0; database < 3; database++) {
		const engine = await openEmbeddedEngine({ file: ':memory:' });
		await engine.deploy([{ name: 'p.bpmn', content: model }]);
		keys.add((await engine.start({ processId: 'p' })).instanceKey);
		await engine.close();
	}
	expect(keys.size).toBe(3);
	for (const key of keys) expect(Number.isSafeInteger(Number(key))).toBe(true);
});
