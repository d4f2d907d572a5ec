import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { openTemplatePlayer } from './template-player';
import { templateEffects } from './template-effects';
import type { InstalledTemplate } from './installed-template';

/** Expects what was recorded of a template, in its variables and in the services that it uses. */
export async function playOnEmbeddedEngine(installed: InstalledTemplate): Promise<void> {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const { close, play } = await openTemplatePlayer(installed, engine, engine);
	try {
		for (const recording of installed.recordings) {
			const { variables, outside } = await play(recording);
			expect(variables).toMatchObject(recording.expect);
			expect(outside).toMatchObject(templateEffects[installed.template.id] ?? {});
		}
	} finally {
		await engine.close();
		await close();
	}
}
