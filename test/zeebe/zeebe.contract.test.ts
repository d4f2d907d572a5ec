import { describeEngineContract, recordEngineContract } from '../../engine-adapter/engine.contract';
import { connectZeebe } from '../../engine-adapter/zeebe/zeebe-engine';
import type { ContractTarget } from '../../engine-adapter/contract/contract-case';
import { ExportedRecords } from './exported-records';
import { describeWithBroker } from './zeebe-broker';

describeWithBroker('engine contract on Zeebe 8.6.0', ({ address, restAddress, recordsFile }) => {
	const start = async (): Promise<ContractTarget> => {
		const engine = await connectZeebe({ address, restAddress });
		const observer = new ExportedRecords(recordsFile);
		const stop = async (): Promise<void> => {
			await engine.close();
			await observer.close();
		};
		return { engine, observer, quietMs: 120, stop };
	};
	// Set by scripts/record-contract.mjs: the recordings are made anew from this broker, not compared with it.
	if (process.env.TROUPE_RECORD_CONTRACT === '1') recordEngineContract('Zeebe 8.6.0', start);
	else describeEngineContract('Zeebe 8.6.0', start);
});
