export interface PlanWords {
	drawn: (name: string, steps: number) => string;
	notDrawn: (faults: number) => string;
	undrawn: (texts: string) => string;
	/** Asks who does a step for which an agent was found that may not fit. */
	shallDo: (agent: string, step: string, why: string) => string;
	asks: (questions: string[]) => string;
	proved: (cases: number) => string;
	/** @param problems the first cases that failed, and ways that were missed, each with what to do */
	notProved: (missed: number, failed: number, problems: string[]) => string;
	notTried: (ways: string[]) => string;
	answers: (recorded: number, of: string, supposed: number, ofThese: string) => string;
	confirmed: (hash: string, by: string) => string;
	started: (instance: string, version: string) => string;
	deployed: (trigger: string, version: string) => string;
	notRun: (version: string) => string;
	trigger: { message: (name: string) => string; timer: (at: string) => string };
	waits: (instance: string, steps: string) => string;
	incident: (instance: string, step: string, message: string) => string;
	/** @param at time of the next attempt, where the engine says it */
	retries: (instance: string, step: string, message: string, left: number, at: string | undefined) => string;
	standsStill: (instance: string) => string;
	answerStuck: (instance: string, command: string) => string;
	askStuck: (instance: string) => string;
	retry: (instance: string) => string;
	cancel: (instance: string) => string;
	noInstance: (instance: string) => string;
	notStuck: (instance: string) => string;
	noneStuck: string;
	noneRuns: string;
	whichInstance: (instances: string[]) => string;
	completed: (instance: string, cost: string | undefined) => string;
	terminated: (instance: string) => string;
	notAsked: (engine: string, why: string) => string;
	changed: (name: string) => string;
	demanded: (answer: string) => string;
	/** Says that approvals go with a change that does not name them. */
	takesAway: (approvals: string) => string;
	removeAll: (names: string[]) => string;
	field: (name: string) => string;
	bump: (bump: 'none' | 'patch' | 'minor' | 'major') => string;
	/** Says at a terminal what comes next. */
	next: Record<
		'asking' | 'failed' | 'drawn' | 'notProved' | 'proved' | 'missing' | 'confirmed' | 'running',
		(id: string, command: string) => string
	>;
	written: (path: string) => string;
	confirms: (hash: string) => string;
	follow: (command: string) => string;
	notChanged: string;
}

const portugueseFields: Record<string, string> = {
	name: 'nome',
	purpose: 'objetivo',
	trigger: 'início',
	inputs: 'entradas',
	who: 'quem',
	needs: 'o que precisa',
	kind: 'tipo',
	instructions: 'instruções',
	branches: 'ramos',
	otherwise: 'senão',
	due: 'prazo',
	deadline: 'limite de tempo',
	reads: 'lê',
	writes: 'define',
	shows: 'mostra',
	parameters: 'parâmetros',
	limit: 'limite',
	until: 'até',
	each: 'para cada',
	waits: 'esperas',
	agent: 'agente',
	node: 'nó',
	process: 'processo',
	credential: 'credencial',
	credentials: 'credenciais',
	language: 'idioma',
	why: 'motivo',
};

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

