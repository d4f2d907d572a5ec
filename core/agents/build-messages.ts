import type { ChatMessage, Passage, RememberedTurn } from '../ports';
import type { AgentDefinition } from './agent-definition';
import { groundingInstructions } from './grounding';

/** The conversation as a model gets it: the prompt, the passages, what was said before, the message. All of it masked. */
export function buildMessages(definition: AgentDefinition, passages: Passage[], turns: RememberedTurn[], message: string): ChatMessage[] {
	const system = definition.knowledge ? `${definition.prompt}\n\n${groundingInstructions(passages)}` : definition.prompt;
	return [
		{ role: 'system', content: system },
		...turns.flatMap((turn): ChatMessage[] => [
			{ role: 'user', content: turn.message },
			{ role: 'assistant', content: turn.reply },
		]),
		{ role: 'user', content: message },
	];
}
