import { BoundedCache } from '../../base/bounded-cache';
import { splitSentences } from '../policy/sentences';
import { readLetters } from './disguises';
import { listShingles, splitWords } from './words';

export interface Directive {
	words: number;
	shingles: readonly string[];
	letters: string;
}

const minWords = 6;
const identity = [
	'you are',
	'act as',
	'your (?:role|task|job|goal|name)',
	'voce (?:e|atua)',
	'aja como',
	'atue como',
	'(?:sua|seu) (?:funcao|papel|tarefa|objetivo|nome)',
	'eres',
	'actua como',
	'tu (?:rol|tarea|funcion|nombre)',
];
const adverbs = 'never|always|only|do not|don t|nunca|sempre|so|nao|siempre|no';
const speech = [
	'answer',
	'respond',
	'reply',
	'greet',
	'ask',
	'speak',
	'write',
	'say',
	'tell',
	'mention',
	'reveal',
	'offer',
	'promise',
	'discuss',
	'responda',
	'cumprimente',
	'pergunte',
	'fale',
	'escreva',
	'diga',
	'mencione',
	'revele',
	'ofereca',
	'prometa',
	'saluda',
	'pregunta',
	'habla',
	'escribe',
	'menciona',
	'ofrezcas',
	'prometas',
];
const people =
	'customers?|users?|clients?|visitors?|guests?|leads?|patients?|callers?|clientes?|usuari[oa]s?|visitantes?|hospedes?|pacientes?';

/** A model's identity, manner and audience, in English, Portuguese and Spanish; facts for answers have none of these. */
const toModel = new RegExp(
	[
		`^(?:${identity.join('|')})\\b`,
		`^(?:(?:${adverbs}) )?(?:${speech.join('|')})\\b`,
		`^(?:if|when|once|se|quando|caso|si|cuando) .*\\b(?:${people})\\b`,
		'\\b(?:system prompt|these instructions|your instructions|estas instrucoes|suas instrucoes|estas instrucciones|tus instrucciones)\\b',
	].join('|'),
);
/** Texts that the prompt gives to be said: in quotes, or after a colon. */
const toSay = /"[^"\n]*"|“[^“”\n]*”|«[^«»\n]*»|`[^`\n]*`|:[^\n]*/g;

const known = new BoundedCache<Directive[]>(100);

export function findDirectives(prompt: string): Directive[] {
	const before = known.get(prompt);
	if (before) return before;
	const text = prompt.replaceAll(toSay, '.\n');
	const directives = splitSentences(text).flatMap(({ start, end }) => readDirective(text.slice(start, end), start === 0));
	known.set(prompt, directives);
	return directives;
}

/** Prompts often begin with the task: "You collect the wishes of guests". */
const opening = /^(?:you|voce|usted) /;

function readDirective(sentence: string, isFirst: boolean): Directive[] {
	const words = splitWords(sentence.replace(/^\W*\d{1,3}[.)]\s/, '')).map(({ text }) => text);
	const said = words.join(' ');
	if (words.length < minWords || !(toModel.test(said) || (isFirst && opening.test(said)))) return [];
	return [{ words: words.length, shingles: listShingles(words), letters: readLetters(words.join(' ')) }];
}
