/**
 * Refreshes core/llm/prices/table.json: the prices and features of models, trimmed from LiteLLM's table in its newest wheel on PyPI.
 * Needs Python with pip, which downloads the wheel. Prints new, removed and changed models.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trimTable } from './prices/trim-table.mjs';

const file = 'core/llm/prices/table.json';
const python = process.env.PYTHON ?? 'python3';
const folder = mkdtempSync(join(tmpdir(), 'troupe-prices-'));
try {
	execFileSync(python, ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, 'litellm'], {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
	if (!wheel) throw new Error('pip downloaded no wheel of litellm. Check that a wheel exists for this Python.');
	const version = wheel.split('-')[1];
	const table = {
		table: `litellm ${version}`,
		date: new Date().toISOString().slice(0, 10),
		models: trimTable(JSON.parse(read(wheel, 'litellm/model_prices_and_context_window_backup.json'))),
	};
	const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { table: 'none', models: {} };
	// An unchanged table keeps its date.
	if (format({ ...table, date: before.date }) === format(before)) table.date = before.date;
	report(before, table);
	writeFileSync(file, format(table));
	const licence = read(wheel, `litellm-${version}.dist-info/licenses/LICENSE`).trim();
	writeFileSync(
		`${file}.licence.txt`,
		`litellm ${version} (its table of models)\n\nLicence: MIT\nSource: https://github.com/BerriAI/litellm\n\n${licence}\n`,
	);
} finally {
	rmSync(folder, { recursive: true });
}

/** A wheel is a zip archive, which Python can read and Node cannot. */
function read(wheel, member) {
	const script = 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))';
	return execFileSync(python, ['-c', script, join(folder, wheel), member], { encoding: 'utf8', maxBuffer: 64 << 20 });
}

/** Writes one line per model, for readable diffs. */
function format({ models, ...head }) {
	const lines = Object.entries(models).map(([name, model]) => `\t\t${JSON.stringify(name)}: ${JSON.stringify(model)}`);
	return `{\n\t"table": ${JSON.stringify(head.table)},\n\t"date": ${JSON.stringify(head.date)},\n\t"models": {\n${lines.join(',\n')}\n\t}\n}\n`;
}

function report(before, after) {
	const names = [...new Set([...Object.keys(before.models), ...Object.keys(after.models)])].sort();
	for (const name of names) {
		const old = before.models[name];
		const now = after.models[name];
		if (!old) console.log(`new      ${name}`);
		else if (!now) console.log(`removed  ${name}`);
		else if (JSON.stringify(old) !== JSON.stringify(now)) console.log(`changed  ${name}: ${JSON.stringify(old)} -> ${JSON.stringify(now)}`);
	}
	console.log(`${before.table} -> ${after.table}: ${Object.keys(after.models).length} models.`);
}
