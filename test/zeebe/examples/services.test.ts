import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import installN8n from '../../nodes/install-n8n.mjs';
import { openServiceStage, type ServiceStage } from '../../support/services/open-service-stage';
import { serviceExamples } from '../../support/services/service-examples';
import { describeWithBroker } from '../broker/real-engine';
import { ExportedRecords } from '../log/exported-records';

describeWithBroker('the examples of services on Zeebe 8.6.0', ({ address, restAddress, recordsFile }) => {
	let engine: ProcessEngine;
	let records: ExportedRecords;
	let stage: ServiceStage;
	beforeAll(async () => {
		await installN8n();
		records = new ExportedRecords(recordsFile);
		engine = await connectZeebe({ address, restAddress });
		stage = await openServiceStage(engine, records);
	}, 30 * 60_000);
	afterAll(async () => {
		await engine?.close();
		await stage?.close();
		records?.close();
	});

	describe.each(serviceExamples)('$id', (example) => {
		test.each(example.plays)('$name', async (play) => {
			expect(await stage.play(example, play)).toMatchObject({ incident: undefined, ...play.ends });
		});
	});
});
