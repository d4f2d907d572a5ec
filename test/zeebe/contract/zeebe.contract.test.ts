import { describeEngineContract, recordEngineContract } from '../../../engine-adapter/engine.contract';
import { readRecordingSelection } from './recording-selection';
import { createContractTarget, describeWithBroker } from '../broker/real-engine';

describeWithBroker('engine contract on Zeebe 8.6.0', (broker) => {
	const selection = readRecordingSelection();
	if (selection === undefined) describeEngineContract('Zeebe 8.6.0', () => createContractTarget(broker), '8.6');
	else recordEngineContract('Zeebe 8.6.0', () => createContractTarget(broker), '8.6', selection);
});
