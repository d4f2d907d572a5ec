export interface FailureWords {
	deployment: (why: string) => string;
	deploymentAt: (step: string, why: string) => string;
	form: (step: string, why: string) => string;
	incident: (step: string, why: string) => string;
	way: (choice: string, way: string, expected: number, actual: number) => string;
	/** It waits at a step that it should not have come to. */
	astray: (step: string) => string;
	person: (step: string) => string;
	job: (step: string) => string;
	refused: (step: string, code: string) => string;
	step: (step: string, expected: number, actual: number) => string;
	set: (step: string, variable: string, expected: string, actual: string) => string;
	gets: (step: string, value: string, expected: string, actual: string) => string;
	given: (variable: string, expected: string, actual: string) => string;
	notBegun: string;
	waits: (steps: string) => string;
	stands: (step: string) => string;
	ended: (outcome: string) => string;
	/** Said after another problem. */
	waitsNow: (steps: string) => string;
	endless: string;
	unplayable: (why: string) => string;
	/** Said where the evaluation set of an agent, or a case of it, cannot be played. */
	unplayedSet: (agent: string, why: string) => string;
	noField: (variable: string) => string;
	noTime: string;
}

const once = (count: number): string => (count === 1 ? 'once' : `${count} times`);
const vezes = (count: number): string => (count === 1 ? '1 vez' : `${count} vezes`);

export const failureWords: Record<'en' | 'pt', FailureWords> = {
	en: {
		deployment: (why) => `The process should be deployed, but it is refused: ${why} Draw the plan again, or correct the file.`,
		deploymentAt: (step, why) => `“${step}” should be deployed, but is refused: ${why} Draw the plan again, or correct this step.`,
		form: (step, why) => `The form of “${step}” should take what the plan asks for, but: ${why}. Look at the fields of this form.`,
		incident: (step, why) => `“${step}” should go on, but it stands still (${why}). Look at the values that it reads and sets.`,
		way: (choice, way, expected, actual) =>
			`At “${choice}”, the way “${way}” should be taken ${once(expected)}, but was taken ${once(actual)}. ` +
			'Look at the condition of this way.',
		astray: (step) => `The instance should not come to “${step}” then, but it does. Look at the conditions before this step.`,
		person: (step) => `“${step}” should wait for a person, but it does not. Look at the way that leads there.`,
		job: (step) => `“${step}” should begin, but it does not. Look at the way that leads there.`,
		refused: (step, code) => `“${step}” should take its answer, but refuses it (${code}). Look at this step.`,
		step: (step, expected, actual) =>
			`“${step}” should be done ${once(expected)}, but was done ${once(actual)}. Look at the ways that lead there.`,
		set: (step, variable, expected, actual) =>
			`“${step}” should set “${variable}” to ${expected}, but it is ${actual}. Look at what this step sets.`,
		gets: (step, value, expected, actual) =>
			`“${step}” should get ${expected} as “${value}”, but gets ${actual}. Look at what this step reads.`,
		given: (variable, expected, actual) => `“${variable}” should be ${expected}, but is ${actual}. Look at what the process begins with.`,
		notBegun: 'An instance should begin, but none does. Look at how the process begins.',
		waits: (steps) => `The instance should end, but it waits at ${steps}. Look at what ends this step.`,
		stands: (step) => `The instance should end, but nothing goes on after “${step}”. Look at where the ways after this step meet again.`,
		ended: (outcome) => `The instance should end as planned, but it is ${outcome}. Look at its ends.`,
		waitsNow: (steps) => `At the end the instance waits at ${steps}.`,
		endless: 'The instance should end, but it goes on for ever. Give its loop a way out.',
		unplayable: (why) => `The case should be played, but it cannot be: ${why}`,
		unplayedSet: (agent, why) =>
			`The recordings of ${agent} cannot all be played: ${why} What is missing is supposed. Record its evaluation set again.`,
		noField: (variable) => `it has no field for “${variable}”`,
		noTime: 'The case was not played: the time for the proof was over. Prove the plan again.',
	},
	pt: {
		deployment: (why) => `O processo deveria ser implantado, mas é recusado: ${why} Desenhe o plano de novo ou corrija o arquivo.`,
		deploymentAt: (step, why) => `“${step}” deveria ser implantada, mas é recusada: ${why} Desenhe o plano de novo ou corrija a etapa.`,
		form: (step, why) => `O formulário de “${step}” deveria aceitar o que o plano pede, mas: ${why}. Veja os campos desse formulário.`,
		incident: (step, why) => `“${step}” deveria continuar, mas está parada (${why}). Veja os valores que essa etapa lê e define.`,
		way: (choice, way, expected, actual) =>
			`Em “${choice}”, o caminho “${way}” deveria ser seguido ${vezes(expected)}, mas foi seguido ${vezes(actual)}. ` +
			'Veja a condição desse caminho.',
		astray: (step) => `A instância não deveria chegar a “${step}” nesse momento, mas chega. Veja as condições antes dessa etapa.`,
		person: (step) => `“${step}” deveria esperar por uma pessoa, mas não espera. Veja o caminho que leva até lá.`,
		job: (step) => `“${step}” deveria começar, mas não começa. Veja o caminho que leva até lá.`,
		refused: (step, code) => `“${step}” deveria aceitar a resposta, mas a recusa (${code}). Veja essa etapa.`,
		step: (step, expected, actual) =>
			`“${step}” deveria ser feita ${vezes(expected)}, mas foi feita ${vezes(actual)}. Veja os caminhos que levam até lá.`,
		set: (step, variable, expected, actual) =>
			`“${step}” deveria definir “${variable}” como ${expected}, mas o valor é ${actual}. Veja o que essa etapa define.`,
		gets: (step, value, expected, actual) =>
			`“${step}” deveria receber ${expected} como “${value}”, mas recebe ${actual}. Veja o que essa etapa lê.`,
		given: (variable, expected, actual) => `“${variable}” deveria ser ${expected}, mas é ${actual}. Veja com que o processo começa.`,
		notBegun: 'Uma instância deveria começar, mas nenhuma começa. Veja como o processo começa.',
		waits: (steps) => `A instância deveria terminar, mas espera em ${steps}. Veja o que termina essa etapa.`,
		stands: (step) =>
			`A instância deveria terminar, mas nada continua depois de “${step}”. Veja onde os caminhos depois dela se encontram.`,
		ended: (outcome) => `A instância deveria terminar como planejado, mas está ${outcome}. Veja os fins dela.`,
		waitsNow: (steps) => `No fim, a instância espera em ${steps}.`,
		endless: 'A instância deveria terminar, mas continua para sempre. Dê uma saída à repetição.',
		unplayable: (why) => `O caso deveria ser executado, mas não pode: ${why}`,
		unplayedSet: (agent, why) =>
			`Nem todas as gravações de ${agent} podem ser usadas: ${why} O que falta é suposto. Grave de novo o conjunto de avaliação dele.`,
		noField: (variable) => `falta o campo de “${variable}”`,
		noTime: 'O caso não foi executado: o tempo da prova acabou. Peça a prova de novo.',
	},
};
