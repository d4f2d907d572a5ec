import { getErrorMessage } from '../../base/errors';
import type { JsonSchema } from './picoschema';
import type { TemplateFault, TemplateUse } from './template-use';
import { findRoleFaults } from './template-roles';
import { walkTemplate } from './walk-template';

const [maxTags, maxBlocks] = [4000, 500];

/** Places are those of the template. @param schema of the input; without it, any name is an input */
export async function readTemplate(body: string, schema: JsonSchema | undefined): Promise<TemplateUse> {
	// Reports no inputs where the search failed.
	const none = { inputs: [], usesAll: true, written: [] };
	const tags = body.split('{{').length - 1;
	const blocks = [...body.matchAll(/\{\{(?:\{\{|~?[#^])/g)].length;
	if (tags > maxTags || blocks > maxBlocks) return { ...none, faults: [tooMany(`${tags} tags and ${blocks} blocks`)] };
	const { default: handlebars } = await import('handlebars');
	try {
		const program = handlebars.parseWithoutProcessing(body);
		const { faults, ...use } = walkTemplate(program, body, schema);
		return { ...use, faults: [...faults, ...findRoleFaults(program, body)] };
	} catch (cause) {
		return { ...none, faults: [toFault(body, cause)] };
	}
}

const tooMany = (about: string): TemplateFault => ({
	...{ kind: 'tag', start: 0, end: 0, about },
	message: `The template has ${about}; the max is ${maxTags} tags and ${maxBlocks} blocks.`,
	fix: 'Shorten it.',
});

function toFault(body: string, cause: unknown): TemplateFault {
	if (cause instanceof RangeError) {
		const message = 'The template is nested too deep.';
		return { kind: 'tag', start: 0, end: 0, about: 'depth', message, fix: 'Put fewer blocks into each other.' };
	}
	const [first = '', , , expected = ''] = getErrorMessage(cause).split('\n');
	const line = (cause as { lineNumber?: number }).lineNumber ?? Number(/line (\d+)/.exec(first)?.[1] ?? 1);
	const lines = body.split(/(?<=\r\n|\r(?!\n)|\n)/);
	const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length, 0);
	const problem = expected.includes("got 'EOF'") ? 'something is not closed' : first.replace(/ - \d+:\d+$|:? on line \d+:?$/, '');
	return {
		...{ kind: 'tag', start, end: start + (lines[line - 1] ?? '').trimEnd().length, about: '{{…}}' },
		message: `The template cannot be read here: ${problem.slice(0, 200)}.`,
		fix: 'Close each {{ with }}, and each block, such as {{#if name}}, with {{/if}}. Text with braces of its own begins with \\{{.',
	};
}
