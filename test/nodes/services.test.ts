import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openServiceStage, type ServiceStage } from '../support/services/open-service-stage';
import { serviceExamples } from '../support/services/service-examples';

let engine: EmbeddedEngine;
let stage: ServiceStage;
beforeAll(async () => {
	engine = await openEmbeddedEngine({ file: ':memory:' });
	stage = await openServiceStage(engine, engine);
});
afterAll(async () => {
	await engine?.close();
	await stage?.close();
});

describe.each(serviceExamples)('the example $id on the embedded engine', (example) => {
	test.each(example.plays)('$name', async (play) => {
		expect(await stage.play(example, play)).toMatchObject({ incident: undefined, ...play.ends });
	});
});
