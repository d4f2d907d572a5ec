import type { Language } from '../../core/base/text/languages';

export interface ExplainWords {
	thePlan: string;
	summary: (name: string, steps: number, people: number) => string;
	why: (name: string) => string;
	byHand: string;
	nobodyYet: string;
	decides: (fields: string) => string;
	irreversible: string;
	irreversibleUnasked: string;
	model: string;
	unfit: string;
	weak: (why: string) => string;
	outside: (fields: string) => string;
	unsaid: (credentials: string) => string;
	planUnsaid: (steps: string) => string;
	withCredential: (credentials: string) => string;
	incident: string;
	waits: string;
	waitsForPerson: string;
	manyTimes: (times: number) => string;
	unsupported: (reason: string) => string;
	costUnknown: string;
	planUnasked: (steps: string) => string;
	planUnread: (steps: string) => string;
	planOutside: (steps: string) => string;
	planWaits: (steps: string) => string;
	planUnsupported: (steps: string) => string;
	planCost: (steps: string) => string;
	planLoops: (steps: string) => string;
	goesOn: (loop: string, rounds: number, until: string) => string;
	leavesOut: (loop: string, entries: number) => string;
	supposedLimit: (loop: string, rounds: number, then: string | undefined) => string;
	state: (version: string, state: string) => string;
	states: Record<string, string>;
	steps: string;
	by: string;
	choice: (when: string) => string;
	otherwise: string;
	atOnce: string;
	upTo: (limit: number) => string;
	waitsFor: string;
	orElse: string;
	onError: string;
	late: (after: string) => string;
	ends: string;
	more: (count: number) => string;
	cost: (amounts: string, basis: string) => string;
	noModel: string;
	costAtLeast: (amount: string) => string;
	costNotKnown: string;
	bases: Record<'recorded' | 'estimated', string>;
	aboutFrom: (likely: string, low: string, high: string) => string;
	fees: string;
	personal: (fields: string) => string;
	cannot: string;
	undrawn: string;
	missing: string;
	risks: string;
	supposed: string;
	faults: string;
	questions: string;
	default: (text: string) => string;
	decimal: string;
}

