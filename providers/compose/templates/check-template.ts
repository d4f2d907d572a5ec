import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { parseGuardrailPolicy } from '../../../core/guardrails/policy/parse-guardrail-policy';
import { fillFile } from '../../../core/templates/fill-file';
import type { ParameterValues } from '../../../core/templates/parameter-values';
import type { Template, TemplateFileKind, TemplateParameter } from '../../../core/templates/template';

const parsers: Partial<Record<TemplateFileKind, (document: unknown, where: string) => Promise<unknown>>> = {
	agent: parseAgentDefinition,
	policy: parseGuardrailPolicy,
};

/** Checks the filled-in agents and policies before an installation. @throws TroupeError TEMPLATE_INVALID, with what is wrong in each file */
export async function checkTemplate(template: Template, where: string): Promise<void> {
	const values = Object.fromEntries(template.parameters.map((parameter) => [parameter.name, sampleValue(parameter)]));
	const problems = (await Promise.all(template.files.map((file) => findFault(file, values)))).filter((problem) => problem !== undefined);
	if (problems.length === 0) return;
	throw new TroupeError({
		code: 'TEMPLATE_INVALID',
		message: `${where} cannot be used: ${problems.slice(0, 5).join(' ')}`,
		fix: 'Correct these files.',
		details: { where, problems: problems.slice(0, 50) },
	});
}

async function findFault(file: Template['files'][number], values: ParameterValues): Promise<string | undefined> {
	const parse = parsers[file.kind];
	if (!parse) return undefined;
	try {
		await parse(JSON.parse(fillFile(file, values)), file.path);
		return undefined;
	} catch (error) {
		if (isTroupeError(error)) return error.message;
		throw error;
	}
}

const sampleValue = ({ type, choices, default: value }: TemplateParameter) =>
	value ?? { text: 'Sample', number: 1, boolean: true, choice: choices?.[0] ?? '' }[type];
