/** Types, simplicity, linear time, plain words, and n8n's rules for community packages. */
import n8nCommunityNodes from '@n8n/eslint-plugin-community-nodes';
import { defineConfig } from 'oxlint';
import { recommended, recommendedForJavaScript, recommendedForTypeScript } from './scripts/lint/recommended.mjs';

const tests = ['**/*.test.ts', '**/*.contract.ts', 'test/**', 'packages/*/test/**', 'bench/**', 'sandbox/fakes/**'];

export default defineConfig({
	ignorePatterns: [
		'/dist/',
		'/build/',
		'/coverage/',
		'/node_modules/',
		'/.troupe/',
		'/trust/',
		'/clients/typescript/',
		'/verify/dist/',
		'/test/clients/*.mts',
		'/examples/application/',
		'**/*.cjs',
	],
	options: { typeAware: true, reportUnusedDisableDirectives: 'error', respectEslintDisableDirectives: false },
	categories: { correctness: 'off' },
	plugins: ['typescript'],
	jsPlugins: [
		'./scripts/lint/troupe-plugin.mjs',
		'eslint-plugin-regexp',
		{ name: '@n8n/community-nodes', specifier: '@n8n/eslint-plugin-community-nodes' },
	],
	rules: recommended,
	overrides: [
		{
			files: ['**/*.{ts,tsx}'],
			rules: {
				...recommendedForTypeScript,
				'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
				'typescript/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
				'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
				'typescript/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
				'no-console': 'error',
				eqeqeq: 'error',
			},
		},
		{
			files: ['**/*.{mjs,js}'],
			env: { node: true },
			rules: { ...recommendedForJavaScript, 'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }] },
		},
		{ files: ['test/stories/phone/phone-page.js', 'packages/*/test/support/page.mjs', 'console/**'], env: { browser: true } },
		{
			// Browsers have no names of Node, which the tests beside need.
			files: ['console/**'],
			excludeFiles: tests,
			rules: { 'no-restricted-globals': ['error', 'Buffer', 'process', 'global', '__dirname', 'require'] },
		},
		{
			// One convention for each: CONTRIBUTING, "The rules".
			files: ['**/*.{ts,tsx,mjs}'],
			rules: {
				'max-lines': ['warn', { max: 300, skipBlankLines: true }],
				'max-depth': ['warn', 4],
				complexity: ['warn', 15],
				'no-empty': ['error', { allowEmptyCatch: false }],
				'troupe/private-members': 'error',
				'troupe/constants': 'error',
			},
		},
		{
			// They run before the set-up installs Node 24.
			files: ['scripts/{start,test}.mjs', 'scripts/lib/*.mjs', 'scripts/lib/suites/*.mjs'],
			excludeFiles: ['scripts/lib/{models,reports}.mjs'],
			rules: { 'no-restricted-imports': ['error', { name: 'node:fs', importNames: ['globSync'], message: 'Node 20 has no globSync.' }] },
		},
		{ files: ['cli/**', 'verify/**', 'bench/**'], rules: { 'no-console': 'off' } },
		{
			// Warnings are masked. Settings are read by core/base/settings/settings.ts; docs/operations/settings.md lists them, and a test keeps the list complete. The home, where
			// their file is, is known before.
			files: ['{core,providers,manifests,bpmn,engine-adapter,planner,nodes,credentials,service,cli,verify,sandbox/kinds}/**/*.ts'],
			excludeFiles: [
				...tests,
				...['core/base/settings/settings-file.ts', 'core/base/home.ts', 'cli/terminal/terminal.ts'],
				'core/guardrails/masking/warn-operator.ts',
			],
			rules: {
				'no-restricted-properties': [
					'error',
					{ object: 'process', property: 'env', message: 'Use readSetting of core/base/settings/settings.ts.' },
					{
						object: 'process',
						property: 'emitWarning',
						message: 'Use warnOperator of core/guardrails/masking/warn-operator.ts, which masks.',
					},
				],
			},
		},
		{
			files: tests,
			rules: {
				'max-lines': 'off',
				'typescript/no-unsafe-assignment': 'off',
				'typescript/no-unsafe-member-access': 'off',
				'typescript/no-unsafe-argument': 'off',
				'typescript/no-unsafe-call': 'off',
				'typescript/no-unsafe-return': 'off',
				'typescript/unbound-method': 'off',
			},
		},
		{
			// What people and attackers write is read with these: time must grow with the text, no faster.
			files: ['core/guardrails/**/*.ts'],
			excludeFiles: tests,
			rules: {
				'regexp/no-super-linear-backtracking': 'error',
				'regexp/no-super-linear-move': ['error', { ignoreSticky: true }],
			},
		},
		{
			// The glossary of docs/contributing/words.md. What the injection rules look for is text of attackers.
			files: ['**/*.{ts,tsx,mjs}'],
			excludeFiles: ['core/guardrails/injection/{rules,lexicon}/**', 'bench/samples/**', 'scripts/lint/plain-words.mjs'],
			rules: { 'troupe/plain-words': 'error' },
		},
		{ files: ['nodes/**/*.ts', 'credentials/**/*.ts'], excludeFiles: ['**/*.test.ts'], rules: n8nCommunityNodes.configs.recommended.rules },
	],
});
