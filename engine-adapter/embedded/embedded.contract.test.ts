import { zeebeVersions } from '../../bpmn/zeebe-version';
import { describeEngineContract } from '../engine.contract';
import { openEmbeddedEngine } from './open-embedded-engine';
import { SkippingClock, settleEmbedded } from './test-engine';

describe.each(zeebeVersions)('as Zeebe %s', (zeebeVersion) => {
	const start = async () => {
		const clock = new SkippingClock();
		const engine = await openEmbeddedEngine({ file: ':memory:', clock, zeebeVersion });
		return {
			engine,
			observer: engine,
			settle: settleEmbedded(engine),
			findElement: (instanceKey: string, elementId: string) => engine.findElementInstance(elementId, instanceKey),
			wait: (ms: number) => clock.pass(engine, ms),
			stop: () => engine.close(),
		};
	};
	// The engine runs as 8.6 what only 8.8 has too.
	describeEngineContract('the embedded engine', start, zeebeVersion === '8.6' ? undefined : zeebeVersion);
});
