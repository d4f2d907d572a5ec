/** Writes the tables of the docs that come from the code. `npm run format` calls it; tests of docs/ refuse old ones. */
import { readFileSync, writeFileSync } from 'node:fs';
import { loadSource } from './lib/load-source.mjs';

const { writeCheckTable } = await loadSource('scripts/docs/check-table.ts', 'tables');
const { writeMetricTable } = await loadSource('scripts/docs/metric-table.ts', 'metric-tables');
const { writeTasks } = await loadSource('scripts/docs/console-tasks.ts', 'console-tasks');
for (const [ending, language] of [
	['md', 'en'],
	['pt.md', 'pt'],
]) {
	write(`docs/guardrails/index.${ending}`, (page) => writeCheckTable(page, 'docs/guardrails', language));
	write(`docs/console/tasks.${ending}`, (page) => writeTasks(page, language));
}
write('docs/operations/metrics.md', writeMetricTable);

function write(path, change) {
	const written = readFileSync(path, 'utf8');
	const changed = change(written);
	if (changed !== written) writeFileSync(path, changed);
}
