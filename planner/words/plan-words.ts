/** Words of the planner in conversations, as people read them. */
export interface PlanWords {
	drawn: (name: string, steps: number) => string;
	notDrawn: (faults: number) => string;
	asks: (questions: string[]) => string;
	proved: (cases: number) => string;
	/** @param problems the first cases that failed, and ways that were missed, each with what to do */
	notProved: (missed: number, failed: number, problems: string[]) => string;
	notTried: (ways: string[]) => string;
	answers: (recorded: number, of: string, supposed: number, ofThese: string) => string;
	confirmed: (hash: string, by: string) => string;
	started: (instance: string) => string;
	deployed: (trigger: string) => string;
	trigger: { message: (name: string) => string; timer: (at: string) => string };
	waits: (instance: string, steps: string) => string;
	incident: (instance: string, step: string, message: string) => string;
	completed: (instance: string, cost: string | undefined) => string;
	terminated: (instance: string) => string;
	notAsked: (engine: string, why: string) => string;
	changed: (name: string) => string;
	notChanged: string;
}

export const planWords: Record<'en' | 'pt', PlanWords> = {
	en: {
		drawn: (name, steps) => `I drew the plan “${name}” with ${steps} steps. Look at it, then let it be proved.`,
		notDrawn: (faults) =>
			`I could not draw a plan that is right: ${faults} ${faults === 1 ? 'problem is' : 'problems are'} left. They are listed with what to do.`,
		asks: (questions) => questions.join('\n'),
		proved: (cases) => `The proof reached every branch, by ${cases} ${cases === 1 ? 'case' : 'cases'}. You can confirm the plan.`,
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
		started: (instance) => `Instance ${instance} is started.`,
		deployed: (trigger) => `The process is deployed. It starts ${trigger}.`,
		trigger: { message: (name) => `with the message ${name}`, timer: (at) => `by time: ${at}` },
		waits: (instance, steps) => `Instance ${instance} waits for: ${steps}.`,
		incident: (instance, step, message) => `Instance ${instance} stands still at ${step}: ${message}`,
		completed: (instance, cost) => `Instance ${instance} is done${cost === undefined ? '' : `; it cost ${cost}`}.`,
		terminated: (instance) => `Instance ${instance} was ended before it was done.`,
		notAsked: (engine, why) => `I could not ask the engine ${engine} how its instances are getting on: ${why}`,
		changed: (name) => `I changed the plan “${name}”. It has to be proved and confirmed again.`,
		notChanged: 'I left the plan as it was, because the change cannot be made so:',
	},
	pt: {
		drawn: (name, steps) => `Desenhei o plano “${name}” com ${steps} etapas. Veja o plano e depois peça a prova.`,
		notDrawn: (faults) =>
			`Não consegui desenhar um plano correto: ${faults === 1 ? 'resta 1 problema' : `restam ${faults} problemas`}. Estão na lista, com o que fazer.`,
		asks: (questions) => questions.join('\n'),
		proved: (cases) =>
			`Todos os caminhos foram percorridos na prova, em ${cases} ${cases === 1 ? 'caso' : 'casos'}. Você pode confirmar o plano.`,
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
		started: (instance) => `A instância ${instance} foi iniciada.`,
		deployed: (trigger) => `O processo está implantado. Ele começa ${trigger}.`,
		trigger: { message: (name) => `com a mensagem ${name}`, timer: (at) => `pelo tempo: ${at}` },
		waits: (instance, steps) => `A instância ${instance} espera por: ${steps}.`,
		incident: (instance, step, message) => `A instância ${instance} está parada em ${step}: ${message}`,
		completed: (instance, cost) => `A instância ${instance} terminou${cost === undefined ? '' : ` e custou ${cost}`}.`,
		terminated: (instance) => `A instância ${instance} foi encerrada antes de terminar.`,
		notAsked: (engine, why) => `Não consegui perguntar ao motor ${engine} como estão as instâncias: ${why}`,
		changed: (name) => `Mudei o plano “${name}”. Ele precisa ser provado e confirmado de novo.`,
		notChanged: 'Deixei o plano como estava, porque a mudança não pode ser feita assim:',
	},
};
