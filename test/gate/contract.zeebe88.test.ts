import { describeEngineContract } from '../../engine-adapter/engine.contract';
import type { RecordedCase } from '../contract/contract-case';
import { createContractTarget, describeWithZeebe88 } from '../zeebe/broker/real-engine';

/** The first case of each family that does not wait for a timer. `npm run test:full -- zeebe88` plays all. */
function chooseCases(cases: readonly RecordedCase[]): RecordedCase[] {
	const chosen = new Map<string, RecordedCase>();
	for (const each of cases) {
		const waits = each.script.some((action) => 'wait' in action || 'startAndAwait' in action);
		if (!waits && !chosen.has(each.family)) chosen.set(each.family, each);
	}
	return [...chosen.values()];
}

describeWithZeebe88('engine contract on Zeebe 8.8.21, a case of each family', (engine) =>
	describeEngineContract('Zeebe 8.8.21', () => createContractTarget(engine), '8.8', chooseCases),
);
