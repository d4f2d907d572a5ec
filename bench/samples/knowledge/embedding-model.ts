import { spawnSync } from 'node:child_process';

/** Folder of the small model, from the user's cache, where it is put when it is missing. */
export function embeddingModel(): string {
	const { status, stdout } = spawnSync(process.execPath, ['scripts/embedding-model.mjs'], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const model = /^TROUPE_EMBEDDING_MODEL=(.+)$/m.exec(stdout)?.[1];
	if (status !== 0 || !model) throw new Error('The embedding model could not be had: see above.');
	return model;
}
