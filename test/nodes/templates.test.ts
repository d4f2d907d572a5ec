import { playOnEmbeddedEngine } from '../support/templates/play-on-embedded-engine';
import { installTemplate, templateIds } from '../support/templates/installed-template';

test.each(templateIds)('the template %s gives on the embedded engine what was recorded', async (id) => {
	const installed = await installTemplate(id);
	try {
		await playOnEmbeddedEngine(installed);
	} finally {
		installed.remove();
	}
});