const en: ExplainWords = {
	thePlan: 'The plan',
	summary: (name, steps, people) =>
		`${name} has ${steps} ${steps === 1 ? 'step' : 'steps'}${people === 0 ? ', none of them done by a person' : `; people do ${people} of them`}.`,
	why: (name) => `It does its part of the plan: ${name}.`,
	byHand: 'a person, by hand',
	nobodyYet: 'not decided yet',
	decides: (fields) => `A person fills in ${fields}.`,
	irreversible: 'It cannot be undone.',
	irreversibleUnasked: 'It cannot be undone, and no person decides before it.',
	model: 'A model writes its answer, which can be wrong.',
	unfit: 'The manifest of who does it says little of what is needed.',
	weak: (why) => `weak match, because ${why}`,
	unsaid: (credentials) => `It acts in the name of ${credentials}, a credential that the planner chose: nobody named it.`,
	planUnsaid: (steps) => `Act with a credential that nobody named: ${steps}.`,
	withCredential: (credentials) => `with the credential ${credentials}`,
	outside: (fields) => `Personal data leaves the company: ${fields}.`,
	incident: 'If the service does not answer, the plan stops there until an operator acts.',
	waits: 'It can wait without an end: it has no time limit.',
	waitsForPerson: 'It can wait for a person without an end: it has no deadline.',
	manyTimes: (times) => `It can be done up to ${times} times in one run.`,
	unsupported: (reason) => `${reason} A person does it by hand.`,
	costUnknown: 'Nobody knows yet what it costs.',
	planUnasked: (steps) => `Acts that cannot be undone, without a person before them: ${steps}.`,
	planUnread: (steps) => `Go on after a no as after a yes, since nothing reads the decision: ${steps}.`,
	planOutside: (steps) => `Personal data leaves the company in: ${steps}.`,
	planWaits: (steps) => `Can wait without an end: ${steps}.`,
	planUnsupported: (steps) => `Done by hand, since nothing else does it: ${steps}.`,
	planCost: (steps) => `Unknown cost: ${steps}.`,
	planLoops: (steps) => `Can repeat a call of a model or a service often: ${steps}.`,
	goesOn: (loop, rounds, until) =>
		`After ${rounds} ${rounds === 1 ? 'round' : 'rounds'} of “${loop}” it goes on as if it had succeeded, although this does not hold: ${until}.`,
	leavesOut: (loop, entries) => `“${loop}” works on the first ${entries} entries of its list alone; the others are left out.`,
	supposedLimit: (loop, rounds, then) =>
		`“${loop}” is repeated at most ${rounds} ${rounds === 1 ? 'time' : 'times'}${then === undefined ? '' : `, then “${then}”`}: nobody said how often.`,
	state: (version, state) => `version ${version}, ${state}`,
	states: {
		asking: 'with open questions',
		drawn: 'drawn',
		failed: 'failed',
		proved: 'proved',
		confirmed: 'confirmed',
		running: 'running',
		ended: 'ended',
	},
	steps: 'Steps',
	by: 'by',
	choice: (when) => `if ${when}:`,
	otherwise: 'otherwise:',
	atOnce: 'at the same time:',
	upTo: (limit) => `up to ${limit} times`,
	waitsFor: 'waits',
	orElse: 'or:',
	onError: 'if it fails:',
	late: (after) => `if it takes longer than ${after}:`,
	ends: 'end',
	more: (count) => `… and ${count} more`,
	cost: (amounts, basis) => `Cost of one run: ${amounts}, ${basis}.`,
	noModel: 'Cost of one run: nothing for models, since none is called.',
	costAtLeast: (amount) => `Cost of one run: at least ${amount}; of some steps it is not known.`,
	costNotKnown: 'Cost of one run: not known yet.',
	bases: { recorded: 'as recorded runs say', estimated: 'estimated by prompts and prices' },
	aboutFrom: (likely, low, high) => `about ${likely} (from ${low} to ${high})`,
	fees: 'Fees of other services are not in it.',
	personal: (fields) => `Personal data: ${fields}.`,
	risks: 'Risks',
	cannot: 'What cannot be done',
	missing: 'You have to give this before it can be confirmed',
	undrawn: 'Not drawn: nothing in the plan says this',
	supposed: 'Supposed',
	faults: 'Not solved',
	questions: 'Questions',
	default: (text) => `without an answer: ${text}`,
	decimal: '.',
};

