import { ensurePromtool } from '../../scripts/lib/promtool.mjs';

const progress = (line) => process.stderr.write(`${line}\n`);

/** Fetches promtool before the slow tests. Where that is impossible, its tests say so and check nothing. */
export default async function installPromtool() {
	await ensurePromtool({ progress }).catch((error) => progress(`promtool is missing: ${error.message}`));
}
