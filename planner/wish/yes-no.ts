const no = /^\s*(?:no|nope|none|nobody|never|not needed|nothing|não|nao|ninguém|ninguem|nenhum\p{L}*|nunca|nada|sem)(?![\p{L}])/iu;

/** Checks for an answer that says that something is not there or not wanted. */
export const isNo = (answer: string): boolean => no.test(answer);

const leaves = String.raw`you (?:decide|choose)|your (?:choice|call)|i (?:do not|don['’]?t) (?:know|care|mind)|no idea|not sure|whatever|any(?:thing)?|default|skip|up to you|as you (?:like|wish)|ok(?:ay)?|fine|sure|(?:sounds|looks|all) good|(?:você|vc) (?:decide|escolhe)|n[ãa]o sei|sei lá|tanto faz|qualquer (?:um|uma|coisa)|padrão|pul[ae]r?|como (?:você )?(?:quiser|achar melhor)|decid[ae] você|beleza|pode ser|t[áa] bom|tudo bem`;
/** Words that say nothing more beside them: "any of them" leaves the choice, "any employee" does not. */
const besides = String.raw`sorry|yet|really|then|now|it|that|this|these|those|ones?|here|about|of|for|me|us|them|is|are|best|good|what(?:ever)?|which|how|to|say|answer|question|means?|you|your|think|wants?|likes?|prefer|i|we|just|please|honestly|the|with|will|do|does|works?|fits?|ainda|isso|ess[ea]|est[ea]|agora|então|por favor|dizer|responder|pergunta|qual|que|você|vc|d[eao]|o|a|melhor|desculp[ae]|mesmo|sobre|pra|para|mim|sirva|serve|fica|bom|acha|quer`;
const undecided = new RegExp(
	String.raw`^\s*(?:${leaves})(?![\p{L}\d])(?:[^\p{L}\d]+(?:${leaves}|${besides})(?![\p{L}\d]))*[^\p{L}\d]*$`,
	'iu',
);

const maxUndecided = 80;

/** Checks for an answer that leaves the choice to the planner, such as `you decide` or `não sei`. */
export const leavesChoice = (answer: string): boolean => answer.trim() === '' || (answer.length < maxUndecided && undecided.test(answer));
