import { describeEngineContract } from '../engine.contract';
import { openEmbeddedEngine } from './open-embedded-engine';

describeEngineContract('the embedded engine', async () => {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	return { engine, quietMs: 5, stop: () => engine.close() };
});
