import { ensureEmbeddingModel } from '../../scripts/lib/embedding-model.mjs';
import { ensureChroma, ensurePgvector } from '../../scripts/lib/knowledge-servers.mjs';

/** Puts the servers and the model of these tests in the user's cache folder. What cannot be had is named, and its tests are skipped with the reason in their title. */
export default async function installServers() {
	const progress = (line) => console.error(line);
	const install = async (name, ensure, found) => {
		try {
			process.env[name] = found(await ensure({ progress }));
		} catch (error) {
			process.env[`${name}_MISSING`] = error.message;
		}
	};
	await Promise.all([
		install('TROUPE_TEST_PGVECTOR', ensurePgvector, ({ packages }) => packages),
		install('TROUPE_TEST_CHROMA', ensureChroma, ({ python }) => python),
		install('TROUPE_TEST_LOCAL_MODELS', ensureEmbeddingModel, JSON.stringify),
	]);
}
