/**
 * Lints what oxlint does not read: package.json and the command, whose name has no ending, with ESLint, which n8n's rules load anyway;
 * and private keys, which a trial leaves in a folder that nobody ignored.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import n8nCommunityNodes from '@n8n/eslint-plugin-community-nodes';
import { Linter } from 'eslint';
import { recommended, recommendedForJavaScript } from './recommended.mjs';

const root = join(import.meta.dirname, '../..');
const linter = new Linter({ cwd: root });

const { plugins, rules: recommendedRules } = n8nCommunityNodes.configs.recommended;
// A mail address must reach somebody, and none does yet: the repository is the contact. n8n asks for one when it verifies a package.
const rules = { ...recommendedRules, '@n8n/community-nodes/valid-author': 'off' };
const asModule = (json) => `(${json})`;

const findings = [
	...lint('package.json', { plugins, rules }, asModule),
	...lint('bin/troupe', {
		languageOptions: { sourceType: 'commonjs', globals: { process: 'readonly', __dirname: 'readonly', __filename: 'readonly' } },
		rules: { ...recommended, ...recommendedForJavaScript, 'no-octal': 'error', 'no-dupe-args': 'error' },
	}),
	...findPrivateKeys(),
];
for (const line of findings) console.error(line);
process.exitCode = findings.length > 0 ? 1 : 0;

/** A warning counts as an error: these files have none. */
function lint(file, config, prepare = (text) => text) {
	return linter
		.verify(prepare(readFileSync(join(root, file), 'utf8')), { files: [file], ...config }, join(root, file))
		.map(({ line, ruleId, message }) => `${file}:${line} ${message} (${ruleId ?? 'syntax'})`);
}

/** Names the files of the repository that are a private key in PEM. */
function findPrivateKeys() {
	const search = spawnSync('git', ['grep', '-lE', '^-----BEGIN ([A-Z]+ )*PRIVATE KEY-----$'], { cwd: root, encoding: 'utf8' });
	// Any status but 0 and 1 (no match) means that nothing was searched.
	if (search.status !== 0 && search.status !== 1) return [`git grep failed: ${search.stderr ?? search.error}`];
	return search.stdout
		.split('\n')
		.filter(Boolean)
		.map((file) => `${file}:1 Private key in the repository. Remove the file.`);
}
