/** The linter's own rules: CONTRIBUTING, "The rules", and docs/contributing/words.md. */
import { plainWords } from './plain-words.mjs';

/** Returns a rule that reports each node that the selector finds. */
const refuse = (selector, message) => ({ create: (context) => ({ [selector]: (node) => context.report({ node, message }) }) });

export default {
	meta: { name: 'troupe' },
	rules: {
		'plain-words': plainWords,
		'private-members': refuse(
			':matches(PropertyDefinition, MethodDefinition[kind!="constructor"])[accessibility="private"]',
			'A private member is `#name`.',
		),
		constants: refuse(
			':matches(Program, ExportNamedDeclaration) > VariableDeclaration Identifier.id[name=/^[A-Z][A-Z0-9_]+$/]',
			'A constant is in camelCase.',
		),
	},
};
