import type { RiskId } from './attack';

/** OWASP's ten risks of agentic applications (2026), in plain words. */
export const risks: Readonly<Record<RiskId, { en: string; pt: string }>> = {
	ASI01: {
		en: 'Goal hijack: a text makes the agent do what its reader did not want',
		pt: 'Sequestro de objetivo: um texto leva o agente a fazer o que ninguém pediu',
	},
	ASI02: {
		en: 'Tool misuse: a tool is used with harmful arguments or too often',
		pt: 'Mau uso de ferramentas: uma ferramenta é usada com argumentos nocivos ou vezes demais',
	},
	ASI03: {
		en: 'Identity and privilege: a caller or an agent does what it may not',
		pt: 'Identidade e privilégio: quem chama, ou o agente, faz o que não pode',
	},
	ASI04: { en: 'Supply chain: something runs that nobody approved', pt: 'Cadeia de suprimentos: roda algo que ninguém aprovou' },
	ASI05: {
		en: 'Code execution: code of a model or a stranger leaves its sandbox',
		pt: 'Execução de código: código de um modelo ou de estranhos sai da sandbox',
	},
	ASI06: {
		en: 'Memory and context: what is stored is poisoned, or reaches others',
		pt: 'Memória e contexto: o que está guardado é envenenado ou chega a outros',
	},
	ASI07: {
		en: 'Communication between agents: a message is forged, read or replayed',
		pt: 'Comunicação entre agentes: uma mensagem é forjada, lida ou repetida',
	},
	ASI08: {
		en: 'Cascading failures: one fault or one loop takes all else with it',
		pt: 'Falhas em cascata: uma falha ou um laço arrasta o resto',
	},
	ASI09: {
		en: 'Trust of people: a person is deceived, or decides about what they do not see',
		pt: 'Confiança das pessoas: alguém é enganado, ou decide sobre o que não vê',
	},
	ASI10: {
		en: 'Rogue agents: an agent goes on that nobody can see, stop or prove',
		pt: 'Agentes desgarrados: continua um agente que ninguém vê, para ou comprova',
	},
};