export const planWords: Record<'en' | 'pt', PlanWords> = {
	en: {
		drawn: (name, steps) => `I drew the plan “${name}” with ${count(steps, 'step', 'steps')}. Look at it, then let it be proved.`,
		notDrawn: (faults) =>
			`I could not draw a plan that is right: ${faults} ${faults === 1 ? 'problem is' : 'problems are'} left. They are listed with what to do.`,
		undrawn: (texts) => `Not drawn: ${texts}`,
		shallDo: (agent, step, why) =>
			`Shall the agent ${agent} do “${step}”, or a person? It may not fit: ${why}. For a person, ask for a change: “${step}” is done by the team.`,
		asks: (questions) => questions.join('\n'),
		proved: (cases) => `The proof reached every branch, by ${count(cases, 'case', 'cases')}. You can confirm the plan.`,
		notProved: (missed, failed, problems) =>
			[`The proof failed. Branches that no case reaches: ${missed}. Cases that did not end as they should: ${failed}.`, ...problems].join(
				'\n',
			),
		notTried: (ways) => `No case went these ways, which need not be gone: ${ways.join(' ')}`,
		answers: (recorded, of, supposed, ofThese) =>
			[
				...(recorded > 0 ? [`Recorded answers in the cases: ${recorded} (${of}).`] : []),
				...(supposed > 0 ? [`Supposed answers, from examples: ${supposed} (${ofThese}).`] : []),
			].join(' '),
		confirmed: (hash, by) => `${by} confirmed the files with the hash ${hash.slice(0, 12)}. Only they will run.`,
		started: (instance, version) => `Instance ${instance} of version ${version} is started.`,
		deployed: (trigger, version) => `Version ${version} of the process is deployed. It starts ${trigger}.`,
		notRun: (version) => `The change to version ${version} does not run: nobody confirmed it.`,
		trigger: { message: (name) => `with the message ${name}`, timer: (at) => `by time: ${at}` },
		waits: (instance, steps) => `Instance ${instance} waits for: ${steps}.`,
		incident: (instance, step, message) => `Instance ${instance} stands still at ${step}: ${message}`,
		retries: (instance, step, message, left, at) =>
			`Instance ${instance} tries ${step} again${at === undefined ? '' : ` at ${at}`}, ${count(left, 'attempt', 'attempts')} left. It failed: ${message}`,
		standsStill: (instance) =>
			`Instance ${instance} stands still, and its engine does not list where. Try again in a minute, or look at it where instances are shown.`,
		answerStuck: (instance, command) =>
			`Instance ${instance} stands still. Say what should be done: ${command} retry ${instance}, or cancel ${instance}`,
		askStuck: (instance) =>
			`What should be done? “retry ${instance}” tries it again; “cancel ${instance}” ends the instance. If the plan itself is wrong, change it: that counts for instances that start after you confirmed the change.`,
		retry: (instance) => `Instance ${instance} is tried again where it stood still.`,
		cancel: (instance) => `Instance ${instance} is cancelled, as you said.`,
		noInstance: (instance) => `This plan has no instance ${instance} that still runs. I did nothing.`,
		notStuck: (instance) => `Instance ${instance} does not stand still. I did nothing.`,
		noneStuck: 'No instance of this plan stands still. I did nothing.',
		noneRuns: 'No instance of this plan runs any more. I did nothing.',
		whichInstance: (instances) =>
			`It could be several instances: ${instances.join(', ')}. Say which one: “cancel ${instances[0]}”. I did nothing.`,
		completed: (instance, cost) => `Instance ${instance} is done${cost === undefined ? '' : `; it cost ${cost}`}.`,
		terminated: (instance) => `Instance ${instance} was ended before it was done.`,
		notAsked: (engine, why) => `I could not ask the engine ${engine} how its instances are getting on: ${why}`,
		demanded: (answer) => `It is there because you answered “${answer}” when I asked about approvals.`,
		takesAway: (approvals) => `With this change nobody is asked any more at ${approvals}, which it does not name.`,
		removeAll: (names) => `To remove it all the same, write: ${names.map((name) => `remove "${name}"`).join('; ')}.`,
		field: (name) => name,
		bump: (bump) => `Version: ${bump}`,
		next: {
			asking: (id, command) => `Plan ${id} asks. Answer it: ${command}`,
			failed: (id, command) => `Plan ${id} failed. Say the wish in other words: ${command}`,
			drawn: (id, command) => `Plan ${id} is drawn. Prove it: ${command}`,
			notProved: (id, command) => `Plan ${id} is not proved, so that it cannot be confirmed. Say what should be different: ${command}`,
			proved: (id, command) => `Plan ${id} is proved. Confirm it: ${command}`,
			missing: (id, command) =>
				`Plan ${id} is proved, but cannot be confirmed yet: something is missing. Give it, then prove it again: ${command}`,
			confirmed: (id, command) => `Plan ${id} is confirmed. Run it: ${command}`,
			running: (id, command) => `Plan ${id} runs. See how it gets on: ${command}`,
		},
		written: (path) => `Written: ${path}`,
		confirms: (hash) => `Confirm these files, ${hash.slice(0, 12)}?`,
		follow: (command) => `Follow it with \`${command}\`.`,
		changed: (name) => `I changed the plan “${name}”. It has to be proved and confirmed again.`,
		notChanged: 'I left the plan as it was, because the change cannot be made so:',
	},
	pt: {
		drawn: (name, steps) => `Desenhei o plano “${name}” com ${count(steps, 'etapa', 'etapas')}. Veja o plano e depois peça a prova.`,
		notDrawn: (faults) =>
			`Não consegui desenhar um plano correto: ${faults === 1 ? 'resta 1 problema' : `restam ${faults} problemas`}. Estão na lista, com o que fazer.`,
		undrawn: (texts) => `Não desenhado: ${texts}`,
		shallDo: (agent, step, why) =>
			`O agente ${agent} faz “${step}”, ou uma pessoa? Talvez não sirva: ${why}. Para uma pessoa, peça a mudança: “${step}” é feito por equipe.`,
		asks: (questions) => questions.join('\n'),
		proved: (cases) => `Todos os caminhos foram percorridos na prova, em ${count(cases, 'caso', 'casos')}. Você pode confirmar o plano.`,
		notProved: (missed, failed, problems) =>
			[`A prova falhou. Caminhos que nenhum caso alcança: ${missed}. Casos que não terminaram como deviam: ${failed}.`, ...problems].join(
				'\n',
			),
		notTried: (ways) => `Nenhum caso seguiu estes caminhos, que não precisam ser seguidos: ${ways.join(' ')}`,
		answers: (recorded, of, supposed, ofThese) =>
			[
				...(recorded > 0 ? [`Respostas gravadas nos casos: ${recorded} (${of}).`] : []),
				...(supposed > 0 ? [`Respostas supostas, a partir de exemplos: ${supposed} (${ofThese}).`] : []),
			].join(' '),
		confirmed: (hash, by) => `${by} confirmou os arquivos com o hash ${hash.slice(0, 12)}. Só eles serão executados.`,
		started: (instance, version) => `A instância ${instance} da versão ${version} foi iniciada.`,
		deployed: (trigger, version) => `A versão ${version} do processo está implantada. Ela começa ${trigger}.`,
		notRun: (version) => `A mudança para a versão ${version} não é executada: ninguém a confirmou.`,
		trigger: { message: (name) => `com a mensagem ${name}`, timer: (at) => `pelo tempo: ${at}` },
		waits: (instance, steps) => `A instância ${instance} espera por: ${steps}.`,
		incident: (instance, step, message) => `A instância ${instance} está parada em ${step}: ${message}`,
		retries: (instance, step, message, left, at) =>
			`A instância ${instance} tenta ${step} de novo${at === undefined ? '' : ` em ${at}`}, ${left === 1 ? 'resta' : 'restam'} ${count(left, 'tentativa', 'tentativas')}. Falhou: ${message}`,
		standsStill: (instance) =>
			`A instância ${instance} está parada, e o motor não lista onde. Tente de novo em um minuto ou veja-a onde as instâncias são mostradas.`,
		answerStuck: (instance, command) =>
			`A instância ${instance} está parada. Diga o que fazer: ${command} repetir ${instance}, ou cancelar ${instance}`,
		askStuck: (instance) =>
			`O que fazer? “repetir ${instance}” tenta outra vez; “cancelar ${instance}” encerra a instância. Se o próprio plano está errado, altere-o: a mudança vale para as instâncias iniciadas depois que você a confirmar.`,
		retry: (instance) => `A instância ${instance} tenta outra vez onde estava parada.`,
		cancel: (instance) => `A instância ${instance} foi cancelada, como você disse.`,
		noInstance: (instance) => `Este plano não tem nenhuma instância ${instance} em execução. Não fiz nada.`,
		notStuck: (instance) => `A instância ${instance} não está parada. Não fiz nada.`,
		noneStuck: 'Nenhuma instância deste plano está parada. Não fiz nada.',
		noneRuns: 'Nenhuma instância deste plano está mais em execução. Não fiz nada.',
		whichInstance: (instances) =>
			`Pode ser uma de várias instâncias: ${instances.join(', ')}. Diga qual: “cancelar ${instances[0]}”. Não fiz nada.`,
		completed: (instance, cost) => `A instância ${instance} terminou${cost === undefined ? '' : ` e custou ${cost}`}.`,
		terminated: (instance) => `A instância ${instance} foi encerrada antes de terminar.`,
		notAsked: (engine, why) => `Não consegui perguntar ao motor ${engine} como estão as instâncias: ${why}`,
		demanded: (answer) => `Está ali porque você respondeu “${answer}” quando perguntei sobre aprovações.`,
		takesAway: (approvals) => `Com essa mudança ninguém mais é consultado em ${approvals}, que ela não cita.`,
		removeAll: (names) => `Para remover assim mesmo, escreva: ${names.map((name) => `remova "${name}"`).join('; ')}.`,
		field: (name) => portugueseFields[name] ?? name,
		bump: (bump) => `Versão: ${{ none: 'igual', patch: 'correção', minor: 'menor', major: 'maior' }[bump]}`,
		next: {
			asking: (id, command) => `O plano ${id} pergunta. Responda: ${command}`,
			failed: (id, command) => `O plano ${id} falhou. Diga o pedido com outras palavras: ${command}`,
			drawn: (id, command) => `O plano ${id} está desenhado. Prove: ${command}`,
			notProved: (id, command) => `O plano ${id} não está provado e por isso não pode ser confirmado. Diga o que deve mudar: ${command}`,
			proved: (id, command) => `O plano ${id} está provado. Confirme: ${command}`,
			missing: (id, command) =>
				`O plano ${id} está provado, mas ainda não pode ser confirmado: falta algo. Dê o que falta e prove de novo: ${command}`,
			confirmed: (id, command) => `O plano ${id} está confirmado. Execute: ${command}`,
			running: (id, command) => `O plano ${id} está em execução. Acompanhe: ${command}`,
		},
		written: (path) => `Gravado: ${path}`,
		confirms: (hash) => `Confirma estes arquivos, ${hash.slice(0, 12)}?`,
		follow: (command) => `Acompanhe com \`${command}\`.`,
		changed: (name) => `Mudei o plano “${name}”. Ele precisa ser provado e confirmado de novo.`,
		notChanged: 'Deixei o plano como estava, porque a mudança não pode ser feita assim:',
	},
};
