/** What a message wants of a plan that was drawn. */
export type Intent = 'agree' | 'prove' | 'show' | 'question' | 'change';

const maxCommand = 100;
const filler =
	/(?<![\p{L}\d])(?:it|this|that|all|again|now|please|then|me|and|with|the|hash|plan|isso|ele|esse|este|tudo|de novo|agora|por favor|e|o|com|plano|[0-9a-f]{6,64})(?![\p{L}\d])|[\s,.!;:]+/giu;

/** A message of these words alone: as part of a sentence they may say what should be different. */
const only = (words: string): RegExp => new RegExp(String.raw`^(?:(?:${words}) ?)+$`, 'iu');

const agrees = only(
	String.raw`ok(?:ay)?|yes|yep|sure|fine|great|perfect|good|looks good|sounds good|i agree|agreed|(?:i )?confirm(?:ed)?|(?:i )?approve[d]?|accept(?:ed)?|go|go ahead|go on|run|start|execute|deploy|do|let'?s go|sim|claro|certo|combinado|perfeito|ótimo|otimo|beleza|blz|bom|concordo|(?:eu )?(?:confirmo|aprovo|aceito)|confirm[ae]r?|confirmado|aprov[ae]r?|aprovado|pode|rod[ae]r?|execut[ae]r?|inici[ae]r?|vai|vamos|manda ver`,
);
const proves = only(String.raw`prove|proof|test|check|verify|prova|provar|test[ae]r?|verifi(?:que|ca|car)`);
const shows = only(
	String.raw`show|status|progress|summary|explain|mostr[ae]r?|status|situação|situacao|andamento|progresso|resumo|expli(?:que|ca|car)|ver`,
);

const asksToChange =
	/^(?:(?:can|could|would|will) (?:you|we)|please|(?:você |vc )?(?:pode(?:ria)?|consegue)|dá para|da para|por favor,?)\s+(?:please\s+|por favor\s+)?(?=(?:remove|delete|drop|skip|add|insert|include|rename|change|replace|swap|move|make|let|use|put|set|give|send|split|merge|remov|exclu|apag|tir|adicion|acrescent|inclu|insir|inser|renome|mud|troc|alter|substitu|mov|coloc|pôr|por|us|deix|envi|mand|faz|faç)\p{L}*)/iu;
const beginsAsking =
	/^(?:and |e |mas |but )?(?:what|who|whom|whose|why|how|when|where|which|is|are|does|do|did|can|could|will|would|should|o que|que|quem|por ?qu[eê]|como|quando|onde|qual|quais|quantos?|quantas?|será)(?![\p{L}])/iu;
const endsAsking = /\?\s*$/;

/** Checks for a question where an answer is expected: an answer can begin like one, or end in doubt. */
export const asksBack = (message: string): boolean => beginsAsking.test(message.trim()) && endsAsking.test(message);

/** Reads what a message wants. What is neither of the others should be different in the plan: a change confirms nothing. */
export function readIntent(message: string): Intent {
	const text = message.trim();
	if (text.length <= maxCommand) {
		const command = text.replaceAll(filler, ' ').replaceAll(/ +/g, ' ').trim();
		if (command === '' || shows.test(command)) return 'show';
		if (proves.test(command)) return 'prove';
		if (agrees.test(command)) return 'agree';
	}
	if (asksToChange.test(text)) return 'change';
	return beginsAsking.test(text) || endsAsking.test(text) ? 'question' : 'change';
}

const greets =
	/^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?|thx|olá|ola|oi|bom dia|boa (?:tarde|noite)|obrigad[oa]|valeu)[\s,.!]*)+$/iu;

/** Checks for a greeting or thanks, which wish nothing and answer nothing. */
export const isGreeting = (message: string): boolean => message.length <= maxCommand && greets.test(message.trim());

const begins =
	/^(?:(?:a |an |another |one |um |uma |outro |outra )?(?:new|another|novo|outro) (?:plano?|wish|pedido))(?![\p{L}])\s*(?::|,|\.|-|–|\n)?\s*/iu;

/** Returns the wish of a message that begins another plan, such as `New plan: …`. It can be empty. */
export function readNewWish(message: string): string | undefined {
	const match = begins.exec(message.trim());
	return match ? message.trim().slice(match[0].length) : undefined;
}
