/** Writes troupe.contents.json: what the package offers, as the manifest lists it and the gate admits it. Reads the built code. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';

const require = createRequire(import.meta.url);

const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
const { jobTypes } = await import('../../bpmn/job-types.ts');
const { gatedCommands } = await import('../../cli/gated-commands.ts');
const [folder] = process.argv.slice(2);

const contents = { nodes: nodesIn(folder, name), jobTypes, agents: agentsIn(folder), commands: gatedCommands };
writeFileSync(join(folder, 'troupe.contents.json'), JSON.stringify(contents, null, '\t') + '\n');

function nodesIn(folder, packageName) {
	return filesIn(folder, 'nodes/*/*.node.js').map((path) => {
		const className = basename(path, '.node.js');
		const { description } = new (require(resolve(path))[className])();
		return { name: `${packageName}.${description.name}`, versions: [description.version].flat() };
	});
}

function agentsIn(folder) {
	return filesIn(folder, 'examples/*/agent.json').map((path) => {
		const bytes = readFileSync(path);
		const { id, version } = JSON.parse(bytes.toString('utf8'));
		return { id, version, sha256: createHash('sha256').update(bytes).digest('hex') };
	});
}

function filesIn(folder, pattern) {
	return globSync(join(folder, pattern)).sort();
}
