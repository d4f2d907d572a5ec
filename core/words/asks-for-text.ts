import { foldAccents } from './terms';

/** Greetings, and how one asks. */
const courtesies =
	'(?:(?:hi|hello|hey|please|pls|kindly|now|just|can|could|would|will|you|i|we|me|us|want|need|like|to|help|let|do|ola|oi|bom dia|boa tarde|boa noite|por favor|favor|agora|voce|vc|pode|poderia|consegue|quero|queria|gostaria|preciso|de|que|nos|ajude|a|hola|puedes|podrias|quiero|necesito)[ ,.!:]+){0,8}';
/** Verbs that only have a text as their object. */
const works = [
	'translat(?:e|es|or)|summari[sz](?:e|es|er)|paraphrases?|rephrases?|rewords?|rewrites?|proofreads?|transcribes?|composes?|drafts?',
	'traduz(?:a|ir)?|resum(?:a|e|ir|o)|parafrase(?:ie|ar)|reformul(?:e|a|ar)|reescrev(?:a|e|er)|transcrev(?:a|e|er)|redij[ai]|redigir',
	'traduce|traducir|reescribe|reescribir|redacta|redactar',
].join('|');
/** Verbs that can have one. "Create an order" has another. */
const makes = [
	'write|create|make(?: up)?|invent|tell(?: me)?|give(?: me)?|show(?: me)?|generate|correct|edit|continue|complete|quote|repeat|read|format|shorten',
	'escrev(?:a|e|er)|cri(?:e|a|ar)|invent(?:e|a|ar)|cont(?:e|a|ar)(?: me)?|ger(?:e|a|ar)|corrij[ai]|corrigir|complet(?:e|a|ar)|cit(?:e|a|ar)|repit[ae]|faca|fazer|mostre',
	'escribe|escribir|cuenta(?:me)?|genera|corrige|haz|dame',
].join('|');
const kinds = [
	'jokes?|story|stories|poems?|limericks?|haikus?|songs?|lyrics|letters?|speech|toasts?|essays?|articles?|captions?|slogans?|headlines?|dialogues?|scripts?|recipes?|texts?|sentences?|paragraphs?|translations?|(?:this|the following) summary',
	'piadas?|historias?|poemas?|poesias?|cancao|cartas?|discursos?|redacao|artigos?|legendas?|dialogos?|roteiros?|receitas?|textos?|frases?|paragrafos?|traducao|versos?',
	'chistes?|cuentos?|cancion|recetas?|parrafos?|traduccion',
].join('|');
const article = '(?:an? |the |this |that |my |one |some |um |uma |o |a |os |as |este |esta |esse |essa |meu |minha |un |una |el |la )?';
const named = `${article}(?:[a-z]{1,20} ){0,3}?(?:${kinds})`;
/** A message can name only the kind: "A limerick about a programmer". */
const order = new RegExp(
	`^[^a-z0-9]*(?:${courtesies}(?:(?:${works})|(?:${makes}) ${named})|(?:please,? |por favor,? )?${article}(?:[a-z]{1,20} )?(?:${kinds}))(?![a-z])`,
);
const job = new RegExp(
	`^[^a-z0-9]*(?:(?:you|voce) )?(?:(?:are|e) (?:an? |um |uma )?(?:[a-z-]{1,20} ){0,3})?(?:(?:${works})|(?:writes?|escreve) ${named}|(?:writer|poet|editor|copywriter|storyteller|proofreader|poeta|tradutora?|escritora?|redatora?|revisora?)s?)(?![a-z])`,
);
const firstSentence = /^[^.!?\n]{1,300}/;
const fold = (text: string): string => foldAccents(text.trim().toLowerCase()).replace(/\s+/g, ' ');

/**
 * Returns whether the message, or the agent's job, is work on a text: to translate, summarise or write. Such a text is nobody's word to the
 * reader. @param message the order at its beginning decides: what comes after a colon, a line or a quotation mark is the text @param author the
 * prompt of the agent, whose first sentence says its job
 */
export function asksForText(message: string, author = ''): boolean {
	const [head = ''] = message.trim().split(/[:\n"“«]/);
	return order.test(fold(head)) || job.test(fold(firstSentence.exec(author.trim())?.[0] ?? ''));
}
