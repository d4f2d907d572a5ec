import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
/** Nobody of this project has these names on a registry, so anybody could register them. A path of a tarball or a wheel is a file, if it has two slashes. */
const ownName =
	/(?:^|[\s"'`=])(?:n8n-nodes-troupe|troupe(?:[-_]\w+)*|@troupe\/[\w-]+|accessible-bpmn)(?=$|[\s"'`@:])|\s[\w.-]+\/[\w.-]+\.(?:tgz|whl)\b/;
/** `npm exec --no` runs what is installed, and asks no registry. */
const installs =
	/\b(?:(?:npm|pnpm|yarn|bun)\s+(?:install|i|add|exec(?!\s+--no\s)|x|dlx|create|pack|view|update)|npx|bunx|pipx?\s+(?:install|run|download)|uvx|uv\s+(?:add|tool)|docker\s+(?:run|pull))\s([^`|&;\n]*)/g;

it('installs nothing of this project by its name: it is on no registry', () => {
	const files = execFileSync('git', ['ls-files', '*.md', '*.ts', '*.tsx', '*.mjs', '*.mts', '*.json', '*.sh', '*.yml', 'deploy'], {
		cwd: root,
		encoding: 'utf8',
		maxBuffer: 32 * 1024 * 1024,
	}).split('\n');
	const found = files
		.filter((file) => file !== '' && existsSync(join(root, file)) && !/^(?:bench|package-lock)|\.test\.ts$/.test(file))
		.flatMap((file) => findInstallations(readFileSync(join(root, file), 'utf8')).map((command) => `${file}: ${command}`));
	expect(found).toEqual([]);
});

it.each([
	['npm install -g n8n-nodes-troupe', 1],
	['npx troupe-verify', 1],
	['npx n8n-nodes-troupe@0.1.0', 1],
	['npm exec troupe', 1],
	['npm exec --no -w verify -- troupe-verify', 0],
	['pip install troupe_client', 1],
	['docker run troupe:0.1.0', 1],
	['npm install -g build/n8n-nodes-troupe-0.1.0.tgz', 1],
	['npm install -g ./build/n8n-nodes-troupe-0.1.0.tgz', 0],
	['npm install --prefix ~/.n8n/troupe koffi@3.3.4', 0],
	['npm install -g n8n', 0],
])('reads %j', (text, expected) => expect(findInstallations(text)).toHaveLength(expected));

function findInstallations(text: string): string[] {
	return [...text.matchAll(installs)].filter(([, named]) => ownName.test(` ${named}`)).map(([command]) => command);
}
