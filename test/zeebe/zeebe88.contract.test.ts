import { describeEngineContract, recordEngineContract } from '../../engine-adapter/engine.contract';
import { contractTargetOf, describeWithZeebe88 } from './real-engine';

describeWithZeebe88('engine contract on Zeebe 8.8.21', (engine) => {
	const declare = process.env.TROUPE_RECORD_CONTRACT === '1' ? recordEngineContract : describeEngineContract;
	declare('Zeebe 8.8.21', () => contractTargetOf(engine), '8.8');
});
