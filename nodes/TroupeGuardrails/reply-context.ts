import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { maxContextEntries, readCall, type ReplyContext, type ReplyContextNames } from '../../core/guardrails/policy/reply-context';
import type { GivenCall } from '../../core/ports/guardrails/guardrail-context';
import { givenJson } from '../shared/given-json';
import type { TextReader } from '../shared/read-text';

export const replyContextNames: ReplyContextNames = {
	host: 'this node',
	give: (field) => `Add the option "${optionNames[field as keyof typeof optionNames]}"`,
};

/** The same for arguments of a tool, which this node compares with nothing. */
export const argumentsNames: ReplyContextNames = {
	host: 'this node',
	give: () => 'Use the guardrail in Troupe Guarded Model, or in the policy of an agent',
};

const optionNames = { message: 'Message', passages: 'Passages Read', systemPrompt: 'System Prompt', calls: 'Agent Steps' };

/** A field is absent if its option is. @throws TroupeError INPUT_INVALID */
export function readReplyContext(context: IExecuteFunctions, item: number, { readText }: TextReader): ReplyContext {
	const { message, passages, systemPrompt, steps } = context.getNodeParameter('options', item, {});
	const written = steps ?? context.getInputData()[item]?.json.intermediateSteps;
	return {
		...(message !== undefined && { message: readText(context, 'options.message', item) }),
		...(passages !== undefined && { passages }),
		...(systemPrompt !== undefined && { systemPrompt: readText(context, 'options.systemPrompt', item) }),
		...(written !== undefined && { calls: readSteps(written) }),
	};
}

function readSteps(written: unknown): GivenCall[] {
	const steps = written === '' ? [] : givenJson(written ?? [], 'The option "Agent Steps"');
	if (!Array.isArray(steps))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The option "Agent Steps" is not a list; expected intermediateSteps of an agent.',
			fix: 'Turn on Return Intermediate Steps of the agent, and use {{ $json.intermediateSteps }}.',
		});
	return steps.slice(-maxContextEntries).map((step: { action?: { tool?: string; toolInput?: unknown }; observation?: unknown } | null) => {
		const { tool, toolInput } = step?.action ?? {};
		return readCall({ tool: typeof tool === 'string' ? tool : '', input: toolInput ?? '', text: step?.observation });
	});
}
