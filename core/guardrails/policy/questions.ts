import { foldAccents } from '../../words/terms';
import type { Span } from './sentences';
import { splitSentences } from './sentences';

interface Questions {
	spans: Span[];
	count: number;
	/** Courtesies such as "Thank you!" after a question do not count. */
	asks: boolean;
}

/** Questions even without a question mark. */
const asking =
	/^(?:(?:e|mas|entao|and|so|but|ok|certo|then)[, ]{1,2})?(?:qual|quais|quantos?|quantas?|quem|(?:em|de|com|por) (?:qual|quais|que|quem)|onde|por ?que|(?:voce|vc|o senhor|a senhora|voces) (?:pode|poderia|quer|gostaria|tem|ja|prefere|deseja|precisa|sabe)|(?:poderia|podes|gostaria|quer|deseja|prefere) |(?:pode|consegue) (?:me|nos) (?:mandar|enviar|mostrar|explicar) (?!.{0,80}(?:quando quiser|se precisar|sempre que|a qualquer))|(?:what|which|who|whose|where|why) |how (?:many|much|old|long|often|about|can|do|did|is|are|would|may) |(?:do|does|did|can|could|would|will|may|is|are|have|has) (?:you|your|there) |(?:can|could|may|shall|should) (?:i|we) )/;
/** Requests for an answer: `me diz qual o seu nome`, `I'd like to know your size`. */
const request =
	/^(?:(?:e|mas|entao|and|so|but|ok|certo|por favor|por gentileza|please|agora|now|just)[, ]{1,2}){0,2}(?:(?:me|nos) (?:diz|diga|fala|fale|conta|conte|inform[ae]|passa|passe|confirm[ae])|(?:diga|fale|conte|informe|passe|confirme)(?:-me|-nos| para mim)?|(?:pode|poderia|consegue|conseguiria|preciso que voce) me (?:diz|diga|dizer|fala|falar|conta|contar|informe|informar|passe|passar|confirme|confirmar)|(?:eu )?(?:gostaria de|queria|quero|preciso) saber|(?:tell|give) (?:me|us)|(?:share|confirm|provide|let (?:me|us) know)|(?:i would|i'd|we'd|we would) (?:like|love) to (?:know|hear)|(?:i|we) need to know),? (?:also |tambem )?(?:(?:o |a |os |as )?(?:seus?|suas?|teus?|tuas?|your)|qual|quais|quem|onde|quant[oa]s?|o que|em que|por que|what|which|who|whose|where|why|how (?:many|much|old|long|often)) /;
