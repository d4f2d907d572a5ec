import { playOnEmbeddedEngine } from '../support/templates/play-on-embedded-engine';
import { installTemplate, processTemplateIds } from '../support/templates/installed-template';

test.each(processTemplateIds)('the template %s gives on the embedded engine what was recorded', async (id) => {
	const installed = await installTemplate(id);
	try {
		await playOnEmbeddedEngine(installed);
	} finally {
		installed.remove();
	}
});
