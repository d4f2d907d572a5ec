import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { testFrontDeskProcess } from '../../support/front-desk-suite';
import { describeWithBroker } from '../broker/real-engine';
import { ExportedRecords } from '../log/exported-records';

describeWithBroker('the team of the front desk on Zeebe 8.6.0', ({ address, restAddress, recordsFile }) => {
	testFrontDeskProcess(async () => {
		const engine = await connectZeebe({ address, restAddress });
		const observer = new ExportedRecords(recordsFile);
		const close = async () => {
			await engine.close();
			observer.close();
		};
		return { engine, observer, close };
	});
});
