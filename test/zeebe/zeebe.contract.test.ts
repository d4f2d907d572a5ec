import { describeEngineContract, recordEngineContract } from '../../engine-adapter/engine.contract';
import { contractTargetOf, describeWithBroker } from './real-engine';

describeWithBroker('engine contract on Zeebe 8.6.0', (broker) => {
	// Set by scripts/record-contract.mjs: the recordings are made anew from this broker, not compared with it.
	const declare = process.env.TROUPE_RECORD_CONTRACT === '1' ? recordEngineContract : describeEngineContract;
	declare('Zeebe 8.6.0', () => contractTargetOf(broker), '8.6');
});
