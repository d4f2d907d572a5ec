import { withoutGreeting } from './without-greeting';

/** An answer that ends where the work would begin. */
const announcement =
	/^[^.!?\n]{0,30}[.!,]?\s*(?:(?:let me|i will|i'll|i am going to|i'm going to|deixe-me|deixa eu|vou)\s(?:\p{L}+\s)?(?:check|look|ask|find|search|verify|consultar|verificar|perguntar|checar|buscar|procurar|olhar|ver)(?!\p{L})|i am (?:checking|looking|storing|saving|asking)|estou (?:consultando|verificando|guardando|salvando|buscando|perguntando))/iu;
/** All of it is in brackets, as a script says what happens on the stage: "[transfers you to sales]". */
const direction =
	/^\s*(?:\[(?:[^\]\d]{0,40}\p{L}[ -]\p{L}[^\]]{0,99}\]|\p{L}+\])|\*(?:hands?|transfers?|connects?|calls?|forwards?|checks?|looks?|transfere|encaminha|chama|consulta|verifica)\s[^*]{1,99}\*)\s*$/iu;
/** An act that a tool would do, as if it came next. */
const acts = [
	...['refund', 'cancel', 'book', 'schedule', 'process', 'issue', 'update', 'change', 'create', 'register', 'arrange', 'confirm'],
	...['save', 'store', 'record', 'note'],
	...['reembolsar', 'estornar', 'cancelar', 'agendar', 'processar', 'emitir', 'atualizar', 'alterar', 'criar', 'registrar', 'providenciar'],
	...['solicitar', 'confirmar', 'conferir', 'guardar', 'salvar', 'gravar', 'anotar'],
];
const act = new RegExp(
	String.raw`^[^.!?\n]{0,40}[.!,]?\s*(?:i will|i['’]ll|i am going to|i['’]m going to|let me|vou|irei)\s(?:now |just |go ahead and |agora |já )?(?:${acts.join('|')})(?!\p{L})`,
	'iu',
);
/** It depends on something, or is offered. */
const condition =
	/(?<!\p{L})(?:if|once|when|after|unless|until|as soon as|before|please|se|quando|assim que|depois|após|até|antes|caso|por favor)(?!\p{L})/iu;
const longestAnnouncement = 140;

/** Returns whether an answer of an agent with tools ends where its work would begin. A greeting before it is nothing that was done. */
export function announcesWork(answer: string, prompt = ''): boolean {
	const text = withoutGreeting(answer, prompt);
	if (text.length > longestAnnouncement || text.includes('?')) return false;
	return announcement.test(text) || direction.test(answer) || (act.test(text) && !condition.test(text));
}
