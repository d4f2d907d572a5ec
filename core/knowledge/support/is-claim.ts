import { foldAccents } from '../../words/terms';

/** About the reply, the conversation or the sources; no passage has it. English and Portuguese. */
const aside = new RegExp(
	String.raw`\b(?:${[
		'help|hope|glad|happy to|let me know|let us know|feel free|thanks?|thank you|sorry|apolog|welcome|please|questions?|contact|reach out|assist|enjoy|great day|understand|of course|certainly|sure|unfortunately|here (?:is|are)|in (?:short|summary)|according to|based on|depends?',
		'documents?|passages?|handbook|sources?|information|inform|mention|found|find|knowledge|i (?:am|do|can|could|will|have|would)|you (?:asked|said|wrote|mentioned)',
		'ajud|espero|fico|avis|obrigad|agradec|desculp|lament|sinto|bem.?vind|por favor|duvidas?|perguntas?|contat|fale|qualquer|precis|abracos?|claro|entend|infelizmente|em resumo|segundo|conforme|de acordo|depend|a seguir|aqui esta',
		'documentos?|trechos?|manual|fontes?|informac|menciona|encontr|posso|sou|nao sei|nao tenho|voce (?:pediu|disse|escreveu|perguntou)',
	].join('|')})`,
);
const fewestCharacters = 15;

/** No question, no courtesy, nothing about the reply or its sources. */
export function isClaim(sentence: string): boolean {
	const said = foldAccents(sentence.toLowerCase()).trim();
	return said.length >= fewestCharacters && !/[?:]\s*$/.test(said) && !aside.test(said);
}