const pt: ExplainWords = {
	thePlan: 'O plano',
	summary: (name, steps, people) =>
		`${name} tem ${steps} ${steps === 1 ? 'etapa' : 'etapas'}${people === 0 ? ', nenhuma feita por uma pessoa' : `; pessoas fazem ${people} delas`}.`,
	why: (name) => `Faz a parte dela no plano: ${name}.`,
	byHand: 'uma pessoa, à mão',
	nobodyYet: 'ainda não decidido',
	decides: (fields) => `Uma pessoa preenche ${fields}.`,
	irreversible: 'Não pode ser desfeita.',
	irreversibleUnasked: 'Não pode ser desfeita, e nenhuma pessoa decide antes dela.',
	model: 'Um modelo escreve a resposta, que pode estar errada.',
	unfit: 'O manifesto de quem faz fala pouco do que é preciso.',
	weak: (why) => `pouco adequado, porque ${why}`,
	unsaid: (credentials) => `Age em nome de ${credentials}, uma credencial que o planejador escolheu: ninguém a citou.`,
	planUnsaid: (steps) => `Agem com uma credencial que ninguém citou: ${steps}.`,
	withCredential: (credentials) => `com a credencial ${credentials}`,
	outside: (fields) => `Dados pessoais saem da empresa: ${fields}.`,
	incident: 'Se o serviço não responde, o plano para ali até que um operador aja.',
	waits: 'Pode esperar sem fim: não tem limite de tempo.',
	waitsForPerson: 'Pode esperar por uma pessoa sem fim: não tem prazo.',
	manyTimes: (times) => `Pode ser feita até ${times} vezes em uma execução.`,
	unsupported: (reason) => `${reason} Uma pessoa faz à mão.`,
	costUnknown: 'Ainda não se sabe quanto custa.',
	planUnasked: (steps) => `Atos que não podem ser desfeitos, sem uma pessoa antes deles: ${steps}.`,
	planUnread: (steps) => `Seguem depois de um não como depois de um sim, porque nada lê a decisão: ${steps}.`,
	planOutside: (steps) => `Dados pessoais saem da empresa em: ${steps}.`,
	planWaits: (steps) => `Podem esperar sem fim: ${steps}.`,
	planUnsupported: (steps) => `Feitas à mão, porque nada mais as faz: ${steps}.`,
	planCost: (steps) => `Custo desconhecido: ${steps}.`,
	planLoops: (steps) => `Podem repetir muitas vezes a chamada de um modelo ou serviço: ${steps}.`,
	goesOn: (loop, rounds, until) =>
		`Depois de ${rounds} ${rounds === 1 ? 'rodada' : 'rodadas'} de “${loop}” o plano segue como se tivesse dado certo, embora isto não valha: ${until}.`,
	leavesOut: (loop, entries) => `“${loop}” trata só as primeiras ${entries} entradas da lista; as outras ficam de fora.`,
	supposedLimit: (loop, rounds, then) =>
		`“${loop}” se repete no máximo ${rounds} ${rounds === 1 ? 'vez' : 'vezes'}${then === undefined ? '' : `, depois “${then}”`}: ninguém disse quantas.`,
	state: (version, state) => `versão ${version}, ${state}`,
	states: {
		asking: 'com perguntas em aberto',
		drawn: 'desenhado',
		failed: 'falhou',
		proved: 'provado',
		confirmed: 'confirmado',
		running: 'em execução',
		ended: 'terminado',
	},
	steps: 'Etapas',
	by: 'por',
	choice: (when) => `se ${when}:`,
	otherwise: 'senão:',
	atOnce: 'ao mesmo tempo:',
	upTo: (limit) => `até ${limit} vezes`,
	waitsFor: 'espera',
	orElse: 'ou:',
	onError: 'se falhar:',
	late: (after) => `se demorar mais que ${after}:`,
	ends: 'fim',
	more: (count) => `… e mais ${count}`,
	cost: (amounts, basis) => `Custo de uma execução: ${amounts}, ${basis}.`,
	noModel: 'Custo de uma execução: nada com modelos, porque nenhum é chamado.',
	costAtLeast: (amount) => `Custo de uma execução: pelo menos ${amount}; de algumas etapas não se sabe.`,
	costNotKnown: 'Custo de uma execução: ainda não se sabe.',
	bases: { recorded: 'segundo as execuções registradas', estimated: 'estimado pelos prompts e preços' },
	aboutFrom: (likely, low, high) => `cerca de ${likely} (de ${low} a ${high})`,
	fees: 'Tarifas de outros serviços não estão incluídas.',
	personal: (fields) => `Dados pessoais: ${fields}.`,
	risks: 'Riscos',
	cannot: 'O que não pode ser feito',
	missing: 'Você precisa dar isto antes de confirmar',
	undrawn: 'Não desenhado: nada no plano diz isto',
	supposed: 'Suposições',
	faults: 'Não resolvido',
	questions: 'Perguntas',
	default: (text) => `sem resposta: ${text}`,
	decimal: ',',
};

export const explainWords: Record<Language, ExplainWords> = { en, pt };
