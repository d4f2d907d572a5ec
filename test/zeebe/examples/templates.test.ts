import type { ProcessEngine } from '../../../engine-adapter/engine';
import { connectZeebe } from '../../../engine-adapter/zeebe/zeebe-engine';
import { openTemplatePlayer } from '../../support/template-player';
import { installTemplate, templateIds } from '../../support/templates';
import { describeWithBroker } from '../broker/real-engine';

describeWithBroker('the templates on Zeebe 8.6.0', ({ address, restAddress }) => {
	let engine: ProcessEngine;
	beforeEach(async () => (engine = await connectZeebe({ address, restAddress })));
	afterEach(() => engine.close());

	test.each(templateIds)('%s gives what was recorded', async (id) => {
		const installed = await installTemplate(id);
		const { close, play } = await openTemplatePlayer(installed, engine);
		try {
			for (const recording of installed.recordings) expect(await play(recording)).toMatchObject(recording.expect);
		} finally {
			await close();
			installed.remove();
		}
	});
});
