import { ensureSmallModel } from '../../scripts/lib/small-model.mjs';

/** Where the model cannot be had, its tests are skipped with the reason in their title. */
export default async function installSmallModel() {
	try {
		await ensureSmallModel({ progress: (line) => console.error(line) });
	} catch (error) {
		process.env.TROUPE_TEST_SMALL_MODEL_MISSING = error.message;
	}
}
