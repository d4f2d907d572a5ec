import { spawnSync } from 'node:child_process';

/** Folders of the small model and of its library, from the user's cache, where they are put when they are missing. */
export function embeddingModel(): { model: string; transformers: string } {
	const { status, stdout } = spawnSync(process.execPath, ['scripts/embedding-model.mjs'], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const told = new Map(stdout.split('\n').map((line) => line.split('=', 2) as [string, string]));
	const [model, transformers] = [told.get('TROUPE_EMBEDDING_MODEL'), told.get('TROUPE_TRANSFORMERS')];
	if (status !== 0 || !model || !transformers) throw new Error('The embedding model could not be had: see above.');
	return { model, transformers };
}
