/**
 * The recommendations of ESLint 9 and, with types, of typescript-eslint 8, as oxlint has them. Left out: what the parser refuses in a module
 * (`no-octal`, `no-dupe-args`), and for TypeScript what the compiler refuses too.
 */
const enable = (names, prefix = '') =>
	Object.fromEntries(
		names
			.trim()
			.split(/\s+/)
			.map((name) => [prefix + name, 'error']),
	);

export const recommended = enable(`
	for-direction no-async-promise-executor no-case-declarations no-compare-neg-zero no-cond-assign no-constant-binary-expression
	no-constant-condition no-control-regex no-debugger no-delete-var no-dupe-else-if no-duplicate-case no-empty no-empty-character-class
	no-empty-pattern no-empty-static-block no-ex-assign no-extra-boolean-cast no-fallthrough no-global-assign no-invalid-regexp
	no-irregular-whitespace no-loss-of-precision no-misleading-character-class no-nonoctal-decimal-escape no-prototype-builtins
	no-regex-spaces no-self-assign no-shadow-restricted-names no-sparse-arrays no-unexpected-multiline no-unsafe-finally
	no-unsafe-optional-chaining no-unused-labels no-unused-private-class-members no-unused-vars no-useless-backreference no-useless-catch
	no-useless-escape require-yield use-isnan valid-typeof`);

/** For JavaScript, which the compiler does not check. */
export const recommendedForJavaScript = enable(`
	constructor-super getter-return no-class-assign no-const-assign no-dupe-class-members no-dupe-keys no-func-assign no-import-assign
	no-new-native-nonconstructor no-obj-calls no-redeclare no-setter-return no-this-before-super no-undef no-unreachable no-unsafe-negation
	no-with`);

export const recommendedForTypeScript = {
	...enable('no-array-constructor no-unused-expressions no-var prefer-const prefer-rest-params prefer-spread'),
	...enable(
		`await-thenable ban-ts-comment no-array-delete no-base-to-string no-duplicate-enum-values no-duplicate-type-constituents
		no-empty-object-type no-explicit-any no-extra-non-null-assertion no-floating-promises no-for-in-array no-implied-eval
		no-misused-new no-misused-promises no-namespace no-non-null-asserted-optional-chain no-redundant-type-constituents
		no-require-imports no-this-alias no-unnecessary-type-assertion no-unnecessary-type-constraint no-unsafe-argument
		no-unsafe-assignment no-unsafe-call no-unsafe-declaration-merging no-unsafe-enum-comparison no-unsafe-function-type
		no-unsafe-member-access no-unsafe-return no-unsafe-unary-minus no-wrapper-object-types only-throw-error prefer-as-const
		prefer-namespace-keyword prefer-promise-reject-errors restrict-plus-operands restrict-template-expressions
		triple-slash-reference unbound-method`,
		'typescript/',
	),
};
