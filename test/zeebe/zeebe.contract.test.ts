import { describeEngineContract, recordEngineContract } from '../../engine-adapter/engine.contract';
import { connectZeebe } from '../../engine-adapter/zeebe/zeebe-engine';
import type { ContractTarget } from '../../engine-adapter/contract/contract-case';
import { ExportedRecords } from './exported-records';
import { SettlingEngine } from './settling-engine';
import { describeWithBroker } from './zeebe-broker';

describeWithBroker('engine contract on Zeebe 8.6.0', ({ address, restAddress, recordsFile }) => {
	const start = async (): Promise<ContractTarget> => {
		const observer = new ExportedRecords(recordsFile);
		const settling = new SettlingEngine(await connectZeebe({ address, restAddress }), observer);
		const stop = async (): Promise<void> => {
			await settling.engine.close();
			await observer.close();
		};
		return { engine: settling.engine, observer, settle: () => settling.settle(), wait: (ms) => settling.wait(ms), stop };
	};
	// Set by scripts/record-contract.mjs: the recordings are made anew from this broker, not compared with it.
	if (process.env.TROUPE_RECORD_CONTRACT === '1') recordEngineContract('Zeebe 8.6.0', start);
	else describeEngineContract('Zeebe 8.6.0', start);
});
