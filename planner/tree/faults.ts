import type { Fault, PlanTree } from './plan-tree';

type Words = Record<'en' | 'pt', readonly [message: string, fix: string]>;

/** Message and fix of each kind of problem of a tree. Numbers in braces stand for values. */
const faultWords = {
	'not-a-tree': {
		en: ['This is not a tree of blocks.', 'Write one JSON object with id, name, purpose, language, trigger, inputs and do.'],
		pt: ['Isto não é uma árvore de blocos.', 'Escreva um objeto JSON com id, name, purpose, language, trigger, inputs e do.'],
	},
	'not-a-block': {
		en: ['This is not a block: an object with a kind was expected.', 'Write an object with kind, id and name, or remove it.'],
		pt: ['Isto não é um bloco: esperava-se um objeto com kind.', 'Escreva um objeto com kind, id e name, ou retire-o.'],
	},
	empty: {
		en: ['There is no block here.', 'Add at least one block, or remove what holds the list.'],
		pt: ['Não há nenhum bloco aqui.', 'Acrescente pelo menos um bloco, ou retire o que contém a lista.'],
	},
	'too-large': {
		en: ['The tree has more than {0} {1}.', 'Leave out what is not needed, or put a part into a process of its own and call it.'],
		pt: ['A árvore tem mais de {0} {1}.', 'Retire o que não é preciso, ou ponha uma parte em outro processo e chame-o.'],
	},
	'too-deep': {
		en: ['Blocks are more than {0} levels deep.', 'Put the inner part into a process of its own and call it.'],
		pt: ['Os blocos têm mais de {0} níveis.', 'Ponha a parte de dentro em outro processo e chame-o.'],
	},
	'too-long': {
		en: ['The text has more than {0} characters.', 'Shorten it.'],
		pt: ['O texto tem mais de {0} caracteres.', 'Encurte-o.'],
	},
	missing: {
		en: ['"{0}" is missing.', 'Set "{0}": {1}.'],
		pt: ['Falta "{0}".', 'Preencha "{0}": {1}.'],
	},
	'no-key': {
		en: [
			'"{0}" waits for a message without a key: the value of "{1}" tells which instance a message is for.',
			'Set "key": the name of a variable that tells instances apart, such as an order number.',
		],
		pt: [
			'"{0}" espera uma mensagem sem chave: o valor de "{1}" diz a qual instância a mensagem pertence.',
			'Preencha "key": o nome de uma variável que distinga as instâncias, como o número do pedido.',
		],
	},
	'unknown-kind': {
		en: [
			'The block "{0}" has no kind that exists{1}: it counts as a step of a program.',
			'Set "kind": agent, node, http, human, call, choice, parallel, loop, event or end.',
		],
		pt: [
			'O bloco "{0}" não tem um kind que exista{1}: ele conta como passo de um programa.',
			'Preencha "kind": agent, node, http, human, call, choice, parallel, loop, event ou end.',
		],
	},
	'unread-decision': {
		en: [
			'Nothing reads the decision "{0}": after a no the plan goes on as after a yes.',
			'Add a choice after it with a branch for {0} = false, such as one that ends; or name {0} in "reads" of the step that tells it.',
		],
		pt: [
			'Nada lê a decisão "{0}": depois de um não o plano segue como depois de um sim.',
			'Acrescente depois dela um choice com um ramo para {0} = false, por exemplo um que termina; ou cite {0} em "reads" do passo que a informa.',
		],
	},
	'not-feel': {
		en: ['{0}', '{1}'],
		pt: [
			'"{2}" não é FEEL.',
			'Escreva uma expressão FEEL: = para comparar, and, or, not(…), textos entre aspas duplas, como status = "novo" and valor > 100.',
		],
	},
	'unknown-function': {
		en: ['FEEL has no function "{0}".', 'Use a function of FEEL, such as count, contains, lower case or date.'],
		pt: ['FEEL não tem a função "{0}".', 'Use uma função de FEEL, como count, contains, lower case ou date.'],
	},
	'unknown-variable': {
		en: ['Nothing sets the variable "{0}" before this place.', '{1}'],
		pt: ['Nada define a variável "{0}" antes deste ponto.', '{1}'],
	},
	'set-beside': {
		en: ['"{0}" is set in a branch that runs at the same time.', 'Move what reads it after the parallel block.'],
		pt: ['"{0}" é definida em um ramo que corre ao mesmo tempo.', 'Ponha quem a lê depois do bloco paralelo.'],
	},
	'may-be-null': {
		en: [
			'"{0}" has no value here on some ways, and this place cannot do without one.',
			'Set it on every way before, or make it a required input, or move this block to where it is always set.',
		],
		pt: [
			'"{0}" não tem valor aqui em alguns caminhos, e este ponto precisa de um.',
			'Defina-a antes em todos os caminhos, ou torne-a uma entrada obrigatória, ou mova este bloco para onde ela sempre está definida.',
		],
	},
	types: {
		en: [
			'{0} and {1} cannot be used together in "{2}".',
			'Compare values of the same type: a text between double quotes, a number without.',
		],
		pt: ['{0} e {1} não podem ser usados juntos em "{2}".', 'Compare valores do mesmo tipo: texto entre aspas duplas, número sem aspas.'],
	},
	'date-as-text': {
		en: ['A date is a text here, and "{0}" compares it with a date or a duration.', 'Write date(NAME), such as date(dueDate) < today().'],
		pt: ['Uma data é um texto aqui, e "{0}" a compara com uma data ou duração.', 'Escreva date(NOME), como date(prazo) < today().'],
	},
	'not-a-condition': {
		en: ['"{0}" is {1}, and not true or false.', 'Write a condition, such as status = "new".'],
		pt: ['"{0}" é {1}, e não verdadeiro ou falso.', 'Escreva uma condição, como status = "novo".'],
	},
	'not-a-list': {
		en: ['"{0}" is not a list.', 'Name a variable of the type list in "each".'],
		pt: ['"{0}" não é uma lista.', 'Ponha em "each" o nome de uma variável do tipo list.'],
	},
	'fixed-list': {
		en: [
			'"each" is a list of fixed values, {0}, and not the name of a variable.',
			'For a number of rounds, leave out "each" and "as", and set "limit". For different things, write a step for each of them.',
		],
		pt: [
			'"each" é uma lista de valores fixos, {0}, e não o nome de uma variável.',
			'Para um número de rodadas, deixe "each" e "as" de fora e preencha "limit". Para coisas diferentes, escreva um passo para cada uma.',
		],
	},
	'same-condition': {
		en: ['An earlier branch has the same condition.', 'Give the branch another condition, or put both together.'],
		pt: ['Um ramo anterior tem a mesma condição.', 'Dê outra condição ao ramo, ou junte os dois.'],
	},
	timer: {
		en: ['"{0}" is not {1}.', 'Write ISO 8601: PT2H for two hours, P3D for three days, R/P1D for every day.'],
		pt: ['"{0}" não é {1}.', 'Escreva ISO 8601: PT2H para duas horas, P3D para três dias, R/P1D para todos os dias.'],
	},
	'constant-key': {
		en: ['The key "{0}" is the same in every instance.', 'Name a variable that tells instances apart, such as an order number.'],
		pt: ['A chave "{0}" é igual em todas as instâncias.', 'Use uma variável que distinga as instâncias, como o número do pedido.'],
	},
	id: {
		en: ['The id "{0}" cannot be used.', 'Write a lower case letter, then letters, digits and hyphens, at most 60.'],
		pt: ['O id "{0}" não pode ser usado.', 'Escreva uma letra minúscula, depois letras, números e hífens, no máximo 60.'],
	},
	'id-twice': {
		en: ['The id "{0}" is used twice.', 'Give each block an id of its own.'],
		pt: ['O id "{0}" é usado duas vezes.', 'Dê a cada bloco um id próprio.'],
	},
	name: {
		en: [
			'The name "{0}" cannot be the name of a variable.',
			'Write a lower case letter, then letters and digits, at most 40, such as orderNumber.',
		],
		pt: [
			'"{0}" não pode ser nome de variável.',
			'Escreva uma letra minúscula, depois letras e números, no máximo 40, como numeroDoPedido.',
		],
	},
	label: {
		en: ['The name is empty.', 'Name it: a verb and a noun for steps, a question for choices.'],
		pt: ['O nome está vazio.', 'Dê um nome: verbo e substantivo para passos, pergunta para escolhas.'],
	},
	value: {
		en: ['"{0}" cannot be used here.', 'Expected: {1}.'],
		pt: ['"{0}" não pode ser usado aqui.', 'Esperado: {1}.'],
	},
	'same-wait': {
		en: ['The event waits for "{0}" twice.', 'Keep one of them.'],
		pt: ['O evento espera por "{0}" duas vezes.', 'Deixe só uma.'],
	},
	unreachable: {
		en: ['Nothing leads here: every way before it ends.', 'Remove the block, or let a way before it go on.'],
		pt: ['Nada chega aqui: todos os caminhos anteriores terminam.', 'Retire o bloco, ou deixe um caminho anterior continuar.'],
	},
	'one-branch': {
		en: ['A parallel block needs at least two branches, and each a block.', 'Put the blocks in a row, or add what runs beside them.'],
		pt: [
			'Um bloco paralelo precisa de pelo menos dois ramos, cada um com um bloco.',
			'Ponha os blocos em sequência, ou acrescente o que corre ao lado.',
		],
	},
	'set-twice': {
		en: ['"{0}" is also set in another branch that runs at the same time: the slower one wins.', 'Give each branch a variable of its own.'],
		pt: ['"{0}" também é definida em outro ramo que corre ao mesmo tempo: o mais lento vence.', 'Dê a cada ramo uma variável própria.'],
	},
	'end-in-branch': {
		en: [
			'The branch may end here while the others go on, and nobody would know whether to wait for it.',
			'Set "cancels": true to end everything, or end after the parallel block.',
		],
		pt: [
			'O ramo pode terminar aqui enquanto os outros continuam, e não se saberia se é preciso esperar por ele.',
			'Use "cancels": true para terminar tudo, ou termine depois do bloco paralelo.',
		],
	},
	'calls-itself': {
		en: ['The process calls itself.', 'Use a loop, or call another process.'],
		pt: ['O processo chama a si mesmo.', 'Use um laço, ou chame outro processo.'],
	},
} as const satisfies Record<string, Words>;

export type FaultRule = keyof typeof faultWords;

const maxFaults = 50;

export class Faults {
	readonly list: Fault[] = [];

	constructor(readonly language: PlanTree['language']) {}

	/** Adds a fault with its values; the last value takes the place of the fix if the rule's fix is `{fix}`. */
	add(path: string, rule: FaultRule, ...values: string[]): void {
		if (this.list.length >= maxFaults || this.list.some((one) => one.path === path && one.rule === rule)) return;
		const [message, fix] = faultWords[rule][this.language];
		this.list.push({ path, rule, message: fill(message, values), fix: fill(fix, values) });
	}
}

const fill = (text: string, values: string[]): string =>
	text.replace(/\{(\d)\}/g, (_, index: string) => shorten(values[Number(index)] ?? ''));

const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
