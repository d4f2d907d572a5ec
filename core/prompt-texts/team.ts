import type { Language } from '../base/text/languages';

export interface ToldTeam {
	/** @param note empty without one */
	returned: (agent: string, note: string) => string;
	blocked: (agent: string, reason: string) => string;
	declined: (agent: string, reason: string) => string;
	asksPerson: (agent: string, reply: string) => string;
	limitReached: (agent: string, limit: string) => string;
	fault: (agent: string, code: string) => string;
	timeIsUp: (agent: string) => string;
	isAtWork: (agent: string) => string;
	tooDeep: string;
	noMoreCalls: string;
	sources: string;
	handedBack: string;
	noted: string;
	noNotes: string;
	tooManyNotes: (max: number) => string;
	tooLongNotes: (characters: number, max: number) => string;
}

const en: ToldTeam = {
	returned: (agent, note) => `The agent ${agent} returned the conversation to you${note && `: ${note}`}`,
	blocked: (agent, reason) => `A guardrail of the agent ${agent} blocked this: ${reason}`,
	declined: (agent, reason) => `The agent ${agent} could not answer (${reason})`,
	asksPerson: (agent, reply) =>
		`The agent ${agent} asked for a person, who goes on after your next message. It is your last one for now: make it short, without a question and without a day or a time. It said: ${reply}`,
	limitReached: (agent, limit) => `The agent ${agent} reached a limit (${limit}) before it had an answer.`,
	fault: (agent, code) => `The agent ${agent} has a fault (${code}) and gave no answer. What it changed before stays changed.`,
	timeIsUp: (agent) => `The time for this run is up, and the agent ${agent} was stopped.`,
	isAtWork: (agent) => `The agent ${agent} is already at work on this, and was not called again. Answer with what you have.`,
	tooDeep: 'No more agents can be called from here: too many levels of agents. Answer with what you have.',
	noMoreCalls: 'The limit of calls of agents is reached: this agent was not called.',
	sources: 'Sources:',
	handedBack: 'Returned.',
	noted: 'Noted.',
	noNotes: 'There are no notes yet.',
	tooManyNotes: (max) => `The scratchpad has ${max} notes, which is the max. Replace or remove one.`,
	tooLongNotes: (characters, max) => `The notes would have ${characters} characters; the max is ${max}. Shorten or remove one.`,
};

const pt: ToldTeam = {
	returned: (agent, note) => `O agente ${agent} devolveu a conversa para você${note && `: ${note}`}`,
	blocked: (agent, reason) => `O agente ${agent} não respondeu, porque um guardrail bloqueou isto: ${reason}`,
	declined: (agent, reason) => `O agente ${agent} não conseguiu responder (${reason})`,
	asksPerson: (agent, reply) =>
		`O agente ${agent} pediu uma pessoa, que continua depois da sua próxima mensagem. Ela é a sua última por enquanto: escreva pouco, sem pergunta e sem dizer dia nem hora. Ele disse: ${reply}`,
	limitReached: (agent, limit) => `O agente ${agent} chegou a um limite (${limit}) antes de ter uma resposta.`,
	fault: (agent, code) => `O agente ${agent} teve uma falha (${code}) e não respondeu. O que ele mudou antes continua mudado.`,
	timeIsUp: (agent) => `O tempo desta execução acabou, e o agente ${agent} foi parado.`,
	isAtWork: (agent) => `O agente ${agent} já está trabalhando nisto, e não foi chamado de novo. Responda com o que você tem.`,
	tooDeep: 'Não dá para chamar mais agentes daqui: são níveis demais de agentes. Responda com o que você tem.',
	noMoreCalls: 'O limite de chamadas de agentes foi atingido: este agente não foi chamado.',
	sources: 'Fontes:',
	handedBack: 'A conversa foi devolvida.',
	noted: 'A nota foi escrita.',
	noNotes: 'Ainda não há notas.',
	tooManyNotes: (max) => `Já há ${max} notas, que é o máximo. Substitua ou remova uma.`,
	tooLongNotes: (characters, max) => `As notas teriam ${characters} caracteres; o máximo é ${max}. Encurte ou remova uma.`,
};

/** By prompt language: a small model answers in the language that it reads last. */
export const toldTeam: Record<Language, ToldTeam> = { en, pt };
