const asks = {
	en: '(?:(?:from|to|at|in|on|for|with|until|till|by|about|under) )?(?:what|which|who|whom|whose|when|where|why|how)|is|are|was|were|do|does|did|can|could|will|would|should|may|must|has|have you|am i',
	pt: '(?:(?:de|em|com|para|pra|por|ate|a partir de|desde|a|o) )(?:que|quem|onde|quando)|que (?:horas|dias?)|quem|onde|quando|(?:(?:de|em|com|para|pra|por|ate|a partir de|desde|a|o) )?(?:qual|quais|quanto|quantos|quanta|quantas|quando|onde|quem|qto|qts)|como|cade|posso|podemos|pode|podem|poderia|poderiam|consigo|conseguem|da (?:pra|para)|tem|ha|existe|existem|sera|seria|aceita|aceitam|preciso|precisa|devo|deve|voces',
};
const requests = {
	en: '(?:please )?(?:tell me|let me know|explain|send me|give me|show me)|to know|i wonder|wondering|like to ask',
	pt: '(?:me )?(?:diga|digam|diz|informe|informem|informa|explica|explique|passa|passe|envie|mande|manda|mostra|ajuda)|duvidas?|saber|perguntar',
};
/** The question after a wish is about it. */
const wishes =
	'(?:i|we) (?:want|need|would like)|(?:id|i d|wed|we d) like|(?:eu )?(?:quero|queria|gostaria|preciso|precisava)|(?:nos )?(?:queremos|gostariamos|precisamos)';
/** Starts of an independent clause after "and". */
const subjects = 'i|we|my|our|you|there|eu|nos|meu|minha|meus|minhas|nosso|nossa';
const conditions = 'if|whether|se';

const asking = `${asks.en}|${asks.pt}`;
/** A plain "que" asks at the beginning alone. */
export const startsAsking = new RegExp(`^(?:que|${asking})\\b`);
/** After a comma, these words mostly continue what comes before it. */
const relatives = 'which|who|whom|whose|when|where|quando|onde|quem|como|has|have|was|were|is|are|e';
export const requesting = new RegExp(`\\b(?:${requests.en}|${requests.pt})\\b`);
export const wishing = new RegExp(`^(?:${wishes})\\b`);
const joins = 'and|plus|or|but|e|ou|mas';
const turns =
	'and also|also|besides|by the way|one more thing|another thing|another question|on another note|while (?:you are|youre|i am|im) at it|e tambem|tambem|alem disso|alias|outra coisa|mais uma coisa|outra pergunta|outra duvida|aproveitando|ja que estou aqui';
const starts = `(?:(?:also|then|tambem|ainda|if so|se sim) )?(?:${asking}|${requests.en}|${requests.pt}|${wishes}|${subjects}|${conditions})\\b`;
export const turning = new RegExp(`(?:^|[\\s,;.])(?:${turns})(?=[\\s,:])`);
/** A semicolon, words that announce another matter, or "and", "e" or a comma before an independent clause. */
export const clauseEnd = new RegExp(
	`;\\s+|[,;.]?\\s+(?:${turns})\\s*[,:]\\s*|,\\s+(?:${turns})\\s+|,?\\s+(?:${joins}),?\\s+(?=${starts})|,\\s+(?=(?!(?:${relatives})\\b)(?:${asking})\\b)`,
	'g',
);
export const subordinate =
	/^(?:(?:and|e|but|mas) )?(?:if|when|once|after|before|since|because|as|while|se|quando|depois|antes|como|ja que|caso|enquanto)\b/;
export const joined = new RegExp(`^(?:(?:${joins}|${turns})[,:]?\\s+)+`);
/** They refer to earlier text; the second list also in longer questions. */
export const refersBack =
	/\b(?:that|this|these|those|there|so|esse|essa|esses|essas|la|nesse|nessa|ele|ela|eles|elas|it|its|they|them|isso|isto|dele|dela|deles|delas|nele|nela)\b/;
export const refersOnly = /\b(?:it|its|them|isso|isto|dele|dela|deles|delas|nele|nela|nesse caso|in that case)\b/;
/** Subject and question without a mark between: "my train was late what do I get". */
export const asksLater = /\b(?:what|how|when|where|why|who|which)(?: \p{L}+)? (?:do|does|did|can|could|should|will|would|is|are) /u;
export const tells =
	/^(?:i|im|ive|we|weve|my|our|eu|nos|meu|minha|meus|minhas|nosso|nossa|estou|estamos|sou|somos|thanks|thank|many thanks|dear|hello|hi|hey|good (?:morning|afternoon|evening)|kind|best|regards|sincerely|cheers|obrigad[oa]|grat[oa]|valeu|agradec\p{L}*|ola|oi|bom dia|boa (?:tarde|noite)|prezad[oa]s?|caros?|att|atenciosamente|abracos?|cordialmente|fico|aguardo|conforme)\b/u;
export const bullet = /^\s*(?:[-*•–]|\(?(?:\d{1,2}|[a-z])[.)])\s+/i;
