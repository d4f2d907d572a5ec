import { describeEngineContract } from '../engine.contract';
import { openEmbeddedEngine } from './open-embedded-engine';
import { SkippingClock, settleEmbedded } from './test-engine';

describeEngineContract('the embedded engine', async () => {
	const clock = new SkippingClock();
	const engine = await openEmbeddedEngine({ file: ':memory:', clock });
	return {
		engine,
		observer: engine,
		settle: settleEmbedded(engine),
		findElement: (instanceKey, elementId) => engine.findElementInstance(elementId, instanceKey),
		wait: (ms) => clock.pass(engine, ms),
		stop: () => engine.close(),
	};
});
