import { globSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { engines } from '../../package.json';
import { keepsItsPermissions, usableNodes } from '../../sandbox/levels/node-versions';

const folder = join(__dirname, '../../deploy');
const dockerfile = readFileSync(join(folder, 'Dockerfile'), 'utf8').replaceAll('\\\n', '');
const stages = [...dockerfile.matchAll(/^FROM (\S+) AS (\S+)\n([^]*?)(?=^FROM |$(?![^]))/gm)].map(([, base, name, text]) => ({
	...{ base: base!, name: name! },
	copies: [...text!.matchAll(/^COPY (.*)$/gm)].map(([, words]) => words!.split(' ')),
	runs: [...text!.matchAll(/^RUN (.*)$/gm)].map(([, command]) => command!),
}));

/** Returns what Docker sends to the builder: the last pattern that matches a file decides. */
const sent = (names: string[]) => {
	const patterns = readFileSync(join(folder, '.dockerignore'), 'utf8')
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('#'));
	const isLeftOut = (name: string) =>
		patterns.reduce((out, pattern) => {
			const [, except, glob] = /^(!?)(.*)$/.exec(pattern)!;
			// A star of Docker matches a leading dot too.
			return matchesGlob(name.replace(/^\./, '_'), glob!) || matchesGlob(name, `${glob}/**`) ? except === '' : out;
		}, false);
	return names.filter((name) => !isLeftOut(name)).sort();
};

it('sends the package and the start script to the builder, and no setting, token or key (artifact-keeper/artifact-keeper#538)', () => {
	const here = globSync('**/*', { cwd: folder });
	const written = [
		'n8n-nodes-troupe.tgz',
		'settings.env',
		'files/token',
		'files/agents/a.json',
		'trust/root.jwt',
		'.env',
		'node_modules/x/y.js',
	];
	expect(sent([...new Set([...here, ...written])])).toEqual(['n8n-nodes-troupe.tgz', 'start-n8n.sh']);
});

it('copies only what is sent, or what a stage before it made', () => {
	const fromContext: string[] = [];
	stages.forEach(({ copies }, index) => {
		for (const words of copies) {
			const source = words.filter((word) => !word.startsWith('--'))[0]!;
			const stage = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
			if (stage === undefined) fromContext.push(source);
			else {
				expect(stages.slice(0, index).map(({ name }) => name)).toContain(stage);
				expect(source).toMatch(/^\/opt\/troupe/);
			}
		}
	});
	expect(fromContext.sort()).toEqual(sent(fromContext));
	expect(new Set(fromContext).size).toBe(2);
});

it('leaves no cache and no list of packages in a layer', () => {
	const runs = stages.flatMap(({ runs }) => runs);
	const npm = runs.filter((run) => run.includes('npm '));
	expect(npm.length).toBeGreaterThan(0);
	// npm's programs compile into /tmp, too.
	for (const run of npm) expect(run).toMatch(/npm install --cache \/tmp\/npm .*&& rm -rf .*\/tmp\/\*$/);
	for (const run of runs.filter((run) => run.includes('apt-get')))
		expect(run).toMatch(/--no-install-recommends .*rm -rf \/var\/lib\/apt\/lists\/\*/);
});

it('starts from a Node that the sandbox can use, the same for containers of the sandbox, and has bubblewrap', () => {
	const [sandbox, other] = ['sandbox', 'package'].map((name) => stages.find((stage) => stage.name === name)!.base);
	expect(sandbox).toBe(other);
	expect(keepsItsPermissions(/^node:([\d.]+)-/.exec(sandbox!)![1]!)).toBe(true);
	expect(stages.find(({ name }) => name === 'troupe')!.runs.join()).toContain(' bubblewrap');
});

it('names the same versions of Node to npm as to the sandbox', () => expect(engines.node).toBe(usableNodes));
