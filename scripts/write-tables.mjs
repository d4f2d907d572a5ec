/** Writes the tables of the docs that come from the code. `npm run format` calls it; a test of docs/ refuses old ones. */
import { readFileSync, writeFileSync } from 'node:fs';
import { loadSource } from './lib/load-source.mjs';

const { writeCheckTable } = await loadSource('scripts/docs/check-table.ts', 'tables');
for (const [page, language] of [
	['index.md', 'en'],
	['index.pt.md', 'pt'],
]) {
	const path = `docs/guardrails/${page}`;
	const written = readFileSync(path, 'utf8');
	const table = writeCheckTable(written, 'docs/guardrails', language);
	if (table !== written) writeFileSync(path, table);
}
