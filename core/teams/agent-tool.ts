import { closeParameters } from '../tools/checks/check-parameters';
import { nameAgentTool } from '../tools/agent-name';
import type { AgentTool } from '../tools/definition/agent-tools';
import { identifySurely } from '../base/text/language';
import type { Language } from '../base/text/languages';
import type { JsonSchema } from '../ports/models/models';
import type { Tool } from '../ports/tools/tools';
import { toldTeam } from '../prompt-texts/team';

const maxTaskLength = 20_000;

const words: Record<Language, Record<'task' | 'note' | 'endsTurn' | 'returns' | 'returned', string>> = {
	en: {
		task: 'What the agent is to do, complete in itself: it has not read this conversation.',
		note: 'What the agent should know besides the message, which it gets in full.',
		endsTurn:
			'Calling it hands the conversation over: this agent answers the person in your place, and your turn ends. Make no other call beside it, and write no answer.',
		returns:
			'Returns the conversation to the agent that handed it over. Use it if the message is not about what you do, or when that is done and something else is asked. Say nothing else: that agent answers.',
		returned: 'What that agent should know.',
	},
	pt: {
		task: 'O que o agente deve fazer, completo em si: ele não leu esta conversa.',
		note: 'O que o agente deve saber além da mensagem, que ele recebe inteira.',
		endsTurn:
			'Chamá-la passa a conversa adiante: esse agente responde à pessoa no seu lugar, e a sua vez termina. Não faça outra chamada ao lado dela, e não escreva resposta.',
		returns:
			'Devolve a conversa ao agente que a passou. Use-a se a mensagem não é sobre o que você faz, ou quando isso está feito e pedem outra coisa. Não diga mais nada: aquele agente responde.',
		returned: 'O que aquele agente deve saber.',
	},
};

const taskParameters = (language: Language): JsonSchema => ({
	type: 'object',
	properties: { task: { type: 'string', minLength: 1, maxLength: maxTaskLength, description: words[language].task } },
	required: ['task'],
	additionalProperties: false,
});

const noteParameters = (description: string): JsonSchema => ({
	type: 'object',
	properties: { note: { type: 'string', maxLength: maxTaskLength, description } },
	additionalProperties: false,
});

/** For the model of another agent. The agent loop performs the call; see core/agents/loop/team/call-agent.ts. */
export function createAgentTool(definition: AgentTool): Tool {
	const { agent, description, handOver, limits, outputSchema } = definition;
	const language = identifySurely(description) ?? 'en';
	const { parameters = handOver ? noteParameters(words[language].note) : taskParameters(language) } = definition;
	return {
		name: nameAgentTool(definition),
		description: handOver ? `${description} ${words[language].endsTurn}` : description,
		parameters: closeParameters(parameters),
		source: `agent:${agent}`,
		...(limits && { limits }),
		...(outputSchema && { outputSchema }),
		// The call itself changes nothing: the called agent has its own permissions and trail.
		effect: 'reads',
		call: () => Promise.reject(new Error('Only the agent loop calls agents.')),
	};
}

/** The task, or the values, one a line. A text of several lines cannot pass for another value. */
export function writeTask(input: Record<string, unknown>): string {
	const entries = Object.entries(input);
	const [[, only] = []] = entries;
	if (entries.length === 1 && typeof only === 'string') return only;
	return entries
		.map(([name, value]) => `${name}: ${typeof value === 'string' && !value.includes('\n') ? value : JSON.stringify(value)}`)
		.join('\n');
}

/** For an agent that takes over the conversation; undefined if the note is empty. */
export function writeNote({ note, ...rest }: Record<string, unknown>): string | undefined {
	const told = [
		...(typeof note === 'string' && note.trim() !== '' ? [note] : []),
		...(Object.keys(rest).length > 0 ? [writeTask(rest)] : []),
	];
	return told.length === 0 ? undefined : told.join('\n');
}

export const returnName = 'return_conversation';

/** For an agent that keeps a conversation. The run ends with it, and the caller answers the message. */
export const createReturnTool = (language: Language): Tool => ({
	name: returnName,
	description: words[language].returns,
	parameters: noteParameters(words[language].returned),
	source: 'team',
	effect: 'reads',
	call: async () => ({ kind: 'ok', text: toldTeam[language].handedBack }),
});
