import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { lintPrompt, maxFindings, maxInputs } from '../../../core/agents/prompts/lint-prompt';
import { promptRules } from '../../../core/agents/prompts/prompt-finding';
import { isTroupeError } from '../../../core/base/errors';
import { describePrompt } from '../../../core/prompts/describe-prompt';
import { integer, string, texts } from '../../../manifests/registry/api/answer-fields';
import { list, text, version } from '../../../manifests/registry/api/fields';
import { proposeVersion } from '../../../manifests/registry/rules/propose-version';
import { operation } from '../operation';
import { content, inputName, inputValue, maxBodyBytes } from './prompt-fields';

const input = closed({
	name: inputName,
	...optional({
		isUntrusted: Type.Boolean({ description: 'Others can write it, such as a customer' }),
		example: { ...inputValue, description: 'A value to try the prompt with' },
	}),
});
const purpose = text(1_000);
const linted = closed({
	content,
	...optional({
		purpose,
		inputs: { ...list(input, maxInputs), description: 'What the prompt gets. Default: any name is an input' },
		published: closed(
			{ name: text(215), version, content, purpose, versions: list(version, 10_000) },
			{ description: 'The version that is changed, and all versions of the name: the next one is proposed' },
		),
	}),
});

export const lintPromptText = operation({
	summary: 'Check the text of a prompt: references, marks around the text of others, length, language, hidden characters, secrets',
	tag: 'prompts',
	method: 'POST',
	path: 'prompts/lint',
	scope: 'registry:read',
	input: { body: linted },
	maxBodyBytes,
	maxAtOnce: 8,
	output: Type.Object({
		findings: Type.Array(
			Type.Object({
				rule: Type.Enum([...promptRules]),
				level: Type.Enum(['error', 'warning'], { description: 'An error keeps the prompt from being published' }),
				line: Type.Integer({ description: 'From 1 up' }),
				column: Type.Integer({ description: 'From 1 up, in characters' }),
				start: Type.Integer({ description: 'In UTF-16 code units of the text' }),
				end: integer,
				message: string,
				fix: string,
				...optional({ about: string, near: Type.String({ description: 'The name that was probably meant' }) }),
			}),
			{ description: `In the order of the text, at most ${maxFindings}` },
		),
		variables: { ...texts, description: 'The inputs that the text uses' },
		...optional({
			format: Type.Literal('dotprompt', { description: 'The text has a head of Dotprompt; absent: a text with `{{name}}`' }),
			proposal: Type.Object(
				{ version: string, bump: Type.Enum(['none', 'patch', 'minor', 'major']), reasons: texts },
				{ description: 'The next version, by what changed' },
			),
		}),
	}),
	async perform({ content: text, inputs, published, purpose: wanted }: Static<typeof linted>) {
		const findings = await lintPrompt({ content: text, inputs });
		const described = await describe(text);
		// An unreadable Dotprompt head has a finding.
		if (!described) return { findings, variables: [] };
		const { variables, format } = described;
		const changed = { content: text, purpose: wanted ?? published?.purpose ?? '', variables };
		const before = published && (await describe(published.content));
		return {
			findings,
			variables,
			...(format && { format }),
			...(published && before && { proposal: await proposeVersion({ ...published, variables: before.variables }, changed) }),
		};
	},
});

const describe = (text: string) =>
	describePrompt(text, 'The prompt').catch((error: unknown) => {
		if (isTroupeError(error)) return undefined;
		throw error;
	});
