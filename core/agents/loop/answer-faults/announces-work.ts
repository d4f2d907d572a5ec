import { withoutGreeting } from './without-greeting';

const announcement =
	/^[^.!?\n]{0,30}[.!,]?\s*(?:(?:let me|i will|i'll|i am going to|i'm going to|deixe-me|deixa eu|vou)\s(?:\p{L}+\s)?(?:check|look|ask|find|search|verify|consultar|verificar|perguntar|checar|buscar|procurar|olhar|ver)(?!\p{L})|i am (?:checking|looking|storing|saving|asking)|estou (?:consultando|verificando|guardando|salvando|buscando|perguntando))/iu;
/** Fully in brackets like a stage direction: "[transfers you to sales]". */
const direction =
	/^\s*(?:\[(?:[^\]\d]{0,40}\p{L}[ -]\p{L}[^\]]{0,99}\]|\p{L}+\])|\*(?:hands?|transfers?|connects?|calls?|forwards?|checks?|looks?|transfere|encaminha|chama|consulta|verifica)\s[^*]{1,99}\*)\s*$/iu;
const acts = [
	'refund',
	'cancel',
	'book',
	'schedule',
	'process',
	'issue',
	'update',
	'change',
	'create',
	'register',
	'arrange',
	'confirm',
	'save',
	'store',
	'record',
	'note',
	'reembolsar',
	'estornar',
	'cancelar',
	'agendar',
	'processar',
	'emitir',
	'atualizar',
	'alterar',
	'criar',
	'registrar',
	'providenciar',
	'solicitar',
	'confirmar',
	'conferir',
	'guardar',
	'salvar',
	'gravar',
	'anotar',
];
const act = new RegExp(
	String.raw`^[^.!?\n]{0,40}[.!,]?\s*(?:i will|i['’]ll|i am going to|i['’]m going to|let me|vou|irei)\s(?:now |just |go ahead and |agora |já )?(?:${acts.join('|')})(?!\p{L})`,
	'iu',
);
const condition =
	/(?<!\p{L})(?:if|once|when|after|unless|until|as soon as|before|please|se|quando|assim que|depois|após|até|antes|caso|por favor)(?!\p{L})/iu;
const longestAnnouncement = 140;

/** Returns whether an answer of an agent with tools ends where its work would begin. A greeting before it does not count. */
export function announcesWork(answer: string, prompt = ''): boolean {
	const text = withoutGreeting(answer, prompt);
	if (text.length > longestAnnouncement || text.includes('?')) return false;
	return announcement.test(text) || direction.test(answer) || (act.test(text) && !condition.test(text));
}
