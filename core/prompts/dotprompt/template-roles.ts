import { createPlacer, describeTag, helperName } from './template-place';
import type { TemplateFault } from './template-use';

/**
 * Finds text that an agent cannot use. A template without a role is the whole prompt; one with roles has text of the role `system` alone, since the
 * conversation follows it.
 */
export function findRoleFaults(program: hbs.AST.Program, body: string): TemplateFault[] {
	const place = createPlacer(body);
	const refuse = (node: hbs.AST.Node, message: string, fix: string): TemplateFault => {
		const at = place(node);
		return { kind: 'name', ...at, about: describeTag(body, at), message, fix };
	};
	const notSystem = (node: hbs.AST.Node, why: string) => refuse(node, `An agent's prompt has system text only. ${why}`, systemFix);
	const nodes = flatten(program);
	const roles = nodes.filter((node) => nameOf(node) === 'role');
	const before = roles[0] && nodes.slice(0, nodes.indexOf(roles[0])).find(isText);
	return [
		...(before ? [notSystem(before, 'Text before the first {{role}} is said by the user.')] : []),
		...roles.flatMap((node) => {
			const role = readRole(node);
			if (role === 'system') return [];
			return [
				notSystem(node, role === undefined ? 'This role is not a word in quotes.' : `This is text of the role ${role.slice(0, 100)}.`),
			];
		}),
		...nodes.flatMap((node) => {
			const name = nameOf(node);
			return name !== undefined && Object.hasOwn(unfit, name) ? [refuse(node, ...unfit[name]!)] : [];
		}),
	];
}

const systemFix = 'Write the examples into the text of {{role "system"}}, and leave the message to the user.';

const unfit: Record<string, [message: string, fix: string]> = {
	history: ['An agent puts what was said before after its prompt by itself.', 'Remove {{history}}.'],
	media: ['An agent gets images with the message, not in its prompt.', 'Remove {{media}}.'],
	section: ['An agent has no sections of messages.', 'Remove {{section}}.'],
	log: ['{{log}} would write what a customer said to a log.', 'Remove {{log}}.'],
};

function readRole(node: hbs.AST.Node): string | undefined {
	const [role] = (node as hbs.AST.MustacheStatement).params as hbs.AST.StringLiteral[];
	return role?.type === 'StringLiteral' ? role.value : undefined;
}

const nameOf = (node: hbs.AST.Node): string | undefined =>
	node.type === 'MustacheStatement' || node.type === 'BlockStatement' ? helperName(node as hbs.AST.MustacheStatement) : undefined;

function flatten({ body }: hbs.AST.Program): hbs.AST.Statement[] {
	return body.flatMap((node) => {
		const { program, inverse } = node as Partial<hbs.AST.BlockStatement>;
		return [node, ...(program ? flatten(program) : []), ...(inverse ? flatten(inverse) : [])];
	});
}

const isText = (node: hbs.AST.Node): boolean =>
	node.type === 'ContentStatement' ? (node as hbs.AST.ContentStatement).value.trim() !== '' : node.type === 'MustacheStatement';
