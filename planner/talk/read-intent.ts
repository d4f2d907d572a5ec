export type Intent = 'agree' | 'refuse' | 'prove' | 'show' | 'question' | 'change';

const maxCommand = 100;
const filler =
	/(?<![\p{L}\d])(?:it|this|that|all|again|now|please|then|me|and|with|the|hash|plan|isso|ele|esse|este|tudo|de novo|agora|por favor|e|o|com|plano|[0-9a-f]{6,64})(?![\p{L}\d])|[\s,.!;:]+/giu;

/** A message of these words alone: as part of a sentence they may say what should be different. */
const only = (words: string): RegExp => new RegExp(String.raw`^(?:(?:${words}) ?)+$`, 'iu');

const agreement = String.raw`ok(?:ay)?|yes|yep|sure|fine|great|perfect|good|looks good|sounds good|i agree|agreed|(?:i )?confirm(?:ed)?|(?:i )?approve[d]?|accept(?:ed)?|go|go ahead|go on|run|start|execute|deploy|do|let'?s go|sim|claro|certo|combinado|perfeito|ótimo|otimo|beleza|blz|bom|concordo|(?:eu )?(?:confirmo|aprovo|aceito)|confirm[ae]r?|confirmado|aprov[ae]r?|aprovado|pode|rod[ae]r?|execut[ae]r?|inici[ae]r?|vai|vamos|manda ver`;
const agrees = only(agreement);
const refusal = String.raw`no|nope|nah|never ?mind|forget|cancel|stop|undo|wait|hold on|leave|thanks?(?: you)?|obrigad[oa]|não|nao|n|deixa|deixa pra lá|esquec[ae]|cancel[ae]r?|par[ae]|desfa[zç](?:er?|a)|esper[ae]|calma`;
/** "Do not run" is one, as "no" is: words of agreement do not count beside one of refusal. */
const refuses = only(`${refusal}|not|yet|don['’]?t|i|eu|ainda|${agreement}`);
const proves = only(String.raw`prove|proof|test|check|verify|prova|provar|test[ae]r?|verifi(?:que|ca|car)`);
const shows = only(
	String.raw`show|status|progress|summary|explain|help|menu|what can you do\?*|que você (?:faz|pode fazer|sabe fazer)\?*|mostr[ae]r?|ajuda|situação|situacao|andamento|progresso|resumo|expli(?:que|ca|car)|ver`,
);

/** People answer with one sign, of any skin. */
const signs: Array<[RegExp, string]> = [
	[/[👍👌✅☑✔🆗👏🙌💯🤝🙏]/gu, ' ok '],
	[/[👎❌✖🚫⛔🛑✋🖐]/gu, ' no '],
	[/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f/gu, ' '],
];
export const spellSigns = (text: string): string => signs.reduce((said, [sign, word]) => said.replaceAll(sign, word), text);

const readCommand = (message: string): string | undefined =>
	message.length <= maxCommand ? spellSigns(message).replace(/^\//, '').replaceAll(filler, ' ').replaceAll(/ +/g, ' ').trim() : undefined;

const asksToChange =
	/^(?:(?:can|could|would|will) (?:you|we)|please|(?:você |vc )?(?:pode(?:ria)?|consegue)|dá para|da para|por favor,?)\s+(?:please\s+|por favor\s+)?(?=(?:remove|delete|drop|skip|add|insert|include|rename|change|replace|swap|move|make|let|use|put|set|give|send|split|merge|remov|exclu|apag|tir|adicion|acrescent|inclu|insir|inser|renome|mud|troc|alter|substitu|mov|coloc|pôr|por|us|deix|envi|mand|faz|faç)\p{L}*)/iu;
const beginsAsking =
	/^(?:and |e |mas |but )?(?:what|who|whom|whose|why|how|when|where|which|is|are|does|do|did|can|could|will|would|should|o que|que|quem|por ?qu[eê]|como|quando|onde|qual|quais|quantos?|quantas?|será)(?![\p{L}])/iu;
const endsAsking = /\?\s*$/;

/** Checks for a question where an answer is expected: an answer can begin like one, or end in doubt. */
export const asksBack = (message: string): boolean => beginsAsking.test(message.trim()) && endsAsking.test(message);

export function readIntent(message: string): Intent {
	const text = message.trim();
	const command = readCommand(text);
	if (command !== undefined) {
		if (command === '' || shows.test(command)) return 'show';
		if (proves.test(command)) return 'prove';
		if (agrees.test(command)) return 'agree';
		if (refuses.test(command) && !endsAsking.test(text)) return 'refuse';
	}
	if (asksToChange.test(text)) return 'change';
	return beginsAsking.test(text) || endsAsking.test(text) ? 'question' : 'change';
}

const greets =
	/^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?|thx|olá|ola|oi|bom dia|boa (?:tarde|noite)|obrigad[oa]|valeu)[\s,.!]*)+$/iu;

/** Checks for a greeting or thanks, which wish nothing and answer nothing. */
export const isGreeting = (message: string): boolean => message.length <= maxCommand && greets.test(message.trim());

const breaksOff = only(
	String.raw`never ?mind|forget|cancel|stop|quit|exit|leave|deixa|deixa pra lá|esquec[ae]|cancel[ae]r?|par[ae]r?|sai[ar]?|sair|desist[oei]r?`,
);

/** Checks for a message that ends an interview: as an answer it would say nothing. */
export const isBreakingOff = (message: string): boolean => breaksOff.test(readCommand(message.trim()) ?? '');

const restarts =
	/^(?:\/(?:start|new|reset|restart)(?:@\S+)?(?: \S+)?|restart|reset|(?:start|begin) (?:over|again|all over|(?:over )?from (?:scratch|the beginning))|recomeç\p{L}{1,3}|reinici\p{L}{1,3}|come(?:çar|ce|ça) (?:tudo )?(?:de novo|do zero|outra vez))(?:,? (?:please|por favor))?[.!]*$/iu;

const begins =
	/^(?:(?:a |an |another |one |um |uma |outro |outra )?(?:new|another|novo|outro) (?:plano?|wish|pedido))(?![\p{L}])\s*(?::|,|\.|-|–|\n)?\s*/iu;

/** Returns the wish of a message that begins another plan, such as `New plan: …`. It is empty for `start over`, and for `/start` of messengers. */
export function readNewWish(message: string): string | undefined {
	const text = message.trim();
	if (text.length <= maxCommand && restarts.test(text)) return '';
	const match = begins.exec(text);
	return match ? text.slice(match[0].length) : undefined;
}
