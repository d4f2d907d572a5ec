import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreignSettings, ownSettings, toolSecretPrefix, toolSecretSuffixes } from '../core/base/settings/setting-names';

const root = join(__dirname, '..');
const documented = [
	...ownSettings,
	...foreignSettings,
	`${toolSecretPrefix}<NAME>`,
	...toolSecretSuffixes.map((suffix) => `${toolSecretPrefix}<NAME>${suffix}`),
].sort();

it.each(['docs/operations/settings.md', 'docs/operations/settings.pt.md'])(
	'lists every variable of core/base/settings/settings.ts, once, in %s',
	(page) => {
		const rows = readFileSync(join(root, page), 'utf8')
			.split('\n')
			.filter((line) => line.startsWith('| `'));
		const names = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
		expect(names.sort()).toEqual(documented);
	},
);

describe('the source', () => {
	const files = sourceFiles();
	const source = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');

	it('reads every variable that is listed', () => {
		expect(files.length).toBeGreaterThan(500);
		expect(ownSettings.filter((name) => !source.includes(`'${name}'`))).toEqual([]);
	});

	it('names no variable of Troupe that is not listed', () => {
		// Codes of BPMN errors and of process warnings begin in the same way.
		const codes =
			/TROUPE_(AUDIT|BLOCKED|BUDGET_EXCEEDED|CONTENT_FILTERED|DOCUMENT_FAILED|INBOX|LIMIT_REACHED|METRICS|NODE_ERROR|OUTPUT_INVALID|SPANS_UNSENT|UNTRACED|USAGE|REGISTRY)\b/;
		const names = new Set(source.match(/\bTROUPE_[A-Z0-9_]+/g));
		// Docker Compose reads these from .env; no process of Troupe does.
		const compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8').matchAll(/\$\{(TROUPE_\w+)/g);
		const known = new Set<string>([...ownSettings, toolSecretPrefix, ...[...compose].map(([, name]) => name!)]);
		expect([...names].filter((name) => !known.has(name) && !codes.test(name))).toEqual([]);
	});
});

/** The product's TypeScript, without tests and without the list itself. */
function sourceFiles(): string[] {
	const rooms = ['core', 'database', 'providers', 'manifests', 'engine-adapter', 'nodes', 'credentials', 'service', 'cli', 'sandbox'];
	const listed = execFileSync('git', ['ls-files', ...rooms], { cwd: root, encoding: 'utf8' }).split('\n');
	return listed.filter(
		(file) =>
			file.endsWith('.ts') &&
			!/\.(test|contract)\.ts$|core\/base\/settings\/(setting-names|settings-file)\.ts$|testing\/|contract\//.test(file),
	);
}
