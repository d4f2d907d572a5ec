#!/usr/bin/env node
/**
 * Puts a case of the engine contract into the file of its family, or takes it out to edit it.
 *
 *     node scripts/contract-case.mjs put FAMILY.jsonl CASE.json MODEL…   adds the case, or replaces the one with its id
 *     node scripts/contract-case.mjs get ID [FOLDER]                     writes its JSON and its models, here or to the folder
 *
 * CASE.json has the fields of `caseShape` in test/contract/contract-case.ts, without `resources`: these are the models.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const families = fileURLToPath(new URL('../test/contract/cases', import.meta.url));
const readLines = (file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);

function put(family, caseFile, ...models) {
	const resources = models.map((model) => ({ name: basename(model), content: readFileSync(model, 'utf8') }));
	const { id, title, engines, script } = JSON.parse(readFileSync(caseFile, 'utf8'));
	const lines = readLines(family);
	const index = lines.findIndex((line) => JSON.parse(line).id === id);
	lines[index < 0 ? lines.length : index] = JSON.stringify({ id, title, engines, script, resources });
	writeFileSync(family, `${lines.join('\n')}\n`);
}

function get(id, folder = '.') {
	const cases = globSync('*/*.jsonl', { cwd: families }).flatMap((file) => readLines(join(families, file)).map((line) => JSON.parse(line)));
	const found = cases.find((one) => one.id === id);
	if (found === undefined) throw new Error(`No case of the contract has the id "${id}".`);
	const { resources, ...others } = found;
	writeFileSync(join(folder, `${id}.json`), `${JSON.stringify(others, null, '\t')}\n`);
	for (const { name, content } of resources) writeFileSync(join(folder, name), content);
}

const [command, ...args] = process.argv.slice(2);
if (command === 'put' && args.length > 2) put(...args);
else if (command === 'get' && args.length > 0) get(...args);
else throw new Error('Use `put FAMILY.jsonl CASE.json MODEL…` or `get ID [FOLDER]`.');
