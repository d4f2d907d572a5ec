import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import installN8n from '../../nodes/install-n8n.mjs';
import { openTemplatePlayer } from '../../support/templates/template-player';
import { templateEffects } from '../../support/templates/template-effects';
import { installTemplate, processTemplateIds } from '../../support/templates/installed-template';
import { describeWithBroker } from '../broker/real-engine';
import { ExportedRecords } from '../log/exported-records';

describeWithBroker('the templates on Zeebe 8.6.0', ({ address, restAddress, recordsFile }) => {
	let engine: ProcessEngine;
	let records: ExportedRecords;
	beforeAll(() => installN8n(), 30 * 60_000);
	beforeEach(async () => {
		records = new ExportedRecords(recordsFile);
		engine = await connectZeebe({ address, restAddress });
	});
	afterEach(async () => {
		await engine.close();
		records.close();
	});

	test.each(processTemplateIds)('%s gives what was recorded', async (id) => {
		const installed = await installTemplate(id);
		const { close, play } = await openTemplatePlayer(installed, engine, records);
		try {
			for (const recording of installed.recordings) {
				const { variables, outside } = await play(recording);
				expect(variables).toMatchObject(recording.expect);
				expect(outside).toMatchObject(templateEffects[id] ?? {});
			}
		} finally {
			await close();
			installed.remove();
		}
	});
});
