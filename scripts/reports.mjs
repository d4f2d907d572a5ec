/** `npm run reports`: plays the tests of reports to other projects, and writes what was tried into docs/reports.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printFailure } from './lib/explain-failure.mjs';
import { findReports, playReports } from './lib/reports.mjs';
import { checkout } from './lib/setup.mjs';

const maxCharacters = 200;

const head = `# Reports of other projects

What was reported to other projects of the field, and tried on Troupe: each row is a test that plays it in words of its own. A capability is done
when ten such reports were tried on it. \`npm run reports\` writes this page; \`npm run bench -- reports\` prints the share that ends right.

| what | reported to | where |
|---|---|---|`;

try {
	const played = await playReports();
	const inN8n = [...findReports()].filter(([file]) => /^test\/(?:e2e|nodes)\//.test(file));
	const rows = [
		...played.map(({ title, reports, file }) => toRow(title, reports, file)),
		...inN8n.map(([file, reports]) => toRow('in a real n8n', reports, file)),
	];
	writeFileSync(join(checkout, 'docs/reports.md'), `${head}\n${[...new Set(rows)].join('\n')}\n`);
	const wrong = played.filter(({ isRight }) => !isRight);
	for (const { title, file } of wrong) console.error(`wrong: ${title} (${file})`);
	console.error(`docs/reports.md: ${rows.length} rows.`);
	process.exitCode = wrong.length > 0 ? 1 : 0;
} catch (error) {
	printFailure(error);
	process.exitCode = 1;
}

function toRow(title, reports, file) {
	const links = reports.map((report) => `[${report}](https://github.com/${report.replace('#', '/issues/')})`).join(', ');
	const text = title.length > maxCharacters ? `${title.slice(0, maxCharacters)}…` : title;
	const safe = text
		.replace(/\p{Cc}+/gu, ' ')
		.replaceAll('`', "'")
		.replaceAll('|', '¦');
	return `| \`\` ${safe} \`\` | ${links} | [test](../${file}) |`;
}
