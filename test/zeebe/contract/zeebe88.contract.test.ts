import { describeEngineContract, recordEngineContract } from '../../../engine-adapter/engine.contract';
import { readRecordingSelection } from './recording-selection';
import { createContractTarget, describeWithZeebe88 } from '../broker/real-engine';

describeWithZeebe88('engine contract on Zeebe 8.8.21', (engine) => {
	const selection = readRecordingSelection();
	if (selection === undefined) describeEngineContract('Zeebe 8.8.21', () => createContractTarget(engine), '8.8');
	else recordEngineContract('Zeebe 8.8.21', () => createContractTarget(engine), '8.8', selection);
});
