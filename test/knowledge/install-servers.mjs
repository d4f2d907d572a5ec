import { ensureEmbeddingModel } from '../../scripts/lib/embedding-model.mjs';
import { ensureChroma, ensurePgvector } from '../../scripts/lib/knowledge-servers.mjs';

const servers = [
	['TROUPE_TEST_PGVECTOR', ensurePgvector, ({ packages }) => packages],
	['TROUPE_TEST_CHROMA', ensureChroma, ({ python }) => python],
];

/** Puts the servers and the model of these tests in the user's cache folder. */
export default async function installAll() {
	await install([...servers, ['TROUPE_TEST_LOCAL_MODELS', ensureEmbeddingModel, JSON.stringify]]);
}

/** The servers alone. */
export const installServers = () => install(servers);

/** What cannot be had is named, and its tests are skipped with the reason in their title. */
async function install(parts) {
	const progress = (line) => process.stderr.write(`${line}\n`);
	const ensured = parts.map(async ([name, ensure, found]) => {
		try {
			process.env[name] = found(await ensure({ progress }));
		} catch (error) {
			process.env[`${name}_MISSING`] = error.message;
		}
	});
	await Promise.all(ensured);
}