const maxBareQuestionLength = 120;
/** A question before such a sentence still waits for its answer. */
const courtesy =
	/^(?:muito |many )?(?:obrigad[oa]|obg|grat[oa]|agradec\w{0,8}|valeu|aguardo|fico (?:no|a|ao) |estou (?:no aguardo|a disposicao|aqui)|abracos?|atenciosamente|att|por (?:favor|gentileza)|me (?:avis[ae]|diga|diz|conte|conta|fal[ae]|inform[ae])|e so me |responda|assim (?:eu |nos |que )?(?:consigo|posso|conseguimos|podemos|poderei|saberei)|preciso (?:diss[oa]|dest[ae]|dess[ae])|isso (?:me )?(?:ajuda|vai)|sem pressa|thank|thanks|cheers|best|regards|kind regards|please|let me know|just let me know|looking forward|i(?:'|’)?ll wait|take your time|so (?:that )?(?:i|we) can|(?:that|this|it) (?:will |would )?helps?|i need (?:this|that|it) )/;
const maxCourtesyLength = 120;

/** Ignores marks inside addresses, quotations and brackets in mid-sentence, and requests to repeat what could not be heard, read or understood. */
export function readQuestions(text: string): Questions {
	const spans: Span[] = [];
	let asks = false;
	let isUnread = false;
	for (const sentence of splitSentences(text)) {
		const written = text.slice(sentence.start, sentence.end);
		isUnread ||= unread.test(fold(written));
		if (isRepeatRequest(written, isUnread)) asks = true;
		else if (isQuestion(written) || (!asks && isRequest(written))) {
			spans.push({ start: sentence.start, end: sentence.start + written.trimEnd().length });
			asks = true;
		} else if (asks && !isCourtesy(written)) asks = false;
	}
	return { spans, count: spans.length, asks };
}

/** True for a sentence of at least four words besides questions and courtesies. */
export function hasContent(text: string): boolean {
	return splitSentences(text).some(({ start, end }) => {
		const written = text.slice(start, end);
		const words = written.match(/[\p{L}\p{N}]+/gu) ?? [];
		return words.length >= fewestWords && !isQuestion(written) && !isRequest(written) && !isCourtesy(written);
	});
}
const fewestWords = 4;

const unread =
	/(?<![a-z])(?:nao (?:(?:o |a |te |eu )?(?:consegui(?:mos)?|consigo|pude|deu para|deu pra|foi possivel) (?:o |a |te )?(?:ouvir|escutar|entender|compreender|ler|ver|abrir|carregar|baixar|transcrever)(?:-[a-z]{1,3})?|(?:te |o |a )?(?:ouvi|escutei|entendi|compreendi)(?: (?:bem|direito|muito bem))?(?![a-z]))|(?:couldn't|could not|can't|cannot|wasn't able to|was not able to|unable to) (?:quite )?(?:hear|listen|understand|read|see|open|load|make out|transcribe)|(?:didn't|did not) (?:quite )?(?:hear|understand|catch|get that))/;
const repeats =
	/(?<![a-z])(?:repet(?:e|ir|ia)|repita|de novo|novamente|outra vez|mais uma vez|reenvi(?:a|e|ar)|reescrev(?:e|er)|reformul(?:a|e|ar)|por escrito|(?:por|em|no|como) texto|digit(?:a|e|ar)|explic(?:a|ar)|explique|esclarec(?:e|er|a)|de outr[oa] (?:jeito|forma|maneira)|o que (?:quis|quer) dizer|o que voce (?:quis|quer) dizer|repeat|again|resend|rephrase|write it|as text|in writing|type it|explain|clarify|did you mean|do you mean)(?![a-z])/;
const pleaseAgain =
	/^(?:como assim|o que (?:voce )?quis dizer|pode repetir|what do you mean|pardon|come again|could you repeat (?:that|it))(?:,? (?:por favor|please))?[?.! ]{0,4}$/;

function isRepeatRequest(sentence: string, isUnread: boolean): boolean {
	const start = readStart(sentence);
	return pleaseAgain.test(start) || (isUnread && /[?？]/.test(sentence) && repeats.test(fold(sentence)));
}

const upToLastSign = /^[^]*[\p{L}\p{N}?？.!:;]/u;

function isQuestion(sentence: string): boolean {
	const bare = upToLastSign.exec(sentence.replace(/\[\d{1,3}\]/g, ''))?.[0] ?? '';
	if (/[?？][!.…]*$/.test(bare)) return true;
	if (bare.length > maxBareQuestionLength || /[.!:;,]/.test(bare)) return false;
	return asking.test(readStart(bare));
}

/** After a question, the same words only ask for its answer. */
function isRequest(sentence: string): boolean {
	return sentence.trim().length <= maxBareQuestionLength && request.test(readStart(sentence));
}

function isCourtesy(sentence: string): boolean {
	const start = readStart(sentence);
	return start === '' || (sentence.trim().length <= maxCourtesyLength && courtesy.test(start));
}

const fold = (sentence: string): string => foldAccents(sentence.slice(0, maxFolded)).toLowerCase().replaceAll('’', "'");
const maxFolded = 300;

const readStart = (sentence: string): string => fold(sentence.slice(0, maxCourtesyLength)).replace(/^[^\p{L}\p{N}]+/u, '');
