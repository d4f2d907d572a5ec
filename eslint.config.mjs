/** Types, simplicity, the layout's import rules (docs/architecture), and n8n's rules for community packages (docs/decisions/foundation/0021). */
import eslint from '@eslint/js';
import n8nCommunityNodes from '@n8n/eslint-plugin-community-nodes';
import { defineConfig } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { layout } from './scripts/eslint/layout.mjs';
import { plainWords } from './scripts/eslint/plain-words.mjs';

const n8nFiles = ['nodes/**/*.ts', 'credentials/**/*.ts'];
const tests = ['**/*.test.ts', '**/*.contract.ts', 'test/**', 'bench/**', 'sandbox/fakes/**', 'engine-adapter/contract/**'];

export default defineConfig(
	{ ignores: ['dist/', 'build/', 'coverage/', 'node_modules/', '.troupe/', 'trust/', '**/*.cjs'] },
	{
		files: ['**/*.ts'],
		extends: [eslint.configs.recommended, tseslint.configs.recommendedTypeChecked],
		languageOptions: { parserOptions: { projectService: true } },
		rules: {
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
			'@typescript-eslint/prefer-nullish-coalescing': 'off', // `||` is meant where an empty text means a missing one
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
			// A port's method stays async where one adapter of several has nothing to wait for.
			'@typescript-eslint/require-await': 'off',
			'no-console': 'error',
			eqeqeq: 'error',
		},
	},
	{
		files: ['**/*.{mjs,js}', 'bin/troupe'],
		extends: [eslint.configs.recommended],
		languageOptions: { globals: nodeGlobals() },
		rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }] },
	},
	{ files: ['bin/troupe'], languageOptions: { sourceType: 'commonjs' } },
	{
		files: ['**/*.{ts,mjs}'],
		rules: {
			'max-lines': ['warn', { max: 300, skipBlankLines: true }],
			'max-depth': ['warn', 4],
			complexity: ['warn', 15],
			'no-empty': ['error', { allowEmptyCatch: false }],
		},
	},
	{
		// One convention for each: CONTRIBUTING, "How the code reads".
		files: ['**/*.{ts,mjs}'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"])[accessibility="private"]',
					message: 'A private member is `#name`.',
				},
				{
					selector: ':matches(Program, ExportNamedDeclaration) > VariableDeclaration Identifier.id[name=/^[A-Z][A-Z0-9_]+$/]',
					message: 'A constant is in camelCase.',
				},
			],
		},
	},
	{ files: ['cli/**', 'bench/**'], rules: { 'no-console': 'off' } },
	{
		// Only core/base/settings.ts reads settings; docs/operations/settings.md lists them, and a test keeps the list complete. The terminal hands the
		// environment to commands and reads no setting of Troupe.
		files: ['{core,database,providers,manifests,bpmn,engine-adapter,nodes,credentials,service,cli}/**/*.ts'],
		ignores: [...tests, 'core/base/settings.ts', 'cli/terminal/terminal.ts', '**/*.fixture.ts'],
		rules: {
			'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Use readSetting of core/base/settings.ts.' }],
		},
	},
	{
		files: tests,
		rules: {
			'max-lines': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			'@typescript-eslint/unbound-method': 'off',
		},
	},
	{
		// What people and attackers write is read with these: time must grow with the text, no faster.
		files: ['core/guardrails/**/*.ts'],
		ignores: tests,
		plugins: { regexp },
		rules: {
			'regexp/no-super-linear-backtracking': 'error',
			'regexp/no-super-linear-move': ['error', { ignoreSticky: true }],
		},
	},
	layout,
	{
		// The glossary of CONTRIBUTING. What the injection rules look for is text of attackers.
		files: ['**/*.{ts,mjs}'],
		ignores: ['core/guardrails/injection/{rules,lexicon}/**', 'bench/samples/**', 'scripts/eslint/plain-words.mjs'],
		plugins: { troupe: plainWords },
		rules: { 'troupe/plain-words': 'error' },
	},
	{ files: n8nFiles, ignores: ['**/*.test.ts'], extends: [n8nCommunityNodes.configs.recommended] },
	{
		files: ['package.json'],
		extends: [n8nCommunityNodes.configs.recommended],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
	},
);

function nodeGlobals() {
	const names = [
		'process',
		'console',
		'Buffer',
		'URL',
		'fetch',
		'FormData',
		'Blob',
		'AbortSignal',
		'AbortController',
		'setTimeout',
		'clearTimeout',
		'setInterval',
		'clearInterval',
		'performance',
		'require',
		'module',
		'__dirname',
		'__filename',
		'TextDecoder',
		'TextEncoder',
		'structuredClone',
	];
	return Object.fromEntries(names.map((name) => [name, 'readonly']));
}
