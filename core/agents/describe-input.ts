import type { InputTraits } from '../ports';
import type { AgentOutcome } from './agent-outcome';
import type { Run } from './loop/run/run';

/** The longest messages of each class, in characters. */
const lengths = [50, 200, 800, 3_200] as const;

/** Describes what an agent was asked, without any of its words. */
export function describeInput({ parts, context, trail, by, person, images }: Run, outcome: AgentOutcome): InputTraits {
	const { message = '' } = trail.recorded('prepared') ?? {};
	const most = lengths.find((length) => message.length <= length);
	const blocked = outcome.guardrails.find(({ stage, action }) => stage === 'input' && action !== 'rewrite' && action !== 'log');
	return {
		language: context.language,
		length: most === undefined ? `over ${lengths.at(-1)}` : `up to ${most}`,
		content: images?.length ? 'with images' : 'text',
		// Who calls without a person is a program: a timer, a process, another system.
		origin: `${parts.host ?? 'agent'}, ${by === undefined && person === undefined ? 'nobody' : 'person'}`,
		...(parts.definition.knowledge && { documents: context.passages.length > 0 ? 'found' : 'not found' }),
		guardrails: blocked?.code ?? 'none',
	};
}
